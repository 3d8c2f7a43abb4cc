//! What a grade comes to: pure, in decimals.

use bigdecimal::{BigDecimal, Zero};

use crate::assignments::late::LatePolicy;
use crate::assignments::rubric::Rubric;
use crate::gradebook::points::rounded;

/// The points before anything is taken off: those that were typed, or else those of the rubric, scaled to what the
/// assignment is worth and rounded. Never more than it is worth; none while neither is there.
pub fn raw_points(
    rubric: Option<&Rubric>,
    levels: &[Option<i32>],
    typed: Option<&BigDecimal>,
    worth: &BigDecimal,
) -> Option<BigDecimal> {
    let of_rubric = || {
        let rubric = rubric?;
        let (sum, max) = (rubric.sum(levels)?, rubric.max());
        (!max.is_zero()).then(|| rounded(&(sum * worth / max)))
    };
    let raw = typed.cloned().or_else(of_rubric)?;
    Some(raw.min(worth.clone()))
}

/// Points, what is taken off for being late, and what is left.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    pub raw: BigDecimal,
    /// Percent of the points.
    pub penalty: BigDecimal,
    /// raw × (100 − penalty) ÷ 100, to two places, halves away from zero.
    pub grade: BigDecimal,
}

impl Outcome {
    /// `late_us`: how late it was handed in, in microseconds.
    pub fn of(raw: BigDecimal, policy: &LatePolicy, late_us: i64) -> Outcome {
        let penalty = policy.penalty(late_us);
        let hundred = BigDecimal::from(100);
        // A decimal division by 100 is exact.
        let grade = rounded(&(&raw * (&hundred - &penalty) / &hundred));
        Outcome {
            raw,
            penalty,
            grade,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::assignments::rubric::{Criterion, Level};

    fn decimal(text: &str) -> BigDecimal {
        text.parse().unwrap()
    }

    fn rubric(criteria: &[&[&str]]) -> Rubric {
        let level = |points: &&str| Level {
            points: decimal(points),
            title: String::new(),
            about: String::new(),
        };
        let criterion = |levels: &&[&str]| Criterion {
            title: "x".into(),
            about: String::new(),
            levels: levels.iter().map(level).collect(),
        };
        Rubric {
            id: 1,
            number: 1,
            criteria: criteria.iter().map(criterion).collect(),
        }
    }

    #[test]
    fn what_is_typed_goes_before_the_rubric_and_half_a_rubric_is_none() {
        let (rubric, worth) = (rubric(&[&["0", "2", "4"], &["0", "2"]]), decimal("100"));
        let of = |levels: &[Option<i32>], typed: Option<&str>| {
            let typed = typed.map(decimal);
            raw_points(Some(&rubric), levels, typed.as_ref(), &worth)
        };
        assert_eq!(of(&[Some(2), Some(1)], None), Some(decimal("100")));
        assert_eq!(of(&[Some(1), Some(0)], None), Some(decimal("33.33")));
        assert_eq!(of(&[Some(1), None], None), None);
        assert_eq!(of(&[Some(9), Some(0)], None), None);
        assert_eq!(of(&[Some(1), Some(0)], Some("40.5")), Some(decimal("40.5")));
        assert_eq!(
            of(&[], Some("140")),
            Some(decimal("100")),
            "more than it is worth"
        );
    }

    proptest! {
        #[test]
        fn being_late_takes_off_exactly_its_share(cents in 0i64..=1_000_000, percent in 0i64..=10_000, cap in 0i64..=10_000, intervals in 0i64..40) {
            let policy = LatePolicy {
                percent: BigDecimal::new(percent.into(), 2),
                interval_ms: 3_600_000,
                cap_percent: BigDecimal::new(cap.into(), 2),
            };
            let raw = BigDecimal::new(cents.into(), 2);
            let outcome = Outcome::of(raw.clone(), &policy, intervals * 3_600_000_000);
            // In whole numbers: hundredths of a point × hundredths of a percent.
            let penalty = i128::from((percent * intervals).min(cap));
            let exact = i128::from(cents) * (10_000 - penalty);
            let grade = (exact + 5_000) / 10_000;
            prop_assert_eq!(outcome.grade, BigDecimal::new((grade as i64).into(), 2));
            prop_assert!(intervals > 0 || outcome.raw == raw);
        }
    }
}
