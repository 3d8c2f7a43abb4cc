//! Every order, filtered.

use std::collections::HashMap;

use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::Deserialize;

use crate::error::Result;
use crate::orders::model::{GatewayName, Order, OrderId, OrderStatus, PaymentStatus};
use crate::schema::{courses, orders, payments, users};
use crate::search;

/// Orders a page.
pub const PAGE: i64 = 50;

/// The most rows of a CSV file.
const MOST_EXPORTED: i64 = 100_000;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Part of a buyer's name or of a title.
    pub q: String,
    pub status: String,
    pub before: Option<OrderId>,
}

/// With whom an order was paid, and the gateway's name for the money.
pub type Paid = (GatewayName, Option<String>);

/// An order, the title of its course, and the name of its buyer.
pub type Row = (Order, String, String);

/// Newest first; one more than a page if there are more.
pub fn page(conn: &mut PgConnection, filter: &Filter) -> Result<Vec<Row>> {
    list(conn, filter, PAGE + 1)
}

/// For the books: every order with the payment by which it was paid.
pub fn all(conn: &mut PgConnection, filter: &Filter) -> Result<Vec<(Row, Option<Paid>)>> {
    let rows = list(conn, filter, MOST_EXPORTED)?;
    let mut paid: HashMap<OrderId, Paid> = payments::table
        .filter(payments::order_id.eq_any(rows.iter().map(|(order, ..)| order.id)))
        .filter(payments::status.eq_any(PaymentStatus::CAME_IN))
        // The last of an order stays: the one that counts, not what came in beside it and was given back.
        .order((
            payments::status.eq(PaymentStatus::Succeeded),
            payments::id.desc(),
        ))
        .select((payments::order_id, (payments::gateway, payments::capture)))
        .load::<(OrderId, Paid)>(conn)?
        .into_iter()
        .collect();
    let with_paid = |row: Row| {
        let paid = paid.remove(&row.0.id);
        (row, paid)
    };
    Ok(rows.into_iter().map(with_paid).collect())
}

/// # Errors
/// `NotFound` if there is no such order.
pub fn find(conn: &mut PgConnection, id: OrderId) -> Result<Row> {
    Ok(orders::table
        .inner_join(courses::table)
        .inner_join(users::table.on(users::id.eq(orders::user_id)))
        .filter(orders::id.eq(id))
        .select((Order::as_select(), courses::title, users::username))
        .first(conn)?)
}

fn list(conn: &mut PgConnection, filter: &Filter, limit: i64) -> Result<Vec<Row>> {
    let mut rows = orders::table
        .inner_join(courses::table)
        .inner_join(users::table.on(users::id.eq(orders::user_id)))
        .filter(orders::id.lt(filter.before.unwrap_or(OrderId::MAX)))
        .order(orders::id.desc())
        .limit(limit)
        .select((Order::as_select(), courses::title, users::username))
        .into_boxed();
    if let Some(status) = OrderStatus::from_name(&filter.status) {
        rows = rows.filter(orders::status.eq(status));
    }
    let words = filter.q.trim();
    if !words.is_empty() {
        let like = search::like_anywhere(words);
        rows = rows.filter(
            users::username
                .ilike(like.clone())
                .or(courses::title.ilike(like)),
        );
    }
    Ok(rows.load(conn)?)
}
