//! Reading and writing `notifications`.

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::model::CourseId;
use crate::schema::{courses, notifications};
use crate::web::Viewer;

/// How many rows a page of the list has.
pub(super) const PAGE: i64 = 30;

#[derive(Queryable, Selectable)]
#[diesel(table_name = notifications, check_for_backend(diesel::pg::Pg))]
pub(super) struct Notification {
    pub id: i64,
    pub message: String,
    pub is_read: bool,
    pub created_at: DateTime<Utc>,
    /// The course that it can be muted with.
    #[diesel(embed)]
    pub course: Option<OfCourse>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = courses, check_for_backend(diesel::pg::Pg))]
pub(super) struct OfCourse {
    pub id: CourseId,
    pub title: String,
}

/// The person's notifications, newest first, older than `before` where given; one more than a page if there are more.
pub(super) fn list(
    conn: &mut PgConnection,
    viewer: &Viewer,
    before: Option<i64>,
) -> QueryResult<Vec<Notification>> {
    notifications::table
        .left_join(courses::table)
        .filter(notifications::user_id.eq(viewer.id))
        .filter(notifications::id.lt(before.unwrap_or(i64::MAX)))
        .order(notifications::id.desc())
        .limit(PAGE + 1)
        .select(Notification::as_select())
        .load(conn)
}

pub(super) fn count_unread(conn: &mut PgConnection, viewer: &Viewer) -> QueryResult<i64> {
    notifications::table
        .filter(
            notifications::user_id
                .eq(viewer.id)
                .and(notifications::is_read.eq(false)),
        )
        .count()
        .get_result(conn)
}

/// Marks everything up to and including this one as read.
pub(super) fn mark_read(
    conn: &mut PgConnection,
    viewer: &Viewer,
    up_to: i64,
) -> QueryResult<usize> {
    diesel::update(notifications::table)
        .filter(
            notifications::user_id
                .eq(viewer.id)
                .and(notifications::id.le(up_to)),
        )
        .filter(notifications::is_read.eq(false))
        .set(notifications::is_read.eq(true))
        .execute(conn)
}

/// Marks one as read and tells where it leads. `None` if it is not this person's.
pub(super) fn open(
    conn: &mut PgConnection,
    viewer: &Viewer,
    id: i64,
) -> QueryResult<Option<Option<String>>> {
    diesel::update(notifications::table.find(id))
        .filter(notifications::user_id.eq(viewer.id))
        .set(notifications::is_read.eq(true))
        .returning(notifications::link)
        .get_result(conn)
        .optional()
}

/// Marks one as read. Whether it is this person's.
pub(super) fn read(conn: &mut PgConnection, viewer: &Viewer, id: i64) -> QueryResult<bool> {
    diesel::update(notifications::table.find(id))
        .filter(notifications::user_id.eq(viewer.id))
        .set(notifications::is_read.eq(true))
        .execute(conn)
        .map(|rows| rows > 0)
}
