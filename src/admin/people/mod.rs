//! The people of the platform: the list of them, and one of them with what may be done to an account.

mod handlers;
mod page;
mod queries;
mod views;

pub use handlers::routes;
