//! The short pages beside an order: on the way to the gateway, and the receipt.

use askama::Template;
use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;
use url::Url;

use super::queries;
use crate::courses;
use crate::error::{AppError, Result};
use crate::i18n::{self, Loader};
use crate::orders::model::{GatewayName, Order, OrderId, Payment};
use crate::orders::placing;
use crate::web::{Page, Viewer};

/// Takes the buyer to the gateway.
#[derive(Template)]
#[template(path = "orders/payment.html")]
pub struct OnTheWay {
    l: Loader,
    page: Page,
    order: OrderId,
    gateway: GatewayName,
    address: String,
}

impl OnTheWay {
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        order: OrderId,
        gateway: GatewayName,
    ) -> Result<OnTheWay> {
        placing::own(conn, viewer, order)?;
        let payment = queries::under_way(conn, order, gateway)?;
        Ok(OnTheWay {
            l: page.l,
            page,
            order,
            gateway,
            address: payment.page_url.unwrap_or_default(),
        })
    }

    /// The page of a gateway that is here.
    pub fn local_page(&self) -> Option<&str> {
        (self.gateway == GatewayName::Sandbox).then_some(self.address.as_str())
    }
}

/// To be printed.
#[derive(Template)]
#[template(path = "orders/receipt.html")]
pub struct Receipt {
    l: Loader,
    page: Page,
    order: Order,
    title: String,
    /// Of the course, as HTML names it.
    language: &'static str,
    paid_at: DateTime<Utc>,
    /// Nothing for an order that a coupon has paid.
    payment: Option<Payment>,
    /// Where it was bought.
    site: Url,
}

impl Receipt {
    /// # Errors
    /// `NotFound` for orders that were never paid.
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        id: OrderId,
        site: Url,
    ) -> Result<Receipt> {
        let (order, title) = queries::own(conn, viewer, id)?;
        let paid_at = order.paid_at.ok_or(AppError::NotFound)?;
        let course = courses::of_order(conn, order.course_id)?;
        Ok(Receipt {
            l: page.l,
            page,
            title,
            language: course.language.tag(),
            paid_at,
            payment: queries::counted(conn, id)?,
            site,
            order,
        })
    }

    fn buyer(&self) -> &str {
        self.page
            .viewer
            .as_ref()
            .map_or("", |viewer| viewer.display_name.as_str())
    }

    fn site(&self) -> &str {
        self.site.host_str().unwrap_or_default()
    }

    fn time(&self, at: &DateTime<Utc>) -> String {
        i18n::full_date_time(self.page.locale, *at, self.page.time_zone())
    }
}
