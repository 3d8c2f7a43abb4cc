//! The addresses of buying. Writes answer 303 to the order, or the page again with what to mend.

use actix_web::web::{self, Path};
use actix_web::{HttpResponse, http};
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::papers::{OnTheWay, Receipt};
use super::views::{Checkout, MyOrders, ShowOrder};
use crate::courses::CourseId;
use crate::error::{AppError, Result};
use crate::orders::model::{GatewayName, OrderId};
use crate::orders::{cancelling, paying, placing, refunding};
use crate::realtime;
use crate::state::App;
use crate::web::{Flash, Form, Page, Reply, Respond, Viewer, html, html_with, see_other};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/courses/{course}/orders/new", web::get().to(new_order))
        .route("/courses/{course}/orders", web::post().to(create_order))
        .route("/orders", web::get().to(list_orders))
        .route("/orders/{order}", web::get().to(show_order))
        .route("/orders/{order}/receipt", web::get().to(show_receipt))
        .route("/orders/{order}/payment", web::get().to(show_payment))
        .route("/orders/{order}/payment", web::post().to(create_payment))
        .route("/orders/{order}/check", web::post().to(check_payment))
        .route("/orders/{order}/cancellation", web::post().to(cancel_order))
        .route("/orders/{order}/refund", web::post().to(refund_order))
        .route(
            "/orders/{order}/enrolment",
            web::post().to(create_enrolment),
        );
}

#[derive(Deserialize, Default)]
struct CouponForm {
    #[serde(default)]
    coupon: String,
}

async fn new_order(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
    query: web::Query<CouponForm>,
) -> Result<HttpResponse> {
    let (id, coupon) = (course.into_inner(), query.into_inner().coupon);
    show_checkout(app, page, viewer, id, coupon, Reply::ok()).await
}

async fn create_order(
    app: App,
    page: Page,
    viewer: Viewer,
    course: Path<CourseId>,
    Form(form): Form<CouponForm>,
) -> Result<HttpResponse> {
    app.limits.orders.take(viewer.id)?;
    let (id, buyer, coupon) = (course.into_inner(), viewer.clone(), form.coupon.clone());
    let placed = app
        .db
        .run(move |conn| placing::place(conn, &buyer, id, &coupon))
        .await;
    match Reply::sort(placed, "")? {
        Ok(order) => Ok(see_other(&format!("/orders/{order}"))),
        Err(reply) => show_checkout(app, page, viewer, id, form.coupon, reply).await,
    }
}

async fn show_checkout(
    app: App,
    page: Page,
    viewer: Viewer,
    course: CourseId,
    coupon: String,
    reply: Reply,
) -> Result<HttpResponse> {
    let status = reply.status;
    let load =
        move |conn: &mut _| Checkout::load(conn, page, &viewer, course, coupon, reply.errors);
    let shown = app.db.run(load).await?;
    match shown.open_order() {
        Some(order) if status == http::StatusCode::OK => Ok(see_other(&order)),
        _ => html_with(status, &shown),
    }
}

#[derive(Deserialize)]
struct Before {
    before: Option<OrderId>,
}

async fn list_orders(
    app: App,
    page: Page,
    viewer: Viewer,
    query: web::Query<Before>,
) -> Result<HttpResponse> {
    let load = move |conn: &mut _| MyOrders::load(conn, page, &viewer, query.before);
    html(&app.db.run(load).await?)
}

async fn show_order(
    app: App,
    page: Page,
    viewer: Viewer,
    order: Path<OrderId>,
) -> Result<HttpResponse> {
    let program = app.clone();
    let load = move |conn: &mut _| ShowOrder::load(conn, &program, page, &viewer, *order);
    html(&app.db.run(load).await?)
}

async fn show_receipt(
    app: App,
    page: Page,
    viewer: Viewer,
    order: Path<OrderId>,
) -> Result<HttpResponse> {
    let site = app.config.http.public_url.clone();
    let load = move |conn: &mut _| Receipt::load(conn, page, &viewer, *order, site);
    html(&app.db.run(load).await?)
}

#[derive(Deserialize)]
struct PaymentForm {
    gateway: String,
}

async fn create_payment(
    app: App,
    page: Page,
    viewer: Viewer,
    order: Path<OrderId>,
    Form(form): Form<PaymentForm>,
) -> Result<HttpResponse> {
    let gateway = GatewayName::from_name(&form.gateway).ok_or(AppError::NotFound)?;
    app.limits.orders.take(viewer.id)?;
    let path = format!("/orders/{order}");
    match paying::begin(&app, viewer, *order, gateway).await {
        Ok(_) => Ok(see_other(&format!(
            "{path}/payment?gateway={}",
            gateway.name()
        ))),
        Err(AppError::Conflict(words) | AppError::Away(words)) => {
            Ok(see_other(&path).with_flash(Flash::error(words.in_(page.l))))
        }
        Err(error) => Err(error),
    }
}

/// A form may lead to no other site (its policy holds through redirects), so this page does.
async fn show_payment(
    app: App,
    page: Page,
    viewer: Viewer,
    order: Path<OrderId>,
    query: web::Query<PaymentForm>,
) -> Result<HttpResponse> {
    let gateway = GatewayName::from_name(&query.gateway).ok_or(AppError::NotFound)?;
    let load = move |conn: &mut _| OnTheWay::load(conn, page, &viewer, *order, gateway);
    let shown = app.db.run(load).await?;
    match shown.local_page() {
        Some(path) => Ok(see_other(path)),
        None => html(&shown),
    }
}

async fn check_payment(
    app: App,
    page: Page,
    viewer: Viewer,
    order: Path<OrderId>,
) -> Result<HttpResponse> {
    let answer = see_other(&format!("/orders/{order}"));
    match paying::check(&app, viewer, *order).await {
        Ok(()) => Ok(answer),
        Err(AppError::Away(words)) => Ok(answer.with_flash(Flash::error(words.in_(page.l)))),
        Err(error) => Err(error),
    }
}

async fn cancel_order(
    app: App,
    page: Page,
    viewer: Viewer,
    order: Path<OrderId>,
) -> Result<HttpResponse> {
    let id = order.into_inner();
    app.db
        .run(move |conn| cancelling::cancel(conn, &viewer, id))
        .await?;
    let told = Flash::notice(fl!(page.l, "orders-cancelled-flash"));
    Ok(see_other(&format!("/orders/{id}")).with_flash(told))
}

#[derive(Deserialize)]
struct RefundForm {
    /// What the page said would be given back, in minor units.
    quoted: i64,
}

async fn refund_order(
    app: App,
    page: Page,
    viewer: Viewer,
    order: Path<OrderId>,
    Form(form): Form<RefundForm>,
) -> Result<HttpResponse> {
    let (id, user) = (order.into_inner(), viewer.id);
    app.db
        .run(move |conn| refunding::refund_own(conn, &viewer, id, form.quoted))
        .await?;
    realtime::recheck(&app, user).await;
    let told = Flash::success(fl!(page.l, "orders-refunded-flash"));
    Ok(see_other(&format!("/orders/{id}")).with_flash(told))
}

async fn create_enrolment(app: App, viewer: Viewer, order: Path<OrderId>) -> Result<HttpResponse> {
    let course = app
        .db
        .run(move |conn| placing::enrol_again(conn, &viewer, *order))
        .await?;
    Ok(see_other(&format!("/courses/{course}")))
}
