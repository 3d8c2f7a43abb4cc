//! What is live, what is planned and what can be watched again, as far as the person asking may watch it.
//!
//! Every list is filtered by [`rooms::visible_to`](super::rooms::visible_to).

mod cursor;
mod handlers;
mod queries;
mod views;

pub(super) use handlers::routes;
pub use queries::{Listed, of_course, on_now, upcoming};
