//! What moderators decide about a message that waits.

use actix_web::HttpResponse;
use actix_web::web::Path;
use i18n_embed_fl::fl;

use super::back;
use crate::chat::log::ChatLog;
use crate::chat::model::RoomId;
use crate::chat::moderation::held;
use crate::chat::rooms;
use crate::error::{AppError, Result};
use crate::realtime;
use crate::state::App;
use crate::text;
use crate::web::{Page, Viewer};

/// Lets the message through: from now on it is one like others, said at this moment. A refused one too.
pub(in crate::chat) async fn approve_message(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(RoomId, i64)>,
) -> Result<HttpResponse> {
    let (room, id) = path.into_inner();
    publish(&app, viewer.clone(), room, id).await?;
    decide(&app, viewer, room, id, true).await?;
    Ok(back(room, fl!(page.l, "chat-held-approved")))
}

async fn publish(app: &App, viewer: Viewer, room: RoomId, id: i64) -> Result<()> {
    let post = app
        .db
        .run(move |conn| {
            let room = rooms::moderated(conn, &viewer, room)?;
            held::post_of(conn, &room, id)
        })
        .await?;
    match realtime::post::<ChatLog>(app, room, post).await {
        Err(AppError::NotFound) => Err(AppError::Conflict(text!("chat-held-author-gone"))),
        posted => posted.map(|_| ()),
    }
}

/// The message stays unsaid; it can still be let through.
pub(in crate::chat) async fn refuse_message(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(RoomId, i64)>,
) -> Result<HttpResponse> {
    let (room, id) = path.into_inner();
    decide(&app, viewer, room, id, false).await?;
    Ok(back(room, fl!(page.l, "chat-held-refused")))
}

async fn decide(app: &App, viewer: Viewer, room: RoomId, id: i64, is_approved: bool) -> Result<()> {
    app.db
        .run(move |conn| {
            let room = rooms::moderated(conn, &viewer, room)?;
            held::decide(conn, &viewer, &room, id, is_approved)
        })
        .await
}
