//! The mails that the program has sent or is about to send, and what became of them.

mod handlers;
mod views;

pub use handlers::routes;
