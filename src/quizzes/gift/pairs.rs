//! Matching.

use super::formats::Format;
use super::glyphs::{Piece, begins, cut, split_once, text, trim, trimmed};
use super::literal::literal;
use super::reading::Reading;
use crate::quizzes::questions::{Body, Pair};
use crate::text;

/// `=left -> right`; with nothing on the left the right matches nothing. The right-hand sides have no format.
pub(super) fn read(reading: &mut Reading, answers: Piece<'_>, format: Format) -> Option<Body> {
    let (mut pairs, mut distractors) = (Vec::new(), Vec::new());
    let before = reading.problems.len();
    for part in cut(answers, "=") {
        let said = if begins(part, "=") { &part[1..] } else { part };
        let (left, Some(right)) = split_once(trim(said), "->") else {
            reading.problem(part[0].line, text!("gift-pair"));
            continue;
        };
        let left = format.read(trim(left)).0;
        let right = literal(trimmed(&text(right)));
        match left.is_empty() {
            true if right.is_empty() => {}
            true => distractors.push(right),
            false => pairs.push(Pair { left, right }),
        }
    }
    (reading.problems.len() == before).then_some(Body::Matching { pairs, distractors })
}
