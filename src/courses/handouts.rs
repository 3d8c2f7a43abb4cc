//! Handouts: files beside the content of a lesson, of whatever kind it is. Whoever may open the lesson may read them.

use diesel::dsl::max;
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;

use super::model::{CourseId, LessonId};
use crate::error::Result;
use crate::i18n;
use crate::schema::{lesson_files, lessons, media};
use crate::storage::{Media, MediaId, MediaKind};

pub type HandoutId = i64;

/// A file of a lesson.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = lesson_files, check_for_backend(Pg))]
pub struct Handout {
    pub id: HandoutId,
    #[diesel(embed)]
    pub media: Media,
}

impl Handout {
    /// What it is, as the ending of its name says: `PDF`. Nothing where it has none.
    pub fn ending(&self) -> String {
        let ending = self
            .media
            .original_name
            .rsplit_once('.')
            .map(|(_, end)| end);
        let is_plain = |end: &&str| {
            (1..=5).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        let ending = ending.filter(is_plain).unwrap_or_default();
        ending.to_ascii_uppercase()
    }

    pub fn size(&self) -> String {
        i18n::file_size(self.media.byte_size)
    }

    /// The name of its icon.
    pub fn icon(&self) -> &'static str {
        match self.media.kind {
            MediaKind::Image => "image",
            MediaKind::Video => "video",
            MediaKind::Audio => "volume-2",
            MediaKind::Document => "file-text",
            MediaKind::Other => "file",
        }
    }
}

/// Those of this lesson, in order.
pub(super) fn list(conn: &mut PgConnection, lesson: LessonId) -> Result<Vec<Handout>> {
    Ok(lesson_files::table
        .inner_join(media::table)
        .filter(lesson_files::lesson_id.eq(lesson))
        .order(lesson_files::position)
        .select(Handout::as_select())
        .load(conn)?)
}

/// The place of the last, 0 where there are none.
pub(super) fn last_position(conn: &mut PgConnection, lesson: LessonId) -> Result<i32> {
    let last: Option<i32> = lesson_files::table
        .filter(lesson_files::lesson_id.eq(lesson))
        .select(max(lesson_files::position))
        .first(conn)?;
    Ok(last.unwrap_or(0))
}

/// The files of all handouts of a course, to be let go with it.
pub(super) fn files_of_course(conn: &mut PgConnection, course: CourseId) -> Result<Vec<MediaId>> {
    Ok(lesson_files::table
        .inner_join(lessons::table)
        .filter(lessons::course_id.eq(course))
        .select(lesson_files::media_id)
        .load(conn)?)
}
