//! Who wants to teach, and the decision.

mod handlers;
mod views;

pub use handlers::routes;
