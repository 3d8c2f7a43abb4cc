//! What the buyer's pages read.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::error::Result;
use crate::orders::model::{GatewayName, Order, OrderId, Payment, PaymentStatus};
use crate::schema::{courses, orders, payments};
use crate::web::Viewer;

/// Orders a page of the list.
pub const PAGE: i64 = 20;

/// The viewer's orders with the titles of their courses, newest first; one more than a page if there are more.
pub fn list(
    conn: &mut PgConnection,
    viewer: &Viewer,
    before: Option<OrderId>,
) -> Result<Vec<(Order, String)>> {
    Ok(orders::table
        .inner_join(courses::table)
        .filter(orders::user_id.eq(viewer.id))
        .filter(orders::id.lt(before.unwrap_or(OrderId::MAX)))
        .order(orders::id.desc())
        .limit(PAGE + 1)
        .select((Order::as_select(), courses::title))
        .load(conn)?)
}

/// The viewer's own order with the title of its course.
pub fn own(conn: &mut PgConnection, viewer: &Viewer, id: OrderId) -> Result<(Order, String)> {
    Ok(orders::table
        .inner_join(courses::table)
        .filter(orders::id.eq(id))
        .filter(orders::user_id.eq(viewer.id))
        .select((Order::as_select(), courses::title))
        .first(conn)?)
}

/// The payment of an order that is under way with this gateway.
pub fn under_way(conn: &mut PgConnection, order: OrderId, gateway: GatewayName) -> Result<Payment> {
    Ok(payments::table
        .filter(payments::order_id.eq(order))
        .filter(payments::gateway.eq(gateway))
        .filter(payments::status.eq(PaymentStatus::Started))
        .filter(payments::page_url.is_not_null())
        .order(payments::id.desc())
        .select(Payment::as_select())
        .first(conn)?)
}

/// The payment by which an order was paid.
pub fn counted(conn: &mut PgConnection, order: OrderId) -> Result<Option<Payment>> {
    Ok(payments::table
        .filter(payments::order_id.eq(order))
        .filter(payments::status.eq_any(PaymentStatus::CAME_IN))
        // One that came in beside it was given back.
        .order((payments::status.ne(PaymentStatus::Succeeded), payments::id))
        .select(Payment::as_select())
        .first(conn)
        .optional()?)
}
