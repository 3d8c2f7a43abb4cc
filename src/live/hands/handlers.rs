//! Raising a hand and taking it down.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, web};

use super::queue::{self, HandId};
use super::views::Hands;
use crate::error::Result;
use crate::live::{RoomId, Streams, rooms};
use crate::state::App;
use crate::web::{Page, Viewer, html, settled};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/live/{room}/hands", web::get().to(list_hands))
        .route("/live/{room}/hand", web::post().to(raise_hand))
        .route("/live/{room}/hand/end", web::post().to(lower_own_hand))
        .route("/live/{room}/hands/{hand}/end", web::post().to(lower_hand));
}

/// The queue as a fragment, for who keeps order.
async fn list_hands(
    app: App,
    page: Page,
    viewer: Viewer,
    room: Path<RoomId>,
) -> Result<HttpResponse> {
    let hands = app
        .db
        .run(move |conn| {
            let room = rooms::moderated(conn, &viewer, *room)?;
            Hands::load(conn, &page, &room)
        })
        .await?;
    html(&hands)
}

async fn raise_hand(
    app: App,
    viewer: Viewer,
    request: HttpRequest,
    streams: Data<Streams>,
    room: Path<RoomId>,
) -> Result<HttpResponse> {
    let room = *room;
    app.limits.messages.take(("live hands", room, viewer.id))?;
    app.db
        .run(move |conn| queue::raise(conn, &viewer, room))
        .await?;
    Ok(done(&app, &streams, &request, room))
}

async fn lower_own_hand(
    app: App,
    viewer: Viewer,
    request: HttpRequest,
    streams: Data<Streams>,
    room: Path<RoomId>,
) -> Result<HttpResponse> {
    let room = *room;
    app.db
        .run(move |conn| queue::lower_own(conn, &viewer, room))
        .await?;
    Ok(done(&app, &streams, &request, room))
}

async fn lower_hand(
    app: App,
    viewer: Viewer,
    request: HttpRequest,
    streams: Data<Streams>,
    path: Path<(RoomId, HandId)>,
) -> Result<HttpResponse> {
    let (room, hand) = *path;
    app.db
        .run(move |conn| queue::lower_one(conn, &viewer, room, hand))
        .await?;
    Ok(done(&app, &streams, &request, room))
}

fn done(app: &App, streams: &Streams, request: &HttpRequest, room: RoomId) -> HttpResponse {
    streams.board().hands(app, room);
    settled(request, &format!("/live/{room}"))
}
