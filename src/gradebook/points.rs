//! Points as they are stored, typed and shown: decimals of two places.

use std::str::FromStr;

use bigdecimal::{BigDecimal, RoundingMode};
use unicode_normalization::UnicodeNormalization;

const PLACES: i64 = 2;

/// So many digits before the point fit into the database.
const DIGITS: usize = 8;

/// To two places, halves away from zero.
pub fn rounded(points: &BigDecimal) -> BigDecimal {
    points.with_scale_round(PLACES, RoundingMode::HalfUp)
}

/// Without zeros that say nothing: `85`, `4.5`.
pub fn shown(points: &BigDecimal) -> String {
    rounded(points).normalized().to_plain_string()
}

/// A total with its sign, or a dash where there is none.
pub(super) fn percent(total: Option<BigDecimal>) -> String {
    total.map_or_else(|| "–".to_owned(), |total| format!("{}%", shown(&total)))
}

/// What somebody typed: digits, at most two of them after a point; full-width ones are taken as well. Nothing else is a
/// number here, neither a sign nor an exponent.
pub fn parse(text: &str) -> Option<BigDecimal> {
    let text: String = text.trim().nfkc().collect();
    let (whole, rest) = text.split_once('.').unwrap_or((&text, "0"));
    let are_digits =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let fits = whole.len() <= DIGITS && rest.len() <= PLACES as usize;
    (are_digits(whole) && are_digits(rest) && fits)
        .then(|| BigDecimal::from_str(&text).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_plain_decimals_of_two_places() {
        for (typed, kept) in [
            ("85", "85"),
            (" 4.50 ", "4.5"),
            ("８５．５", "85.5"),
            ("0", "0"),
            ("100", "100"),
            ("007", "7"),
        ] {
            assert_eq!(
                parse(typed).map(|points| shown(&points)).as_deref(),
                Some(kept),
                "{typed}"
            );
        }
        for bad in [
            "",
            ".",
            "5.",
            ".5",
            "-1",
            "+1",
            "1e3",
            "1.234",
            "123456789",
            "NaN",
            "１,0",
            "1 2",
            "=1",
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn halves_are_rounded_away_from_zero() {
        let points = BigDecimal::from_str("2.345").unwrap();
        assert_eq!(shown(&points), "2.35");
    }
}
