//! The list of courses.

use actix_web::{HttpResponse, web};

use super::queries::{self, Filter};
use super::views::{self, Courses};
use crate::csv;
use crate::error::Result;
use crate::state::App;
use crate::web::{Admin, Page, html};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/admin/courses", web::get().to(list_courses))
        .route("/admin/courses.csv", web::get().to(export_courses));
}

async fn list_courses(
    app: App,
    page: Page,
    _: Admin,
    filter: web::Query<Filter>,
) -> Result<HttpResponse> {
    let filter = filter.into_inner();
    let asked = filter.clone();
    let rows = app.db.run(move |conn| queries::page(conn, &asked)).await?;
    html(&Courses::new(page, filter, rows))
}

async fn export_courses(
    app: App,
    page: Page,
    _: Admin,
    filter: web::Query<Filter>,
) -> Result<HttpResponse> {
    let rows = app.db.run(move |conn| queries::all(conn, &filter)).await?;
    Ok(csv::download("courses", views::csv(page.l, &rows)))
}
