//! What a buyer sees.

use askama::Template;
use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::queries::{self, PAGE};
use crate::courses::{self, Course, CourseId};
use crate::error::{AppError, Errors, Result};
use crate::i18n::{self, Loader};
use crate::orders::coupons;
use crate::orders::expiring::PENDING_MINUTES;
use crate::orders::gateways;
use crate::orders::history::{self, Change};
use crate::orders::model::{GatewayName, Order, OrderId, OrderStatus, Payment, PaymentStatus};
use crate::orders::refunding::{self, WINDOW_DAYS};
use crate::orders::{money, paying, placing};
use crate::state::App;
use crate::web::{Page, Viewer};

/// Before buying: the price, a coupon, what a refund would be.
#[derive(Template)]
#[template(path = "orders/checkout.html")]
pub struct Checkout {
    l: Loader,
    page: Page,
    course: Course,
    open: Option<Order>,
    coupon: String,
    /// With the coupon that was typed.
    amount: i64,
    errors: Errors,
}

impl Checkout {
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        course: CourseId,
        coupon: String,
        mut errors: Errors,
    ) -> Result<Checkout> {
        let open = placing::open_order(conn, viewer, course)?;
        let course = match &open {
            Some(_) => courses::visible(conn, Some(viewer), course)?,
            None => placing::for_sale(conn, viewer, course)?,
        };
        let mut amount = course.price_minor;
        if open.is_none() && !coupon.trim().is_empty() && errors.is_empty() {
            match coupons::usable(conn, viewer.id, course.id, &coupon) {
                Ok(found) => amount = money::reduced(amount, found.reduction()),
                Err(AppError::Invalid(refused)) => errors = refused,
                Err(error) => return Err(error),
            }
        }
        Ok(Checkout {
            l: page.l,
            page,
            course,
            open,
            coupon,
            amount,
            errors,
        })
    }

    /// Where the viewer's order of this course is, if they have one.
    pub fn open_order(&self) -> Option<String> {
        self.open.as_ref().map(Order::path)
    }

    fn is_reduced(&self) -> bool {
        self.amount < self.course.price_minor
    }

    fn reduction(&self) -> String {
        self.money(&(self.course.price_minor - self.amount))
    }

    fn money(&self, minor: &i64) -> String {
        i18n::money(*minor, &self.course.currency)
    }

    fn error(&self, field: &str) -> String {
        self.errors.of(field, self.l).unwrap_or_default()
    }
}

/// The list of own orders.
#[derive(Template)]
#[template(path = "orders/list.html")]
pub struct MyOrders {
    l: Loader,
    page: Page,
    orders: Vec<(Order, String)>,
    has_older: bool,
}

impl MyOrders {
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        before: Option<OrderId>,
    ) -> Result<MyOrders> {
        let mut orders = queries::list(conn, viewer, before)?;
        let has_older = orders.len() as i64 > PAGE;
        orders.truncate(PAGE as usize);
        Ok(MyOrders {
            l: page.l,
            page,
            orders,
            has_older,
        })
    }

    fn older(&self) -> String {
        match self.orders.last() {
            Some((last, _)) if self.has_older => format!("/orders?before={}", last.id),
            _ => String::new(),
        }
    }

    fn day(&self, at: &DateTime<Utc>) -> String {
        i18n::date(self.page.locale, *at, self.page.time_zone())
    }
}

/// One order: its state, how to pay, what can be given back, its history.
#[derive(Template)]
#[template(path = "orders/show.html")]
pub struct ShowOrder {
    l: Loader,
    page: Page,
    order: Order,
    title: String,
    payments: Vec<Payment>,
    history: Vec<Change>,
    gateways: Vec<GatewayName>,
    /// In minor units.
    refund: Option<i64>,
    is_enrolled: bool,
}

impl ShowOrder {
    pub fn load(
        conn: &mut PgConnection,
        app: &App,
        page: Page,
        viewer: &Viewer,
        id: OrderId,
    ) -> Result<ShowOrder> {
        let (order, title) = queries::own(conn, viewer, id)?;
        Ok(ShowOrder {
            l: page.l,
            page,
            title,
            payments: paying::of_order(conn, id)?,
            history: history::of(conn, id)?,
            gateways: gateways::offered(app, &order.currency),
            refund: refunding::quote(conn, &order)?,
            is_enrolled: courses::is_enrolled(conn, viewer.id, order.course_id)?,
            order,
        })
    }

    /// Whether a gateway may still tell something that changes the page.
    fn is_waiting(&self) -> bool {
        let is_under_way = |payment: &Payment| payment.status == PaymentStatus::Started;
        self.order.is_pending() && self.payments.iter().any(is_under_way)
    }

    /// Whether money is on its way that takes days.
    fn is_coming(&self) -> bool {
        self.order.is_pending() && self.payments.iter().any(Payment::is_coming)
    }

    fn has_failed(&self) -> bool {
        let newest = self.payments.first();
        self.order.is_pending()
            && newest.is_some_and(|payment| payment.status == PaymentStatus::Failed)
    }

    /// Money that came in beside the order and goes back.
    fn is_returning(&self) -> bool {
        let goes_back = |payment: &Payment| {
            matches!(
                payment.status,
                PaymentStatus::Refunding | PaymentStatus::Refunded
            )
        };
        self.order.status != OrderStatus::Refunded && self.payments.iter().any(goes_back)
    }

    fn money(&self, minor: &i64) -> String {
        i18n::money(*minor, &self.order.currency)
    }

    fn time(&self, at: &DateTime<Utc>) -> String {
        i18n::full_date_time(self.page.locale, *at, self.page.time_zone())
    }
}
