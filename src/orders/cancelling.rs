//! Cancelling an order that is not paid: by its buyer, or by time.

use chrono::{Duration, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::coupons;
use super::history::{self, Reason};
use super::model::{OrderId, OrderStatus};
use super::placing;
use crate::error::{AppError, Result};
use crate::schema::orders;
use crate::text;
use crate::web::{UserId, Viewer};

/// An order that nobody has paid for so long is cancelled.
pub const PENDING_MINUTES: i64 = 30;

/// Cancels the viewer's own order. Doing it again changes nothing.
///
/// # Errors
/// `Conflict` if it is paid.
pub fn cancel(conn: &mut PgConnection, viewer: &Viewer, id: OrderId) -> Result<()> {
    placing::own(conn, viewer, id)?;
    match end(conn, id, Reason::ByBuyer, Some(viewer.id))? {
        OrderStatus::Paid | OrderStatus::Refunded => {
            Err(AppError::Conflict(text!("orders-cannot-cancel")))
        }
        _ => Ok(()),
    }
}

/// Cancels what has been pending for too long. At most a thousand at a time; the next round takes the rest.
pub fn expire(conn: &mut PgConnection) -> Result<usize> {
    let limit = Utc::now() - Duration::minutes(PENDING_MINUTES);
    let due: Vec<OrderId> = orders::table
        .filter(orders::status.eq(OrderStatus::Pending))
        .filter(orders::created_at.lt(limit))
        .order(orders::created_at)
        .limit(1000)
        .select(orders::id)
        .load(conn)?;
    for id in &due {
        end(conn, *id, Reason::Expired, None)?;
    }
    Ok(due.len())
}

/// Cancels the order if it is pending, and tells the state it was in.
fn end(
    conn: &mut PgConnection,
    id: OrderId,
    reason: Reason,
    actor: Option<UserId>,
) -> Result<OrderStatus> {
    conn.transaction(|conn| {
        let order = history::hold(conn, id)?;
        if order.is_pending() {
            history::enter(conn, &order, OrderStatus::Cancelled, reason, actor)?;
            coupons::give_back(conn, &order)?;
        }
        Ok(order.status)
    })
}
