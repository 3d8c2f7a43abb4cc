//! Reporting a message, and what the staff does about it.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse, web};
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::queue;
use super::reporting::{self, Reportable};
use super::views::{Report, Reports};
use crate::error::{AppError, Result};
use crate::live::messages::MessageId;
use crate::live::{RoomId, Streams, rooms};
use crate::state::App;
use crate::web::{Flash, Form, Page, Respond, Viewer, html, html_with, is_htmx, settled, told};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route(
        "/live/{room}/messages/{message}/report",
        web::get().to(new_report),
    )
    .route(
        "/live/{room}/messages/{message}/report",
        web::post().to(report_message),
    )
    .route(
        "/live/{room}/messages/{message}/dismissal",
        web::post().to(dismiss_reports),
    )
    .route("/live/{room}/reports", web::get().to(list_reports));
}

type At = Path<(RoomId, MessageId)>;

/// Where the report comes from.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct From {
    /// The second of the replay; none for the class itself.
    t: String,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct ReportForm {
    reason: String,
    t: String,
}

/// The form in which somebody says what is wrong with a message.
async fn new_report(
    app: App,
    page: Page,
    viewer: Viewer,
    path: At,
    from: Query<From>,
) -> Result<HttpResponse> {
    html(&form_of(&app, page, viewer, *path, from.into_inner().t).await?)
}

async fn form_of(
    app: &App,
    page: Page,
    viewer: Viewer,
    (room, message): (RoomId, MessageId),
    t: String,
) -> Result<Report> {
    let find = move |conn: &mut _| Reportable::find(conn, &viewer, room, message);
    let reportable = app.db.run(find).await?;
    Ok(Report::new(page, reportable, t.parse().ok()))
}

async fn report_message(
    app: App,
    page: Page,
    viewer: Viewer,
    request: HttpRequest,
    streams: Data<Streams>,
    path: At,
    Form(form): Form<ReportForm>,
) -> Result<HttpResponse> {
    let (back, l) = (Report::way_back(path.0, form.t.parse().ok()), page.l);
    match report(&app, &streams, viewer.clone(), *path, &form.reason).await {
        Ok(()) => Ok(told(&request, &back, fl!(l, "live-report-sent"))),
        Err(AppError::Invalid(errors)) => {
            let again = form_of(&app, page, viewer, *path, form.t).await?;
            let again = again.refused(form.reason, errors);
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &again)
        }
        Err(error) => Err(error),
    }
}

async fn report(
    app: &App,
    streams: &Streams,
    viewer: Viewer,
    (room, message): (RoomId, MessageId),
    reason: &str,
) -> Result<()> {
    let key = ("live report", room, viewer.id);
    app.limits.messages.take(key)?;
    let reason = reason.to_owned();
    let write = move |conn: &mut _| reporting::report(conn, &viewer, room, message, &reason);
    app.db.run(write).await?;
    streams.board().reports(app, room);
    Ok(())
}

/// What waits as a fragment, for who keeps order.
async fn list_reports(
    app: App,
    page: Page,
    viewer: Viewer,
    room: Path<RoomId>,
) -> Result<HttpResponse> {
    let reports = app
        .db
        .run(move |conn| {
            let room = rooms::moderated(conn, &viewer, *room)?;
            Reports::load(conn, &page, &room)
        })
        .await?;
    html(&reports)
}

async fn dismiss_reports(
    app: App,
    viewer: Viewer,
    request: HttpRequest,
    streams: Data<Streams>,
    path: At,
) -> Result<HttpResponse> {
    let ((room, message), l) = (*path, viewer.locale.loader());
    let dismiss = move |conn: &mut _| queue::dismiss(conn, &viewer, room, message);
    app.db.run(dismiss).await?;
    streams.board().reports(&app, room);
    let back = settled(&request, &format!("/live/{room}#reports"));
    Ok(match is_htmx(&request) {
        true => back,
        false => back.with_flash(Flash::success(fl!(l, "live-report-dismissed"))),
    })
}
