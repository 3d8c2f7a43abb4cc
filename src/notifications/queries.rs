//! Reading and writing `notifications`.

use chrono::{DateTime, Utc};
use diesel::dsl::{exists, not};
use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::i18n::{Locale, Text};
use crate::schema::{courses, notification_mutes, notifications, users};
use crate::web::{UserId, Viewer};

/// A course, which a later subject knows more of.
pub(super) type CourseId = i64;

/// How many rows a page of the list has.
pub(super) const PAGE: i64 = 30;

/// An event to tell people of.
pub struct Notice {
    /// The event, as `course.enrolled` or `live.started`.
    pub kind: &'static str,
    /// What is said, in each receiver's language.
    pub message: Text,
    /// The place it leads to, a path of this site.
    pub link: String,
}

/// Tells these people of the event, in the caller's transaction.
pub fn notify(conn: &mut PgConnection, people: &[UserId], notice: &Notice) -> QueryResult<()> {
    tell(conn, None, people, notice)
}

/// Tells these people of an event of a course, but for those who have muted it, in the caller's transaction.
pub fn notify_in(
    conn: &mut PgConnection,
    course: CourseId,
    people: &[UserId],
    notice: &Notice,
) -> QueryResult<()> {
    tell(conn, Some(course), people, notice)
}

fn tell(
    conn: &mut PgConnection,
    course: Option<CourseId>,
    people: &[UserId],
    notice: &Notice,
) -> QueryResult<()> {
    let muted = notification_mutes::table
        .filter(notification_mutes::user_id.eq(users::id))
        .filter(notification_mutes::course_id.nullable().eq(course));
    let receivers: Vec<(UserId, Locale)> = users::table
        .filter(users::id.eq_any(people).and(users::deleted_at.is_null()))
        .filter(not(exists(muted)))
        .select((users::id, users::locale))
        .load(conn)?;
    let rows: Vec<_> = receivers
        .into_iter()
        .map(|(person, locale)| {
            (
                notifications::user_id.eq(person),
                notifications::kind.eq(notice.kind),
                notifications::message.eq(notice.message.in_(locale.loader())),
                notifications::link.eq(&notice.link),
                notifications::course_id.eq(course),
            )
        })
        .collect();
    diesel::insert_into(notifications::table)
        .values(rows)
        .execute(conn)
        .map(|_| ())
}

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
