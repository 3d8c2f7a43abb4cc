//! What gateways tell, and what comes of it.
//!
//! Invariants (security rows P1, P4, P6; reliability rows R9, R10): a notice counts once per gateway and event, only for
//! payments of that gateway, and only with the amount and currency that were asked for; an order is paid once; money for
//! an order that is not pending goes back. All of it is one transaction: what is not committed is told again.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::coupons;
use super::gateways::{About, News, Notice};
use super::history::{self, Reason};
use super::jobs::GiveBack;
use super::model::{GatewayName, Order, OrderStatus, Payment, PaymentStatus};
use super::refunding;
use crate::courses;
use crate::error::{AppError, Result};
use crate::notifications::{self, Event, Notice as PageNotice};
use crate::schema::{payment_events, payments};
use crate::web::UserId;
use crate::{jobs, text};

/// Records a notice of this gateway. Returns the person whose rights it has taken, so that the caller ends their sockets
/// after the commit.
///
/// # Errors
/// `Invalid` for one whose sum is not the one asked for; a notice about a payment that is not known changes nothing.
pub fn record(
    conn: &mut PgConnection,
    gateway: GatewayName,
    notice: &Notice,
) -> Result<Option<UserId>> {
    conn.transaction(|conn| {
        let Some(found) = payment_of(conn, gateway, &notice.about)? else {
            tracing::warn!(
                gateway = gateway.name(),
                "a notice about a payment that is not known"
            );
            return Ok(None);
        };
        // The order first, then its payments: whoever changes both takes the locks in this order.
        let order = history::hold(conn, found.order_id)?;
        let payment: Payment = payments::table
            .find(found.id)
            .select(Payment::as_select())
            .for_update()
            .first(conn)?;
        require_sum(&payment, &notice.news)?;
        let is_new = diesel::insert_into(payment_events::table)
            .values((
                payment_events::gateway.eq(gateway),
                payment_events::event.eq(&notice.event),
                payment_events::payment_id.eq(payment.id),
                payment_events::kind.eq(notice.news.name()),
            ))
            .on_conflict_do_nothing()
            .execute(conn)?;
        match is_new {
            0 => Ok(None),
            _ => apply(conn, &order, &payment, &notice.news),
        }
    })
}

/// Applies what a gateway answered when it was asked about a payment.
pub fn apply_answer(
    conn: &mut PgConnection,
    payment: &Payment,
    news: &News,
) -> Result<Option<UserId>> {
    conn.transaction(|conn| {
        let order = history::hold(conn, payment.order_id)?;
        let payment: Payment = payments::table
            .find(payment.id)
            .select(Payment::as_select())
            .for_update()
            .first(conn)?;
        require_sum(&payment, news)?;
        apply(conn, &order, &payment, news)
    })
}

fn payment_of(
    conn: &mut PgConnection,
    gateway: GatewayName,
    about: &About,
) -> Result<Option<Payment>> {
    let of_gateway = payments::table
        .filter(payments::gateway.eq(gateway))
        .select(Payment::as_select());
    let found = match about {
        About::Reference(reference) => of_gateway
            .filter(payments::reference.eq(reference))
            .first(conn),
        About::Capture(capture) => of_gateway.filter(payments::capture.eq(capture)).first(conn),
    };
    Ok(found.optional()?)
}

fn require_sum(payment: &Payment, news: &News) -> Result<()> {
    match news {
        News::Paid {
            amount, currency, ..
        } if *amount != payment.amount || *currency != payment.currency => {
            tracing::error!(
                payment = payment.id,
                "a notice names another sum than was asked for"
            );
            Err(AppError::invalid("", text!("orders-notice-sum")))
        }
        _ => Ok(()),
    }
}

fn apply(
    conn: &mut PgConnection,
    order: &Order,
    payment: &Payment,
    news: &News,
) -> Result<Option<UserId>> {
    match news {
        News::Paid { capture, .. } => {
            if matches!(
                payment.status,
                PaymentStatus::Started | PaymentStatus::Failed
            ) {
                succeed(conn, order, payment, capture.as_deref())?;
            }
            Ok(None)
        }
        // From now on the order waits longer: see `expiring`.
        News::Coming { capture } => {
            let row = payments::table.find(payment.id);
            diesel::update(row.filter(payments::status.eq(PaymentStatus::Started)))
                .set(payments::capture.eq(capture))
                .execute(conn)?;
            Ok(None)
        }
        News::Failed => {
            let row = payments::table.find(payment.id);
            diesel::update(row.filter(payments::status.eq(PaymentStatus::Started)))
                .set(payments::status.eq(PaymentStatus::Failed))
                .execute(conn)?;
            Ok(None)
        }
        News::TakenBack => refunding::taken_back(conn, order, payment),
        News::Open => Ok(None),
    }
}

fn succeed(
    conn: &mut PgConnection,
    order: &Order,
    payment: &Payment,
    capture: Option<&str>,
) -> Result<()> {
    diesel::update(payments::table.find(payment.id))
        .set((
            payments::status.eq(PaymentStatus::Succeeded),
            payments::capture.eq(capture),
        ))
        .execute(conn)?;
    if order.is_pending() {
        match conn.transaction(|conn| fulfil(conn, order, Reason::Gateway)) {
            Err(AppError::Conflict(_)) => {
                history::enter(conn, order, OrderStatus::Cancelled, Reason::Full, None)?;
                coupons::give_back(conn, order)?;
            }
            outcome => return outcome,
        }
    }
    give_back(conn, payment, payment.amount)?;
    tell(
        conn,
        order,
        Event::OrderReturned,
        text!("orders-returned-notice", order = order.id),
    )
}

/// The order is paid: its buyer gets what they bought.
///
/// # Errors
/// `Conflict` when every seat of the course is taken.
pub fn fulfil(conn: &mut PgConnection, order: &Order, reason: Reason) -> Result<()> {
    history::enter(conn, order, OrderStatus::Paid, reason, None)?;
    let course = courses::of_order(conn, order.course_id)?;
    courses::enrol(conn, order.user_id, &course)?;
    tell(
        conn,
        order,
        Event::OrderPaid,
        text!("orders-paid-notice", title = course.title.clone()),
    )
}

/// Has the gateway give this much of a payment back.
pub fn give_back(conn: &mut PgConnection, payment: &Payment, amount: i64) -> Result<()> {
    diesel::update(payments::table.find(payment.id))
        .set((
            payments::status.eq(PaymentStatus::Refunding),
            payments::refund_amount.eq(amount),
        ))
        .execute(conn)?;
    jobs::enqueue(
        conn,
        &GiveBack {
            payment: payment.id,
        },
    )
}

/// Tells the buyer of the order.
pub fn tell(
    conn: &mut PgConnection,
    order: &Order,
    kind: Event,
    message: crate::i18n::Text,
) -> Result<()> {
    let notice = PageNotice {
        kind,
        message,
        link: order.path(),
    };
    Ok(notifications::notify(conn, &[order.user_id], &notice)?)
}
