//! What a learner notes for themselves in a lesson, bound to a moment where the lesson is a video.
//!
//! Notes are private: every query here names their owner, and the lesson is reached through them, so a note of somebody
//! else, or in a lesson that is not theirs to study, does not exist.

mod export;
mod handlers;
mod note;
mod views;

pub use handlers::routes;
pub use views::NotesPanel;
