//! Every course of the site, whoever it is of.

mod handlers;
mod queries;
mod views;

pub use handlers::routes;
