//! The gateways: whom people pay with. One trait, three of them, each set up by configuration alone.

mod alipay;
mod sandbox;
mod stripe;
mod webhook;

use actix_web::http::header::HeaderMap;
use actix_web::web::ServiceConfig;
use uuid::Uuid;

use super::model::{GatewayName, Payment};
use crate::error::{AppError, Result};
use crate::state::App;
use crate::text;

pub use sandbox::SendSandboxNotice;

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.configure(webhook::routes).configure(sandbox::routes);
}

/// What a payment is begun with.
pub struct Charge<'a> {
    pub payment: &'a Payment,
    /// What is bought.
    pub title: &'a str,
}

/// Where it is paid.
pub struct Begun {
    /// The gateway's name for the page, where it has one.
    pub session: Option<String>,
    pub page_url: String,
}

/// What a gateway tells of a payment.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// In minor units, with the gateway's name for the money.
    Paid {
        amount: i64,
        currency: String,
        capture: Option<String>,
    },
    /// The buyer has done theirs, and their bank takes days. With the gateway's name for the money.
    Coming {
        capture: Option<String>,
    },
    Failed,
    /// All of the money went back to the buyer.
    TakenBack,
    /// Nothing yet.
    Open,
}

impl News {
    /// As it is stored.
    pub fn name(&self) -> &'static str {
        match self {
            News::Paid { .. } => "paid",
            News::Coming { .. } => "coming",
            News::Failed => "failed",
            News::TakenBack => "taken_back",
            News::Open => "open",
        }
    }
}

/// Which payment a notice is about.
#[derive(Clone, Debug, PartialEq)]
pub enum About {
    Reference(Uuid),
    Capture(String),
}

/// A notice whose signature holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// The gateway's name for this notice: told again, it is the same.
    pub event: String,
    pub about: About,
    pub news: News,
}

/// Somebody who takes payments for us.
pub trait Gateway: Send + Sync {
    fn takes(&self, currency: &str) -> bool;

    /// Opens the page on which this is paid.
    ///
    /// # Errors
    /// [`AppError::Away`] if the gateway does not answer as it should; so for the other calls.
    fn begin<'a>(&'a self, app: &'a App, charge: &'a Charge<'a>) -> Asking<'a, Begun>;

    /// Reads a notice: the bytes as they came, since the signature is over them. Nothing for one that is of no interest.
    ///
    /// # Errors
    /// `Invalid` unless the signature holds.
    fn read(&self, headers: &HeaderMap, body: &[u8]) -> Result<Option<Notice>>;

    /// Asks how a payment stands.
    fn ask<'a>(&'a self, app: &'a App, payment: &'a Payment) -> Asking<'a, News>;

    /// Gives back that much of a payment; the same again changes nothing.
    fn give_back<'a>(&'a self, app: &'a App, payment: &'a Payment, amount: i64) -> Asking<'a, ()>;

    /// Sees to it that what nobody has paid yet can be paid no more.
    fn close<'a>(&'a self, _app: &'a App, _payment: &'a Payment) -> Asking<'a, ()> {
        Box::pin(async { Ok(()) })
    }

    /// What a notice is answered with.
    fn thanks(&self) -> &'static str {
        ""
    }
}

/// A call to a gateway.
pub type Asking<'a, T> = futures_util::future::BoxFuture<'a, Result<T>>;

/// The gateway of this name.
///
/// # Errors
/// `NotFound` if it is not set up.
pub fn named(app: &App, name: GatewayName) -> Result<Box<dyn Gateway>> {
    let config = &app.config.payment;
    let found: Option<Box<dyn Gateway>> = match name {
        GatewayName::Sandbox if config.sandbox => Some(Box::new(sandbox::Sandbox::of(app))),
        GatewayName::Sandbox => None,
        GatewayName::Stripe => config
            .stripe
            .clone()
            .map(|keys| Box::new(stripe::Stripe::new(keys)) as _),
        GatewayName::Alipay => config
            .alipay
            .clone()
            .map(|keys| Box::new(alipay::Alipay::new(keys)) as _),
    };
    found.ok_or(AppError::NotFound)
}

/// The gateways that are set up and take this currency, in the order in which they are offered.
pub fn offered(app: &App, currency: &str) -> Vec<GatewayName> {
    let all = [
        GatewayName::Alipay,
        GatewayName::Stripe,
        GatewayName::Sandbox,
    ];
    let takes = |name: &GatewayName| named(app, *name).is_ok_and(|gateway| gateway.takes(currency));
    all.into_iter().filter(takes).collect()
}

/// What a notice is answered whose signature does not hold.
fn unsigned() -> AppError {
    AppError::invalid("", text!("orders-notice-unsigned"))
}

/// What is told when a gateway does not answer as it should. Its words are logged; they never hold a key.
fn away(what: &str, error: impl std::fmt::Display) -> AppError {
    tracing::warn!(what, %error, "a payment gateway did not answer as it should");
    AppError::Away(text!("orders-gateway-away"))
}
