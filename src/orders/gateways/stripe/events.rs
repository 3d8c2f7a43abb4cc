//! What Stripe's events say (<https://docs.stripe.com/api/events/types>).

use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use crate::error::{AppError, Result};
use crate::orders::gateways::{About, News, Notice};
use crate::text;

#[derive(Deserialize)]
struct Event {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    data: Data,
    /// Whether it is about real money.
    livemode: bool,
}

#[derive(Deserialize)]
struct Data {
    object: Value,
}

/// How a checkout session stands.
#[derive(Deserialize)]
pub struct SessionState {
    status: Option<String>,
    payment_status: Option<String>,
    amount_total: Option<i64>,
    currency: Option<String>,
    payment_intent: Option<String>,
    client_reference_id: Option<String>,
}

impl SessionState {
    pub fn news(self) -> News {
        match (self.payment_status.as_deref(), self.status.as_deref()) {
            (Some("paid"), _) => News::Paid {
                amount: self.amount_total.unwrap_or(0),
                currency: self.currency.unwrap_or_default().to_uppercase(),
                capture: self.payment_intent,
            },
            (Some("unpaid"), Some("complete")) => News::Coming {
                capture: self.payment_intent,
            },
            (_, Some("expired")) => News::Failed,
            _ => News::Open,
        }
    }
}

/// What a charge or a dispute says of the money.
#[derive(Deserialize)]
struct Money {
    payment_intent: Option<String>,
    /// Whether all of a charge went back.
    #[serde(default)]
    refunded: bool,
    #[serde(default)]
    metadata: Metadata,
}

#[derive(Default, Deserialize)]
struct Metadata {
    reference: Option<Uuid>,
}

/// # Errors
/// `Invalid` for what is no event, and for one of test money where real money is taken, or the other way round (security
/// row P6).
pub fn read(body: &[u8], is_live: bool) -> Result<Option<Notice>> {
    let event: Event = serde_json::from_slice(body).map_err(|_| unreadable())?;
    if event.livemode != is_live {
        return Err(AppError::invalid("", text!("orders-notice-mode")));
    }
    let (about, news) = match event.kind.as_str() {
        "checkout.session.completed" | "checkout.session.async_payment_succeeded" => {
            of_session(event.data.object)?
        }
        "checkout.session.expired" | "checkout.session.async_payment_failed" => {
            (of_session(event.data.object)?.0, News::Failed)
        }
        "charge.refunded" | "charge.dispute.created" => of_money(event.data.object, &event.kind)?,
        _ => return Ok(None),
    };
    Ok(about.map(|about| Notice {
        event: event.id,
        about,
        news,
    }))
}

fn of_session(object: Value) -> Result<(Option<About>, News)> {
    let session: SessionState = serde_json::from_value(object).map_err(|_| unreadable())?;
    let reference = session
        .client_reference_id
        .as_deref()
        .and_then(|id| id.parse().ok());
    Ok((reference.map(About::Reference), session.news()))
}

fn of_money(object: Value, kind: &str) -> Result<(Option<About>, News)> {
    let money: Money = serde_json::from_value(object).map_err(|_| unreadable())?;
    // A charge carries the metadata of its intent, and so is known before the intent was told.
    let about = match (money.metadata.reference, money.payment_intent) {
        (Some(reference), _) => Some(About::Reference(reference)),
        (None, intent) => intent.map(About::Capture),
    };
    let is_all = money.refunded || kind == "charge.dispute.created";
    Ok((about, if is_all { News::TakenBack } else { News::Open }))
}

fn unreadable() -> AppError {
    AppError::invalid("", text!("orders-notice-unreadable"))
}
