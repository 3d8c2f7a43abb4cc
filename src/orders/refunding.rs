//! Giving money back: by the buyer within the window, by an administrator at any time, or by the buyer's bank.
//!
//! A refund is final (security row P4): the order never becomes paid again, and the right to the course ends in the same
//! transaction. What is given back is quoted before the purchase: the share of the lessons that count which is not done.

use chrono::Duration;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::history::{self, Reason};
use super::model::{Order, OrderId, OrderStatus, Payment, PaymentStatus};
use super::{money, placing, settling};
use crate::audit::Act;
use crate::courses::{self, CourseId};
use crate::db;
use crate::error::{AppError, Result};
use crate::i18n;
use crate::notifications::Event;
use crate::schema::{orders, payments};
use crate::text;
use crate::web::{Admin, UserId, Viewer};

/// Until so many days after paying, the buyer may have back what they have not used.
pub const WINDOW_DAYS: i64 = 14;

/// What the buyer would get back now, in minor units; nothing once the window has passed or all is used.
pub fn quote(conn: &mut PgConnection, order: &Order) -> Result<Option<i64>> {
    let until = order.paid_at.map(|paid| paid + Duration::days(WINDOW_DAYS));
    let now = db::clock(conn)?;
    let is_open = until.is_some_and(|until| now < until);
    if order.status != OrderStatus::Paid || !is_open || order.amount == 0 {
        return Ok(None);
    }
    let (done, required) = courses::share_done(conn, order.user_id, order.course_id)?;
    let amount = money::refundable(order.amount, done, required);
    Ok((amount > 0).then_some(amount))
}

/// Gives the buyer back what they have not used, and tells the course they are out of.
///
/// # Errors
/// `Conflict` if there is nothing to give back, or less than the page said.
pub fn refund_own(
    conn: &mut PgConnection,
    viewer: &Viewer,
    id: OrderId,
    quoted: i64,
) -> Result<CourseId> {
    conn.transaction(|conn| {
        placing::own(conn, viewer, id)?;
        let order = history::hold(conn, id)?;
        let nothing = || AppError::Conflict(text!("orders-refund-nothing"));
        let amount = quote(conn, &order)?.ok_or_else(nothing)?;
        if amount < quoted {
            return Err(AppError::Conflict(text!("orders-refund-changed")));
        }
        refund(conn, &order, amount, Reason::ByBuyer, viewer.id)
    })
}

/// Gives back all of an order that is paid.
///
/// # Errors
/// `Conflict` unless it is paid.
pub fn refund_any(conn: &mut PgConnection, admin: &Admin, id: OrderId) -> Result<UserId> {
    conn.transaction(|conn| {
        let order = history::hold(conn, id)?;
        if order.status != OrderStatus::Paid {
            return Err(AppError::Conflict(text!("orders-refund-nothing")));
        }
        refund(conn, &order, order.amount, Reason::ByAdmin, admin.0.id)?;
        Ok(order.user_id)
    })
}

fn refund(
    conn: &mut PgConnection,
    order: &Order,
    amount: i64,
    reason: Reason,
    actor: UserId,
) -> Result<CourseId> {
    take_away(conn, order, amount, reason, Some(actor))?;
    Act::of(actor, "order.refund", "order", order.id)
        .with(serde_json::json!({ "amount": amount, "currency": order.currency }))
        .write(conn)?;
    let paid: Option<Payment> = payments::table
        .filter(payments::order_id.eq(order.id))
        .filter(payments::status.eq(PaymentStatus::Succeeded))
        .select(Payment::as_select())
        .for_update()
        .first(conn)
        .optional()?;
    if let Some(payment) = paid.filter(|_| amount > 0) {
        settling::give_back(conn, &payment, amount)?;
    }
    let sum = i18n::money(amount, &order.currency);
    settling::tell(
        conn,
        order,
        Event::OrderRefunded,
        text!("orders-refunded-notice", order = order.id, amount = sum),
    )?;
    Ok(order.course_id)
}

/// The gateway says that the money went back, by itself or by a dispute. Returns whose right has ended.
pub fn taken_back(
    conn: &mut PgConnection,
    order: &Order,
    payment: &Payment,
) -> Result<Option<UserId>> {
    let row = payments::table.find(payment.id);
    diesel::update(row)
        .set((
            payments::status.eq(PaymentStatus::Refunded),
            payments::refund_amount.eq(payment.refund_amount.unwrap_or(payment.amount)),
        ))
        .execute(conn)?;
    // Of a payment that had come beside the one that counts, the order knows nothing.
    if order.status != OrderStatus::Paid || payment.status != PaymentStatus::Succeeded {
        return Ok(None);
    }
    take_away(conn, order, order.amount, Reason::Dispute, None)?;
    settling::tell(
        conn,
        order,
        Event::OrderRefunded,
        text!("orders-disputed-notice", order = order.id),
    )?;
    Ok(Some(order.user_id))
}

fn take_away(
    conn: &mut PgConnection,
    order: &Order,
    amount: i64,
    reason: Reason,
    actor: Option<UserId>,
) -> Result<()> {
    history::enter(conn, order, OrderStatus::Refunded, reason, actor)?;
    diesel::update(orders::table.find(order.id))
        .set(orders::refund_amount.eq(amount))
        .execute(conn)?;
    courses::end_enrolment(conn, order.user_id, order.course_id)
}
