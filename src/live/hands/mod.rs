//! Raised hands: a queue in the order in which they went up. Whoever raised one takes it down again, or the staff does;
//! the end of the class takes all of them down.

mod handlers;
mod queue;
mod views;

pub(super) use handlers::routes;
pub(super) use queue::order;
pub(super) use views::{Hand, Hands};
