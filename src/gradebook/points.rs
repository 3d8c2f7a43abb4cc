//! Points as they are stored, typed and shown: decimals of two places.

use bigdecimal::{BigDecimal, RoundingMode};

const PLACES: i64 = 2;

/// To two places, halves away from zero.
pub(super) fn rounded(points: &BigDecimal) -> BigDecimal {
    points.with_scale_round(PLACES, RoundingMode::HalfUp)
}
