//! Giving signs, and reading how many were lost.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::views::Lost;
use super::{EMOJI, lost};
use crate::error::{AppError, Result};
use crate::live::{RoomId, Status, Streams, conduct, rooms};
use crate::state::App;
use crate::text;
use crate::web::{Form, Page, Viewer, html, settled};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/live/{room}/lost", web::get().to(show_lost))
        .route("/live/{room}/lost", web::post().to(create_lost))
        .route("/live/{room}/emoji", web::post().to(send_emoji));
}

/// The curve as a fragment, for who keeps order.
async fn show_lost(
    app: App,
    page: Page,
    viewer: Viewer,
    room: Path<RoomId>,
) -> Result<HttpResponse> {
    let curve = app
        .db
        .run(move |conn| {
            let room = rooms::moderated(conn, &viewer, *room)?;
            Lost::load(conn, &page, &room)
        })
        .await?;
    html(&curve)
}

#[derive(Deserialize)]
struct Moment {
    #[serde(default)]
    media_time_ms: String,
}

async fn create_lost(
    app: App,
    viewer: Viewer,
    request: HttpRequest,
    streams: Data<Streams>,
    room: Path<RoomId>,
    Form(form): Form<Moment>,
) -> Result<HttpResponse> {
    let room = *room;
    app.limits.messages.take(("live lost", room, viewer.id))?;
    app.db
        .run(move |conn| lost::tap(conn, &viewer, room, &form.media_time_ms))
        .await?;
    streams.board().lost(&app, room);
    Ok(settled(&request, &format!("/live/{room}")))
}

#[derive(Deserialize)]
struct Sign {
    #[serde(default)]
    emoji: String,
}

async fn send_emoji(
    app: App,
    viewer: Viewer,
    streams: Data<Streams>,
    room: Path<RoomId>,
    Form(form): Form<Sign>,
) -> Result<HttpResponse> {
    let room = *room;
    let emoji = EMOJI.iter().find(|emoji| **emoji == form.emoji);
    let emoji = emoji.ok_or_else(|| AppError::invalid("emoji", text!("live-emoji-unknown")))?;
    app.limits.messages.take(("live emoji", room, viewer.id))?;
    app.db
        .run(move |conn| may_send(conn, &viewer, room))
        .await?;
    streams.board().emoji(&app, room, emoji);
    Ok(HttpResponse::NoContent().finish())
}

fn may_send(conn: &mut diesel::PgConnection, viewer: &Viewer, room: RoomId) -> Result<()> {
    let room = rooms::of(conn, Some(viewer), room)?.room;
    if room.status != Status::Live {
        return Err(AppError::Conflict(text!("live-lost-not-live")));
    }
    conduct::require_unmuted(conn, viewer.id, room.id)
}
