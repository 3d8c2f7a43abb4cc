//! The teacher's desk: what arrives, what the audience sees, the stream key, beginning and end.
//!
//! Only those who run the class have one; for everybody else it does not exist. The key is shown by the answer that
//! makes it and by nothing else.

mod handlers;
mod health;
mod running;
mod views;

pub(super) use handlers::routes;
pub(super) use running::run_by;
