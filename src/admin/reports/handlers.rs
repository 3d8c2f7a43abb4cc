//! `/admin/reports`.

use actix_web::{HttpResponse, web};
use i18n_embed_fl::fl;

use super::deciding::{self, Decision};
use super::kinds::Kind;
use super::queries::{self, Filter};
use super::views::{self, Again, Reports};
use crate::csv;
use crate::error::{AppError, Result};
use crate::live::Streams;
use crate::state::App;
use crate::web::listing::{self, Listing};
use crate::web::{Admin, Flash, Form, Page, Reply, Respond, html_with, see_other};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/admin/reports", web::get().to(list_reports))
        .route("/admin/reports.csv", web::get().to(export_reports))
        .route(
            "/admin/reports/{kind}/{report}/decision",
            web::post().to(decide_report),
        )
        .route(
            "/admin/reports/{kind}/{report}/undoing",
            web::post().to(undo_decision),
        )
        .route(
            "/admin/reports/{kind}/{report}/reading",
            web::post().to(read_message),
        );
}

type At = web::Path<(String, i64)>;

fn report_at(path: At) -> Result<(Kind, i64)> {
    let (kind, id) = path.into_inner();
    let kind = Kind::from_name(&kind).ok_or(AppError::NotFound)?;
    Ok((kind, id))
}

async fn list_reports(
    app: App,
    page: Page,
    admin: Admin,
    filter: web::Query<Filter>,
) -> Result<HttpResponse> {
    let show = |filter, rows| Reports::new(page, filter, rows, Again::default());
    listing::show(&app, admin, filter.into_inner(), queries::list, show).await
}

async fn export_reports(
    app: App,
    page: Page,
    admin: Admin,
    filter: web::Query<Filter>,
) -> Result<HttpResponse> {
    let rows = listing::all(&app, admin, filter.into_inner(), queries::list).await?;
    Ok(csv::download("reports", views::csv(page.l, &rows)))
}

async fn decide_report(
    app: App,
    page: Page,
    admin: Admin,
    streams: web::Data<Streams>,
    path: At,
    Form(form): Form<Decision>,
) -> Result<HttpResponse> {
    let report = report_at(path)?;
    let decided = deciding::decide(&app, &streams, &admin, report, &form).await;
    match (Reply::sort(decided, "reason")?, form.is_upheld()) {
        (Ok(()), true) => Ok(back(&form, fl!(page.l, "reports-upheld-done"))),
        (Ok(()), false) => Ok(back(&form, fl!(page.l, "reports-dismissed-done"))),
        (Err(reply), _) => again(&app, page, admin, Again::refused(report, form, reply)).await,
    }
}

async fn undo_decision(
    app: App,
    page: Page,
    admin: Admin,
    path: At,
    Form(form): Form<Decision>,
) -> Result<HttpResponse> {
    deciding::undo(&app, &admin, report_at(path)?).await?;
    Ok(back(&form, fl!(page.l, "reports-undone")))
}

/// A form and not a link, because the audit log notes it.
async fn read_message(
    app: App,
    page: Page,
    admin: Admin,
    path: At,
    Form(form): Form<Decision>,
) -> Result<HttpResponse> {
    let report = report_at(path)?;
    let words = deciding::read(&app, &admin, report).await?;
    again(&app, page, admin, Again::reading(report, form, words)).await
}

/// The list as it was, with what is to be told of one report.
async fn again(app: &App, page: Page, admin: Admin, told: Again) -> Result<HttpResponse> {
    let asked = told.form.filter();
    let filter = asked.clone();
    let find = move |conn: &mut _| queries::list(conn, &admin, &filter, listing::PAGE as i64 + 1);
    let rows = app.db.run(find).await?;
    html_with(told.status, &Reports::new(page, asked, rows, told))
}

fn back(form: &Decision, done: String) -> HttpResponse {
    let asked = form.filter();
    let list = asked.after(&asked.after);
    see_other(&list).with_flash(Flash::success(done))
}
