//! How the parts that the program works with are doing.

mod handlers;
mod views;

pub use handlers::routes;
