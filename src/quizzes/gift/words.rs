//! Short answers.

use bigdecimal::BigDecimal;

use super::answers::{commented, weight};
use super::formats::Format;
use super::glyphs::{Piece, begins, cut, trim};
use super::reading::Reading;
use crate::quizzes::questions::{Accepted, Body};

/// `=one =%50%another`; one alone may go without its `=`.
pub(super) fn read(reading: &mut Reading, answers: Piece<'_>, format: Format) -> Body {
    let mut accepted = Vec::new();
    for part in cut(answers, "=") {
        let part = if begins(part, "=") { &part[1..] } else { part };
        let (credit, rest) = weight(reading, trim(part));
        let (said, feedback) = commented(rest, format);
        let answer = Accepted {
            text: format.words(said),
            credit: credit.unwrap_or_else(|| BigDecimal::from(1)),
            feedback,
        };
        if !answer.text.is_empty() {
            accepted.push(answer);
        }
    }
    Body::ShortAnswer {
        answers: accepted,
        match_case: false,
    }
}
