//! What administrators do about a line of whatever course that was reported.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::queue;
use crate::courses::danmaku::deletion::{self, At};
use crate::error::Result;
use crate::reporting;
use crate::schema::{lesson_danmaku, lesson_danmaku_reports, lessons};
use crate::web::Admin;

/// Deletes the line that this report is about. Its reports are settled.
///
/// # Errors
/// `NotFound`; `Invalid` without a reason.
pub fn delete_reported(
    conn: &mut PgConnection,
    admin: &Admin,
    report: i64,
    reason: &str,
) -> Result<()> {
    let reason = reporting::reason(reason)?;
    conn.transaction(|conn| {
        let place = place_of(conn, report)?;
        deletion::remove(conn, admin.0.id, place, &reason)
    })
}

/// Brings it back. What was decided about its reports stays decided.
///
/// # Errors
/// `NotFound`.
pub fn restore_reported(conn: &mut PgConnection, admin: &Admin, report: i64) -> Result<()> {
    conn.transaction(|conn| {
        let place = place_of(conn, report)?;
        deletion::restore(conn, admin.0.id, place)
    })
}

/// Lets it stand. Its reports are settled.
///
/// # Errors
/// `NotFound`; `Invalid` for too long a reason.
pub fn dismiss_reported(
    conn: &mut PgConnection,
    admin: &Admin,
    report: i64,
    reason: &str,
) -> Result<()> {
    let reason = reporting::reason_if_any(reason)?;
    conn.transaction(|conn| {
        let place = place_of(conn, report)?;
        queue::let_stand(conn, admin.0.id, place, &reason)
    })
}

fn place_of(conn: &mut PgConnection, report: i64) -> Result<At> {
    Ok(lesson_danmaku_reports::table
        .inner_join(lesson_danmaku::table.inner_join(lessons::table))
        .filter(lesson_danmaku_reports::id.eq(report))
        .select((lessons::course_id, lessons::id, lesson_danmaku::id))
        .first(conn)?)
}
