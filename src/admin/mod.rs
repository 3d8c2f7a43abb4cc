//! What administrators see: the people of the platform, their ranks, who is shut out, and who wants to teach; the tree of
//! categories; what the program is doing by itself, and who did what; and every component of the pages on one page.
//!
//! It calls the abilities of the subjects and writes no table itself.

mod announcements;
mod applications;
mod audit;
mod categories;
mod courses;
mod figures;
mod handlers;
mod jobs;
mod live;
mod mails;
mod people;
mod reports;
mod settings;
mod system;
mod views;
mod words;

pub use announcements::TellOfAnnouncement;
pub use handlers::routes;
