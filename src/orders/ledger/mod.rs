//! The administrators' side: every order, with filters, as CSV, and refunds out of the ordinary.

mod handlers;
mod queries;
mod views;

pub use handlers::routes;
