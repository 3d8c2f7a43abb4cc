//! How far a learner is with a lesson.
//!
//! Watched video is the union of the intervals that heartbeats report, kept here and believed only as far as the clock
//! allows. Progress is written for learners and staff of the course alone, and a completion is never taken away.

mod completion;
mod handlers;
mod heartbeat;
mod intervals;
mod recount;
mod row;
mod rules;
mod settling;
mod sources;

pub use completion::{
    record_attendance, record_post, record_score, record_scores, record_submission,
};
pub use handlers::routes;
pub use recount::{RecountCourse, recount};
pub use row::Progress;
pub use rules::{Condition, Rule, Rules, chosen, usual};
