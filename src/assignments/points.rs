//! Points and percentages as people type and read them: decimals, never binary floats.

use bigdecimal::{BigDecimal, RoundingMode, Zero};

/// They have two places after the point, as the tables have them.
const PLACES: i64 = 2;

/// Without zeros that say nothing: `85`, `4.5`.
pub fn shown(points: &BigDecimal) -> String {
    if points.is_zero() {
        return "0".into();
    }
    points
        .with_scale_round(PLACES, RoundingMode::HalfUp)
        .normalized()
        .to_plain_string()
}

/// What somebody typed: digits, at most two of them after a point. Nothing for anything else.
pub fn parse(typed: &str) -> Option<BigDecimal> {
    let typed = typed.trim();
    let (whole, rest) = typed.split_once('.').unwrap_or((typed, "0"));
    let are_digits =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let fits = whole.len() <= 6 && rest.len() <= 2;
    let is_plain = are_digits(whole) && are_digits(rest) && fits;
    is_plain.then(|| typed.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_decimals_are_points() {
        for (typed, read) in [("85", "85"), (" 4.50 ", "4.5"), ("0", "0"), ("007", "7")] {
            assert_eq!(
                parse(typed).map(|points| shown(&points)).as_deref(),
                Some(read)
            );
        }
        for wrong in [
            "", ".", "5.", ".5", "-1", "+1", "1e3", "1.234", "NaN", "1,5", "1234567",
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
