//! The front page of administration: how the site is doing, in numbers.

mod handlers;
mod queries;
mod views;

pub use handlers::routes;
