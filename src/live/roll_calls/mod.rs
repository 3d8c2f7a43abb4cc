//! Roll calls: for some minutes the learners of the course say that they are here; whoever has not by then was absent. The
//! server's clock says what is in time.

mod calling;
mod handlers;
mod register;
mod views;

pub(super) use handlers::routes;
pub(super) use register::{open_in, signed_in};
pub(super) use views::{Register, SignIn, told};
