//! What of an attempt its learner may see now: pure over the settings of the quiz.

use chrono::{DateTime, Utc};

use crate::quizzes::quiz::{Quiz, Release};
use crate::quizzes::taking::{Attempt, Status};

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Released {
    pub marks: bool,
    /// The key.
    pub answers: bool,
    pub feedback: bool,
}

impl Released {
    pub const NOTHING: Released = Released {
        marks: false,
        answers: false,
        feedback: false,
    };
    pub const ALL: Released = Released {
        marks: true,
        answers: true,
        feedback: true,
    };

    /// What is released of a whole attempt. Nothing is while it is open.
    pub fn of(quiz: &Quiz, attempt: &Attempt, now: DateTime<Utc>) -> Released {
        if attempt.is_open() {
            return Released::NOTHING;
        }
        let is_out = |release| match release {
            Release::Immediately | Release::AfterSubmission => true,
            Release::AfterClose => quiz.close_at.is_some_and(|close| now >= close),
            Release::AfterGrading => attempt.status == Status::Graded,
        };
        Released::by(quiz, is_out)
    }

    /// What is released of an answer that the learner has made final in an open attempt.
    pub fn of_checked(quiz: &Quiz) -> Released {
        Released::by(quiz, |release| release == Release::Immediately)
    }

    /// What either releases.
    pub fn or(self, other: Released) -> Released {
        Released {
            marks: self.marks || other.marks,
            answers: self.answers || other.answers,
            feedback: self.feedback || other.feedback,
        }
    }

    fn by(quiz: &Quiz, is_out: impl Fn(Release) -> bool) -> Released {
        Released {
            marks: is_out(quiz.release_marks),
            answers: is_out(quiz.release_answers),
            feedback: is_out(quiz.release_feedback),
        }
    }
}

impl Quiz {
    /// Whether answers can be checked one by one while an attempt is open.
    pub fn releases_immediately(&self) -> bool {
        Released::of_checked(self) != Released::NOTHING
    }
}
