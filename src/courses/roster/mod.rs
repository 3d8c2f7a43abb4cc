//! Who takes a course, as a table: out, and in by those who may change the course.
//!
//! A list is looked at first: whoever it names needs an account, every problem is told by its line, and while there is one,
//! nobody is enrolled. It is applied as a whole or not at all, and the same list again changes nothing. Nobody is taken out
//! of a course by not being on a list.

mod applying;
mod export;
mod handlers;
mod plan;
mod reading;
mod views;

pub use handlers::routes;
