//! Alipay page pay (支付宝电脑网站支付): a signed address to pay at, signed notices
//! (<https://opendocs.alipay.com/open/270/105899>).

mod notices;
mod signing;

use actix_web::http::header::HeaderMap;
use chrono::Utc;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::{Asking, Begun, Charge, Gateway, News, Notice, away};
use crate::config::Alipay as Keys;
use crate::error::Result;
use crate::orders::expiring::PENDING_MINUTES;
use crate::orders::model::Payment;
use crate::orders::money;
use crate::orders::paying::PATIENCE;
use crate::state::App;

const CURRENCY: &str = "CNY";

pub struct Alipay {
    keys: Keys,
}

/// An answer names its content after the method.
#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(
        borrow,
        alias = "alipay_trade_query_response",
        alias = "alipay_trade_refund_response",
        alias = "alipay_trade_close_response"
    )]
    content: &'a RawValue,
    #[serde(default)]
    sign: String,
}

#[derive(Deserialize)]
struct Outcome {
    code: String,
    sub_code: Option<String>,
    trade_status: Option<String>,
    trade_no: Option<String>,
    total_amount: Option<String>,
}

impl Alipay {
    pub fn new(keys: Keys) -> Alipay {
        Alipay { keys }
    }

    /// A signed request's parameters.
    fn signed(
        &self,
        method: &str,
        content: &Value,
        more: &[(&str, String)],
    ) -> Vec<(String, String)> {
        let timestamp = Utc::now()
            .with_timezone(&chrono_tz::Asia::Shanghai)
            .format("%Y-%m-%d %H:%M:%S");
        let common = [
            ("app_id", self.keys.app_id.clone()),
            ("method", method.to_owned()),
            ("format", "JSON".into()),
            ("charset", "utf-8".into()),
            ("sign_type", "RSA2".into()),
            ("timestamp", timestamp.to_string()),
            ("version", "1.0".into()),
            ("biz_content", content.to_string()),
        ];
        let mut fields: Vec<(String, String)> = common
            .iter()
            .chain(more)
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect();
        let sign = signing::sign(&self.keys.private_key, &signing::joined(&fields));
        fields.push(("sign".into(), sign));
        fields
    }

    async fn call(&self, app: &App, method: &str, content: &Value) -> Result<Outcome> {
        let fields = self.signed(method, content, &[]);
        let request = app
            .http
            .post(self.keys.gateway_url.clone())
            .form(&fields)
            .timeout(PATIENCE);
        let answer = request
            .send()
            .await
            .map_err(|error| away("alipay", error.without_url()))?;
        let body = answer
            .text()
            .await
            .map_err(|error| away("alipay", error.without_url()))?;
        let answer: Answer = serde_json::from_str(&body).map_err(|error| away("alipay", error))?;
        let content = answer.content.get();
        if !signing::holds(&self.keys.public_key, content, &answer.sign) {
            return Err(away("alipay", "an answer whose signature does not hold"));
        }
        serde_json::from_str(content).map_err(|error| away("alipay", error))
    }
}

impl Gateway for Alipay {
    fn takes(&self, currency: &str) -> bool {
        currency == CURRENCY
    }

    fn begin<'a>(&'a self, app: &'a App, charge: &'a Charge<'a>) -> Asking<'a, Begun> {
        Box::pin(async move {
            let payment = charge.payment;
            let site = &app.config.http.public_url;
            let content = json!({
                "out_trade_no": payment.reference.simple().to_string(),
                "product_code": "FAST_INSTANT_TRADE_PAY",
                "total_amount": money::decimal(payment.amount),
                "subject": charge.title,
                "timeout_express": format!("{PENDING_MINUTES}m"),
            });
            let addresses = [
                ("return_url", format!("{site}orders/{}", payment.order_id)),
                ("notify_url", format!("{site}payments/alipay/webhook")),
            ];
            let fields = self.signed("alipay.trade.page.pay", &content, &addresses);
            let mut page = self.keys.gateway_url.clone();
            page.query_pairs_mut().extend_pairs(fields);
            Ok(Begun {
                session: None,
                page_url: page.into(),
            })
        })
    }

    fn read(&self, _: &HeaderMap, body: &[u8]) -> Result<Option<Notice>> {
        notices::read(&self.keys, body)
    }

    fn ask<'a>(&'a self, app: &'a App, payment: &'a Payment) -> Asking<'a, News> {
        Box::pin(async move {
            let content = json!({ "out_trade_no": payment.reference.simple().to_string() });
            let outcome = self.call(app, "alipay.trade.query", &content).await?;
            match (outcome.code.as_str(), outcome.sub_code.as_deref()) {
                ("10000", _) => notices::news(
                    outcome.trade_status.as_deref().unwrap_or_default(),
                    outcome.total_amount.as_deref().unwrap_or_default(),
                    outcome.trade_no,
                    false,
                ),
                // Nobody has opened the page yet.
                (_, Some("ACQ.TRADE_NOT_EXIST")) => Ok(News::Open),
                (code, _) => Err(away("alipay", code)),
            }
        })
    }

    fn close<'a>(&'a self, app: &'a App, payment: &'a Payment) -> Asking<'a, ()> {
        Box::pin(async move {
            let content = json!({ "out_trade_no": payment.reference.simple().to_string() });
            let outcome = self.call(app, "alipay.trade.close", &content).await?;
            match (outcome.code.as_str(), outcome.sub_code.as_deref()) {
                // Nobody has opened the page; if they do, it says by itself that its time is over.
                ("10000", _) | (_, Some("ACQ.TRADE_NOT_EXIST")) => Ok(()),
                (code, _) => Err(away("alipay", code)),
            }
        })
    }

    fn give_back<'a>(&'a self, app: &'a App, payment: &'a Payment, amount: i64) -> Asking<'a, ()> {
        Box::pin(async move {
            let content = json!({
                "out_trade_no": payment.reference.simple().to_string(),
                "out_request_no": payment.reference.simple().to_string(),
                "refund_amount": money::decimal(amount),
            });
            let outcome = self.call(app, "alipay.trade.refund", &content).await?;
            if outcome.code == "10000" {
                Ok(())
            } else {
                Err(away("alipay", outcome.code))
            }
        })
    }

    fn thanks(&self) -> &'static str {
        "success"
    }
}
