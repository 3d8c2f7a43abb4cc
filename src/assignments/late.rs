//! What being late costs: pure, in decimals, over moments that the database told.

use bigdecimal::{BigDecimal, Zero};
use chrono::{DateTime, Utc};

const MS: i64 = 1_000;

/// So many percent for each interval that has begun, up to a cap.
#[derive(Clone, Debug, PartialEq)]
pub struct LatePolicy {
    /// Percent of the points, 0 to 100.
    pub percent: BigDecimal,
    /// More than 0.
    pub interval_ms: i64,
    /// Percent of the points, 0 to 100.
    pub cap_percent: BigDecimal,
}

impl LatePolicy {
    /// How many percent are taken off what was handed in so late, in microseconds:
    /// min(percent × ⌈late ÷ interval⌉, cap). What is in time, to the microsecond, loses nothing.
    pub fn penalty(&self, late_us: i64) -> BigDecimal {
        if late_us <= 0 {
            return BigDecimal::zero();
        }
        let interval = self.interval_ms.max(1).saturating_mul(MS);
        let begun = late_us / interval + i64::from(late_us % interval != 0);
        (&self.percent * BigDecimal::from(begun)).min(self.cap_percent.clone())
    }

    /// Whether being late costs anything at all.
    pub fn costs(&self) -> bool {
        !self.percent.is_zero() && !self.cap_percent.is_zero()
    }
}

/// How late something is, in microseconds: the exactness of the database. 0 if it is in time.
pub fn lateness(at: DateTime<Utc>, due: Option<DateTime<Utc>>) -> i64 {
    let late = due.map_or(0, |due| {
        (at - due)
            .num_microseconds()
            .unwrap_or(if at > due { i64::MAX } else { 0 })
    });
    late.max(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DAY_MS: i64 = 86_400_000;

    fn decimal(text: &str) -> BigDecimal {
        text.parse().unwrap()
    }

    fn policy(percent: &str, interval_ms: i64, cap: &str) -> LatePolicy {
        LatePolicy {
            percent: decimal(percent),
            interval_ms,
            cap_percent: decimal(cap),
        }
    }

    #[test]
    fn each_day_that_has_begun_costs_up_to_the_cap() {
        let policy = policy("10", DAY_MS, "35");
        let day = DAY_MS * MS;
        for (late_us, penalty) in [
            (-1, "0"),
            (0, "0"),
            (1, "10"),
            (day, "10"),
            (day + 1, "20"),
            (3 * day, "30"),
            (3 * day + 1, "35"),
            (i64::MAX, "35"),
        ] {
            assert_eq!(policy.penalty(late_us), decimal(penalty), "{late_us}");
        }
    }

    fn hundredths(most: i64) -> impl Strategy<Value = BigDecimal> {
        (0..=most * 100).prop_map(|cents| BigDecimal::new(cents.into(), 2))
    }

    fn policies() -> impl Strategy<Value = LatePolicy> {
        (hundredths(100), 1..=DAY_MS * 365, hundredths(100)).prop_map(
            |(percent, interval_ms, cap_percent)| LatePolicy {
                percent,
                interval_ms,
                cap_percent,
            },
        )
    }

    proptest! {
        #[test]
        fn a_penalty_lies_between_nothing_and_the_cap(policy in policies(), late in any::<i64>()) {
            let penalty = policy.penalty(late);
            prop_assert!(penalty >= BigDecimal::zero() && penalty <= policy.cap_percent);
            prop_assert!(late > 0 || penalty.is_zero());
        }

        #[test]
        fn later_is_never_cheaper(policy in policies(), one in 0..=i64::MAX, other in 0..=i64::MAX) {
            let (early, late) = (one.min(other), one.max(other));
            prop_assert!(policy.penalty(early) <= policy.penalty(late));
        }

        #[test]
        fn the_nth_interval_costs_n_times_as_much(policy in policies(), n in 1..1_000i64) {
            let interval = policy.interval_ms * MS;
            let whole = (&policy.percent * BigDecimal::from(n)).min(policy.cap_percent.clone());
            let next = (&policy.percent * BigDecimal::from(n + 1)).min(policy.cap_percent.clone());
            prop_assert_eq!(policy.penalty(interval * n), whole.clone());
            prop_assert_eq!(policy.penalty(interval * (n - 1) + 1), whole);
            prop_assert_eq!(policy.penalty(interval * n + 1), next);
        }
    }
}
