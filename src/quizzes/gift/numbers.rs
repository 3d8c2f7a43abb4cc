//! Numeric questions.

use bigdecimal::BigDecimal;

use super::answers::{commented, weight};
use super::formats::Format;
use super::glyphs::{Piece, begins, cut, split_once, trim};
use super::reading::Reading;
use crate::quizzes::bank::numbers::decimal;
use crate::quizzes::questions::{Body, Interval, NumericKey};
use crate::text;

/// More zeros than any answer needs, and few enough to write out.
const EXPONENT_MAX: i32 = 30;

/// `1822:5`, `3.141..3.142` or several after `=`, with weights; feedback on every other number after `~`. The `#` that
/// begins them is read already.
pub(super) fn read(
    reading: &mut Reading,
    line: usize,
    answers: Piece<'_>,
    format: Format,
) -> Option<Body> {
    let (accepted, others) = split_once(answers, "~");
    let before = reading.problems.len();
    let mut keys = Vec::new();
    for part in cut(accepted, "=") {
        keys.extend(key(reading, part, format));
    }
    if keys.is_empty() && reading.problems.len() == before {
        reading.problem(line, text!("gift-number-missing"));
    }
    if let Some(others) = others {
        keys.push(NumericKey {
            accepted: Interval::Any,
            credit: BigDecimal::from(0),
            feedback: commented(others, format).1,
        });
    }
    (reading.problems.len() == before).then_some(Body::Numeric { answers: keys })
}

fn key(reading: &mut Reading, part: Piece<'_>, format: Format) -> Option<NumericKey> {
    let said = if begins(part, "=") { &part[1..] } else { part };
    let (credit, rest) = weight(reading, trim(said));
    let (said, feedback) = commented(rest, format);
    let said = format.words(said);
    let accepted = interval(&said);
    if accepted.is_none() {
        reading.problem(part[0].line, text!("gift-number-wrong", text = said));
    }
    Some(NumericKey {
        accepted: accepted?,
        credit: credit.unwrap_or_else(|| BigDecimal::from(1)),
        feedback,
    })
}

/// `v`, `v:tolerance`, `min..max`, or `*`.
fn interval(said: &str) -> Option<Interval> {
    if said == "*" {
        return Some(Interval::Any);
    }
    if let Some((min, max)) = said.split_once("..") {
        return Some(Interval::Between {
            min: number(min)?,
            max: number(max)?,
        });
    }
    let (value, tolerance) = said.split_once(':').unwrap_or((said, "0"));
    Some(Interval::Near {
        value: number(value)?,
        tolerance: number(tolerance)?,
    })
}

/// A decimal; small tolerances come from Moodle as `1.0E-5`.
fn number(said: &str) -> Option<BigDecimal> {
    let said = said.trim();
    let said = said.strip_prefix('+').unwrap_or(said);
    let (digits, exponent) = said.split_once(['e', 'E']).unwrap_or((said, "0"));
    let exponent: i32 = exponent.parse().ok()?;
    if exponent.abs() > EXPONENT_MAX {
        return None;
    }
    let power = BigDecimal::new(1.into(), i64::from(-exponent));
    Some((decimal(digits)? * power).normalized())
}
