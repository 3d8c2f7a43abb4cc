//! The seller's forms, as typed and as they can be stored.

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use chrono_tz::Tz;
use serde::Deserialize;

use crate::error::{Errors, Result};
use crate::orders::coupons::{self, NewCoupon};
use crate::orders::money::{self, Reduction};
use crate::text;

/// The currencies that a course can have.
pub const CURRENCIES: [&str; 3] = ["CNY", "USD", "EUR"];

/// The highest price, in minor units.
const MOST: i64 = 100_000_000;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PriceForm {
    /// With two decimals; empty or 0 is free.
    pub price: String,
    pub currency: String,
}

impl PriceForm {
    /// # Errors
    /// `Invalid` with words for each field.
    pub fn check(&self) -> Result<(i64, &'static str)> {
        let mut errors = Errors::default();
        let typed = self.price.trim();
        let price =
            money::minor(if typed.is_empty() { "0" } else { typed }).filter(|price| *price <= MOST);
        errors.require(price.is_some(), "price", text!("orders-price-unreadable"));
        let currency = CURRENCIES.into_iter().find(|known| *known == self.currency);
        errors.require(
            currency.is_some(),
            "currency",
            text!("orders-currency-unknown"),
        );
        errors.into_result()?;
        Ok((price.unwrap_or(0), currency.unwrap_or(CURRENCIES[0])))
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CouponForm {
    pub code: String,
    /// `percent` or `amount`.
    pub kind: String,
    pub value: String,
    /// Empty is no limit.
    pub max_uses: String,
    /// The last day, in the seller's time zone; empty is for ever.
    pub last_day: String,
}

impl CouponForm {
    /// By the time `now`, in this time zone.
    ///
    /// # Errors
    /// `Invalid` with words for each field.
    pub fn check(&self, zone: Tz, now: DateTime<Utc>) -> Result<NewCoupon> {
        let mut errors = Errors::default();
        let code = coupons::code(&self.code);
        let is_code = (3..=32).contains(&code.len())
            && code
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-');
        errors.require(is_code, "code", text!("orders-coupon-code-rule"));
        let reduction = self.reduction();
        errors.require(
            reduction.is_some(),
            "value",
            text!("orders-coupon-value-rule"),
        );
        let max_uses = match self.max_uses.trim() {
            "" => Some(None),
            typed => typed.parse::<i32>().ok().filter(|uses| *uses > 0).map(Some),
        };
        errors.require(
            max_uses.is_some(),
            "max_uses",
            text!("orders-coupon-uses-rule"),
        );
        let expires_at = match self.last_day.trim() {
            "" => Some(None),
            typed => end_of_day(typed, zone).filter(|end| *end > now).map(Some),
        };
        errors.require(
            expires_at.is_some(),
            "last_day",
            text!("orders-coupon-day-rule"),
        );
        errors.into_result()?;
        Ok(NewCoupon {
            code,
            reduction: reduction.unwrap_or(Reduction::Percent(1)),
            max_uses: max_uses.flatten(),
            expires_at: expires_at.flatten(),
        })
    }

    fn reduction(&self) -> Option<Reduction> {
        let value = self.value.trim();
        match self.kind.as_str() {
            "percent" => {
                let percent = value.trim_end_matches('%').parse().ok()?;
                (1..=100)
                    .contains(&percent)
                    .then_some(Reduction::Percent(percent))
            }
            "amount" => money::minor(value)
                .filter(|off| *off > 0)
                .map(Reduction::Fixed),
            _ => None,
        }
    }
}

/// The first moment after a day.
fn end_of_day(typed: &str, zone: Tz) -> Option<DateTime<Utc>> {
    let next = typed
        .parse::<NaiveDate>()
        .ok()?
        .succ_opt()?
        .and_hms_opt(0, 0, 0)?;
    let end = zone.from_local_datetime(&next).earliest()?;
    Some(end.with_timezone(&Utc))
}
