//! The tree of categories, as administrators see and change it.

mod handlers;
mod views;

pub use handlers::routes;
