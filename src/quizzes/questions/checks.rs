//! The small checks that validation is made of; each adds its words to the errors of a field.

use bigdecimal::BigDecimal;

use crate::error::Errors;
use crate::text;

pub(super) const TEXT_MAX: usize = 4_000;
const ROWS_MAX: usize = 30;

/// Every text is there and not too long.
pub(super) fn each<'a>(
    errors: &mut Errors,
    field: &'static str,
    texts: impl Iterator<Item = &'a str>,
) {
    for (at, text) in texts.enumerate() {
        let is_there = !text.trim().is_empty();
        errors.require(
            is_there,
            field,
            text!("questions-row-empty", row = number(at)),
        );
        at_most(errors, field, text, TEXT_MAX);
    }
}

pub(super) fn count(errors: &mut Errors, field: &'static str, rows: usize, least: usize) {
    errors.require(
        rows >= least,
        field,
        text!("questions-rows-few", min = least as i64),
    );
    errors.require(
        rows <= ROWS_MAX,
        field,
        text!("questions-rows-many", max = ROWS_MAX as i64),
    );
}

pub(super) fn share(errors: &mut Errors, at: usize, share: &BigDecimal, least: i32) {
    let is_share =
        (BigDecimal::from(least)..=one()).contains(share) && share.fractional_digit_count() <= 12;
    errors.require(
        is_share,
        "rows",
        text!("questions-share-wrong", row = number(at)),
    );
}

pub(super) fn at_most(errors: &mut Errors, field: &'static str, text: &str, max: usize) {
    let length = text.chars().count();
    errors.require(
        length <= max,
        field,
        text!(
            "questions-too-long",
            max = max as i64,
            length = length as i64
        ),
    );
}

/// As people count.
pub(super) fn number(at: usize) -> i64 {
    at as i64 + 1
}

pub(super) fn zero() -> BigDecimal {
    BigDecimal::from(0)
}

pub(super) fn one() -> BigDecimal {
    BigDecimal::from(1)
}
