//! Cancelling an order that is not paid: by its buyer, or by time ([`super::expiring`]).

use diesel::Connection;
use diesel::pg::PgConnection;

use super::coupons;
use super::history::{self, Reason};
use super::jobs::ClosePayment;
use super::model::{OrderId, OrderStatus};
use super::{paying, placing};
use crate::error::{AppError, Result};
use crate::web::{UserId, Viewer};
use crate::{jobs, text};

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

/// Cancels the order if it is pending, and tells the state it was in.
pub fn end(
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
            for payment in paying::under_way(conn, id)? {
                jobs::enqueue(conn, &ClosePayment::of(&payment))?;
            }
        }
        Ok(order.status)
    })
}
