//! Editing a message, and what it said before.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use diesel::pg::PgConnection;
use serde::Deserialize;

use crate::chat::model::{Change, MessageId, RoomId};
use crate::chat::views::{EditMessage, Revisions};
use crate::chat::{editing, posting, rooms, unread, wherever};
use crate::error::{AppError, Result};
use crate::state::App;
use crate::web::{Form, Page, Viewer, html, html_with, is_htmx, settled};

/// The form, as a page; the page of a room takes the form out of it.
pub(super) async fn edit_message(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(RoomId, MessageId)>,
) -> Result<HttpResponse> {
    html(&form_of(&app, page, viewer, path.into_inner()).await?)
}

async fn form_of(
    app: &App,
    page: Page,
    viewer: Viewer,
    place: (RoomId, MessageId),
) -> Result<EditMessage> {
    let asking = viewer.clone();
    let read = move |conn: &mut PgConnection| {
        let room = rooms::of(conn, &asking, place.0)?;
        let content = editing::own_content(conn, &asking, &room, place.1)?;
        let list = unread::list(conn, &asking, Some(room.id))?;
        Ok((room, list, content))
    };
    let (room, list, content) = wherever::read(app, &viewer, place, read).await?;
    Ok(EditMessage::new(page, room, list, place.1, content))
}

#[derive(Deserialize)]
pub(super) struct EditForm {
    content: String,
}

pub(super) async fn update_message(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(RoomId, MessageId)>,
    request: HttpRequest,
    Form(form): Form<EditForm>,
) -> Result<HttpResponse> {
    match update(&app, &viewer, *path, &form).await {
        Ok(()) => Ok(settled(&request, &format!("/chat/rooms/{}", path.0))),
        Err(AppError::Invalid(errors)) if !is_htmx(&request) => {
            let edit = form_of(&app, page, viewer, *path).await?;
            let refused = edit.refused(form.content, errors);
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &refused)
        }
        Err(error) => Err(error),
    }
}

async fn update(
    app: &App,
    viewer: &Viewer,
    (room, message): (RoomId, MessageId),
    form: &EditForm,
) -> Result<()> {
    app.limits.messages.take(("chat", room, viewer.id))?;
    let edit = Change::Edit {
        message,
        by: viewer.id,
        content: posting::checked(&form.content, true)?,
    };
    wherever::change(app, viewer, (room, message), edit).await?;
    Ok(())
}

pub(super) async fn list_revisions(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(RoomId, MessageId)>,
) -> Result<HttpResponse> {
    html(&revisions_of(&app, page, viewer, path.into_inner()).await?)
}

async fn revisions_of(
    app: &App,
    page: Page,
    viewer: Viewer,
    place: (RoomId, MessageId),
) -> Result<Revisions> {
    let asking = viewer.clone();
    let read = move |conn: &mut PgConnection| {
        let room = rooms::of(conn, &asking, place.0)?;
        let revisions = editing::revisions(conn, &asking, &room, place.1)?;
        let list = unread::list(conn, &asking, Some(room.id))?;
        Ok((room, list, revisions))
    };
    let (room, list, revisions) = wherever::read(app, &viewer, place, read).await?;
    Ok(Revisions::new(page, room, list, revisions))
}
