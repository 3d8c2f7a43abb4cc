//! Watching a class again.

use actix_web::web::Path;
use actix_web::{HttpResponse, web};
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::views::{Part, ShowReplay};
use crate::error::Result;
use crate::live::RoomId;
use crate::state::App;
use crate::web::{Flash, Page, Respond, Viewer, html, see_other};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/live/{room}/replay", web::get().to(show_replay))
        .route("/live/{room}/replay/messages", web::get().to(list_messages))
        .route("/live/{room}/replay/lesson", web::post().to(create_lesson));
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

/// Makes the class a lesson of its course, to be gone on with in that lesson's form.
async fn create_lesson(app: App, viewer: Viewer, room: Path<RoomId>) -> Result<HttpResponse> {
    let l = viewer.locale.loader();
    let add = move |conn: &mut _| super::lessons::add(conn, &viewer, *room);
    let (course, lesson) = app.db.run(add).await?;
    Ok(
        see_other(&format!("/courses/{course}/lessons/{lesson}/edit"))
            .with_flash(Flash::success(fl!(l, "live-replay-lesson-added"))),
    )
}
