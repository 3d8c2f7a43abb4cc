//! The question bank of a course: its list, and the forms that write, copy, retire and restore questions.
//!
//! Only writers of the course come here. A question is never deleted and no wording of it changed: a save writes the
//! next version, and only on top of the version that was opened, so that of two editors none undoes the other unseen.

mod choosing;
mod draft;
mod handlers;
mod keys;
mod list;
pub(super) mod numbers;
mod saving;
mod stored;
mod views;

pub use handlers::routes;
pub(super) use list::{Asked, chosen, tags_of};
pub(super) use stored::typed;
