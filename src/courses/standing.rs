//! What a course is to the person looking at it: the one query of a course page that is theirs alone.

use chrono::{DateTime, Utc};
use diesel::dsl::{array, exists};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::access::{enrolment_of, staff_of};
use super::model::{CourseId, LessonId, ProgressStatus, StaffRole, Status};
use super::reviews::Rating;
use super::sheet::{Sheet, SheetLesson};
use crate::error::{AppError, Result};
use crate::schema::{course_staff, courses, notification_mutes, progress};
use crate::web::{UserId, Viewer};

/// An id that nobody has: a guest is on no staff, is enrolled nowhere and has done nothing.
const NOBODY: UserId = 0;

#[derive(Clone, Debug, Queryable)]
pub struct Standing {
    /// Names the version of all that viewers share.
    pub version: DateTime<Utc>,
    pub status: Status,
    pub enrolled_count: i32,
    pub rating: Rating,
    pub role: Option<StaffRole>,
    pub is_enrolled: bool,
    /// Whether they want to be told nothing of it.
    pub is_muted: bool,
    /// The lessons that this person has completed.
    done: Vec<LessonId>,
    /// The lesson they were in last.
    last: Option<LessonId>,
}

impl Standing {
    /// How this viewer stands to a course that they may see.
    ///
    /// # Errors
    /// [`NotFound`](crate::error::AppError::NotFound) for courses that they may not see.
    pub fn of(
        conn: &mut PgConnection,
        viewer: Option<&Viewer>,
        course: CourseId,
    ) -> Result<Standing> {
        let user = viewer.map_or(NOBODY, |viewer| viewer.id);
        let done = progress_of(user)
            .filter(progress::status.eq(ProgressStatus::Completed))
            .select(progress::lesson_id);
        let last = progress_of(user)
            .order(progress::last_accessed_at.desc())
            .select(progress::lesson_id)
            .limit(1);
        // The rule of `visible_to` is applied to what comes back: as a filter it would ask for the same rows twice, and a
        // boxed one has its text put together anew each time.
        let standing: Standing = courses::table
            .find(course)
            .select((
                courses::updated_at,
                courses::status,
                courses::enrolled_count,
                Rating::as_select(),
                staff_of(user).select(course_staff::role).single_value(),
                exists(enrolment_of(user)),
                exists(mute_of(user)),
                array::<BigInt, _>(done),
                last.single_value(),
            ))
            .first(conn)?;
        match standing.may_see(viewer.is_some_and(Viewer::is_admin)) {
            true => Ok(standing),
            false => Err(AppError::NotFound),
        }
    }

    /// The same rule as [`visible_to`](super::visible_to).
    fn may_see(&self, is_admin: bool) -> bool {
        let is_open = match self.status {
            Status::Draft => false,
            Status::Published => true,
            Status::Archived => self.is_enrolled,
        };
        is_open || is_admin || self.role.is_some()
    }

    /// Whether the lessons are open to them; the same rule as [`may_study`](super::may_study).
    pub fn may_study(&self) -> bool {
        self.role.is_some() || (self.is_enrolled && self.status != Status::Draft)
    }

    /// Whether this lesson is open to them.
    pub fn may_open(&self, sheet: &Sheet, lesson: &SheetLesson) -> bool {
        lesson.is_preview || (self.may_study() && self.blocker(sheet, lesson.id).is_none())
    }

    /// The lesson to be done before this one, if a lock holds for them; the same rule as in [`locks`](super::locks).
    pub fn blocker<'a>(&self, sheet: &'a Sheet, lesson: LessonId) -> Option<&'a SheetLesson> {
        if self.role.is_some() {
            return None;
        }
        let is_preview = |other: &SheetLesson| other.id == lesson && other.is_preview;
        let mut before = sheet.before(lesson);
        let missing = before.find(|other| !self.has_done(other.id))?;
        (!sheet.lessons().any(is_preview)).then_some(missing)
    }

    pub fn has_done(&self, lesson: LessonId) -> bool {
        self.done.contains(&lesson)
    }

    /// How many of the lessons that count are done.
    pub fn done_count(&self, sheet: &Sheet) -> usize {
        sheet
            .required()
            .filter(|lesson| self.has_done(lesson.id))
            .count()
    }

    pub fn has_begun(&self) -> bool {
        self.last.is_some()
    }

    /// Where to go on: the lesson they were in, or once that is done the next one that is not; from the top if all are.
    pub fn next_lesson(&self, sheet: &Sheet) -> Option<LessonId> {
        let open = sheet
            .lessons()
            .filter(|lesson| self.may_open(sheet, lesson));
        let ids: Vec<LessonId> = open.map(|lesson| lesson.id).collect();
        let at = self
            .last
            .and_then(|last| ids.iter().position(|id| *id == last))
            .unwrap_or(0);
        let (before, onward) = ids.split_at(at);
        let mut in_turn = onward.iter().chain(before);
        let undone = in_turn.find(|id| !self.has_done(**id));
        undone.or(ids.first()).copied()
    }
}

#[diesel::dsl::auto_type(no_type_alias)]
fn progress_of(user: UserId) -> _ {
    progress::table
        .filter(progress::course_id.eq(courses::id))
        .filter(progress::user_id.eq(user))
}

#[diesel::dsl::auto_type(no_type_alias)]
fn mute_of(user: UserId) -> _ {
    notification_mutes::table
        .filter(notification_mutes::course_id.eq(courses::id))
        .filter(notification_mutes::user_id.eq(user))
}
