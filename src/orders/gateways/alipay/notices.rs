//! What Alipay tells (security row P3): believed if the signature holds and it is about our application and our account.

use uuid::Uuid;

use super::{CURRENCY, signing};
use crate::config::Alipay as Keys;
use crate::error::{AppError, Result};
use crate::orders::gateways::{About, News, Notice, unsigned};
use crate::orders::money;
use crate::text;

/// Reads the form of a notice.
///
/// # Errors
/// `Invalid` unless it is signed by RSA2, and for our application and account.
pub fn read(keys: &Keys, body: &[u8]) -> Result<Option<Notice>> {
    let fields: Vec<(String, String)> =
        serde_urlencoded::from_bytes(body).map_err(|_| unsigned())?;
    // A name that stands twice could be signed as one and read as the other.
    let mut names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    let are_distinct = names.windows(2).all(|pair| pair[0] != pair[1]);
    let field = |wanted: &str| {
        let found = fields.iter().find(|(name, _)| name == wanted);
        found.map_or("", |(_, value)| value.as_str())
    };
    let signed: Vec<(String, String)> = fields
        .iter()
        .filter(|(name, _)| name != "sign" && name != "sign_type")
        .cloned()
        .collect();
    let texts = [
        signing::joined(&signed),
        signing::joined_with_empty(&signed),
    ];
    let is_genuine = are_distinct
        && field("sign_type") == "RSA2"
        && texts
            .iter()
            .any(|text| signing::holds(&keys.public_key, text, field("sign")));
    let is_ours = field("app_id") == keys.app_id && field("seller_id") == keys.seller_id;
    if !(is_genuine && is_ours) {
        return Err(unsigned());
    }
    let capture = Some(field("trade_no").to_owned()).filter(|number| !number.is_empty());
    let was_given_back = !field("gmt_refund").is_empty();
    let Ok(reference) = field("out_trade_no").parse::<Uuid>() else {
        return Ok(None);
    };
    Ok(Some(Notice {
        event: field("notify_id").to_owned(),
        about: About::Reference(reference),
        news: news(
            field("trade_status"),
            field("total_amount"),
            capture,
            was_given_back,
        )?,
    }))
}

/// What a state of a trade means to us.
///
/// # Errors
/// `Invalid` for an amount that is none.
pub fn news(
    status: &str,
    total: &str,
    capture: Option<String>,
    was_given_back: bool,
) -> Result<News> {
    Ok(match status {
        "TRADE_SUCCESS" | "TRADE_FINISHED" => News::Paid {
            amount: money::minor(total)
                .ok_or_else(|| AppError::invalid("", text!("orders-notice-sum")))?,
            currency: CURRENCY.to_owned(),
            capture,
        },
        "TRADE_CLOSED" if was_given_back => News::TakenBack,
        "TRADE_CLOSED" => News::Failed,
        _ => News::Open,
    })
}
