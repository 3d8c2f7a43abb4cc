//! Whether a learner may begin an attempt now: pure, over what the database says.

use chrono::{DateTime, Duration, Utc};

use super::attempt::{Attempt, Status};
use crate::i18n::{self, Text};
use crate::quizzes::quiz::Quiz;
use crate::text;
use crate::web::Viewer;

/// Why no attempt may begin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Refusal {
    NothingAsked,
    NotOpenUntil(DateTime<Utc>),
    Closed,
    AllUsed(i32),
    TooSoon(DateTime<Utc>),
}

impl Refusal {
    /// The words for it, with times as this viewer reads them.
    pub fn words(self, viewer: &Viewer) -> Text {
        let (locale, zone) = (viewer.locale, viewer.time_zone);
        let at = |at| i18n::full_date_time(locale, at, zone);
        match self {
            Refusal::NothingAsked => text!("quizzes-refused-empty"),
            Refusal::NotOpenUntil(open) => text!("quizzes-refused-before", at = at(open)),
            Refusal::Closed => text!("quizzes-refused-closed"),
            Refusal::AllUsed(most) => text!("quizzes-refused-used", count = most),
            Refusal::TooSoon(next) => text!("quizzes-refused-soon", at = at(next)),
        }
    }
}

/// What keeps this learner from beginning another attempt, if anything does. `earlier` are theirs, in order.
pub fn refusal(
    quiz: &Quiz,
    has_slots: bool,
    earlier: &[Attempt],
    now: DateTime<Utc>,
) -> Option<Refusal> {
    if !has_slots {
        return Some(Refusal::NothingAsked);
    }
    if let Some(open) = quiz.open_at.filter(|open| now < *open) {
        return Some(Refusal::NotOpenUntil(open));
    }
    if quiz.close_at.is_some_and(|close| now >= close) {
        return Some(Refusal::Closed);
    }
    let used = i32::try_from(earlier.len()).unwrap_or(i32::MAX);
    if let Some(most) = quiz.attempts_allowed.filter(|most| used >= *most) {
        return Some(Refusal::AllUsed(most));
    }
    let last = earlier
        .iter()
        .filter(|attempt| attempt.status != Status::Open);
    let last = last.filter_map(|attempt| attempt.submitted_at).max()?;
    let next = last + Duration::milliseconds(quiz.attempt_delay_ms);
    (now < next).then_some(Refusal::TooSoon(next))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quizzes::quiz::{FinalScore, Release};

    fn quiz() -> Quiz {
        Quiz {
            id: 1,
            course_id: 1,
            lesson_id: 1,
            title: String::new(),
            instructions: String::new(),
            open_at: None,
            close_at: None,
            time_limit_ms: None,
            attempts_allowed: Some(2),
            attempt_delay_ms: 60_000,
            final_score: FinalScore::Highest,
            shuffles_questions: false,
            shuffles_options: false,
            release_marks: Release::AfterSubmission,
            release_answers: Release::AfterSubmission,
            release_feedback: Release::AfterSubmission,
            grade_item_id: None,
        }
    }

    fn handed_in(at: DateTime<Utc>) -> Attempt {
        Attempt {
            id: 1,
            quiz_id: 1,
            user_id: 1,
            number: 1,
            status: Status::Graded,
            started_at: at,
            deadline_at: None,
            submitted_at: Some(at),
            is_timed_out: false,
            score: Some(1.into()),
            max_score: 1.into(),
        }
    }

    #[test]
    fn the_window_is_closed_at_its_end_and_open_at_its_begin() {
        let now = Utc::now();
        let opens = Quiz {
            open_at: Some(now),
            ..quiz()
        };
        assert_eq!(refusal(&opens, true, &[], now), None);
        let before = now - Duration::milliseconds(1);
        let not_yet = Some(Refusal::NotOpenUntil(now));
        assert_eq!(refusal(&opens, true, &[], before), not_yet);
        let closes = Quiz {
            close_at: Some(now),
            ..quiz()
        };
        assert_eq!(refusal(&closes, true, &[], now), Some(Refusal::Closed));
        assert_eq!(refusal(&closes, true, &[], before), None);
    }

    #[test]
    fn attempts_are_counted_and_spaced() {
        let now = Utc::now();
        let long_ago = handed_in(now - Duration::hours(1));
        let just_now = handed_in(now - Duration::seconds(59));
        let is_allowed = |earlier: &[Attempt]| refusal(&quiz(), true, earlier, now).is_none();
        assert!(is_allowed(&[]) && is_allowed(std::slice::from_ref(&long_ago)));
        assert!(!is_allowed(&[just_now]));
        let twice = [long_ago.clone(), long_ago];
        assert_eq!(
            refusal(&quiz(), true, &twice, now),
            Some(Refusal::AllUsed(2))
        );
    }

    #[test]
    fn a_quiz_that_asks_nothing_cannot_be_taken() {
        assert_eq!(
            refusal(&quiz(), false, &[], Utc::now()),
            Some(Refusal::NothingAsked)
        );
    }
}
