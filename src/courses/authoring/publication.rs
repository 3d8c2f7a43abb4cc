//! Who sees a course: publishing, taking back, archiving, and the deletion of a draft.

use diesel::dsl::{count_star, not};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use uuid::Uuid;

use super::contents::is_ready;
use super::{held, rank, require_owner};
use crate::courses::files::let_go;
use crate::courses::handouts;
use crate::courses::{Course, CourseId, LessonId, StaffRole, Status, managed};
use crate::db;
use crate::error::{AppError, Result, broken_constraint};
use crate::schema::{courses, enrollments, lessons, sections};
use crate::text;
use crate::web::Viewer;

/// What stands between a course and its learners, and what would be lost with it.
pub(super) struct Readiness {
    pub sections: i64,
    pub lessons: i64,
    pub files: i64,
    pub learners: i64,
    /// Lessons that have nothing to learn from yet: `(id, title)`, in order.
    pub unfinished: Vec<(LessonId, String)>,
}

impl Readiness {
    pub fn of(conn: &mut PgConnection, course: CourseId) -> Result<Readiness> {
        let lessons_of = lessons::table.filter(lessons::course_id.eq(course));
        let unfinished = lessons_of
            .filter(not(is_ready()))
            .order(lessons::order)
            .select((lessons::id, lessons::title))
            .load(conn)?;
        Ok(Readiness {
            sections: sections::table
                .filter(sections::course_id.eq(course))
                .select(count_star())
                .first(conn)?,
            lessons: lessons_of.select(count_star()).first(conn)?,
            files: lessons_of
                .filter(lessons::media_id.is_not_null())
                .select(count_star())
                .first(conn)?,
            learners: enrollments::table
                .filter(enrollments::course_id.eq(course))
                .select(count_star())
                .first(conn)?,
            unfinished,
        })
    }

    /// A course may be published once there is something to learn in it.
    pub fn may_publish(&self) -> bool {
        self.lessons > self.unfinished.len() as i64
    }
}

/// A course on its way to the public or back.
pub(super) struct Prospect {
    pub course: Course,
    pub readiness: Readiness,
    /// Whether whoever asks is its owner.
    pub is_owner: bool,
}

impl Prospect {
    pub fn find(conn: &mut PgConnection, viewer: &Viewer, id: CourseId) -> Result<Prospect> {
        let course = managed(conn, viewer, id)?;
        Ok(Prospect {
            readiness: Readiness::of(conn, id)?,
            is_owner: rank(conn, viewer, id)? == Some(StaffRole::Owner),
            course,
        })
    }
}

/// Makes the course a draft, public or archived. Asking for what it is already changes nothing. The day it first came
/// out stays, however often it is taken back.
///
/// # Errors
/// [`AppError::Conflict`] when it has nothing to learn in it yet, or was never public and so can't be archived.
pub(super) fn set_status(
    conn: &mut PgConnection,
    viewer: &Viewer,
    id: CourseId,
    wanted: Status,
) -> Result<()> {
    conn.transaction(|conn| {
        let course = held(conn, viewer, id)?;
        if course.status == wanted {
            return Ok(());
        }
        require_possible(conn, &course, wanted)?;
        let published_at = match wanted {
            Status::Published => Some(course.published_at.unwrap_or(db::clock(conn)?)),
            _ => course.published_at,
        };
        diesel::update(courses::table.find(id))
            .set((
                courses::status.eq(wanted),
                courses::published_at.eq(published_at),
            ))
            .execute(conn)?;
        Ok(())
    })
}

fn require_possible(conn: &mut PgConnection, course: &Course, wanted: Status) -> Result<()> {
    match wanted {
        Status::Published if !Readiness::of(conn, course.id)?.may_publish() => {
            Err(AppError::Conflict(text!("teaching-publish-nothing")))
        }
        Status::Archived if course.published_at.is_none() => {
            Err(AppError::Conflict(text!("teaching-archive-never-public")))
        }
        _ => Ok(()),
    }
}

/// Deletes a draft with all that belongs to it; only its owner may.
///
/// # Errors
/// [`AppError::Conflict`] when it is not a draft, or live classes or orders still refer to it.
pub(super) fn delete_draft(conn: &mut PgConnection, viewer: &Viewer, id: CourseId) -> Result<()> {
    conn.transaction(|conn| {
        let course = held(conn, viewer, id)?;
        require_owner(conn, viewer, id)?;
        if course.status != Status::Draft {
            return Err(AppError::Conflict(text!("teaching-delete-only-drafts")));
        }
        let files = files_of(conn, &course)?;
        diesel::delete(courses::table.find(id))
            .execute(conn)
            .map_err(in_words)?;
        files.into_iter().try_for_each(|file| let_go(conn, file))
    })
}

/// The cover and the lessons' files; what hangs on the course's messages goes the way of those.
fn files_of(conn: &mut PgConnection, course: &Course) -> Result<Vec<Uuid>> {
    let mut files: Vec<Uuid> = lessons::table
        .filter(lessons::course_id.eq(course.id))
        .filter(lessons::media_id.is_not_null())
        .select(lessons::media_id.assume_not_null())
        .load(conn)?;
    files.extend(handouts::files_of_course(conn, course.id)?);
    files.extend(course.cover_media_id);
    // Two lessons may share one.
    files.sort_unstable();
    files.dedup();
    Ok(files)
}

fn in_words(error: diesel::result::Error) -> AppError {
    match broken_constraint(&error) {
        Some("live_rooms_course_id_fkey") => AppError::Conflict(text!("teaching-delete-has-live")),
        Some("orders_course_id_fkey") => AppError::Conflict(text!("teaching-delete-has-orders")),
        _ => error.into(),
    }
}
