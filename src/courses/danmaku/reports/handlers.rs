//! Reporting a line over a lesson, and the page on which the staff decides.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::queue;
use super::reporting::{self, Reportable};
use super::views::{Queue, Report};
use crate::courses::danmaku::deletion::At;
use crate::courses::danmaku::timeline::{LineId, Placed};
use crate::courses::{CourseId, Lesson};
use crate::error::{AppError, Result};
use crate::reporting::Outcome;
use crate::state::App;
use crate::web::{Flash, Form, Page, Respond, Viewer, html, html_with, see_other, told};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route(
        r"/courses/{course:\d+}/lessons/{lesson:\d+}/danmaku/{line:\d+}/report",
        web::get().to(new_report),
    )
    .route(
        r"/courses/{course:\d+}/lessons/{lesson:\d+}/danmaku/{line:\d+}/report",
        web::post().to(report_danmaku),
    )
    .route(
        r"/courses/{course:\d+}/danmaku/reports",
        web::get().to(list_reports),
    )
    .route(
        r"/courses/{course:\d+}/danmaku/reports/{line:\d+}/decision",
        web::post().to(decide_reports),
    );
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct ReportForm {
    reason: String,
}

/// The form in which somebody says what is wrong with a line.
async fn new_report(
    app: App,
    page: Page,
    viewer: Viewer,
    path: web::Path<At>,
) -> Result<HttpResponse> {
    html(&form_of(&app, page, viewer, *path).await?)
}

async fn form_of(app: &App, page: Page, viewer: Viewer, at: At) -> Result<Report> {
    let find = move |conn: &mut _| Reportable::find(conn, &viewer, at);
    Ok(Report::new(page, app.db.run(find).await?))
}

async fn report_danmaku(
    app: App,
    page: Page,
    viewer: Viewer,
    request: HttpRequest,
    path: web::Path<At>,
    Form(form): Form<ReportForm>,
) -> Result<HttpResponse> {
    match report(&app, viewer.clone(), *path, form.reason.clone()).await {
        Ok((lesson, line)) => {
            let words = fl!(page.l, "danmaku-report-sent");
            Ok(told(&request, &Report::way_back(&lesson, &line), words))
        }
        Err(AppError::Invalid(errors)) => {
            let again = form_of(&app, page, viewer, *path).await?;
            let again = again.refused(form.reason, errors);
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &again)
        }
        Err(error) => Err(error),
    }
}

async fn report(app: &App, viewer: Viewer, at: At, reason: String) -> Result<(Lesson, Placed)> {
    let key = ("danmaku report", at.1, viewer.id);
    app.limits.messages.take(key)?;
    let write = move |conn: &mut _| reporting::report(conn, &viewer, at, &reason);
    app.db.run(write).await
}

async fn list_reports(
    app: App,
    page: Page,
    viewer: Viewer,
    course: web::Path<CourseId>,
) -> Result<HttpResponse> {
    let load = move |conn: &mut _| Queue::load(conn, page, &viewer, *course);
    html(&app.db.run(load).await?)
}

#[derive(Deserialize)]
struct DecisionForm {
    /// The name of an [`Outcome`]; what is none changes nothing.
    #[serde(default)]
    outcome: String,
}

async fn decide_reports(
    app: App,
    viewer: Viewer,
    path: web::Path<(CourseId, LineId)>,
    Form(form): Form<DecisionForm>,
) -> Result<HttpResponse> {
    let ((course, line), l) = (*path, viewer.locale.loader());
    let outcome = Outcome::from_name(&form.outcome).ok_or(AppError::NotFound)?;
    let decide = move |conn: &mut _| queue::decide(conn, &viewer, course, line, outcome);
    app.db.run(decide).await?;
    let told = match outcome {
        Outcome::Upheld => fl!(l, "danmaku-report-upheld"),
        Outcome::Dismissed => fl!(l, "danmaku-report-dismissed"),
    };
    let queue = format!("/courses/{course}/danmaku/reports");
    Ok(see_other(&queue).with_flash(Flash::success(told)))
}
