//! The one way in which an order changes its state, and the history that comes of it.

use chrono::{DateTime, Utc};
use diesel::dsl::now;
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use i18n_embed_fl::fl;

use super::model::{Order, OrderId, OrderStatus};
use crate::error::Result;
use crate::i18n::Loader;
use crate::schema::{order_changes, orders};
use crate::web::UserId;

/// Why an order came into a state. The names are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    Placed,
    /// The coupon took everything off.
    NothingToPay,
    Gateway,
    ByBuyer,
    ByAdmin,
    Expired,
    /// The last seat had gone by the time the money came.
    Full,
    /// The buyer's bank took the money back.
    Dispute,
}

impl Reason {
    const ALL: [Reason; 8] = [
        Reason::Placed,
        Reason::NothingToPay,
        Reason::Gateway,
        Reason::ByBuyer,
        Reason::ByAdmin,
        Reason::Expired,
        Reason::Full,
        Reason::Dispute,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Reason::Placed => "placed",
            Reason::NothingToPay => "nothing_to_pay",
            Reason::Gateway => "gateway",
            Reason::ByBuyer => "buyer",
            Reason::ByAdmin => "admin",
            Reason::Expired => "expired",
            Reason::Full => "full",
            Reason::Dispute => "dispute",
        }
    }

    fn label(self, l: Loader) -> String {
        match self {
            Reason::Placed => fl!(l, "orders-reason-placed"),
            Reason::NothingToPay => fl!(l, "orders-reason-nothing-to-pay"),
            Reason::Gateway => fl!(l, "orders-reason-gateway"),
            Reason::ByBuyer => fl!(l, "orders-reason-buyer"),
            Reason::ByAdmin => fl!(l, "orders-reason-admin"),
            Reason::Expired => fl!(l, "orders-reason-expired"),
            Reason::Full => fl!(l, "orders-reason-full"),
            Reason::Dispute => fl!(l, "orders-reason-dispute"),
        }
    }
}

/// A line of an order's history.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = order_changes, check_for_backend(Pg))]
pub struct Change {
    pub status: OrderStatus,
    reason: String,
    pub at: DateTime<Utc>,
}

impl Change {
    pub fn reason(&self, l: Loader) -> String {
        let known = Reason::ALL
            .into_iter()
            .find(|reason| reason.name() == self.reason);
        known.map_or_else(String::new, |reason| reason.label(l))
    }
}

/// The order, held until the transaction ends.
pub fn hold(conn: &mut PgConnection, id: OrderId) -> Result<Order> {
    let order = orders::table
        .find(id)
        .select(Order::as_select())
        .for_update()
        .first(conn)?;
    Ok(order)
}

/// Brings an order, which is held, into its next state.
pub fn enter(
    conn: &mut PgConnection,
    order: &Order,
    status: OrderStatus,
    reason: Reason,
    actor: Option<UserId>,
) -> Result<()> {
    let row = orders::table.find(order.id);
    diesel::update(row)
        .set(orders::status.eq(status))
        .execute(conn)?;
    if status == OrderStatus::Paid {
        diesel::update(row)
            .set(orders::paid_at.eq(now))
            .execute(conn)?;
    }
    note(conn, order.id, status, reason, actor)
}

/// Writes the line of a state that the order is in.
pub fn note(
    conn: &mut PgConnection,
    order: OrderId,
    status: OrderStatus,
    reason: Reason,
    actor: Option<UserId>,
) -> Result<()> {
    diesel::insert_into(order_changes::table)
        .values((
            order_changes::order_id.eq(order),
            order_changes::status.eq(status),
            order_changes::reason.eq(reason.name()),
            order_changes::actor_id.eq(actor),
        ))
        .execute(conn)?;
    Ok(())
}

/// The history of an order, oldest first.
pub fn of(conn: &mut PgConnection, order: OrderId) -> Result<Vec<Change>> {
    Ok(order_changes::table
        .filter(order_changes::order_id.eq(order))
        .order(order_changes::id)
        .select(Change::as_select())
        .load(conn)?)
}
