//! A video on another site as the content of a lesson.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::Deserialize;

use super::{held, lessons};
use crate::courses::{CourseId, LessonId, LessonKind, external};
use crate::error::{AppError, Result};
use crate::schema::lessons as lesson_rows;
use crate::storage;
use crate::text;
use crate::web::Viewer;

/// The form, as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct LinkForm {
    pub url: String,
}

/// Puts an address in the place of the lesson's file or of an earlier address; an empty one takes that address away and
/// leaves a file where it is.
///
/// # Errors
/// `Invalid` for what is no address of another site by https, and for lessons that are no videos.
pub(super) fn set(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
    form: &LinkForm,
) -> Result<()> {
    conn.transaction(|conn| {
        held(conn, viewer, course)?;
        let lesson = lessons::find(conn, course, lesson)?;
        if lesson.kind != LessonKind::Video {
            return Err(AppError::invalid("url", text!("link-no-video")));
        }
        let typed = form.url.trim();
        if typed.is_empty() && lesson.media_id.is_some() {
            return Ok(());
        }
        let address = match typed.is_empty() {
            true => None,
            false => Some(
                external::checked(typed)
                    .ok_or_else(|| AppError::invalid("url", text!("link-unusable")))?,
            ),
        };
        diesel::update(lesson_rows::table.find(lesson.id))
            .set((
                lesson_rows::content_url.eq(address),
                lesson_rows::media_id.eq(None::<uuid::Uuid>),
                lesson_rows::duration_ms.eq(None::<i64>),
            ))
            .execute(conn)?;
        lesson
            .media_id
            .map_or(Ok(()), |file| storage::discard(conn, file))
    })
}
