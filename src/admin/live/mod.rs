//! Every class of the site: what is on, what is planned, and ending one.

mod handlers;
mod views;

pub use handlers::routes;
