//! Paying an order: a payment is begun with a gateway, and the gateway is asked about it when it says nothing.

use std::time::Duration;

use diesel::pg::PgConnection;
use diesel::prelude::*;
use uuid::Uuid;

use super::gateways::{self, Begun, Charge, News};
use super::history;
use super::jobs::AskGateway;
use super::model::{GatewayName, Order, OrderId, Payment, PaymentId, PaymentStatus};
use super::{placing, settling};
use crate::courses;
use crate::error::{AppError, Result};
use crate::realtime;
use crate::schema::payments;
use crate::state::App;
use crate::web::Viewer;
use crate::{jobs, text};

/// Begins to pay the viewer's order. A payment of the same order with the same gateway that is under way is gone on with,
/// so that two tabs pay one.
///
/// # Errors
/// `NotFound` for orders of others and gateways that are not set up; `Conflict` unless the order is pending;
/// [`AppError::Away`] if the gateway does not answer.
pub async fn begin(
    app: &App,
    viewer: Viewer,
    order: OrderId,
    name: GatewayName,
) -> Result<Payment> {
    let gateway = gateways::named(app, name)?;
    let (payment, title) = app
        .db
        .run(move |conn| started(conn, &viewer, order, name))
        .await?;
    if !gateway.takes(&payment.currency) {
        return Err(AppError::Conflict(text!("orders-gateway-currency")));
    }
    if payment.page_url.is_some() {
        return Ok(payment);
    }
    let charge = Charge {
        payment: &payment,
        title: &title,
    };
    let begun = gateway.begin(app, &charge).await?;
    let id = payment.id;
    app.db.run(move |conn| opened(conn, id, &begun)).await
}

fn started(
    conn: &mut PgConnection,
    viewer: &Viewer,
    id: OrderId,
    gateway: GatewayName,
) -> Result<(Payment, String)> {
    conn.transaction(|conn| {
        placing::own(conn, viewer, id)?;
        let order = history::hold(conn, id)?;
        if !order.is_pending() {
            return Err(AppError::Conflict(text!("orders-not-pending")));
        }
        let title = courses::of_order(conn, order.course_id)?.title;
        let under_way = payments::table
            .filter(payments::order_id.eq(id))
            .filter(payments::gateway.eq(gateway))
            .filter(payments::status.eq(PaymentStatus::Started))
            .select(Payment::as_select())
            .first(conn)
            .optional()?;
        let payment = match under_way {
            Some(payment) => payment,
            None => insert(conn, &order, gateway)?,
        };
        Ok((payment, title))
    })
}

fn insert(conn: &mut PgConnection, order: &Order, gateway: GatewayName) -> Result<Payment> {
    let payment: Payment = diesel::insert_into(payments::table)
        .values((
            payments::order_id.eq(order.id),
            payments::gateway.eq(gateway),
            payments::reference.eq(Uuid::new_v4()),
            payments::amount.eq(order.amount),
            payments::currency.eq(&order.currency),
        ))
        .returning(Payment::as_returning())
        .get_result(conn)?;
    jobs::enqueue_in(conn, &AskGateway::first(payment.id), AskGateway::FIRST)?;
    Ok(payment)
}

fn opened(conn: &mut PgConnection, id: PaymentId, begun: &Begun) -> Result<Payment> {
    Ok(diesel::update(payments::table.find(id))
        .set((
            payments::session.eq(&begun.session),
            payments::page_url.eq(&begun.page_url),
        ))
        .returning(Payment::as_returning())
        .get_result(conn)?)
}

/// Asks the gateways about every payment of the viewer's order that is under way.
///
/// # Errors
/// `NotFound` for orders of others; [`AppError::Away`] if a gateway does not answer.
pub async fn check(app: &App, viewer: Viewer, order: OrderId) -> Result<()> {
    let payments = app
        .db
        .run(move |conn| {
            placing::own(conn, &viewer, order)?;
            under_way(conn, order)
        })
        .await?;
    for payment in payments {
        ask(app, payment).await?;
    }
    Ok(())
}

/// The payments of an order about which there is something to ask.
pub fn under_way(conn: &mut PgConnection, order: OrderId) -> Result<Vec<Payment>> {
    let mut payments = of_order(conn, order)?;
    payments.retain(|payment| payment.status == PaymentStatus::Started);
    Ok(payments)
}

/// Asks about one payment and does what comes of it.
pub async fn ask(app: &App, payment: Payment) -> Result<News> {
    let news = gateways::named(app, payment.gateway)?
        .ask(app, &payment)
        .await?;
    let heard = news.clone();
    let out = app
        .db
        .run(move |conn| settling::apply_answer(conn, &payment, &news))
        .await?;
    if let Some(user) = out {
        realtime::recheck(app, user).await;
    }
    Ok(heard)
}

/// The payments of an order, newest first.
pub fn of_order(conn: &mut PgConnection, order: OrderId) -> Result<Vec<Payment>> {
    Ok(payments::table
        .filter(payments::order_id.eq(order))
        .order(payments::id.desc())
        .limit(50)
        .select(Payment::as_select())
        .load(conn)?)
}

/// How long a gateway may take to answer.
pub const PATIENCE: Duration = Duration::from_secs(15);
