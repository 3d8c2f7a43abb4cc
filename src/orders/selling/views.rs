//! The page of a course's price, coupons and earnings.

use askama::Template;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::form::{CURRENCIES, CouponForm, PriceForm};
use super::revenue::{self, Month};
use crate::courses::{self, Course, CourseId, Status};
use crate::error::{Errors, Result};
use crate::i18n::{self, Loader};
use crate::orders::coupons::{self, Coupon};
use crate::orders::money::{self, Reduction};
use crate::web::{Page, Viewer};

/// Which form was sent, and with what.
pub enum Typed {
    Nothing,
    Price(PriceForm),
    Coupon(CouponForm),
}

#[derive(Template)]
#[template(path = "orders/sales.html")]
pub struct Sales {
    l: Loader,
    page: Page,
    course: Course,
    price: PriceForm,
    price_errors: Errors,
    coupon: CouponForm,
    coupon_errors: Errors,
    coupons: Vec<Coupon>,
    months: Vec<Month>,
}

impl Sales {
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        course: CourseId,
        typed: Typed,
        errors: Errors,
    ) -> Result<Sales> {
        let course = courses::managed(conn, viewer, course)?;
        let stored = PriceForm {
            price: money::decimal(course.price_minor),
            currency: course.currency.clone(),
        };
        let fresh = CouponForm {
            kind: "percent".into(),
            ..CouponForm::default()
        };
        let ((price, price_errors), (coupon, coupon_errors)) = match typed {
            Typed::Price(form) => ((form, errors), (fresh, Errors::default())),
            Typed::Coupon(form) => ((stored, Errors::default()), (form, errors)),
            Typed::Nothing => ((stored, errors), (fresh, Errors::default())),
        };
        Ok(Sales {
            l: page.l,
            coupons: coupons::list(conn, course.id)?,
            months: revenue::by_month(conn, course.id, page.time_zone().name())?,
            page,
            course,
            price,
            price_errors,
            coupon,
            coupon_errors,
        })
    }

    fn currencies(&self) -> [&'static str; 3] {
        CURRENCIES
    }

    fn price_error(&self, field: &str) -> String {
        self.price_errors.of(field, self.l).unwrap_or_default()
    }

    fn coupon_error(&self, field: &str) -> String {
        self.coupon_errors.of(field, self.l).unwrap_or_default()
    }

    fn reduction(&self, coupon: &Coupon) -> String {
        match coupon.reduction() {
            Reduction::Percent(percent) => format!("−{percent}%"),
            Reduction::Fixed(off) => format!("−{}", i18n::money(off, &self.course.currency)),
        }
    }

    fn uses(&self, coupon: &Coupon) -> String {
        match coupon.max_uses {
            Some(most) => format!("{} / {most}", coupon.used_count),
            None => coupon.used_count.to_string(),
        }
    }

    fn until(&self, coupon: &Coupon) -> Option<String> {
        let moment = coupon.expires_at? - chrono::Duration::seconds(1);
        Some(i18n::date(self.page.locale, moment, self.page.time_zone()))
    }

    fn net(&self, month: &Month) -> String {
        i18n::money(month.earned - month.given_back, &month.currency)
    }

    fn money(&self, minor: &i64, month: &Month) -> String {
        i18n::money(*minor, &month.currency)
    }
}
