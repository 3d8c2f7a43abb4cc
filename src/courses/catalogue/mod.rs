//! The catalogue: the published courses by category, language, level and words. Everybody sees the same one.

mod filter;
mod handlers;
mod queries;
mod views;

pub use handlers::routes;
