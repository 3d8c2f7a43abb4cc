//! Opening, changing and calling off a class.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, web};
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::form::RoomForm;
use super::views::EditRoom;
use super::{queries, saving};
use crate::error::Result;
use crate::live::{RoomId, Streams};
use crate::state::App;
use crate::web::{Flash, Form, Page, Respond, Teacher, Viewer, html, html_with, see_other};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/live/new", web::get().to(new_room))
        .route("/live", web::post().to(create_room))
        .route("/live/{room}/edit", web::get().to(edit_room))
        .route("/live/{room}", web::post().to(update_room))
        .route("/live/{room}/cancellation", web::post().to(cancel_room));
}

#[derive(Deserialize)]
struct In {
    /// The course whose page the teacher comes from.
    course: Option<i64>,
}

async fn new_room(
    app: App,
    page: Page,
    Teacher(teacher): Teacher,
    query: web::Query<In>,
) -> Result<HttpResponse> {
    let courses = app
        .db
        .run(move |conn| queries::taught_by(conn, teacher.id))
        .await?;
    html(&EditRoom::of_new(page, courses, query.course))
}

async fn create_room(
    app: App,
    page: Page,
    Teacher(teacher): Teacher,
    Form(form): Form<RoomForm>,
) -> Result<HttpResponse> {
    let outcome = app
        .db
        .run(move |conn| saving::create(conn, &teacher, form))
        .await?;
    match outcome {
        Ok(id) => Ok(see_other(&format!("/live/{id}/studio"))),
        Err(again) => html_with(StatusCode::UNPROCESSABLE_ENTITY, &again.into_page(page)),
    }
}

async fn edit_room(
    app: App,
    page: Page,
    viewer: Viewer,
    room: Path<RoomId>,
) -> Result<HttpResponse> {
    let form = app
        .db
        .run(move |conn| EditRoom::load(conn, page, &viewer, *room))
        .await?;
    html(&form)
}

async fn update_room(
    app: App,
    page: Page,
    viewer: Viewer,
    room: Path<RoomId>,
    Form(form): Form<RoomForm>,
) -> Result<HttpResponse> {
    let (id, saved) = (*room, Flash::success(fl!(page.l, "live-saved")));
    let outcome = app
        .db
        .run(move |conn| saving::update(conn, &viewer, id, form))
        .await?;
    match outcome {
        Ok(()) => Ok(see_other(&format!("/live/{id}/studio")).with_flash(saved)),
        Err(again) => html_with(StatusCode::UNPROCESSABLE_ENTITY, &again.into_page(page)),
    }
}

/// A class that never began ends here: whoever has its address is told.
async fn cancel_room(
    app: App,
    page: Page,
    viewer: Viewer,
    streams: Data<Streams>,
    room: Path<RoomId>,
) -> Result<HttpResponse> {
    app.db
        .run(move |conn| queries::cancel(conn, &viewer, *room))
        .await?;
    streams.look_now();
    let done = fl!(page.l, "live-cancelled");
    Ok(see_other("/live").with_flash(Flash::success(done)))
}
