//! What is done about a message: reporting it, letting it stand, bringing it back.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::back;
use super::members::ReasonForm;
use crate::chat::log::ChatLog;
use crate::chat::model::{Change, MessageId, RoomId};
use crate::chat::moderation::reports;
use crate::chat::moderation::views::Report;
use crate::chat::{rooms, unread, wherever};
use crate::error::{AppError, Result};
use crate::realtime;
use crate::state::App;
use crate::web::{Form, Page, Viewer, html, html_with, settled, told};

/// The form in which a member says what is wrong with a message.
pub(in crate::chat) async fn new_report(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(RoomId, MessageId)>,
) -> Result<HttpResponse> {
    html(&report_form(&app, page, viewer, path.into_inner()).await?)
}

async fn report_form(
    app: &App,
    page: Page,
    viewer: Viewer,
    place: (RoomId, MessageId),
) -> Result<Report> {
    let asking = viewer.clone();
    let read = move |conn: &mut PgConnection| {
        let room = rooms::of(conn, &asking, place.0)?;
        let message = reports::reportable(conn, &asking, &room, place.1)?;
        let list = unread::list(conn, &asking, Some(room.id))?;
        Ok((room, list, message))
    };
    let (room, list, message) = wherever::read(app, &viewer, place, read).await?;
    Ok(Report::new(page, room, list, message))
}

pub(in crate::chat) async fn report_message(
    app: App,
    page: Page,
    viewer: Viewer,
    request: HttpRequest,
    path: Path<(RoomId, MessageId)>,
    Form(form): Form<ReasonForm>,
) -> Result<HttpResponse> {
    match report(&app, viewer.clone(), *path, form.reason.clone()).await {
        Ok(()) => {
            let back = format!("/chat/rooms/{}", path.0);
            Ok(told(&request, &back, fl!(page.l, "chat-report-sent")))
        }
        Err(AppError::Invalid(errors)) => {
            let again = report_form(&app, page, viewer, *path).await?;
            html_with(
                StatusCode::UNPROCESSABLE_ENTITY,
                &again.refused(form.reason, errors),
            )
        }
        Err(error) => Err(error),
    }
}

async fn report(
    app: &App,
    viewer: Viewer,
    place: (RoomId, MessageId),
    reason: String,
) -> Result<()> {
    app.limits.messages.take(("report", place.0, viewer.id))?;
    let asking = viewer.clone();
    let write = move |conn: &mut PgConnection| {
        let room = rooms::of(conn, &asking, place.0)?;
        reports::report(conn, &asking, &room, place.1, &reason)
    };
    wherever::write(app, &viewer, place, write).await
}

pub(in crate::chat) async fn dismiss_reports(
    app: App,
    viewer: Viewer,
    path: Path<(RoomId, MessageId)>,
) -> Result<HttpResponse> {
    let (room, message) = path.into_inner();
    let l = viewer.locale.loader();
    app.db
        .run(move |conn| {
            let room = rooms::moderated(conn, &viewer, room)?;
            reports::dismiss(conn, &viewer, &room, message)
        })
        .await?;
    Ok(back(room, fl!(l, "chat-report-dismissed")))
}

pub(in crate::chat) async fn restore_message(
    app: App,
    viewer: Viewer,
    path: Path<(RoomId, MessageId)>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let (room, message) = path.into_inner();
    let restoration = Change::Restore {
        message,
        by: viewer.id,
        is_admin: false,
    };
    realtime::change::<ChatLog>(&app, room, restoration).await?;
    Ok(settled(&request, &format!("/chat/rooms/{room}")))
}
