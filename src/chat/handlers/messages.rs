//! Sending a message, and taking one back.

use actix_web::http::StatusCode;
use actix_web::http::header::ContentType;
use actix_web::web::{Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::rooms::{RoomQuery, open_room};
use crate::chat::model::{Change, MessageId, RoomId};
use crate::chat::posting::{self, MessageForm, Sent};
use crate::chat::reactions;
use crate::chat::views::{HeldMessage, Show, render_for_all};
use crate::chat::wherever;
use crate::error::{AppError, Errors, Result};
use crate::state::App;
use crate::web::{Form, Page, Viewer, html_with, is_htmx, see_other, settled};

pub(super) async fn create_message(
    app: App,
    page: Page,
    viewer: Viewer,
    room: Path<RoomId>,
    request: HttpRequest,
    body: Payload,
) -> Result<HttpResponse> {
    app.limits.messages.take(("chat", *room, viewer.id))?;
    let incoming = posting::receive(&app, &viewer, *room, &request, body).await?;
    let form = incoming.form.clone();
    match posting::send(&app, &viewer, *room, incoming).await {
        Ok(sent) if is_htmx(&request) => answer(&page, &viewer, sent),
        Ok(_) => Ok(see_other(&format!("/chat/rooms/{room}"))),
        Err(AppError::Invalid(errors)) if !is_htmx(&request) => {
            refuse(&app, page, viewer, *room, form, errors).await
        }
        Err(error) => Err(error),
    }
}

/// 201 for a message that is stored now, 200 for a repeated sending of one that was stored before, 202 for one that waits
/// for a moderator.
fn answer(page: &Page, viewer: &Viewer, sent: Sent) -> Result<HttpResponse> {
    let status = match &sent {
        Sent::Held { .. } => StatusCode::ACCEPTED,
        Sent::Stored(posted) if posted.is_new => StatusCode::CREATED,
        Sent::Stored(_) => StatusCode::OK,
    };
    let message = match sent {
        Sent::Held { nonce, content } => {
            HeldMessage::new(page, viewer, nonce, &content).render()?
        }
        Sent::Stored(posted) => render_for_all(page.locale, &[posted.entry]).concat(),
    };
    let mut answer = HttpResponse::build(status);
    Ok(answer.content_type(ContentType::html()).body(message))
}

/// The page again, with what was typed and what is wrong with it.
async fn refuse(
    app: &App,
    page: Page,
    viewer: Viewer,
    room: RoomId,
    form: MessageForm,
    errors: Errors,
) -> Result<HttpResponse> {
    let query = RoomQuery {
        before: None,
        reply: form.reply_to,
    };
    let open = open_room(app, viewer, room, query).await?;
    let show = Show::new(page, open, true).refused(form, errors);
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &show)
}

pub(super) async fn delete_message(
    app: App,
    viewer: Viewer,
    path: Path<(RoomId, MessageId)>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let (room, message) = path.into_inner();
    let deletion = Change::Delete {
        message,
        by: viewer.id,
        is_admin: viewer.is_admin(),
        reason: String::new(),
    };
    wherever::change(&app, &viewer, (room, message), deletion).await?;
    Ok(settled(&request, &format!("/chat/rooms/{room}")))
}

#[derive(Deserialize)]
pub(super) struct ReactionForm {
    emoji: String,
}

pub(super) async fn toggle_reaction(
    app: App,
    viewer: Viewer,
    path: Path<(RoomId, MessageId)>,
    request: HttpRequest,
    Form(form): Form<ReactionForm>,
) -> Result<HttpResponse> {
    let (room, message) = path.into_inner();
    app.limits.messages.take(("reaction", room, viewer.id))?;
    let (by, emoji) = (viewer.id, reactions::checked(&form.emoji)?);
    let reaction = Change::React { message, by, emoji };
    wherever::change(&app, &viewer, (room, message), reaction).await?;
    Ok(settled(&request, &format!("/chat/rooms/{room}")))
}
