//! The catalogue: the published courses by category, price, language, level and words. Everybody sees the same one.

mod filter;
mod found;
mod handlers;
mod queries;
mod shelves;
mod views;

pub use handlers::routes;
