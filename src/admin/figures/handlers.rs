//! `/admin`.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::queries::{self, Span};
use super::views::{self, Figures};
use crate::csv;
use crate::error::Result;
use crate::state::App;
use crate::web::{Admin, Page, html};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/admin", web::get().to(show_figures))
        .route("/admin/figures.csv", web::get().to(export_figures));
}

#[derive(Deserialize)]
struct Asked {
    /// 7, 30 or 90; anything else is 30.
    #[serde(default)]
    days: String,
}

async fn show_figures(
    app: App,
    page: Page,
    _: Admin,
    asked: web::Query<Asked>,
) -> Result<HttpResponse> {
    let span = Span::of(&asked.days, page.time_zone());
    let found = app.db.run(move |conn| queries::figures(conn, span)).await?;
    html(&Figures::new(page, span, found))
}

async fn export_figures(
    app: App,
    page: Page,
    _: Admin,
    asked: web::Query<Asked>,
) -> Result<HttpResponse> {
    let span = Span::of(&asked.days, page.time_zone());
    let found = app.db.run(move |conn| queries::figures(conn, span)).await?;
    Ok(csv::download("figures", views::csv(page.l, &found)))
}
