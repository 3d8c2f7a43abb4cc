//! What administrators see: the people of the platform, their ranks, and who is shut out.
//!
//! It calls the abilities of the subjects and writes no table itself.

mod handlers;
mod views;

pub use handlers::routes;
