//! Subtitles: the words of a video in several languages, as WebVTT files.
//!
//! A file is checked whole before it is stored; a broken one leaves what was there. Whoever may open the lesson may read
//! its subtitles, and nobody else; teachers write them in `authoring`.

mod handlers;
mod language;
mod queries;
mod vtt;

pub use handlers::routes;
pub use language::LANGUAGES;
pub use queries::{Subtitle, list, remove, store};
pub use vtt::check;
