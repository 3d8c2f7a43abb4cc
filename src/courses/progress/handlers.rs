//! What a learner's page reports of a lesson, and what the learner says of it.

use actix_web::{HttpResponse, web};
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::heartbeat::{Heartbeat, beat};
use super::intervals::Watched;
use super::row::mark_done;
use crate::courses::access::lesson_to_study;
use crate::courses::lessons::ProgressNote;
use crate::courses::{CourseId, LessonId};
use crate::error::{AppError, Result};
use crate::state::App;
use crate::text;
use crate::web::{Flash, Form, Respond, Viewer, html, see_other};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route(
        r"/courses/{course:\d+}/lessons/{lesson:\d+}/progress",
        web::post().to(create_heartbeat),
    )
    .route(
        r"/courses/{course:\d+}/lessons/{lesson:\d+}/completion",
        web::post().to(create_completion),
    );
}

#[derive(Deserialize)]
struct HeartbeatForm {
    /// In milliseconds.
    #[serde(default)]
    position: u32,
    /// Intervals in milliseconds: `0-10000,15000-20000`.
    #[serde(default)]
    played: String,
}

async fn create_heartbeat(
    app: App,
    viewer: Viewer,
    path: web::Path<(CourseId, LessonId)>,
    form: Form<HeartbeatForm>,
) -> Result<HttpResponse> {
    let ((course, lesson), l) = (path.into_inner(), viewer.locale.loader());
    let heartbeat = form.0.read()?;
    let note = app
        .db
        .run(move |conn| {
            let lesson = lesson_to_study(conn, &viewer, course, lesson)?;
            beat(conn, viewer.id, &lesson, &heartbeat)?;
            ProgressNote::load(conn, l, viewer.id, &lesson)
        })
        .await?;
    html(&note)
}

impl HeartbeatForm {
    fn read(self) -> Result<Heartbeat> {
        let unreadable = || AppError::invalid("played", text!("errors-form-unreadable"));
        Ok(Heartbeat {
            position_ms: self.position,
            played: Watched::parse(&self.played).ok_or_else(unreadable)?,
        })
    }
}

async fn create_completion(
    app: App,
    viewer: Viewer,
    path: web::Path<(CourseId, LessonId)>,
) -> Result<HttpResponse> {
    let ((course, lesson), l) = (path.into_inner(), viewer.locale.loader());
    let is_done = app
        .db
        .run(move |conn| {
            let lesson = lesson_to_study(conn, &viewer, course, lesson)?;
            mark_done(conn, viewer.id, &lesson)
        })
        .await?;
    let told = match is_done {
        true => Flash::success(fl!(l, "lessons-done-flash")),
        false => Flash::notice(fl!(l, "lessons-noted-flash")),
    };
    Ok(see_other(&format!("/courses/{course}/lessons/{lesson}")).with_flash(told))
}
