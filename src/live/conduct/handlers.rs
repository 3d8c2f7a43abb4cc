//! Muting, pacing, pinning, and the list of who is there.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::views::People;
use super::{muting, talk};
use crate::error::Result;
use crate::live::{RoomId, Streams, rooms};
use crate::state::App;
use crate::web::{Form, Page, UserId, Viewer, html, settled};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/live/{room}/people", web::get().to(list_people))
        .route("/live/{room}/people/{person}/mute", web::post().to(mute))
        .route(
            "/live/{room}/people/{person}/mute/end",
            web::post().to(unmute),
        )
        .route("/live/{room}/pace", web::post().to(set_pace))
        .route(
            "/live/{room}/messages/{message}/pin",
            web::post().to(pin_message),
        )
        .route("/live/{room}/pin/end", web::post().to(unpin_message));
}

/// Who is there as a fragment, for who keeps order.
async fn list_people(
    app: App,
    page: Page,
    viewer: Viewer,
    room: Path<RoomId>,
) -> Result<HttpResponse> {
    let people = app
        .db
        .run(move |conn| {
            let room = rooms::moderated(conn, &viewer, *room)?;
            People::load(conn, &page, &room)
        })
        .await?;
    html(&people)
}

#[derive(Deserialize)]
struct Length {
    #[serde(default)]
    minutes: String,
}

async fn mute(
    app: App,
    viewer: Viewer,
    request: HttpRequest,
    path: Path<(RoomId, UserId)>,
    Form(form): Form<Length>,
) -> Result<HttpResponse> {
    let (room, person) = *path;
    let minutes = form.minutes.trim().parse().unwrap_or(0);
    app.db
        .run(move |conn| muting::mute(conn, &viewer, room, person, minutes))
        .await?;
    Ok(back(&request, room))
}

async fn unmute(
    app: App,
    viewer: Viewer,
    request: HttpRequest,
    path: Path<(RoomId, UserId)>,
) -> Result<HttpResponse> {
    let (room, person) = *path;
    app.db
        .run(move |conn| muting::unmute(conn, &viewer, room, person))
        .await?;
    Ok(back(&request, room))
}

#[derive(Deserialize)]
struct Pace {
    #[serde(default)]
    seconds: String,
}

async fn set_pace(
    app: App,
    viewer: Viewer,
    request: HttpRequest,
    streams: Data<Streams>,
    room: Path<RoomId>,
    Form(form): Form<Pace>,
) -> Result<HttpResponse> {
    let room = *room;
    app.db
        .run(move |conn| talk::set_pace(conn, &viewer, room, &form.seconds))
        .await?;
    streams.board().conduct(&app, room);
    Ok(back(&request, room))
}

async fn pin_message(
    app: App,
    viewer: Viewer,
    request: HttpRequest,
    streams: Data<Streams>,
    path: Path<(RoomId, i64)>,
) -> Result<HttpResponse> {
    let (room, message) = *path;
    app.db
        .run(move |conn| talk::pin(conn, &viewer, room, Some(message)))
        .await?;
    streams.board().conduct(&app, room);
    Ok(back(&request, room))
}

async fn unpin_message(
    app: App,
    viewer: Viewer,
    request: HttpRequest,
    streams: Data<Streams>,
    room: Path<RoomId>,
) -> Result<HttpResponse> {
    let room = *room;
    app.db
        .run(move |conn| talk::pin(conn, &viewer, room, None))
        .await?;
    streams.board().conduct(&app, room);
    Ok(back(&request, room))
}

fn back(request: &HttpRequest, room: RoomId) -> HttpResponse {
    settled(request, &format!("/live/{room}"))
}
