//! What is live, what is planned and what can be watched again, as far as the person asking may watch it.
//!
//! One rule ([`watchable`]) serves every list; it is the rule of [`rooms::of`](super::rooms::of) as a filter.

mod cursor;
mod handlers;
mod queries;
mod views;

pub(super) use handlers::routes;
pub use queries::{Listed, of_course, on_now, upcoming};
