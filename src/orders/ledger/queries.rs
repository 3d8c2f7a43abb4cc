//! Every order, filtered.

use std::collections::HashMap;

use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::Deserialize;

use crate::accounts::may_be_called;
use crate::error::Result;
use crate::keyset;
use crate::orders::model::{GatewayName, Order, OrderId, OrderStatus, PaymentStatus};
use crate::schema::sql_types::OrderStatus as StatusType;
use crate::schema::{courses, orders, payments, users};
use crate::search;
use crate::web::listing::{Listing, Sort, place};
use crate::web::{Admin, UserId};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Part of a buyer's name or of a title.
    pub q: String,
    pub status: String,
    pub sort: String,
    pub after: String,
}

impl Listing for Filter {
    const PATH: &'static str = "/admin/orders";
    const COLUMNS: &'static [Sort] = &[
        Sort::down("placed"),
        Sort::down("amount"),
        Sort::up("status"),
    ];

    fn filters(&self) -> Vec<(&'static str, &str)> {
        vec![("q", &self.q), ("status", &self.status)]
    }

    fn typed_sort(&self) -> &str {
        &self.sort
    }
}

impl Filter {
    /// Where an order stands in the list.
    pub fn place_of(&self, (order, ..): &Row) -> String {
        match self.sort().column {
            "amount" => format!("{}~{}", order.amount, order.id),
            "status" => format!("{}~{}", order.status.name(), order.id),
            _ => format!("{0}~{0}", order.id),
        }
    }
}

/// With whom an order was paid, and the gateway's name for the money.
pub type Paid = (GatewayName, Option<String>);

/// An order, the title of its course, and the name of its buyer.
pub type Row = (Order, String, String);

/// For the books: every order with the payment by which it was paid.
pub fn with_payments(
    conn: &mut PgConnection,
    admin: &Admin,
    filter: &Filter,
    limit: i64,
) -> Result<Vec<(Row, Option<Paid>)>> {
    let rows = list(conn, admin, filter, limit)?;
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

/// So many buyers or courses that are called so make a search of every order anyhow, which soon has a page of them.
const FEW: i64 = 500;

/// The buyers and the courses that are called so, if they are few: their orders are found by indexes, however many there are.
fn few_named(conn: &mut PgConnection, words: &str) -> Result<Option<(Vec<UserId>, Vec<i64>)>> {
    let like = search::like_anywhere(words);
    let buyers: Vec<UserId> = users::table
        .filter(may_be_called(words))
        .filter(users::username.ilike(like.clone()))
        .limit(FEW + 1)
        .select(users::id)
        .load(conn)?;
    let titles: Vec<i64> = courses::table
        .filter(courses::title.ilike(like))
        .limit(FEW + 1)
        .select(courses::id)
        .load(conn)?;
    let are_few = buyers.len() as i64 <= FEW && titles.len() as i64 <= FEW;
    Ok(are_few.then_some((buyers, titles)))
}

/// The orders that fit, in the order that is asked for.
pub fn list(conn: &mut PgConnection, _: &Admin, filter: &Filter, limit: i64) -> Result<Vec<Row>> {
    let mut rows = orders::table
        .inner_join(courses::table)
        .inner_join(users::table.on(users::id.eq(orders::user_id)))
        .limit(limit)
        .select((Order::as_select(), courses::title, users::username))
        .into_boxed();
    if let Some(status) = OrderStatus::from_name(&filter.status) {
        rows = rows.filter(orders::status.eq(status));
    }
    let words = filter.q.trim();
    if !words.is_empty() {
        rows = match few_named(conn, words)? {
            Some((buyers, titles)) => rows.filter(
                orders::user_id
                    .eq_any(buyers)
                    .or(orders::course_id.eq_any(titles)),
            ),
            None => {
                let like = search::like_anywhere(words);
                let is_named = users::username.ilike(like.clone());
                rows.filter(is_named.or(courses::title.ilike(like)))
            }
        };
    }
    let (sort, after) = (filter.sort(), filter.after.as_str());
    rows = match sort.column {
        "amount" => keyset!(rows, sort, place::<i64>(after), "orders.amount": BigInt, "orders.id"),
        "status" => {
            let place = place::<String>(after);
            let place = place.and_then(|(name, id)| Some((OrderStatus::from_name(&name)?, id)));
            keyset!(rows, sort, place, "orders.status": StatusType, "orders.id")
        }
        _ => keyset!(rows, sort, place::<i64>(after), "orders.id": BigInt, "orders.id"),
    };
    Ok(rows.load(conn)?)
}
