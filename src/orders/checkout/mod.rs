//! The buyer's side: the page before buying, own orders, one order with its state, the receipt.

mod handlers;
mod papers;
mod queries;
mod views;

pub use handlers::routes;
