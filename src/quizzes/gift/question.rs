//! One block as a question: its name, its text, its braces, and by what stands in them its type.

use bigdecimal::BigDecimal;

use super::answers;
use super::blocks::Block;
use super::formats::Format;
use super::glyphs::{self, Glyph, Piece, begins, find, rfind, split_once, trim};
use super::reading::Reading;
use super::{numbers, pairs, words};
use crate::quizzes::questions::{Body, Content};
use crate::text;

/// As [`Content::validate`] has it; longer names are cut, as Moodle cuts its own.
const TITLE_MAX: usize = 120;

/// What stands for the answer in a question with a missing word.
const MISSING_WORD: &str = "_____";

/// Reads a block; what is no question, or a broken one, is told.
pub fn read(reading: &mut Reading, block: &Block<'_>) -> Option<Content> {
    let all = glyphs::glyphs(&block.lines);
    let (title, asked) = split_title(reading, trim(&all));
    let line = block.lines[0].0;
    let (start, end) = braces(reading, line, asked)?;
    let (before, after) = (&asked[..start], &asked[end + 1..]);
    let inside = trim(&asked[start + 1..end]);
    let (inside, feedback) = match rfind(inside, "####") {
        Some(at) => (trim(&inside[..at]), &inside[at + 4..]),
        None => (inside, &inside[..0]),
    };
    let (stem, format) = Format::Moodle.read(&with_gap(before, after));
    let (feedback, _) = format.read(feedback);
    let body = body(reading, line, inside, format)?;
    Some(Content {
        title,
        stem,
        points: BigDecimal::from(1),
        feedback,
        body,
    })
}

/// `::name::`, and the rest.
fn split_title<'a>(reading: &mut Reading, piece: Piece<'a>) -> (String, Piece<'a>) {
    if !begins(piece, "::") {
        return (String::new(), piece);
    }
    let (name, Some(rest)) = split_once(&piece[2..], "::") else {
        return (String::new(), &piece[2..]);
    };
    let name = glyphs::text(name).replace('\n', " ");
    let name = glyphs::trimmed(&name);
    if name.chars().count() > TITLE_MAX {
        let line = piece[0].line;
        reading.notice(line, text!("gift-title-cut", max = TITLE_MAX as i64));
    }
    let title: String = name.chars().take(TITLE_MAX).collect();
    (glyphs::trimmed(&title).to_owned(), trim(rest))
}

/// The places of the one pair of braces. Without any, this is a description, which asks nothing.
fn braces(reading: &mut Reading, line: usize, piece: Piece<'_>) -> Option<(usize, usize)> {
    let (start, end) = match (find(piece, "{"), find(piece, "}")) {
        (None, None) => {
            reading.notice(line, text!("gift-description"));
            return None;
        }
        (Some(start), Some(end)) if start < end => (start, end),
        (start, end) => {
            let at = start.or(end).unwrap_or(0);
            reading.problem(piece[at].line, text!("gift-brace"));
            return None;
        }
    };
    let is_brace = |glyph: &&Glyph| glyph.is_bare && "{}".contains(glyph.character);
    let inner = piece[start + 1..end].iter().find(is_brace);
    if let Some(extra) = inner.or_else(|| piece[end + 1..].iter().find(is_brace)) {
        reading.problem(extra.line, text!("gift-brace-extra"));
        return None;
    }
    Some((start, end))
}

/// The text around the braces, with a gap for them unless they end it.
fn with_gap(before: Piece<'_>, after: Piece<'_>) -> Vec<Glyph> {
    let mut stem = before.to_vec();
    if !after.is_empty() {
        stem.extend(glyphs::glyphs(&[(0, MISSING_WORD)]));
        stem.extend_from_slice(after);
    }
    stem
}

/// The type by content, in Moodle's order.
fn body(reading: &mut Reading, line: usize, answers: Piece<'_>, format: Format) -> Option<Body> {
    if answers.is_empty() {
        let guidance = String::new();
        return Some(Body::Essay { guidance });
    }
    if begins(answers, "#") {
        return numbers::read(reading, line, &answers[1..], format);
    }
    if find(answers, "~").is_some() {
        return Some(answers::choices(reading, answers, format));
    }
    if find(answers, "=").is_some() && find(answers, "->").is_some() {
        return pairs::read(reading, answers, format);
    }
    let (said, _) = split_once(answers, "#");
    match glyphs::text(trim(said)).as_str() {
        "T" | "TRUE" => Some(answers::truth(answers, true, format)),
        "F" | "FALSE" => Some(answers::truth(answers, false, format)),
        _ => Some(words::read(reading, answers, format)),
    }
}
