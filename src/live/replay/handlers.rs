//! Watching a class again.

use actix_web::web::Path;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::views::{Part, ShowReplay};
use crate::error::Result;
use crate::live::RoomId;
use crate::state::App;
use crate::web::{Page, html};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/live/{room}/replay", web::get().to(show_replay))
        .route("/live/{room}/replay/messages", web::get().to(list_messages));
}

#[derive(Deserialize)]
struct Place {
    /// Which five minutes of messages.
    #[serde(default)]
    part: u16,
}

async fn show_replay(
    app: App,
    page: Page,
    room: Path<RoomId>,
    place: web::Query<Place>,
) -> Result<HttpResponse> {
    let part = place.part.into();
    let replay = app
        .db
        .run(move |conn| ShowReplay::load(conn, page, *room, part))
        .await?;
    html(&replay)
}

async fn list_messages(
    app: App,
    page: Page,
    room: Path<RoomId>,
    place: web::Query<Place>,
) -> Result<HttpResponse> {
    let part = place.part.into();
    let messages = app
        .db
        .run(move |conn| Part::of_replay(conn, &page, *room, part))
        .await?;
    html(&messages)
}
