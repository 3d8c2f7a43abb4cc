//! The sandbox: a gateway without money, for trying things out. It has a page of its own on which one pays, fails, pays
//! late or has the notice sent twice; its notices travel by HTTP and are signed, as those of the others are. Refused where
//! the site is reached by https (security row P6).

mod handlers;
mod notice;
mod page;

use actix_web::http::header::HeaderMap;
use diesel::prelude::*;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{Asking, Begun, Charge, Gateway, News, Notice, unsigned};
use crate::error::Result;
use crate::orders::model::Payment;
use crate::schema::sandbox_charges;
use crate::state::App;

pub use handlers::routes;
pub use notice::SendSandboxNotice;

/// Where a notice carries its signature, in lower-case hexadecimal digits.
const SIGNATURE: &str = "Sandbox-Signature";

pub struct Sandbox {
    secret: Vec<u8>,
}

impl Sandbox {
    pub fn of(app: &App) -> Sandbox {
        Sandbox {
            secret: [b"sandbox payments: ", app.config.security.secret.as_slice()].concat(),
        }
    }

    fn mac(&self, body: &[u8]) -> Hmac<Sha256> {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.secret).expect("keys of any length are taken");
        mac.update(body);
        mac
    }

    fn sign(&self, body: &[u8]) -> String {
        base64::Engine::encode(
            &base64::engine::general_purpose::STANDARD,
            self.mac(body).finalize().into_bytes(),
        )
    }
}

impl Gateway for Sandbox {
    fn takes(&self, _currency: &str) -> bool {
        true
    }

    fn begin<'a>(&'a self, app: &'a App, charge: &'a Charge<'a>) -> Asking<'a, Begun> {
        Box::pin(async move {
            let reference = charge.payment.reference;
            app.db
                .run(move |conn| {
                    Ok(diesel::insert_into(sandbox_charges::table)
                        .values(sandbox_charges::reference.eq(reference))
                        .on_conflict_do_nothing()
                        .execute(conn)?)
                })
                .await?;
            Ok(Begun {
                session: None,
                page_url: format!("/payments/sandbox/{reference}"),
            })
        })
    }

    fn read(&self, headers: &HeaderMap, body: &[u8]) -> Result<Option<Notice>> {
        let given = headers
            .get(SIGNATURE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let given = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, given)
            .map_err(|_| unsigned())?;
        self.mac(body)
            .verify_slice(&given)
            .map_err(|_| unsigned())?;
        notice::read(body).map(Some)
    }

    fn ask<'a>(&'a self, app: &'a App, payment: &'a Payment) -> Asking<'a, News> {
        Box::pin(async move {
            let row = sandbox_charges::table
                .find(payment.reference)
                .select(sandbox_charges::status);
            let status: Option<String> = app
                .db
                .run(move |conn| Ok(row.first(conn).optional()?))
                .await?;
            Ok(match status.as_deref() {
                Some("paid") => News::Paid {
                    amount: payment.amount,
                    currency: payment.currency.clone(),
                    capture: Some(payment.reference.to_string()),
                },
                Some("failed") => News::Failed,
                Some("refunded") => News::TakenBack,
                _ => News::Open,
            })
        })
    }

    fn give_back<'a>(&'a self, app: &'a App, payment: &'a Payment, _amount: i64) -> Asking<'a, ()> {
        Box::pin(async move {
            let row = sandbox_charges::table.find(payment.reference);
            app.db
                .run(move |conn| {
                    Ok(diesel::update(row)
                        .set(sandbox_charges::status.eq("refunded"))
                        .execute(conn)?)
                })
                .await
                .map(drop)
        })
    }
}
