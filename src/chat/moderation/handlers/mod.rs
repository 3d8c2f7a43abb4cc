//! The page of a room's moderators, and what they and members do from elsewhere.

mod held;
mod members;
mod messages;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use i18n_embed_fl::fl;

use super::rules::{self, RulesForm};
use super::views::{Desk, Moderation};
use super::{audit, held as waiting, reports, sanctions};
use crate::chat::model::RoomId;
use crate::chat::{rooms, unread};
use crate::error::{AppError, Result};
use crate::state::App;
use crate::web::{Flash, Form, Page, Respond, Viewer, html, html_with, see_other};

pub(in crate::chat) use held::{approve_message, refuse_message};
pub(in crate::chat) use members::{ban_member, delete_messages_of, mute_member, pardon_member};
pub(in crate::chat) use messages::{dismiss_reports, new_report, report_message, restore_message};

pub(in crate::chat) async fn show_moderation(
    app: App,
    page: Page,
    viewer: Viewer,
    room: Path<RoomId>,
) -> Result<HttpResponse> {
    let desk = desk_of(&app, viewer, *room).await?;
    html(&Moderation::new(page, desk))
}

async fn desk_of(app: &App, viewer: Viewer, room: RoomId) -> Result<Desk> {
    app.db
        .run(move |conn| {
            let room = rooms::moderated(conn, &viewer, room)?;
            Ok(Desk {
                list: unread::list(conn, &viewer, Some(room.id))?,
                rules: rules::of(conn, &room)?,
                waiting: waiting::waiting(conn, &room)?,
                refused: waiting::refused(conn, &room)?,
                reported: reports::list(conn, &room)?,
                sanctioned: sanctions::list(conn, &room)?,
                acts: audit::list(conn, room.id)?,
                room,
            })
        })
        .await
}

pub(in crate::chat) async fn update_rules(
    app: App,
    page: Page,
    viewer: Viewer,
    room: Path<RoomId>,
    Form(form): Form<RulesForm>,
) -> Result<HttpResponse> {
    let id = *room;
    match set_rules(&app, viewer.clone(), id, form.clone()).await {
        Ok(()) => Ok(back(id, fl!(page.l, "chat-rules-saved"))),
        Err(AppError::Invalid(errors)) => {
            let desk = desk_of(&app, viewer, id).await?;
            let refused = Moderation::new(page, desk).refused(form, errors);
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &refused)
        }
        Err(error) => Err(error),
    }
}

async fn set_rules(app: &App, viewer: Viewer, room: RoomId, form: RulesForm) -> Result<()> {
    app.db
        .run(move |conn| {
            let room = rooms::moderated(conn, &viewer, room)?;
            rules::set(conn, &viewer, &room, &form)
        })
        .await
}

/// To the page of the moderators, which says what has been done.
fn back(room: RoomId, told: String) -> HttpResponse {
    see_other(&format!("/chat/rooms/{room}/moderation")).with_flash(Flash::success(told))
}
