//! The list of courses.

use actix_web::{HttpResponse, web};

use super::queries::{self, Filter};
use super::views::{self, Courses};
use crate::csv;
use crate::error::Result;
use crate::state::App;
use crate::web::{Admin, Page, listing};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/admin/courses", web::get().to(list_courses))
        .route("/admin/courses.csv", web::get().to(export_courses));
}

async fn list_courses(
    app: App,
    page: Page,
    admin: Admin,
    filter: web::Query<Filter>,
) -> Result<HttpResponse> {
    let show = |filter, rows| Courses::new(page, filter, rows);
    listing::show(&app, admin, filter.into_inner(), queries::find, show).await
}

async fn export_courses(
    app: App,
    page: Page,
    admin: Admin,
    filter: web::Query<Filter>,
) -> Result<HttpResponse> {
    let rows = listing::all(&app, admin, filter.into_inner(), queries::find).await?;
    Ok(csv::download("courses", views::csv(page.l, &rows)))
}
