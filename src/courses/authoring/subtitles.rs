//! The subtitles of a lesson, as its teacher keeps them.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::Deserialize;

use super::{held, lessons};
use crate::courses::subtitles;
use crate::courses::{CourseId, Lesson, LessonId, LessonKind, managed};
use crate::error::{AppError, Errors, Result};
use crate::state::App;
use crate::storage::{self, UploadBody, UploadLimits};
use crate::text;
use crate::web::Viewer;

const LIMITS: UploadLimits = UploadLimits {
    file_bytes: 2_000_000,
    files: 1,
};

/// The fields beside the file, as they were typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SubtitlesForm {
    pub language: String,
    pub label: String,
}

/// Takes a file from the field `subtitles`, and puts it in the place of what the lesson had in that language.
///
/// # Errors
/// `Invalid` with every problem of the file; then nothing is stored.
pub(super) async fn replace(
    app: &App,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
    body: UploadBody,
) -> Result<()> {
    let asker = viewer.clone();
    let allowed = move |conn: &mut _| {
        managed(conn, &asker, course)?;
        video(conn, course, lesson)
    };
    app.db.run(allowed).await?;
    app.limits.uploads.take(viewer.id)?;
    let mut upload = storage::receive(&app.storage, body, LIMITS).await?;
    let form: SubtitlesForm = upload.form()?;
    let missing = || AppError::invalid("subtitles", text!("teaching-file-missing"));
    let file = upload.take_file("subtitles").ok_or_else(missing)?;
    let file = subtitles::check(&file.read().await?).map_err(|problems| {
        let mut errors = Errors::default();
        for problem in problems {
            errors.add("subtitles", problem);
        }
        AppError::Invalid(errors)
    })?;
    let asker = viewer.clone();
    let store = move |conn: &mut PgConnection| {
        conn.transaction(|conn| {
            held(conn, &asker, course)?;
            let lesson = video(conn, course, lesson)?;
            subtitles::store(conn, lesson.id, &form.language, &form.label, &file)
        })
    };
    app.db.run(store).await
}

pub(super) fn remove(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
    language: &str,
) -> Result<()> {
    conn.transaction(|conn| {
        held(conn, viewer, course)?;
        let lesson = lessons::find(conn, course, lesson)?;
        subtitles::remove(conn, lesson.id, language)
    })
}

fn video(conn: &mut PgConnection, course: CourseId, lesson: LessonId) -> Result<Lesson> {
    let lesson = lessons::find(conn, course, lesson)?;
    match lesson.kind {
        LessonKind::Video => Ok(lesson),
        _ => Err(AppError::invalid("subtitles", text!("subtitles-no-video"))),
    }
}
