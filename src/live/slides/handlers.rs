//! Uploading courseware, turning its pages, looking at them.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, web};
use diesel::pg::PgConnection;
use serde::Deserialize;

use super::model::DeckId;
use super::views::Slides;
use super::{decks, turning, uploading};
use crate::error::{AppError, Result};
use crate::live::{RoomId, Streams, rooms, watching};
use crate::state::App;
use crate::storage::UploadBody;
use crate::web::{Form, Page, Viewer, html, is_htmx, settled};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/live/{room}/slides", web::get().to(list_slides))
        .route("/live/{room}/slides", web::post().to(create_deck))
        .route("/live/{room}/slides/turn", web::post().to(turn_page))
        .route(
            "/live/{room}/decks/{deck}/preparation",
            web::post().to(prepare_deck),
        )
        .route(
            "/live/{room}/decks/{deck}/deletion",
            web::post().to(delete_deck),
        );
}

/// The panel as a fragment, with what this reader may look at.
async fn list_slides(app: App, page: Page, room: Path<RoomId>) -> Result<HttpResponse> {
    let slides = app
        .db
        .run(move |conn| {
            let reached = rooms::of(conn, page.viewer.as_ref(), *room)?;
            Slides::load(conn, &page, &reached)
        })
        .await?;
    html(&slides)
}

async fn create_deck(
    app: App,
    page: Page,
    viewer: Viewer,
    request: HttpRequest,
    room: Path<RoomId>,
    body: UploadBody,
) -> Result<HttpResponse> {
    let room = *room;
    match uploading::add(&app, &viewer, room, body).await {
        Ok(()) => Ok(back(&request, room)),
        Err(AppError::Invalid(errors)) if !is_htmx(&request) => {
            watching::show_again(&app, page, room, |beside| beside.slides.errors = errors).await
        }
        Err(error) => Err(error),
    }
}

#[derive(Deserialize)]
struct Turn {
    /// Empty to put the courseware away.
    #[serde(default)]
    slide: String,
}

async fn turn_page(
    app: App,
    viewer: Viewer,
    request: HttpRequest,
    streams: Data<Streams>,
    room: Path<RoomId>,
    Form(form): Form<Turn>,
) -> Result<HttpResponse> {
    let room = *room;
    let slide = match form.slide.as_str() {
        "" => None,
        typed => Some(typed.parse().map_err(|_| AppError::NotFound)?),
    };
    app.db
        .run(move |conn| turning::turn(conn, &viewer, room, slide))
        .await?;
    streams.board().slide(&app, room);
    Ok(back(&request, room))
}

/// Has the pages drawn that could not be.
async fn prepare_deck(
    app: App,
    viewer: Viewer,
    request: HttpRequest,
    path: Deck,
) -> Result<HttpResponse> {
    change(app, viewer, request, path, decks::prepare_again).await
}

async fn delete_deck(
    app: App,
    viewer: Viewer,
    request: HttpRequest,
    path: Deck,
) -> Result<HttpResponse> {
    change(app, viewer, request, path, decks::remove).await
}

type Deck = Path<(RoomId, DeckId)>;

/// Does something to a deck of a room.
async fn change(
    app: App,
    viewer: Viewer,
    request: HttpRequest,
    path: Deck,
    act: fn(&mut PgConnection, &Viewer, RoomId, DeckId) -> Result<()>,
) -> Result<HttpResponse> {
    let (room, deck) = *path;
    app.db
        .run(move |conn| act(conn, &viewer, room, deck))
        .await?;
    Ok(back(&request, room))
}

fn back(request: &HttpRequest, room: RoomId) -> HttpResponse {
    settled(request, &format!("/live/{room}#slides"))
}
