//! Calling the roll, signing in, and the list as a table.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::calling;
use super::register::CallId;
use super::views::{Register, table};
use crate::csv::download;
use crate::error::Result;
use crate::live::{RoomId, Streams, rooms};
use crate::state::App;
use crate::web::{Form, Page, Viewer, html, settled};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/live/{room}/roll-calls", web::get().to(show_register))
        .route("/live/{room}/roll-calls", web::post().to(open_roll_call))
        .route(
            "/live/{room}/roll-calls/{call}/end",
            web::post().to(close_roll_call),
        )
        .route(
            "/live/{room}/roll-calls/{call}/entries",
            web::post().to(create_entry),
        )
        .route(
            r"/live/{room}/roll-calls/{call:\d+}.csv",
            web::get().to(download_register),
        );
}

/// The list as a fragment, for who keeps order.
async fn show_register(
    app: App,
    page: Page,
    viewer: Viewer,
    room: Path<RoomId>,
) -> Result<HttpResponse> {
    let register = app
        .db
        .run(move |conn| {
            let room = rooms::moderated(conn, &viewer, *room)?;
            Register::load(conn, &page, &room)
        })
        .await?;
    html(&register)
}

#[derive(Deserialize)]
struct Length {
    #[serde(default)]
    minutes: String,
}

async fn open_roll_call(
    app: App,
    viewer: Viewer,
    request: HttpRequest,
    streams: Data<Streams>,
    room: Path<RoomId>,
    Form(form): Form<Length>,
) -> Result<HttpResponse> {
    let room = *room;
    app.db
        .run(move |conn| calling::open(conn, &viewer, room, &form.minutes))
        .await?;
    streams.board().roll_call(&app, room);
    Ok(back(&request, room))
}

async fn close_roll_call(
    app: App,
    viewer: Viewer,
    request: HttpRequest,
    streams: Data<Streams>,
    path: Path<(RoomId, CallId)>,
) -> Result<HttpResponse> {
    let (room, call) = *path;
    app.db
        .run(move |conn| calling::close(conn, &viewer, room, call))
        .await?;
    streams.board().roll_call(&app, room);
    Ok(back(&request, room))
}

async fn create_entry(
    app: App,
    viewer: Viewer,
    request: HttpRequest,
    streams: Data<Streams>,
    path: Path<(RoomId, CallId)>,
) -> Result<HttpResponse> {
    let (room, call) = *path;
    app.limits.messages.take(("live roll", room, viewer.id))?;
    app.db
        .run(move |conn| calling::sign_in(conn, &viewer, room, call))
        .await?;
    streams.board().signed_in(&app, room);
    Ok(back(&request, room))
}

async fn download_register(
    app: App,
    page: Page,
    viewer: Viewer,
    path: Path<(RoomId, CallId)>,
) -> Result<HttpResponse> {
    let (room, call) = *path;
    let (name, table) = app
        .db
        .run(move |conn| {
            let room = rooms::moderated(conn, &viewer, room)?;
            table(conn, &page, &room, call)
        })
        .await?;
    Ok(download(&name, table))
}

fn back(request: &HttpRequest, room: RoomId) -> HttpResponse {
    settled(request, &format!("/live/{room}"))
}
