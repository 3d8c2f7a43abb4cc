//! The list of acts.

use actix_web::{HttpResponse, web};

use super::views::{self, Log};
use crate::audit::{self, Filter};
use crate::csv;
use crate::error::Result;
use crate::state::App;
use crate::web::{Admin, Page, Reply, html_with};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/admin/audit", web::get().to(list_acts))
        .route("/admin/audit.csv", web::get().to(export_acts));
}

async fn list_acts(
    app: App,
    page: Page,
    admin: Admin,
    filter: web::Query<Filter>,
) -> Result<HttpResponse> {
    let (filter, zone) = (filter.into_inner(), page.time_zone());
    let asked = filter.clone();
    let (found, names) = app
        .db
        .run(move |conn| {
            let names = (audit::actions(conn)?, audit::kinds(conn)?);
            Ok((audit::page(conn, &admin, &asked, zone), names))
        })
        .await?;
    let log = Log::new(page, filter, Reply::sort(found, "from")?, names);
    html_with(log.status, &log)
}

async fn export_acts(
    app: App,
    page: Page,
    admin: Admin,
    filter: web::Query<Filter>,
) -> Result<HttpResponse> {
    let zone = page.time_zone();
    let lines = app
        .db
        .run(move |conn| audit::export(conn, &admin, &filter, zone))
        .await?;
    Ok(csv::download("audit", views::csv(page.l, &lines)))
}
