//! Numbers and shares as a teacher types them.

use bigdecimal::BigDecimal;

use crate::error::Errors;
use crate::quizzes::questions::Interval;
use crate::text;

/// A share that was typed in percent, or this one if nothing was.
pub fn share(errors: &mut Errors, at: usize, typed: &str, unless: &str) -> BigDecimal {
    let typed = match typed.trim() {
        "" => unless,
        typed => typed.trim_end_matches(['%', '％', ' ']),
    };
    let percent = decimal(typed);
    errors.require(
        percent.is_some(),
        "rows",
        text!("questions-share-wrong", row = at as i64 + 1),
    );
    hundredth(percent.unwrap_or_default())
}

/// Percents as a share.
pub fn hundredth(number: BigDecimal) -> BigDecimal {
    (number * BigDecimal::new(1.into(), 2)).normalized()
}

/// A share as percents.
pub fn percent(share: &BigDecimal) -> String {
    let percent = share * BigDecimal::from(100);
    if percent == 0 {
        return "0".into();
    }
    percent.normalized().to_plain_string()
}

/// Digits with at most one point, perhaps below zero. No exponents: they would make endless numbers of short texts.
pub fn decimal(typed: &str) -> Option<BigDecimal> {
    let typed = typed.trim().replace('−', "-");
    let digits = typed.strip_prefix('-').unwrap_or(&typed);
    let is_plain = !digits.is_empty()
        && digits.len() <= 40
        && digits
            .chars()
            .all(|character| character.is_ascii_digit() || character == '.');
    is_plain.then(|| typed.parse().ok()).flatten()
}

/// `v`, `v ± tolerance`, `min..max`, or `*` for whatever else.
pub fn interval(typed: &str) -> Option<Interval> {
    let typed = typed.trim();
    if typed == "*" {
        return Some(Interval::Any);
    }
    if let Some((min, max)) = typed.split_once("..") {
        return Some(Interval::Between {
            min: decimal(min)?,
            max: decimal(max)?,
        });
    }
    let (value, tolerance) = typed.split_once('±').unwrap_or((typed, "0"));
    Some(Interval::Near {
        value: decimal(value)?,
        tolerance: decimal(tolerance)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_teachers_type_them() {
        let near = |value: &str, tolerance: &str| Interval::Near {
            value: value.parse().unwrap(),
            tolerance: tolerance.parse().unwrap(),
        };
        assert_eq!(interval("3.14 ± 0.01"), Some(near("3.14", "0.01")));
        assert_eq!(interval("−2"), Some(near("-2", "0")));
        assert_eq!(
            interval("1..5"),
            Some(Interval::Between {
                min: 1.into(),
                max: 5.into()
            })
        );
        for wrong in ["", "two", "1e99", "1..", "±", "1 ± x", "--1"] {
            assert_eq!(interval(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_share_is_a_hundredth_of_percents_exactly() {
        let mut errors = Errors::default();
        assert_eq!(
            share(&mut errors, 0, "33.33333", "0"),
            "0.3333333".parse::<BigDecimal>().unwrap()
        );
        assert_eq!(share(&mut errors, 0, "", "100"), BigDecimal::from(1));
        assert!(errors.is_empty());
        share(&mut errors, 0, "half", "0");
        assert!(!errors.is_empty());
    }
}
