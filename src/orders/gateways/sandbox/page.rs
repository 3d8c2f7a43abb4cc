//! The sandbox's page: what can be tried, and what each choice does.

use std::time::Duration;

use askama::Template;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use i18n_embed_fl::fl;
use uuid::Uuid;

use super::notice::{Body, SendSandboxNotice};
use crate::error::{AppError, Result};
use crate::i18n::{self, Loader};
use crate::jobs;
use crate::orders::model::{GatewayName, Payment};
use crate::schema::{orders, payments, sandbox_charges};
use crate::web::{Page, Viewer};

/// How late a notice comes that comes late.
const LATE: Duration = Duration::from_secs(10);

/// What can be tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    Pay,
    PayTwice,
    PayLate,
    /// The notice never comes: the program has to ask.
    PaySilently,
    Fail,
}

#[derive(Template)]
#[template(path = "orders/sandbox.html")]
pub struct SandboxPage {
    l: Loader,
    page: Page,
    payment: Payment,
    is_open: bool,
}

impl SandboxPage {
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        reference: Uuid,
    ) -> Result<SandboxPage> {
        let payment = own(conn, viewer, reference)?;
        let status: String = sandbox_charges::table
            .find(reference)
            .select(sandbox_charges::status)
            .first(conn)?;
        Ok(SandboxPage {
            l: page.l,
            page,
            payment,
            is_open: status == "open",
        })
    }

    fn price(&self) -> String {
        i18n::money(self.payment.amount, &self.payment.currency)
    }
}

/// The viewer's own payment with the sandbox.
fn own(conn: &mut PgConnection, viewer: &Viewer, reference: Uuid) -> Result<Payment> {
    Ok(payments::table
        .inner_join(orders::table)
        .filter(payments::reference.eq(reference))
        .filter(payments::gateway.eq(GatewayName::Sandbox))
        .filter(orders::user_id.eq(viewer.id))
        .select(Payment::as_select())
        .first(conn)?)
}

/// Does what was chosen, and tells the path of the order. What was chosen once stays.
pub fn act(
    conn: &mut PgConnection,
    viewer: &Viewer,
    reference: Uuid,
    act: Act,
    address: &str,
) -> Result<String> {
    conn.transaction(|conn| {
        let payment = own(conn, viewer, reference)?;
        let status = if act == Act::Fail { "failed" } else { "paid" };
        let charge = sandbox_charges::table
            .find(reference)
            .filter(sandbox_charges::status.eq("open"));
        let is_new = diesel::update(charge)
            .set(sandbox_charges::status.eq(status))
            .execute(conn)?;
        if is_new == 1 {
            send(conn, &payment, act, address)?;
        }
        Ok(format!("/orders/{}", payment.order_id))
    })
}

fn send(
    conn: &mut PgConnection,
    payment: &Payment,
    act: Act,
    address: &str,
) -> Result<(), AppError> {
    let job = |body: &Body| SendSandboxNotice {
        body: body.clone(),
        address: address.to_owned(),
    };
    let body = Body {
        event: Uuid::new_v4(),
        reference: payment.reference,
        paid: (act != Act::Fail).then_some(payment.amount),
        currency: payment.currency.clone(),
    };
    match act {
        Act::Pay | Act::Fail => jobs::enqueue(conn, &job(&body)),
        Act::PayLate => jobs::enqueue_in(conn, &job(&body), LATE),
        Act::PaySilently => Ok(()),
        Act::PayTwice => {
            jobs::enqueue(conn, &job(&body))?;
            jobs::enqueue(conn, &job(&body))
        }
    }
}
