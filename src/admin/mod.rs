//! What administrators see: the people of the platform, their ranks, who is shut out, and who wants to teach; the tree of categories; and every component of the
//! pages on one page.
//!
//! It calls the abilities of the subjects and writes no table itself.

mod applications;
mod categories;
mod handlers;
mod mails;
mod system;
mod views;

pub use handlers::routes;
