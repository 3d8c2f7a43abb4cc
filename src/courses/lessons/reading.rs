//! A lesson opened by somebody: all that its page needs, found through them.

use std::sync::Arc;

use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::courses::danmaku::DanmakuPanel;
use crate::courses::handouts::{self, Handout};
use crate::courses::locks;
use crate::courses::model::{CourseId, Lesson, LessonId};
use crate::courses::notes::NotesPanel;
use crate::courses::progress::{Progress, Rules};
use crate::courses::sheet::Sheet;
use crate::courses::standing::Standing;
use crate::courses::subtitles::{self, Subtitle};
use crate::error::{AppError, Result};
use crate::i18n::Loader;
use crate::markdown::{self, SafeHtml};
use crate::schema::{lessons, media};
use crate::web::Viewer;
use crate::web::shared::Shared;

const BODY: &str = "lesson-body";

pub struct Reading {
    pub lesson: Lesson,
    /// The file that was uploaded for it.
    pub file: Option<LessonFile>,
    pub handouts: Vec<Handout>,
    pub body: Arc<SafeHtml>,
    pub sheet: Arc<Sheet>,
    pub standing: Standing,
    pub progress: Option<Progress>,
    pub rules: Rules,
    /// Of a video that is stored here.
    pub subtitles: Vec<Subtitle>,
    /// Of whoever may study it.
    pub notes: Option<NotesPanel>,
    /// The same, over a video that is stored here.
    pub danmaku: Option<DanmakuPanel>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = media, check_for_backend(diesel::pg::Pg))]
pub struct LessonFile {
    pub original_name: String,
    pub content_type: String,
    pub byte_size: i64,
}

impl Reading {
    /// The lesson, if it is open to this viewer: to those who may study its course, and previews to everybody who may
    /// see the course.
    ///
    /// # Errors
    /// `NotFound`; [`AppError::NotYet`] while it is locked behind others.
    pub fn of(
        conn: &mut PgConnection,
        shared: &Shared,
        l: Loader,
        viewer: Option<&Viewer>,
        course: CourseId,
        lesson: LessonId,
    ) -> Result<Reading> {
        let standing = Standing::of(conn, viewer, course)?;
        let (lesson, file): (Lesson, Option<LessonFile>) = lessons::table
            .left_join(media::table)
            .filter(lessons::course_id.eq(course))
            .filter(lessons::id.eq(lesson))
            .select((Lesson::as_select(), Option::<LessonFile>::as_select()))
            .first(conn)?;
        if !lesson.is_preview && !standing.may_study() {
            return Err(AppError::NotFound);
        }
        let sheet = Sheet::of(shared, conn, course, standing.version)?;
        if let Some(first) = standing.blocker(&sheet, lesson.id) {
            return Err(locks::locked(course, first.id, first.title.clone()));
        }
        let student = viewer.filter(|_| standing.may_study());
        let progress = match student {
            Some(viewer) => Progress::find(conn, viewer.id, lesson.id)?,
            None => None,
        };
        let notes = match student {
            Some(viewer) => Some(NotesPanel::first(conn, l, viewer.id, &lesson)?),
            None => None,
        };
        let is_staff = standing.role.is_some();
        let danmaku = match student.filter(|_| lesson.has_player()) {
            Some(viewer) => Some(DanmakuPanel::load(conn, l, viewer, is_staff, &lesson, 0)?),
            None => None,
        };
        Ok(Reading {
            subtitles: match lesson.has_player() {
                true => subtitles::list(conn, lesson.id)?,
                false => Vec::new(),
            },
            sheet,
            rules: Rules::of(conn, &lesson)?,
            handouts: handouts::list(conn, lesson.id)?,
            body: body_of(shared, &lesson),
            lesson,
            file,
            standing,
            progress,
            notes,
            danmaku,
        })
    }
}

/// Rendering is the dear part of a long text, and the same for all.
fn body_of(shared: &Shared, lesson: &Lesson) -> Arc<SafeHtml> {
    let version = lesson.updated_at.timestamp_micros();
    let slot = shared.slot(BODY, format!("{} {version}", lesson.id));
    slot.get()
        .unwrap_or_else(|| slot.put(markdown::full(&lesson.body)))
}
