//! What a content must be before it is stored, whoever made it: a form, an import or a copy.

use bigdecimal::{BigDecimal, RoundingMode};

use super::checks::{TEXT_MAX, at_most, count, each, number, one, share, zero};
use super::{Accepted, Blank, Body, Choice, ChoicePolicy, Content, Interval, NumericKey, Pair};
use crate::error::{Errors, Result};
use crate::text;

const TITLE_MAX: usize = 120;
const STEM_MAX: usize = 20_000;
const POINTS_MAX: i32 = 1_000;

impl Content {
    /// Checks everything.
    ///
    /// # Errors
    /// [`AppError::Invalid`](crate::error::AppError::Invalid) by field: `title`, `stem`, `points`, `feedback`, `rows`
    /// (options, blanks, answers, pairs, items), `policy`, `distractors`, `guidance`. Words on a row name its number.
    pub fn validate(&self) -> Result<()> {
        let mut errors = Errors::default();
        at_most(&mut errors, "title", &self.title, TITLE_MAX);
        let is_asked = !self.stem.trim().is_empty();
        errors.require(is_asked, "stem", text!("questions-stem-missing"));
        at_most(&mut errors, "stem", &self.stem, STEM_MAX);
        at_most(&mut errors, "feedback", &self.feedback, TEXT_MAX);
        let is_fine = (zero()..=BigDecimal::from(POINTS_MAX)).contains(&self.points)
            && self.points.normalized().fractional_digit_count() <= 2;
        errors.require(
            is_fine,
            "points",
            text!("questions-points-wrong", max = POINTS_MAX),
        );
        self.body.check(&mut errors);
        if let Body::FillBlank { blanks, .. } = &self.body {
            let marks = super::stem_blanks(&self.stem);
            errors.require(
                marks == 0 || marks == blanks.len(),
                "stem",
                text!(
                    "questions-blanks-differ",
                    marked = marks as i64,
                    count = blanks.len() as i64
                ),
            );
        }
        errors.into_result()
    }
}

impl Body {
    fn check(&self, errors: &mut Errors) {
        match self {
            Body::SingleChoice { options, .. } => {
                check_choices(errors, options);
                let has_full = options.iter().any(|option| option.weight == one());
                errors.require(has_full, "rows", text!("questions-key-single"));
            }
            Body::MultipleChoice {
                options, policy, ..
            }
            | Body::IndeterminateChoice {
                options, policy, ..
            } => {
                check_choices(errors, options);
                check_policy(errors, options, policy);
            }
            Body::TrueFalse {
                feedback_right,
                feedback_wrong,
                ..
            } => {
                at_most(errors, "feedback_right", feedback_right, TEXT_MAX);
                at_most(errors, "feedback_wrong", feedback_wrong, TEXT_MAX);
            }
            Body::FillBlank { blanks, .. } => check_blanks(errors, blanks),
            Body::ShortAnswer { answers, .. } => check_accepted(errors, answers),
            Body::Numeric { answers } => check_numbers(errors, answers),
            Body::Matching { pairs, distractors } => check_pairs(errors, pairs, distractors),
            Body::Ordering { items, .. } => {
                count(errors, "rows", items.len(), 2);
                each(errors, "rows", items.iter().map(String::as_str));
            }
            Body::Essay { guidance } | Body::File { guidance } => {
                at_most(errors, "guidance", guidance, TEXT_MAX);
            }
        }
    }
}

fn check_choices(errors: &mut Errors, options: &[Choice]) {
    count(errors, "rows", options.len(), 2);
    each(
        errors,
        "rows",
        options.iter().map(|option| option.text.as_str()),
    );
    for (at, option) in options.iter().enumerate() {
        share(errors, at, &option.weight, -1);
        at_most(errors, "rows", &option.feedback, TEXT_MAX);
    }
}

fn check_policy(errors: &mut Errors, options: &[Choice], policy: &ChoicePolicy) {
    let has_key = options.iter().any(Choice::is_right);
    errors.require(has_key, "rows", text!("questions-key-missing"));
    match policy {
        ChoicePolicy::Exam { partial } => errors.require(
            (zero()..=one()).contains(partial),
            "partial",
            text!("questions-partial-wrong"),
        ),
        ChoicePolicy::Weights => {
            let right = options.iter().filter(|option| option.is_right());
            let sum: BigDecimal = right.map(|option| &option.weight).sum();
            // Thirds and sevenths can't be written out, so a hundredth may be missing.
            let is_whole = sum.with_scale_round(2, RoundingMode::HalfUp) == one();
            errors.require(is_whole || !has_key, "rows", text!("questions-weights-sum"));
        }
        ChoicePolicy::AllOrNothing | ChoicePolicy::RightMinusWrong => {}
    }
    if !matches!(policy, ChoicePolicy::Weights) {
        let is_plain = |option: &Choice| option.weight == zero() || option.weight == one();
        let are_plain = options.iter().all(is_plain);
        errors.require(are_plain, "policy", text!("questions-policy-weights"));
    }
}

fn check_blanks(errors: &mut Errors, blanks: &[Blank]) {
    count(errors, "rows", blanks.len(), 1);
    for (at, blank) in blanks.iter().enumerate() {
        let is_known = !blank.answers.is_empty()
            && blank.answers.iter().all(|answer| !answer.trim().is_empty());
        errors.require(
            is_known,
            "rows",
            text!("questions-row-empty", row = number(at)),
        );
        count(errors, "rows", blank.answers.len(), 0);
        each(errors, "rows", blank.answers.iter().map(String::as_str));
    }
}

fn check_accepted(errors: &mut Errors, answers: &[Accepted]) {
    count(errors, "rows", answers.len(), 1);
    each(
        errors,
        "rows",
        answers.iter().map(|answer| answer.text.as_str()),
    );
    for (at, answer) in answers.iter().enumerate() {
        share(errors, at, &answer.credit, 0);
        at_most(errors, "rows", &answer.feedback, TEXT_MAX);
    }
    let has_full = answers.iter().any(|answer| answer.credit == one());
    errors.require(has_full, "rows", text!("questions-key-full"));
}

fn check_numbers(errors: &mut Errors, answers: &[NumericKey]) {
    count(errors, "rows", answers.len(), 1);
    for (at, answer) in answers.iter().enumerate() {
        let is_fine = match &answer.accepted {
            Interval::Near { tolerance, .. } => *tolerance >= zero(),
            Interval::Between { min, max } => min <= max,
            Interval::Any => true,
        };
        errors.require(
            is_fine,
            "rows",
            text!("questions-interval-wrong", row = number(at)),
        );
        share(errors, at, &answer.credit, 0);
        at_most(errors, "rows", &answer.feedback, TEXT_MAX);
    }
    let is_full = |answer: &NumericKey| answer.credit == one() && answer.accepted != Interval::Any;
    let has_full = answers.iter().any(is_full);
    errors.require(has_full, "rows", text!("questions-key-full"));
}

fn check_pairs(errors: &mut Errors, pairs: &[Pair], distractors: &[String]) {
    count(errors, "rows", pairs.len(), 2);
    count(errors, "distractors", distractors.len(), 0);
    let texts = pairs.iter().flat_map(|pair| [&pair.left, &pair.right]);
    for (at, text) in texts.enumerate() {
        let is_there = !text.trim().is_empty();
        errors.require(
            is_there,
            "rows",
            text!("questions-row-empty", row = number(at / 2)),
        );
        at_most(errors, "rows", text, TEXT_MAX);
    }
    each(
        errors,
        "distractors",
        distractors.iter().map(String::as_str),
    );
}
