//! Choices and true/false, and what they share with the others: weights and feedback.

use bigdecimal::BigDecimal;

use super::formats::Format;
use super::glyphs::{Piece, begins, cut, find, split_once, text, trim};
use super::reading::Reading;
use crate::quizzes::bank::numbers::{decimal, hundredth};
use crate::quizzes::questions::{Body, Choice, ChoicePolicy};
use crate::text;

/// `=right ~wrong ~%50%half`. With a `=` one may be chosen, without several.
pub(super) fn choices(reading: &mut Reading, answers: Piece<'_>, format: Format) -> Body {
    let mut options = Vec::new();
    for part in cut(answers, "~=") {
        let option = option(reading, part, format);
        // Moodle leaves out what says nothing, as between the marks of `~=right`.
        if !option.text.is_empty() {
            options.push(option);
        }
    }
    let shuffle = true;
    match find(answers, "=") {
        Some(_) => Body::SingleChoice { options, shuffle },
        None => Body::MultipleChoice {
            options,
            policy: ChoicePolicy::Weights,
            shuffle,
        },
    }
}

fn option(reading: &mut Reading, part: Piece<'_>, format: Format) -> Choice {
    let (weight, rest) = if begins(part, "=") {
        (BigDecimal::from(1), &part[1..])
    } else {
        let marked = if begins(part, "~") { &part[1..] } else { part };
        let (weight, rest) = weight(reading, trim(marked));
        (weight.unwrap_or_default(), rest)
    };
    let (said, feedback) = commented(rest, format);
    Choice {
        text: format.read(said).0,
        weight,
        feedback,
    }
}

/// `T`, then the feedback on a wrong answer, then that on the right one.
pub(super) fn truth(answers: Piece<'_>, is_true: bool, format: Format) -> Body {
    let (_, comments) = split_once(answers, "#");
    let (wrong, right) = split_once(comments.unwrap_or_default(), "#");
    let text = |piece: Piece<'_>| format.read(trim(piece)).0;
    Body::TrueFalse {
        is_true,
        feedback_right: text(right.unwrap_or_default()),
        feedback_wrong: text(wrong),
    }
}

/// What is answered, and the feedback that follows it after `#`.
pub(super) fn commented(piece: Piece<'_>, format: Format) -> (Piece<'_>, String) {
    let (said, comment) = split_once(piece, "#");
    let (feedback, _) = format.read(trim(comment.unwrap_or_default()));
    (trim(said), feedback)
}

/// `%50%` as a share, with what follows it. What begins like one and is none is a text, as Moodle has it, and told.
pub(super) fn weight<'a>(
    reading: &mut Reading,
    piece: Piece<'a>,
) -> (Option<BigDecimal>, Piece<'a>) {
    if !begins(piece, "%") {
        return (None, piece);
    }
    let (percent, Some(rest)) = split_once(&piece[1..], "%") else {
        return (None, piece);
    };
    let said = text(percent);
    let number = if said.starts_with(['.', ' ']) {
        None
    } else {
        decimal(&said)
    };
    match number {
        Some(number) => (Some(hundredth(number)), rest),
        None => {
            reading.notice(piece[0].line, text!("gift-weight-text", text = said));
            (None, piece)
        }
    }
}
