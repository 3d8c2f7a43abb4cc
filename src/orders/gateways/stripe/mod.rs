//! Stripe Checkout: a session per payment, signed webhooks (<https://docs.stripe.com/api/checkout/sessions>,
//! <https://docs.stripe.com/webhooks>).

mod events;
mod signature;

use actix_web::http::header::HeaderMap;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{Asking, Begun, Charge, Gateway, News, Notice, away};
use crate::config::Stripe as Keys;
use crate::error::Result;
use crate::orders::model::Payment;
use crate::orders::paying::PATIENCE;
use crate::state::App;

pub struct Stripe {
    keys: Keys,
}

#[derive(Deserialize)]
struct Session {
    id: String,
    url: Option<String>,
    #[serde(flatten)]
    state: events::SessionState,
}

impl Stripe {
    pub fn new(keys: Keys) -> Stripe {
        Stripe { keys }
    }

    async fn call<T: DeserializeOwned>(&self, request: reqwest::RequestBuilder) -> Result<T> {
        let request = request.bearer_auth(&self.keys.secret_key).timeout(PATIENCE);
        let answer = request
            .send()
            .await
            .map_err(|error| away("stripe", error.without_url()))?;
        let status = answer.status();
        if !status.is_success() {
            return Err(away("stripe", status));
        }
        answer
            .json()
            .await
            .map_err(|error| away("stripe", error.without_url()))
    }

    fn address(&self, path: &str) -> String {
        format!(
            "{}/v1/{path}",
            self.keys.api_url.as_str().trim_end_matches('/')
        )
    }
}

impl Gateway for Stripe {
    fn takes(&self, _currency: &str) -> bool {
        true
    }

    fn begin<'a>(&'a self, app: &'a App, charge: &'a Charge<'a>) -> Asking<'a, Begun> {
        Box::pin(async move {
            let payment = charge.payment;
            let order = format!("{}orders/{}", app.config.http.public_url, payment.order_id);
            let reference = payment.reference.to_string();
            let fields = [
                ("mode", "payment".to_owned()),
                ("client_reference_id", reference.clone()),
                (
                    "payment_intent_data[metadata][reference]",
                    reference.clone(),
                ),
                ("line_items[0][quantity]", "1".into()),
                (
                    "line_items[0][price_data][currency]",
                    payment.currency.to_lowercase(),
                ),
                (
                    "line_items[0][price_data][unit_amount]",
                    payment.amount.to_string(),
                ),
                (
                    "line_items[0][price_data][product_data][name]",
                    charge.title.to_owned(),
                ),
                ("success_url", order.clone()),
                ("cancel_url", order),
            ];
            let request = app
                .http
                .post(self.address("checkout/sessions"))
                .form(&fields);
            let session: Session = self
                .call(request.header("Idempotency-Key", reference))
                .await?;
            Ok(Begun {
                page_url: session
                    .url
                    .ok_or_else(|| away("stripe", "a session without a page"))?,
                session: Some(session.id),
            })
        })
    }

    fn read(&self, headers: &HeaderMap, body: &[u8]) -> Result<Option<Notice>> {
        signature::verify(
            headers,
            body,
            &self.keys.webhook_secret,
            chrono::Utc::now().timestamp(),
        )?;
        events::read(body, self.keys.is_live())
    }

    fn ask<'a>(&'a self, app: &'a App, payment: &'a Payment) -> Asking<'a, News> {
        Box::pin(async move {
            let Some(session) = &payment.session else {
                return Ok(News::Open);
            };
            let request = app
                .http
                .get(self.address(&format!("checkout/sessions/{session}")));
            let session: Session = self.call(request).await?;
            Ok(session.state.news())
        })
    }

    fn close<'a>(&'a self, app: &'a App, payment: &'a Payment) -> Asking<'a, ()> {
        Box::pin(async move {
            let Some(session) = &payment.session else {
                return Ok(());
            };
            let path = format!("checkout/sessions/{session}/expire");
            let request = app.http.post(self.address(&path));
            self.call::<serde_json::Value>(request).await.map(drop)
        })
    }

    fn give_back<'a>(&'a self, app: &'a App, payment: &'a Payment, amount: i64) -> Asking<'a, ()> {
        Box::pin(async move {
            let capture = payment
                .capture
                .as_deref()
                .ok_or_else(|| away("stripe", "a payment without an intent"))?;
            let fields = [
                ("payment_intent", capture.to_owned()),
                ("amount", amount.to_string()),
            ];
            let request = app.http.post(self.address("refunds")).form(&fields);
            let key = format!("refund-{}", payment.reference);
            self.call::<serde_json::Value>(request.header("Idempotency-Key", key))
                .await
                .map(drop)
        })
    }
}
