//! The page of a class.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::views::{Beside, ShowRoom, Stage};
use crate::error::Result;
use crate::live::{RoomId, rooms, viewers};
use crate::state::App;
use crate::web::{Page, html, html_with};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/live/{room:[0-9]+}", web::get().to(show_room))
        .route("/live/{room:[0-9]+}/stage", web::get().to(show_stage));
}

async fn show_room(
    app: App,
    page: Page,
    request: HttpRequest,
    room: web::Path<RoomId>,
) -> Result<HttpResponse> {
    let viewer = page.viewer.clone();
    let show = app
        .db
        .run(move |conn| ShowRoom::load(conn, page, *room))
        .await?;
    let answer = html(&show)?;
    Ok(viewers::with_guest(answer, &request, viewer.as_ref()))
}

/// The page again, with what was typed into one of its forms and what is wrong with that.
pub async fn show_again(
    app: &App,
    page: Page,
    room: RoomId,
    refuse: impl FnOnce(&mut Beside),
) -> Result<HttpResponse> {
    let mut show = app
        .db
        .run(move |conn| ShowRoom::load(conn, page, room))
        .await?;
    refuse(&mut show.beside);
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &show)
}

#[derive(Deserialize)]
struct Shown {
    /// The status that the page shows now.
    was: Option<String>,
}

/// The picture, if there is another to show than the page has.
async fn show_stage(
    app: App,
    page: Page,
    room: web::Path<RoomId>,
    shown: web::Query<Shown>,
) -> Result<HttpResponse> {
    let stage = app
        .db
        .run(move |conn| {
            let reached = rooms::of(conn, page.viewer.as_ref(), *room)?;
            Stage::load(conn, &page, &reached.room)
        })
        .await?;
    if shown.was.as_deref() == Some(stage.state()) {
        return Ok(HttpResponse::NoContent().finish());
    }
    html(&stage)
}
