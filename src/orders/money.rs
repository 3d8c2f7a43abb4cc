//! Sums in minor units: what a coupon takes off, what a refund gives back, and how gateways write amounts.

/// What a coupon does to a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reduction {
    /// 1 to 100.
    Percent(i64),
    /// In minor units.
    Fixed(i64),
}

/// The price with the reduction; never below nothing. A share of the smallest unit is the buyer's.
pub fn reduced(price: i64, reduction: Reduction) -> i64 {
    let off = match reduction {
        Reduction::Percent(percent) => {
            let off = (i128::from(price) * i128::from(percent) + 99) / 100;
            i64::try_from(off).unwrap_or(price)
        }
        Reduction::Fixed(amount) => amount,
    };
    (price - off).max(0)
}

/// What is given back of a price when so many of the lessons that count are done: the share of what is left, rounded
/// up to the smallest unit in the buyer's favour. A course without lessons that count has given nothing yet.
pub fn refundable(amount: i64, done: i64, required: i64) -> i64 {
    if required <= 0 || done <= 0 {
        return amount;
    }
    let left = i128::from((required - done).max(0));
    let required = i128::from(required);
    let share = (i128::from(amount) * left + required - 1) / required;
    i64::try_from(share).unwrap_or(0)
}

/// An amount with two decimals, as Alipay and people write it: 199.00.
pub fn decimal(minor: i64) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}

/// Reads an amount with at most two decimals, never by way of binary fractions. Nothing for a sign, a blank, a third
/// decimal or more than a price may be.
pub fn minor(decimal: &str) -> Option<i64> {
    const MOST_DIGITS: usize = 9;
    let (whole, part) = decimal.split_once('.').unwrap_or((decimal, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_amount = (1..=MOST_DIGITS).contains(&whole.len())
        && part.len() <= 2
        && are_digits(whole)
        && are_digits(part)
        && (decimal.contains('.') != part.is_empty());
    if !is_amount {
        return None;
    }
    let cents: i64 = format!("{part:0<2}").parse().ok()?;
    Some(whole.parse::<i64>().ok()? * 100 + cents)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn coupons_take_off_what_they_say_and_never_more_than_the_price() {
        assert_eq!(reduced(19_900, Reduction::Percent(10)), 17_910);
        assert_eq!(reduced(999, Reduction::Percent(50)), 499);
        assert_eq!(reduced(19_900, Reduction::Percent(100)), 0);
        assert_eq!(reduced(500, Reduction::Fixed(800)), 0);
    }

    #[test]
    fn a_refund_is_the_share_that_is_left() {
        assert_eq!(refundable(10_000, 0, 4), 10_000);
        assert_eq!(refundable(10_000, 1, 3), 6_667);
        assert_eq!(refundable(10_000, 4, 4), 0);
        assert_eq!(refundable(10_000, 0, 0), 10_000);
    }

    #[test]
    fn amounts_are_read_as_they_are_written() {
        assert_eq!(minor("199.00"), Some(19_900));
        assert_eq!(minor("0.01"), Some(1));
        assert_eq!(minor("5"), Some(500));
        assert_eq!(minor("5.5"), Some(550));
        for nonsense in [
            "",
            ".",
            "5.",
            ".5",
            "-1.00",
            "+1",
            "1e3",
            "1.005",
            " 1",
            "1,00",
            "12345678901",
        ] {
            assert_eq!(minor(nonsense), None, "{nonsense:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(amount in 0i64..99_999_999_999) {
            prop_assert_eq!(minor(&decimal(amount)), Some(amount));
        }

        #[test]
        fn nothing_grows_by_a_coupon_or_a_refund(price in 1i64..10_000_000_000, percent in 1i64..=100, done in 0i64..50, left in 0i64..50) {
            let paid = reduced(price, Reduction::Percent(percent));
            prop_assert!((0..price).contains(&paid));
            prop_assert!((0..=paid).contains(&refundable(paid, done, done + left)));
        }
    }
}
