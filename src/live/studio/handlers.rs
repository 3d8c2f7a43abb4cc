//! The studio of a class, and what its buttons do.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, web};
use i18n_embed_fl::fl;

use super::running;
use super::views::{Desk, HealthPanel, Studio};
use crate::error::Result;
use crate::live::{RoomId, Streams};
use crate::state::App;
use crate::web::security_headers::with_capture;
use crate::web::{Flash, Page, Respond, Viewer, html, is_htmx, see_other};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/live/{room}/studio", web::get().to(show_studio))
        .route("/live/{room}/studio/health", web::get().to(show_health))
        .route("/live/{room}/studio/key", web::post().to(rotate_key))
        .route("/live/{room}/start", web::post().to(start_class))
        .route("/live/{room}/end", web::post().to(end_class));
}

async fn show_studio(
    app: App,
    page: Page,
    viewer: Viewer,
    streams: Data<Streams>,
    room: Path<RoomId>,
) -> Result<HttpResponse> {
    let desk = Desk::of(&app, &streams);
    let studio = app
        .db
        .run(move |conn| Studio::load(conn, page, &viewer, &desk, *room))
        .await?;
    html(&studio).map(with_capture)
}

/// The panel alone, asked for every few seconds.
async fn show_health(
    app: App,
    page: Page,
    viewer: Viewer,
    streams: Data<Streams>,
    room: Path<RoomId>,
) -> Result<HttpResponse> {
    let panel = app
        .db
        .run(move |conn| {
            let room = running::run_by(conn, &viewer, *room)?;
            HealthPanel::load(conn, &page, &streams, &room)
        })
        .await?;
    html(&panel)
}

/// Answers with the page itself instead of a redirect: the key is in no other answer.
async fn rotate_key(
    app: App,
    page: Page,
    viewer: Viewer,
    request: HttpRequest,
    streams: Data<Streams>,
    room: Path<RoomId>,
) -> Result<HttpResponse> {
    let (id, desk) = (*room, Desk::of(&app, &streams));
    let studio = app
        .db
        .run(move |conn| Studio::with_new_key(conn, page, &viewer, &desk, id))
        .await?;
    streams.cut_off(id).await;
    if is_htmx(&request) {
        html(&studio.stream)
    } else {
        html(&studio).map(with_capture)
    }
}

async fn start_class(
    app: App,
    page: Page,
    viewer: Viewer,
    streams: Data<Streams>,
    room: Path<RoomId>,
) -> Result<HttpResponse> {
    let id = *room;
    app.db
        .run(move |conn| running::start(conn, &viewer, id))
        .await?;
    streams.look_now();
    let done = Flash::success(fl!(page.l, "live-started"));
    Ok(see_other(&format!("/live/{id}/studio")).with_flash(done))
}

async fn end_class(
    app: App,
    page: Page,
    viewer: Viewer,
    streams: Data<Streams>,
    room: Path<RoomId>,
) -> Result<HttpResponse> {
    let id = *room;
    app.db
        .run(move |conn| running::end(conn, &viewer, id))
        .await?;
    streams.look_now();
    let done = Flash::success(fl!(page.l, "live-ended"));
    Ok(see_other(&format!("/live/{id}/studio")).with_flash(done))
}
