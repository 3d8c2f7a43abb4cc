//! Words: blanks and short answers. Never fuzzy.

use caseless::default_case_fold_str;
use unicode_normalization::UnicodeNormalization;

use super::{Outcome, Part, share, zero};
use crate::quizzes::questions::{Accepted, Blank};

/// Stands for `*` while a pattern is normalised; Unicode promises that no text has it.
const ANYTHING: char = '\u{fdd0}';

/// Each blank has its share.
pub(super) fn blanks(blanks: &[Blank], match_case: bool, texts: &[String]) -> Outcome {
    let part = |(at, blank): (usize, &Blank)| {
        let typed = texts.get(at).map_or("", String::as_str);
        let typed = normalised(typed, match_case);
        let is_right = !typed.is_empty()
            && blank
                .answers
                .iter()
                .any(|answer| normalised(answer, match_case) == typed);
        Part {
            at,
            is_right,
            feedback: String::new(),
        }
    };
    let parts: Vec<Part> = blanks.iter().enumerate().map(part).collect();
    let hits = parts.iter().filter(|part| part.is_right).count();
    Outcome::of(share(hits as u64, blanks.len()), parts)
}

/// The first answer that matches decides.
pub(super) fn short(answers: &[Accepted], match_case: bool, typed: &str) -> Outcome {
    let typed = normalised(typed, match_case);
    let matching = answers
        .iter()
        .find(|answer| matches(&normalised(&pattern(&answer.text), match_case), &typed));
    match matching {
        Some(answer) => {
            let part = Part {
                at: 0,
                is_right: answer.credit > zero(),
                feedback: answer.feedback.clone(),
            };
            Outcome::of(answer.credit.clone(), vec![part])
        }
        None => Outcome::nothing(),
    }
}

/// What is compared: compatibility forms made one (full-width letters, ligatures), case folded unless it matters, runs of
/// blanks made one space, none at the ends.
pub(super) fn normalised(text: &str, match_case: bool) -> String {
    let text: String = text.nfkc().collect();
    let text = if match_case {
        text
    } else {
        default_case_fold_str(&text).nfkc().collect()
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text with [`ANYTHING`] for each `*`, and `*` for each `\*`. A full-width star is no wildcard.
fn pattern(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    let mut characters = text
        .chars()
        .filter(|character| *character != ANYTHING)
        .peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' if characters.next_if_eq(&'*').is_some() => pattern.push('*'),
            '*' => pattern.push(ANYTHING),
            other => pattern.push(other),
        }
    }
    pattern
}

/// Whether the text is the pattern with something, or nothing, for each [`ANYTHING`]. Takes the earliest place for each
/// piece, so it never goes back.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once(ANYTHING) else {
        return pattern == text;
    };
    let Some(mut text) = text.strip_prefix(first) else {
        return false;
    };
    let (middle, last) = rest.rsplit_once(ANYTHING).unwrap_or(("", rest));
    for piece in middle.split(ANYTHING) {
        match text.find(piece) {
            Some(at) => text = &text[at + piece.len()..],
            None => return false,
        }
    }
    text.ends_with(last)
}
