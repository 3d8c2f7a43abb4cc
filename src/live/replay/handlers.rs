//! Watching a class again, and what its teacher makes of the recording.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use actix_web::{HttpResponse, web};
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::editing::{self, CutForm, EditReplay};
use super::views::{Part, ShowReplay};
use super::{lessons, watching};
use crate::error::{AppError, Result};
use crate::live::RoomId;
use crate::live::recording::Stretch;
use crate::state::App;
use crate::web::{Flash, Form, Page, Respond, Viewer, html, html_with, see_other};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/live/{room}/replay", web::get().to(show_replay))
        .route("/live/{room}/replay/messages", web::get().to(list_messages))
        .route("/live/{room}/replay/lesson", web::post().to(create_lesson))
        .route("/live/{room}/replay/edit", web::get().to(edit_replay))
        .route("/live/{room}/replay/cut", web::post().to(cut_replay))
        .route(
            "/live/{room}/replay/publication",
            web::post().to(publish_replay),
        )
        .route("/live/{room}/replay/watched", web::post().to(note_watched));
}

/// What of a replay is asked for.
#[derive(Default, Deserialize)]
pub struct Place {
    /// Which five minutes of messages.
    #[serde(default)]
    pub part: u16,
    /// Words that the messages hold, in place of a part.
    #[serde(default)]
    pub q: String,
    /// Where the film begins, in seconds.
    #[serde(default)]
    pub t: u32,
}

async fn show_replay(
    app: App,
    page: Page,
    room: Path<RoomId>,
    place: web::Query<Place>,
) -> Result<HttpResponse> {
    let place = place.into_inner();
    let replay = app
        .db
        .run(move |conn| ShowReplay::load(conn, page, *room, &place))
        .await?;
    html(&replay)
}

async fn list_messages(
    app: App,
    page: Page,
    room: Path<RoomId>,
    place: web::Query<Place>,
) -> Result<HttpResponse> {
    let messages = app
        .db
        .run(move |conn| Part::of_replay(conn, &page, *room, &place))
        .await?;
    html(&messages)
}

/// Makes the class a lesson of its course, to be gone on with in that lesson's form.
async fn create_lesson(app: App, viewer: Viewer, room: Path<RoomId>) -> Result<HttpResponse> {
    let l = viewer.locale.loader();
    let add = move |conn: &mut _| lessons::add(conn, &viewer, *room);
    let (course, lesson) = app.db.run(add).await?;
    Ok(
        see_other(&format!("/courses/{course}/lessons/{lesson}/edit"))
            .with_flash(Flash::success(fl!(l, "live-replay-lesson-added"))),
    )
}

async fn edit_replay(
    app: App,
    page: Page,
    viewer: Viewer,
    room: Path<RoomId>,
) -> Result<HttpResponse> {
    let form = app
        .db
        .run(move |conn| EditReplay::load(conn, page, &viewer, *room, None))
        .await?;
    html(&form)
}

async fn cut_replay(
    app: App,
    page: Page,
    viewer: Viewer,
    room: Path<RoomId>,
    Form(form): Form<CutForm>,
) -> Result<HttpResponse> {
    let (id, asked) = (*room, Flash::success(fl!(page.l, "live-cut-asked")));
    let again = app
        .db
        .run(move |conn| match editing::cut(conn, &viewer, id, &form) {
            Err(AppError::Invalid(errors)) => {
                EditReplay::load(conn, page, &viewer, id, Some((form, errors))).map(Some)
            }
            outcome => outcome.map(|()| None),
        })
        .await?;
    match again {
        Some(form) => html_with(StatusCode::UNPROCESSABLE_ENTITY, &form),
        None => Ok(see_other(&format!("/live/{id}/replay/edit")).with_flash(asked)),
    }
}

#[derive(Deserialize)]
struct Publication {
    #[serde(default)]
    published: bool,
}

async fn publish_replay(
    app: App,
    page: Page,
    viewer: Viewer,
    room: Path<RoomId>,
    Form(form): Form<Publication>,
) -> Result<HttpResponse> {
    let (id, is_published) = (*room, form.published);
    app.db
        .run(move |conn| editing::publish(conn, &viewer, id, is_published))
        .await?;
    let done = match is_published {
        true => fl!(page.l, "live-replay-published"),
        false => fl!(page.l, "live-replay-hidden"),
    };
    Ok(see_other(&format!("/live/{id}/replay/edit")).with_flash(Flash::success(done)))
}

#[derive(Deserialize)]
struct Watched {
    /// Milliseconds of the film.
    from_ms: i64,
    to_ms: i64,
}

async fn note_watched(
    app: App,
    viewer: Viewer,
    room: Path<RoomId>,
    Form(seen): Form<Watched>,
) -> Result<HttpResponse> {
    let stretch = Stretch {
        start: seen.from_ms,
        end: seen.to_ms,
    };
    app.db
        .run(move |conn| watching::note(conn, &viewer, *room, stretch))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
