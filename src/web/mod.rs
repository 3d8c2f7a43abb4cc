//! What every page needs, whatever its subject: who asks, in which language, safely, and what an error looks like.
//!
//! It knows no subject: it reads `users` and `sessions` to say who asks, and writes nothing but sessions.

pub mod address;
pub mod assets;
mod attributes;
pub mod client;
pub mod connection;
pub mod csrf;
pub mod error_pages;
mod flash;
mod form;
pub mod health;
pub mod limits;
pub mod listing;
pub mod log;
pub mod metrics;
mod page;
pub mod panics;
mod reply;
mod respond;
pub mod security_headers;
pub mod session;
pub mod shared;
pub mod slow;
mod viewer;

pub use assets::asset;
pub use attributes::{Attributes, attributes};
pub use flash::Flash;
pub use form::Form;
pub use page::{Page, Theme};
pub use reply::Reply;
pub use respond::{
    Respond, html, html_with, is_htmx, local_path, see_other, settled, told, with_query,
};
pub use viewer::{Admin, Role, Teacher, UserId, Viewer, picture_address};
