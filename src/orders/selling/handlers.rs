//! The addresses of selling. Writes answer 303 to the page, or the page again with what to mend.

use actix_web::HttpResponse;
use actix_web::web::{self, Path};
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::form::{CouponForm, PriceForm};
use super::views::{Sales, Typed};
use crate::courses::{self, CourseId};
use crate::db;
use crate::error::Result;
use crate::orders::coupons;
use crate::orders::model::CouponId;
use crate::state::App;
use crate::web::{Flash, Form, Page, Reply, Respond, Viewer, html_with, see_other};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/courses/{course}/sales", web::get().to(show_sales))
        .route("/courses/{course}/price", web::post().to(update_price))
        .route("/courses/{course}/coupons", web::post().to(create_coupon))
        .route(
            "/courses/{course}/coupons/{coupon}",
            web::post().to(update_coupon),
        );
}

async fn show_sales(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
) -> Result<HttpResponse> {
    show(
        app,
        page,
        viewer,
        course.into_inner(),
        Typed::Nothing,
        Reply::ok(),
    )
    .await
}

async fn update_price(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
    Form(form): Form<PriceForm>,
) -> Result<HttpResponse> {
    let (id, by, typed) = (
        course.into_inner(),
        viewer.clone(),
        Typed::Price(form.clone()),
    );
    let set = move |conn: &mut PgConnection| {
        let course = courses::managed(conn, &by, id)?;
        let (price, currency) = form.check()?;
        courses::set_price(conn, &by, course.id, price, currency)
    };
    answer(app, page, viewer, id, typed, set).await
}

async fn create_coupon(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
    Form(form): Form<CouponForm>,
) -> Result<HttpResponse> {
    let (id, by, typed) = (
        course.into_inner(),
        viewer.clone(),
        Typed::Coupon(form.clone()),
    );
    let create = move |conn: &mut PgConnection| {
        let course = courses::managed(conn, &by, id)?;
        let coupon = form.check(by.time_zone, db::clock(conn)?)?;
        coupons::create(conn, &by, course.id, &coupon)
    };
    answer(app, page, viewer, id, typed, create).await
}

#[derive(Deserialize)]
struct EndForm {
    is_ended: bool,
}

async fn update_coupon(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(CourseId, CouponId)>,
    Form(form): Form<EndForm>,
) -> Result<HttpResponse> {
    let ((id, coupon), by) = (path.into_inner(), viewer.clone());
    let end = move |conn: &mut PgConnection| {
        let course = courses::managed(conn, &by, id)?;
        coupons::set_ended(conn, course.id, coupon, form.is_ended)
    };
    answer(app, page, viewer, id, Typed::Nothing, end).await
}

/// Does the work and leads back to the page; what can be mended is shown in it.
async fn answer(
    app: App,
    page: Page,
    viewer: Viewer,
    course: CourseId,
    typed: Typed,
    work: impl FnOnce(&mut PgConnection) -> Result<()> + Send + 'static,
) -> Result<HttpResponse> {
    match Reply::sort(app.db.run(work).await, "")? {
        Ok(()) => {
            courses::forget_catalogue(&app);
            let told = Flash::success(fl!(page.l, "orders-sales-saved"));
            Ok(see_other(&format!("/courses/{course}/sales")).with_flash(told))
        }
        Err(reply) => show(app, page, viewer, course, typed, reply).await,
    }
}

async fn show(
    app: App,
    page: Page,
    viewer: Viewer,
    course: CourseId,
    typed: Typed,
    reply: Reply,
) -> Result<HttpResponse> {
    let status = reply.status;
    let load = move |conn: &mut _| Sales::load(conn, page, &viewer, course, typed, reply.errors);
    html_with(status, &app.db.run(load).await?)
}
