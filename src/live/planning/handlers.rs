//! Opening, changing and calling off a class.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::form::RoomForm;
use super::queries::{self, CourseChoice};
use super::views::EditRoom;
use crate::error::{AppError, Errors, Result};
use crate::live::{Room, RoomId, rooms};
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
    let form = RoomForm::in_course(query.course);
    html(&EditRoom::new(page, None, courses, form, Errors::default()))
}

async fn create_room(
    app: App,
    page: Page,
    Teacher(teacher): Teacher,
    Form(form): Form<RoomForm>,
) -> Result<HttpResponse> {
    let (zone, typed) = (teacher.time_zone, form.clone());
    let outcome = app.db.run(move |conn| {
        let id = form
            .check(zone, None)
            .and_then(|plan| queries::create(conn, &teacher, &plan));
        or_again(conn, &teacher, None, id)
    });
    match outcome.await? {
        Ok(id) => Ok(see_other(&format!("/live/{id}/studio"))),
        Err(again) => again.render(page, typed),
    }
}

async fn edit_room(
    app: App,
    page: Page,
    viewer: Viewer,
    room: web::Path<RoomId>,
) -> Result<HttpResponse> {
    let zone = viewer.time_zone;
    let (room, courses) = app
        .db
        .run(move |conn| {
            let room = rooms::managed(conn, &viewer, *room)?;
            Ok((room, queries::taught_by(conn, viewer.id)?))
        })
        .await?;
    let form = RoomForm::of(&room, zone);
    html(&EditRoom::new(
        page,
        Some(room),
        courses,
        form,
        Errors::default(),
    ))
}

async fn update_room(
    app: App,
    page: Page,
    viewer: Viewer,
    id: web::Path<RoomId>,
    Form(form): Form<RoomForm>,
) -> Result<HttpResponse> {
    let (id, typed, l) = (id.into_inner(), form.clone(), page.l);
    let outcome = app.db.run(move |conn| {
        let room = rooms::managed(conn, &viewer, id)?;
        let done = update(conn, &viewer, &room, &form);
        or_again(conn, &viewer, Some(room), done)
    });
    match outcome.await? {
        Ok(()) => Ok(see_other(&format!("/live/{id}/studio"))
            .with_flash(Flash::success(fl!(l, "live-saved")))),
        Err(again) => again.render(page, typed),
    }
}

async fn cancel_room(
    app: App,
    page: Page,
    viewer: Viewer,
    room: web::Path<RoomId>,
) -> Result<HttpResponse> {
    app.db
        .run(move |conn| {
            let room = rooms::managed(conn, &viewer, *room)?;
            queries::cancel(conn, room.id)
        })
        .await?;
    let done = fl!(page.l, "live-cancelled");
    Ok(see_other("/live").with_flash(Flash::success(done)))
}

fn update(conn: &mut PgConnection, viewer: &Viewer, room: &Room, form: &RoomForm) -> Result<()> {
    let mut form = form.clone();
    if room.status != crate::live::Status::Planned {
        // The page shows only the title then; the rest is what it was.
        form = RoomForm {
            title: form.title,
            ..RoomForm::of(room, viewer.time_zone)
        };
    }
    let plan = form.check(viewer.time_zone, room.start_time)?;
    queries::update(conn, viewer, room, &plan)
}

/// What the form needs to be shown again with its errors.
struct Again {
    room: Option<Room>,
    courses: Vec<CourseChoice>,
    errors: Errors,
}

impl Again {
    fn render(self, page: Page, typed: RoomForm) -> Result<HttpResponse> {
        let form = EditRoom::new(page, self.room, self.courses, typed, self.errors);
        html_with(StatusCode::UNPROCESSABLE_ENTITY, &form)
    }
}

fn or_again<T>(
    conn: &mut PgConnection,
    teacher: &Viewer,
    room: Option<Room>,
    outcome: Result<T>,
) -> Result<Result<T, Again>> {
    match outcome {
        Ok(done) => Ok(Ok(done)),
        Err(AppError::Invalid(errors)) => Ok(Err(Again {
            room,
            courses: queries::taught_by(conn, teacher.id)?,
            errors,
        })),
        Err(error) => Err(error),
    }
}
