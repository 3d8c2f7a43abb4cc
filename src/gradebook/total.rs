//! What a learner's grades make in total: exact fractions until the one rounding at the end.
//!
//! Within a part, a learner has the points they got of those they could have got; the parts are weighed against each
//! other. What is missing or excused is left out of both sides, and a part of which nothing is left doesn't weigh. So
//! many of the worst grades as the part says are dropped, those whose going helps most; one grade always stays.

use bigdecimal::num_bigint::BigInt;
use bigdecimal::{BigDecimal, One, Zero};

use super::points;

/// One grade. The maximum is more than 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub points: Option<BigDecimal>,
    pub max: BigDecimal,
    pub is_excused: bool,
}

impl Entry {
    fn counts(&self) -> Option<(BigDecimal, BigDecimal)> {
        let points = self.points.as_ref().filter(|_| !self.is_excused)?;
        Some((points.clone(), self.max.clone()))
    }
}

/// Grades that are weighed together. The weight is not negative.
#[derive(Clone, Debug)]
pub struct Part {
    pub weight: BigDecimal,
    pub drop_lowest: usize,
    pub entries: Vec<Entry>,
}

/// The total in percent, to two places; none while nothing counts.
pub fn percent(parts: &[Part]) -> Option<BigDecimal> {
    let (mut sum, mut weights) = (Fraction::zero(), BigDecimal::zero());
    for part in parts {
        if let Some(share) = share(part) {
            sum = sum.plus(&share.times(&part.weight));
            weights += &part.weight;
        }
    }
    (!weights.is_zero()).then(|| sum.percent_of(&weights))
}

/// What one part makes by itself, in percent, to two places.
pub fn percent_of_part(part: &Part) -> Option<BigDecimal> {
    Some(share(part)?.percent_of(&BigDecimal::one()))
}

/// The best share that is left when so many are dropped. Beginning with the share of all, those that pull it down least
/// are kept and the share is taken anew, which can only raise it, until it stays: Dinkelbach's way, here without error.
fn share(part: &Part) -> Option<Fraction> {
    let mut counted: Vec<_> = part.entries.iter().filter_map(Entry::counts).collect();
    let kept = counted.len().saturating_sub(part.drop_lowest).max(1);
    let mut best = Fraction::of_all(counted.get(..)?)?;
    loop {
        counted.sort_by_cached_key(|(points, max)| {
            std::cmp::Reverse(points * &best.below - max * &best.above)
        });
        let next = Fraction::of_all(&counted[..kept])?;
        if !next.is_more_than(&best) {
            return Some(next);
        }
        best = next;
    }
}

#[derive(Clone, Debug)]
struct Fraction {
    above: BigDecimal,
    /// More than 0.
    below: BigDecimal,
}

impl Fraction {
    fn zero() -> Fraction {
        Fraction {
            above: BigDecimal::zero(),
            below: BigDecimal::one(),
        }
    }

    /// All the points of all the maxima; none of nothing.
    fn of_all(entries: &[(BigDecimal, BigDecimal)]) -> Option<Fraction> {
        let fraction = Fraction {
            above: entries.iter().map(|(points, _)| points).sum(),
            below: entries.iter().map(|(_, max)| max).sum(),
        };
        (!fraction.below.is_zero()).then_some(fraction)
    }

    fn plus(&self, other: &Fraction) -> Fraction {
        Fraction {
            above: &self.above * &other.below + &other.above * &self.below,
            below: &self.below * &other.below,
        }
    }

    fn times(&self, factor: &BigDecimal) -> Fraction {
        Fraction {
            above: &self.above * factor,
            below: self.below.clone(),
        }
    }

    fn is_more_than(&self, other: &Fraction) -> bool {
        &self.above * &other.below > &other.above * &self.below
    }

    fn percent_of(&self, whole: &BigDecimal) -> BigDecimal {
        let hundred = BigDecimal::from(BigInt::from(100));
        points::rounded(&(&self.above * hundred / (&self.below * whole)))
    }
}

#[cfg(test)]
#[path = "total_tests.rs"]
mod tests;
