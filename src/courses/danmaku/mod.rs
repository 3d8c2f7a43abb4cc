//! Danmaku over a video lesson: what learners and staff write at a moment of the video, drawn there for all of them.
//!
//! Who may study the lesson reads and writes; a line is taken back by its writer or the course's staff, and is then gone
//! from every answer. The timeline is read in parts of five minutes, so a lesson of any length opens at once.

mod handlers;
mod timeline;
mod views;

pub use handlers::routes;
pub use views::DanmakuPanel;
