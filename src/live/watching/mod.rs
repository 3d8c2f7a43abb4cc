//! The page of a class: a countdown before it, the picture and the talk during it, the way to the replay after it.
//!
//! The page changes by itself when the class does. What it shows in place of the picture is one fragment, so a page
//! that has missed every event gets there by asking.

mod events;
mod handlers;
mod queries;
mod views;

pub use events::tell_rooms;
pub(super) use handlers::{routes, show_again};
pub(super) use queries::{About, about};
pub(super) use views::{Beside, Stage};
