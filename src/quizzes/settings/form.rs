//! The rules of a quiz, as a teacher types them and as they are stored.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use diesel::prelude::*;
use serde::Deserialize;

use super::fields::{LOCAL_TIME, time, whole};
use crate::error::{Errors, Result};
use crate::quizzes::quiz::{FinalScore, Quiz, Release};
use crate::schema::quizzes;
use crate::text;

const MINUTE_MS: i64 = 60_000;

/// Ten days: longer than anybody sits before one page.
const LONGEST_LIMIT_MINUTES: i64 = 14_400;

/// A year.
const LONGEST_DELAY_MINUTES: i64 = 525_600;

const MOST_ATTEMPTS: i64 = 1_000;

const INSTRUCTIONS_MAX: usize = 20_000;

/// The fields as they were typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct QuizForm {
    pub instructions: String,
    /// In the teacher's time zone.
    pub open_at: String,
    pub close_at: String,
    /// Minutes; empty for no limit.
    pub time_limit: String,
    /// Empty for as many as one likes.
    pub attempts_allowed: String,
    /// Minutes.
    pub attempt_delay: String,
    pub final_score: String,
    /// `on` when the box is ticked.
    pub shuffles_questions: String,
    pub shuffles_options: String,
    pub release_marks: String,
    pub release_answers: String,
    pub release_feedback: String,
}

/// The fields as they can be stored.
#[derive(Clone, Debug, AsChangeset)]
#[diesel(table_name = quizzes, treat_none_as_null = true)]
pub struct Rules {
    pub instructions: String,
    pub open_at: Option<DateTime<Utc>>,
    pub close_at: Option<DateTime<Utc>>,
    pub time_limit_ms: Option<i64>,
    pub attempts_allowed: Option<i32>,
    pub attempt_delay_ms: i64,
    pub final_score: FinalScore,
    pub shuffles_questions: bool,
    pub shuffles_options: bool,
    pub release_marks: Release,
    pub release_answers: Release,
    pub release_feedback: Release,
}

impl QuizForm {
    /// What a new quiz begins with.
    pub fn fresh() -> QuizForm {
        QuizForm {
            final_score: FinalScore::Highest.name().into(),
            shuffles_options: "on".into(),
            release_marks: Release::AfterSubmission.name().into(),
            release_answers: Release::AfterSubmission.name().into(),
            release_feedback: Release::AfterSubmission.name().into(),
            ..QuizForm::default()
        }
    }

    /// The form with what is stored.
    pub fn of(quiz: &Quiz, zone: Tz) -> QuizForm {
        let local = |at: Option<DateTime<Utc>>| {
            at.map(|at| at.with_timezone(&zone).format(LOCAL_TIME).to_string())
                .unwrap_or_default()
        };
        let minutes = |ms: Option<i64>| {
            ms.filter(|ms| *ms > 0)
                .map(|ms| (ms / MINUTE_MS).to_string())
                .unwrap_or_default()
        };
        let ticked = |is_on: bool| if is_on { "on".into() } else { String::new() };
        QuizForm {
            instructions: quiz.instructions.clone(),
            open_at: local(quiz.open_at),
            close_at: local(quiz.close_at),
            time_limit: minutes(quiz.time_limit_ms),
            attempts_allowed: quiz
                .attempts_allowed
                .map(|count| count.to_string())
                .unwrap_or_default(),
            attempt_delay: minutes(Some(quiz.attempt_delay_ms)),
            final_score: quiz.final_score.name().into(),
            shuffles_questions: ticked(quiz.shuffles_questions),
            shuffles_options: ticked(quiz.shuffles_options),
            release_marks: quiz.release_marks.name().into(),
            release_answers: quiz.release_answers.name().into(),
            release_feedback: quiz.release_feedback.name().into(),
        }
    }

