//! Taking a quiz: an attempt from its start to the moment it is handed in.
//!
//! An attempt is a row that the server makes on start: questions drawn, questions and options permuted, versions frozen.
//! Its status goes one way: open → submitted → graded, under its row's lock; a deadline is told by the clock of the
//! database alone. An answer is stored with the number of its save, and an older save never overwrites a newer one.
//! Nothing here sends a key, a weight or feedback: that is for `review`, once it is released.

mod answers;
mod attempt;
mod draw;
mod files;
mod form;
mod handlers;
mod overview;
mod rules;
mod saving;
mod start;
mod submission;
mod views;

pub(super) use answers::{FrozenAnswer, of_attempt as answers_of, version_asked};
pub use attempt::AttemptId;
pub(super) use attempt::{Attempt, Status};
pub(super) use draw::BankQuestion;
pub use files::may_read_media;
pub(super) use files::media_of;
pub use handlers::routes;
pub(super) use start::of_learner;
pub(super) use submission::{close_if_due, close_quietly, final_share, settle};
