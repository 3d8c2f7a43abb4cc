//! The settings of the site.

mod handlers;
mod views;

pub use handlers::routes;
