//! The jobs of orders.

use std::time::Duration;

use anyhow::Context;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::gateways::{self, News};
use super::model::{Payment, PaymentId, PaymentStatus};
use super::{expiring, paying};
use crate::jobs::{self, Job};
use crate::schema::payments;
use crate::state::App;

pub use super::gateways::SendSandboxNotice;

/// Cancels orders that nobody pays. Recurs every minute.
#[derive(Default, Serialize, Deserialize)]
pub struct ExpireOrders {}

impl ExpireOrders {
    pub const EVERY: Duration = Duration::from_secs(60);
}

impl Job for ExpireOrders {
    const NAME: &'static str = "orders.expire";

    async fn run(self, app: &App) -> anyhow::Result<()> {
        Ok(expiring::expire(app).await?)
    }
}

/// Asks the gateway about a payment from which nothing was heard, again and again with growing pauses.
#[derive(Serialize, Deserialize)]
pub struct AskGateway {
    payment: PaymentId,
    round: u32,
}

impl AskGateway {
    pub const FIRST: Duration = Duration::from_secs(60);
    /// Until a day has passed.
    const ROUNDS: u32 = 11;
    /// Until three weeks have passed.
    const ROUNDS_OF_BANKS: u32 = 15;

    pub fn first(payment: PaymentId) -> AskGateway {
        AskGateway { payment, round: 0 }
    }
}

impl Job for AskGateway {
    const NAME: &'static str = "orders.ask_gateway";

    async fn run(self, app: &App) -> anyhow::Result<()> {
        let payment = find(app, self.payment).await?;
        if payment.status != PaymentStatus::Started {
            return Ok(());
        }
        // A gateway that is away is asked in the next round; a failed attempt must not use up those of the job.
        let news = paying::ask(app, payment).await.unwrap_or_else(|error| {
            tracing::warn!(
                ?error,
                payment = self.payment,
                "a gateway could not be asked"
            );
            News::Open
        });
        let rounds = match news {
            News::Open => Self::ROUNDS,
            News::Coming { .. } => Self::ROUNDS_OF_BANKS,
            _ => 0,
        };
        if self.round < rounds {
            let next = AskGateway {
                payment: self.payment,
                round: self.round + 1,
            };
            let pause = Self::FIRST * 2u32.pow(self.round);
            app.db
                .run(move |conn| jobs::enqueue_in(conn, &next, pause))
                .await?;
        }
        Ok(())
    }
}

/// Has the gateway close the page of a payment whose order is cancelled, so that nobody pays for nothing. If it can't, money
/// that comes in goes back.
#[derive(Serialize, Deserialize)]
pub struct ClosePayment {
    payment: PaymentId,
}

impl ClosePayment {
    pub fn of(payment: &Payment) -> ClosePayment {
        ClosePayment {
            payment: payment.id,
        }
    }
}

impl Job for ClosePayment {
    const NAME: &'static str = "orders.close_payment";

    async fn run(self, app: &App) -> anyhow::Result<()> {
        let payment = find(app, self.payment).await?;
        let Ok(gateway) = gateways::named(app, payment.gateway) else {
            return Ok(());
        };
        if payment.status == PaymentStatus::Started
            && let Err(error) = gateway.close(app, &payment).await
        {
            let id = self.payment;
            tracing::warn!(?error, payment = id, "a payment could not be closed");
        }
        Ok(())
    }
}

/// Has the gateway give a payment back. Gateways take the same order to give back only once, so a repeat is harmless.
#[derive(Serialize, Deserialize)]
pub struct GiveBack {
    pub(super) payment: PaymentId,
}

impl Job for GiveBack {
    const NAME: &'static str = "orders.give_back";
    const IS_OUTWARD: bool = true;
    const MAX_ATTEMPTS: i32 = 30;

    async fn run(self, app: &App) -> anyhow::Result<()> {
        let payment = find(app, self.payment).await?;
        if payment.status != PaymentStatus::Refunding {
            return Ok(());
        }
        let amount = payment
            .refund_amount
            .context("a payment that is given back has a sum")?;
        gateways::named(app, payment.gateway)?
            .give_back(app, &payment, amount)
            .await?;
        let row = payments::table
            .find(payment.id)
            .filter(payments::status.eq(PaymentStatus::Refunding));
        app.db
            .run(move |conn| {
                Ok(diesel::update(row)
                    .set(payments::status.eq(PaymentStatus::Refunded))
                    .execute(conn)?)
            })
            .await?;
        Ok(())
    }
}

async fn find(app: &App, id: PaymentId) -> anyhow::Result<Payment> {
    let row = payments::table.find(id).select(Payment::as_select());
    Ok(app.db.run(move |conn| Ok(row.first(conn)?)).await?)
}
