//! Grading: what an answer is worth, as a share of the points.
//!
//! Pure: the same content and answer give the same outcome everywhere and for ever, so a regrade can be tried out before
//! it is made. All arithmetic is decimal. An answer that doesn't fit its question is graded as none; nothing is guessed.

mod choices;
mod number;
mod places;
mod text;

use bigdecimal::{BigDecimal, RoundingMode};

use super::questions::{Answer, Body, Content};

pub use number::parse as parse_number;

/// Digits after the point of a credit that had to be divided.
const DIGITS: i64 = 12;

/// What grading says of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Graded {
        /// From 0 to 1.
        credit: BigDecimal,
        /// What there is to say of the parts of the answer.
        parts: Vec<Part>,
    },
    /// Essays and files are graded by people.
    NeedsPerson,
}

/// One part of an answer: a chosen option, a blank, a left-hand side, an item.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its place in the question's content (for an item: in the answer).
    pub at: usize,
    pub is_right: bool,
    /// What the teacher wrote for this case, as Markdown; mostly empty.
    pub feedback: String,
}

impl Outcome {
    /// None if a person has to decide.
    pub fn credit(&self) -> Option<&BigDecimal> {
        match self {
            Outcome::Graded { credit, .. } => Some(credit),
            Outcome::NeedsPerson => None,
        }
    }

    pub fn needs_person(&self) -> bool {
        *self == Outcome::NeedsPerson
    }

    /// Whether the answer is right in full.
    pub fn is_full(&self) -> bool {
        self.credit().is_some_and(|credit| *credit == one())
    }

    pub fn parts(&self) -> &[Part] {
        match self {
            Outcome::Graded { parts, .. } => parts,
            Outcome::NeedsPerson => &[],
        }
    }

    fn of(credit: BigDecimal, parts: Vec<Part>) -> Outcome {
        let credit = clamped(credit);
        Outcome::Graded { credit, parts }
    }

    fn nothing() -> Outcome {
        Outcome::of(zero(), Vec::new())
    }
}

/// Grades an answer. An unanswered essay is 0, for there is nothing that a person could judge.
pub fn grade(content: &Content, answer: &Answer) -> Outcome {
    if answer.is_empty() {
        return Outcome::nothing();
    }
    match (&content.body, answer) {
        (Body::SingleChoice { options, .. }, Answer::Choice { option }) => {
            choices::single(options, *option)
        }
        (
            Body::MultipleChoice {
                options, policy, ..
            }
            | Body::IndeterminateChoice {
                options, policy, ..
            },
            Answer::Choices { options: chosen },
        ) => choices::several(options, policy, chosen),
        (
            Body::TrueFalse {
                is_true,
                feedback_right,
                feedback_wrong,
            },
            Answer::TrueFalse { is_true: said },
        ) => choices::true_false(*is_true == *said, feedback_right, feedback_wrong),
        (Body::FillBlank { blanks, match_case }, Answer::Blanks { texts }) => {
            text::blanks(blanks, *match_case, texts)
        }
        (
            Body::ShortAnswer {
                answers,
                match_case,
            },
            Answer::Text { text },
        ) => text::short(answers, *match_case, text),
        (Body::Numeric { answers }, Answer::Text { text }) => number::graded(answers, text),
        (Body::Matching { pairs, .. }, Answer::Matches { rights }) => {
            places::matching(pairs, &content.right_sides(), rights)
        }
        (Body::Ordering { items, policy }, Answer::Order { items: order }) => {
            places::ordering(items, *policy, order)
        }
        (Body::Essay { .. }, Answer::Text { .. }) | (Body::File { .. }, Answer::Files { .. }) => {
            Outcome::NeedsPerson
        }
        _ => Outcome::nothing(),
    }
}

/// `part ÷ whole`, written out to [`DIGITS`] places; 1 of nothing is 0.
fn share(part: impl Into<BigDecimal>, whole: usize) -> BigDecimal {
    if whole == 0 {
        return zero();
    }
    let quotient = part.into() / BigDecimal::from(whole as u64);
    quotient
        .with_scale_round(DIGITS, RoundingMode::HalfUp)
        .normalized()
}

fn clamped(credit: BigDecimal) -> BigDecimal {
    credit.clamp(zero(), one())
}

fn zero() -> BigDecimal {
    BigDecimal::from(0)
}

fn one() -> BigDecimal {
    BigDecimal::from(1)
}

#[cfg(test)]
mod tests;
