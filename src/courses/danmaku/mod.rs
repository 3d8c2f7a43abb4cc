//! Danmaku over a video lesson: what learners and staff write at a moment of the video, drawn there for all of them.
//!
//! Who may study the lesson reads and writes; a line is taken back by its writer or the course's staff, and is then gone
//! from every answer. The timeline is read in parts of five minutes, so a lesson of any length opens at once.

mod deletion;
mod handlers;
mod reports;
mod timeline;
mod views;

use actix_web::web::ServiceConfig;

pub use reports::{delete_reported, dismiss_reported, restore_reported};
pub use views::DanmakuPanel;

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.configure(handlers::routes).configure(reports::routes);
}
