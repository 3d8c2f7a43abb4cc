//! The calendar: live classes, due dates and quizzes of the courses that somebody learns or teaches, on a page, as a feed
//! for the calendar program of their phone, and as a word in time before something is due.
//!
//! It owns `calendar_feeds` and `due_reminders`, and joins the tables of the subjects by queries of its own. Everything
//! is asked anew each time, so whoever loses a right loses the date with it. The address of a feed is a secret: it is
//! stored as a hash, shown once, and in no log.

mod feed;
mod handlers;
mod item;
pub mod jobs;
mod month;
mod queries;
mod reminders;
mod token;
mod views;

pub use handlers::routes;
pub use item::Item;
pub use queries::next_up;
pub use token::forget;