    /// Checks every field.
    ///
    /// # Errors
    /// [`AppError::Invalid`](crate::error::AppError::Invalid) with words for each field.
    pub fn check(&self, zone: Tz) -> Result<Rules> {
        let mut errors = Errors::default();
        let instructions = self
            .instructions
            .replace("\r\n", "\n")
            .trim_end()
            .to_owned();
        errors.require(
            instructions.chars().count() <= INSTRUCTIONS_MAX,
            "instructions",
            text!("quizzes-form-too-long", max = INSTRUCTIONS_MAX as i64),
        );
        let open_at = time(&mut errors, "open_at", &self.open_at, zone);
        let close_at = time(&mut errors, "close_at", &self.close_at, zone);
        let is_in_order = open_at
            .zip(close_at)
            .is_none_or(|(open, close)| open < close);
        errors.require(
            is_in_order,
            "close_at",
            text!("quizzes-form-close-before-open"),
        );
        let limit = whole(
            &mut errors,
            "time_limit",
            &self.time_limit,
            1,
            LONGEST_LIMIT_MINUTES,
        );
        let allowed = whole(
            &mut errors,
            "attempts_allowed",
            &self.attempts_allowed,
            1,
            MOST_ATTEMPTS,
        );
        let delay = whole(
            &mut errors,
            "attempt_delay",
            &self.attempt_delay,
            0,
            LONGEST_DELAY_MINUTES,
        );
        let final_score = FinalScore::from_name(&self.final_score);
        errors.require(
            final_score.is_some(),
            "final_score",
            text!("quizzes-form-choose"),
        );
        let mut release = |field, typed: &str| release_of(&mut errors, field, typed, close_at);
        let release_marks = release("release_marks", &self.release_marks);
        let release_answers = release("release_answers", &self.release_answers);
        let release_feedback = release("release_feedback", &self.release_feedback);
        errors.into_result()?;
        Ok(Rules {
            instructions,
            open_at,
            close_at,
            time_limit_ms: limit.map(|minutes| minutes * MINUTE_MS),
            attempts_allowed: allowed.and_then(|count| i32::try_from(count).ok()),
            attempt_delay_ms: delay.unwrap_or(0) * MINUTE_MS,
            final_score: final_score.unwrap_or(FinalScore::Highest),
            shuffles_questions: !self.shuffles_questions.is_empty(),
            shuffles_options: !self.shuffles_options.is_empty(),
            release_marks,
            release_answers,
            release_feedback,
        })
    }
}

fn release_of(
    errors: &mut Errors,
    field: &'static str,
    typed: &str,
    close_at: Option<DateTime<Utc>>,
) -> Release {
    let release = Release::from_name(typed);
    errors.require(release.is_some(), field, text!("quizzes-form-choose"));
    errors.require(
        release != Some(Release::AfterClose) || close_at.is_some(),
        field,
        text!("quizzes-form-needs-close"),
    );
    release.unwrap_or(Release::AfterGrading)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::AppError;
    use crate::i18n::Locale;

    const ZONE: Tz = chrono_tz::Asia::Shanghai;

    fn problem(change: impl FnOnce(&mut QuizForm), field: &str) -> Option<String> {
        let mut form = QuizForm::fresh();
        change(&mut form);
        match form.check(ZONE) {
            Err(AppError::Invalid(errors)) => errors.of(field, Locale::En.loader()),
            _ => None,
        }
    }

    #[test]
    fn a_fresh_form_can_be_stored() {
        assert!(QuizForm::fresh().check(ZONE).is_ok());
    }

    #[test]
    fn what_cannot_be_kept_is_named_at_its_field() {
        assert!(problem(|form| form.time_limit = "0".into(), "time_limit").is_some());
        assert!(problem(|form| form.time_limit = "-5".into(), "time_limit").is_some());
        assert!(problem(|form| form.time_limit = "half".into(), "time_limit").is_some());
        assert!(
            problem(
                |form| form.attempts_allowed = "0".into(),
                "attempts_allowed"
            )
            .is_some()
        );
        assert!(problem(|form| form.open_at = "soon".into(), "open_at").is_some());
        let never_closes = |form: &mut QuizForm| form.release_answers = "after_close".into();
        assert!(problem(never_closes, "release_answers").is_some());
        let backwards = |form: &mut QuizForm| {
            form.open_at = "2030-01-02T08:00".into();
            form.close_at = "2030-01-01T08:00".into();
        };
        assert!(problem(backwards, "close_at").is_some());
    }
}
