//! Somebody reports a line over a lesson.

use diesel::dsl::exists;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::courses::Lesson;
use crate::courses::access::lesson_to_study;
use crate::courses::danmaku::deletion::At;
use crate::courses::danmaku::timeline::{self, LineId, Placed};
use crate::error::{AppError, Result};
use crate::notifications::{self, Event, Notice};
use crate::reporting;
use crate::schema::{course_staff, lesson_danmaku, lesson_danmaku_reports};
use crate::text;
use crate::web::{UserId, Viewer};

/// A line as somebody sees it who would report it.
pub struct Reportable {
    pub lesson: Lesson,
    pub line: Placed,
    /// Whether they have done so before.
    pub is_reported: bool,
}

impl Reportable {
    /// # Errors
    /// As [`lesson_to_study`]; `NotFound` for what is not of the lesson, or deleted; `Conflict` for one's own.
    pub fn find(conn: &mut PgConnection, viewer: &Viewer, at: At) -> Result<Reportable> {
        let (course, lesson, line) = at;
        let lesson = lesson_to_study(conn, viewer, course, lesson)?;
        let line = timeline::find(conn, &lesson, line)?;
        if line.user == viewer.id {
            return Err(AppError::Conflict(text!("danmaku-report-own")));
        }
        let own = lesson_danmaku_reports::table
            .filter(lesson_danmaku_reports::danmaku_id.eq(line.id))
            .filter(lesson_danmaku_reports::reported_by.eq(viewer.id));
        Ok(Reportable {
            lesson,
            line,
            is_reported: diesel::select(exists(own)).get_result(conn)?,
        })
    }
}

/// Puts a line before the staff of its course; again, it changes nothing. Where the line is.
///
/// # Errors
/// As [`Reportable::find`]; `Invalid` without a reason.
pub fn report(
    conn: &mut PgConnection,
    viewer: &Viewer,
    at: At,
    reason: &str,
) -> Result<(Lesson, Placed)> {
    conn.transaction(|conn| {
        lock(conn, at.2)?;
        let Reportable { lesson, line, .. } = Reportable::find(conn, viewer, at)?;
        let reason = reporting::reason(reason)?;
        let open = lesson_danmaku_reports::table
            .filter(lesson_danmaku_reports::danmaku_id.eq(line.id))
            .filter(lesson_danmaku_reports::settled_at.is_null());
        let is_known: bool = diesel::select(exists(open)).get_result(conn)?;
        let new = diesel::insert_into(lesson_danmaku_reports::table)
            .values((
                lesson_danmaku_reports::danmaku_id.eq(line.id),
                lesson_danmaku_reports::reported_by.eq(viewer.id),
                lesson_danmaku_reports::reason.eq(reason),
            ))
            .on_conflict_do_nothing()
            .execute(conn)?;
        if !is_known && new == 1 {
            tell_staff(conn, &lesson)?;
        }
        Ok((lesson, line))
    })
}

/// Of several who report a line at the same moment one is the first, and none of them misses that it is deleted.
fn lock(conn: &mut PgConnection, line: LineId) -> Result<()> {
    let row = lesson_danmaku::table.find(line);
    let row = row.select(lesson_danmaku::id).for_no_key_update();
    row.first::<LineId>(conn)?;
    Ok(())
}

/// What was written is not in the notice: they read it there.
fn tell_staff(conn: &mut PgConnection, lesson: &Lesson) -> Result<()> {
    let staff: Vec<UserId> = course_staff::table
        .filter(course_staff::course_id.eq(lesson.course_id))
        .select(course_staff::user_id)
        .load(conn)?;
    let notice = Notice {
        kind: Event::DanmakuReported,
        message: text!("danmaku-report-notice", lesson = lesson.title.clone()),
        link: format!("/courses/{}/danmaku/reports", lesson.course_id),
    };
    Ok(notifications::notify(conn, &staff, &notice)?)
}
