//! Marks are decimals: read, rounded and shown here, never as binary floats.

use bigdecimal::{BigDecimal, RoundingMode, Zero};

use crate::error::Errors;
use crate::text;

/// Marks have two places after the point, as the tables have them.
const PLACES: i64 = 2;

/// The most that one question can be worth.
const MOST: i64 = 10_000;

/// What a share (0 to 1) of so many points is, rounded half up to two places.
pub fn of_credit(credit: &BigDecimal, points: &BigDecimal) -> BigDecimal {
    (credit * points).with_scale_round(PLACES, RoundingMode::HalfUp)
}

/// Marks without zeros that say nothing: 2.5, 10.
pub fn shown(marks: &BigDecimal) -> String {
    if marks.is_zero() {
        return "0".into();
    }
    marks
        .with_scale_round(PLACES, RoundingMode::HalfUp)
        .normalized()
        .to_plain_string()
}

/// How many percent a part is of the whole, rounded half up to two places; 0 of nothing.
pub fn percent(part: &BigDecimal, whole: &BigDecimal) -> BigDecimal {
    if whole.is_zero() {
        return BigDecimal::zero();
    }
    (part * BigDecimal::from(100) / whole).with_scale_round(PLACES, RoundingMode::HalfUp)
}

/// A decimal as people type it: digits, at most one point. Nothing for anything else.
pub fn parse(typed: &str) -> Option<BigDecimal> {
    let typed = typed.trim();
    let is_plain = !typed.is_empty()
        && typed.len() <= 12
        && typed
            .chars()
            .all(|character| character.is_ascii_digit() || character == '.');
    is_plain.then(|| typed.parse().ok()).flatten()
}

/// What a question is worth: more than nothing, with two places at most.
pub fn points(errors: &mut Errors, field: &'static str, typed: &str) -> BigDecimal {
    let points = parse(typed).filter(|points| {
        *points > BigDecimal::zero()
            && *points <= MOST
            && points.with_scale_round(PLACES, RoundingMode::HalfUp) == *points
    });
    errors.require(
        points.is_some(),
        field,
        text!("quizzes-points-wrong", most = MOST),
    );
    points.unwrap_or_else(|| BigDecimal::from(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> BigDecimal {
        text.parse().unwrap()
    }

    #[test]
    fn a_share_is_rounded_to_two_places() {
        let third = decimal("0.33333333");
        assert_eq!(of_credit(&third, &decimal("1")), decimal("0.33"));
        assert_eq!(
            of_credit(&decimal("0.5"), &decimal("0.01")),
            decimal("0.01")
        );
        assert_eq!(of_credit(&decimal("1"), &decimal("2.5")), decimal("2.5"));
    }

    #[test]
    fn marks_are_shown_plainly() {
        for (stored, read) in [
            ("10.00", "10"),
            ("2.50", "2.5"),
            ("0.00", "0"),
            ("100", "100"),
        ] {
            assert_eq!(shown(&decimal(stored)), read);
        }
    }

    #[test]
    fn only_plain_decimals_are_points() {
        for wrong in [
            "", "0", "-1", "1e3", "1.005", "10001", "NaN", "1,5", ".", "1.2.3",
        ] {
            let mut errors = Errors::default();
            points(&mut errors, "points", wrong);
            assert!(!errors.is_empty(), "{wrong:?}");
        }
        let mut errors = Errors::default();
        assert_eq!(points(&mut errors, "points", " 2.5 "), decimal("2.5"));
        assert!(errors.is_empty());
    }

    #[test]
    fn a_percentage_of_nothing_is_none() {
        assert_eq!(percent(&decimal("1"), &decimal("3")), decimal("33.33"));
        assert_eq!(percent(&decimal("0"), &decimal("0")), decimal("0"));
    }
}
