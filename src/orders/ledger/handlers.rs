//! `/admin/orders`.

use actix_web::{HttpResponse, web};
use i18n_embed_fl::fl;

use super::queries::{self, Filter};
use super::views::{self, Ledger, ShowCase};
use crate::csv;
use crate::error::Result;
use crate::orders::model::OrderId;
use crate::orders::refunding;
use crate::realtime;
use crate::state::App;
use crate::web::{Admin, Flash, Page, Respond, html, listing, see_other};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/admin/orders", web::get().to(list_orders))
        .route("/admin/orders.csv", web::get().to(export_orders))
        .route("/admin/orders/{order}", web::get().to(show_order))
        .route("/admin/orders/{order}/refund", web::post().to(refund_order));
}

async fn list_orders(
    app: App,
    page: Page,
    admin: Admin,
    filter: web::Query<Filter>,
) -> Result<HttpResponse> {
    let show = |filter, rows| Ledger::new(page, filter, rows);
    listing::show(&app, admin, filter.into_inner(), queries::list, show).await
}

async fn export_orders(
    app: App,
    page: Page,
    admin: Admin,
    filter: web::Query<Filter>,
) -> Result<HttpResponse> {
    let rows = listing::all(&app, admin, filter.into_inner(), queries::with_payments).await?;
    Ok(csv::download("orders", views::csv(page.l, &rows)))
}

async fn show_order(
    app: App,
    page: Page,
    _: Admin,
    order: web::Path<OrderId>,
) -> Result<HttpResponse> {
    let load = move |conn: &mut _| ShowCase::load(conn, page, *order);
    html(&app.db.run(load).await?)
}

async fn refund_order(
    app: App,
    page: Page,
    admin: Admin,
    order: web::Path<OrderId>,
) -> Result<HttpResponse> {
    let id = order.into_inner();
    let user = app
        .db
        .run(move |conn| refunding::refund_any(conn, &admin, id))
        .await?;
    realtime::recheck(&app, user).await;
    let told = Flash::success(fl!(page.l, "orders-admin-refunded"));
    Ok(see_other(&format!("/admin/orders/{id}")).with_flash(told))
}
