//! Numbers, as decimals: never as binary floats.

use std::str::FromStr;

use bigdecimal::BigDecimal;
use unicode_normalization::UnicodeNormalization;

use super::{Outcome, Part, zero};
use crate::quizzes::questions::{Interval, NumericKey};

/// In characters; no answer of an exam is longer.
const LONGEST: usize = 60;

/// Keeps comparisons small: 10 to the power of more than this is no answer either.
const HIGHEST_POWER: i32 = 300;

pub(super) fn graded(answers: &[NumericKey], typed: &str) -> Outcome {
    let number = parse(typed);
    let accepts = |key: &&NumericKey| match (&key.accepted, &number) {
        (Interval::Any, _) => true,
        (accepted, Some(number)) => accepted.contains(number),
        (_, None) => false,
    };
    match answers.iter().find(accepts) {
        Some(key) => {
            let part = Part {
                at: 0,
                is_right: key.credit > zero(),
                feedback: key.feedback.clone(),
            };
            Outcome::of(key.credit.clone(), vec![part])
        }
        None => Outcome::nothing(),
    }
}

impl Interval {
    fn contains(&self, number: &BigDecimal) -> bool {
        match self {
            Interval::Near { value, tolerance } => (number - value).abs() <= *tolerance,
            Interval::Between { min, max } => min <= number && number <= max,
            Interval::Any => true,
        }
    }
}

/// A decimal number as people type it: full-width digits, either minus sign, a power of ten (`1.5e-3`). No separators of
/// thousands, for they are decimal points elsewhere.
pub fn parse(typed: &str) -> Option<BigDecimal> {
    if typed.chars().count() > LONGEST {
        return None;
    }
    let plain: String = typed.nfkc().collect();
    let plain = plain.trim().replace(['\u{2212}', '\u{2013}'], "-");
    let (mantissa, power) = match plain.split_once(['e', 'E']) {
        Some((mantissa, power)) => (mantissa, power.parse::<i32>().ok()?),
        None => (plain.as_str(), 0),
    };
    let digits = mantissa.strip_prefix(['+', '-']).unwrap_or(mantissa);
    let is_number = digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.matches('.').count() <= 1;
    if !is_number || power.abs() > HIGHEST_POWER {
        return None;
    }
    BigDecimal::from_str(&format!("{mantissa}e{power}")).ok()
}
