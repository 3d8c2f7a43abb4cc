//! The list of all orders, as a page and as CSV.

use askama::Template;
use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::queries::{self, Filter, Paid, Row};
use crate::csv::Csv;
use crate::error::Result;
use crate::i18n::{self, Loader};
use crate::orders::history::{self, Change};
use crate::orders::model::{Order, OrderId, OrderStatus, Payment};
use crate::orders::{money, paying};
use crate::web::Page;
use crate::web::listing::{Head, Listing, Rows};

#[derive(Template)]
#[template(path = "orders/ledger.html")]
pub struct Ledger {
    l: Loader,
    page: Page,
    filter: Filter,
    found: Rows<Row>,
}

impl Ledger {
    /// `rows` as the query brings them, perhaps one more than a page.
    pub fn new(page: Page, filter: Filter, rows: Vec<Row>) -> Ledger {
        Ledger {
            l: page.l,
            page,
            found: Rows::cut(&filter, rows, |last| filter.place_of(last)),
            filter,
        }
    }

    fn statuses(&self) -> [OrderStatus; 4] {
        OrderStatus::ALL
    }

    fn head(&self, column: &'static str, label: String) -> Head {
        self.filter.head(column, label)
    }

    fn day(&self, at: &DateTime<Utc>) -> String {
        i18n::date(self.page.locale, *at, self.page.time_zone())
    }
}

/// One order, for whoever has to answer for it: each payment with the gateway's name for it, and its history.
#[derive(Template)]
#[template(path = "orders/case.html")]
pub struct ShowCase {
    l: Loader,
    page: Page,
    order: Order,
    title: String,
    buyer: String,
    payments: Vec<Payment>,
    history: Vec<Change>,
}

impl ShowCase {
    /// # Errors
    /// `NotFound` if there is no such order.
    pub fn load(conn: &mut PgConnection, page: Page, id: OrderId) -> Result<ShowCase> {
        let (order, title, buyer) = queries::find(conn, id)?;
        Ok(ShowCase {
            l: page.l,
            page,
            payments: paying::of_order(conn, id)?,
            history: history::of(conn, id)?,
            order,
            title,
            buyer,
        })
    }

    fn money(&self, minor: &i64) -> String {
        i18n::money(*minor, &self.order.currency)
    }

    fn time(&self, at: &DateTime<Utc>) -> String {
        i18n::full_date_time(self.page.locale, *at, self.page.time_zone())
    }
}

/// A line an order; moments in UTC.
pub fn csv(l: Loader, rows: &[(Row, Option<Paid>)]) -> String {
    let mut csv = Csv::new();
    csv.line(&[
        fl!(l, "orders-number"),
        fl!(l, "orders-buyer"),
        fl!(l, "orders-course"),
        fl!(l, "orders-amount"),
        fl!(l, "orders-currency"),
        fl!(l, "orders-status"),
        fl!(l, "orders-placed-at"),
        fl!(l, "orders-paid-at"),
        fl!(l, "orders-given-back"),
        fl!(l, "orders-paid-with"),
        fl!(l, "orders-transaction"),
    ]);
    for ((order, title, buyer), paid) in rows {
        let sum = |minor: Option<i64>| minor.map(money::decimal).unwrap_or_default();
        csv.line(&[
            order.id.to_string(),
            i18n::username_of(buyer, l).into_owned(),
            title.clone(),
            money::decimal(order.amount),
            order.currency.clone(),
            order.status.label(l),
            order.created_at.to_rfc3339(),
            order.paid_at.map(|at| at.to_rfc3339()).unwrap_or_default(),
            sum(order.refund_amount),
            paid.as_ref()
                .map(|(gateway, _)| gateway.label(l))
                .unwrap_or_default(),
            paid.as_ref()
                .and_then(|(_, capture)| capture.clone())
                .unwrap_or_default(),
        ]);
    }
    csv.finish()
}
