//! The texts that a lesson has had: kept with each change, read by the staff, brought back by those who may write.

use chrono::{DateTime, Utc};
use diesel::dsl::max;
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;

use super::{held, lessons, staffed};
use crate::courses::{Course, CourseId, Lesson, LessonId, reindex};
use crate::db;
use crate::error::{AppError, Result};
use crate::schema::{lesson_versions, lessons as lesson_rows, users};
use crate::web::{UserId, Viewer};

/// On a page of the list.
pub(super) const PAGE: usize = 30;

/// A line of the list.
#[derive(Clone, Debug, Queryable)]
pub(super) struct Listed {
    pub number: i32,
    pub created_at: DateTime<Utc>,
    pub restored_from: Option<i32>,
    /// Nobody that is known, for the text before the first change.
    pub author: Option<String>,
}

#[derive(Clone, Debug, Default, Queryable, Selectable)]
#[diesel(table_name = lesson_versions, check_for_backend(Pg))]
pub(super) struct Version {
    pub number: i32,
    pub title: String,
    pub body: String,
}

#[derive(Insertable)]
#[diesel(table_name = lesson_versions)]
struct NewVersion<'a> {
    lesson_id: LessonId,
    number: i32,
    title: &'a str,
    body: &'a str,
    author_id: Option<UserId>,
    restored_from: Option<i32>,
    created_at: DateTime<Utc>,
}

/// Keeps what a lesson said and what it says from now on. To be called in the transaction of the change, under the lock
/// of the course. Nothing is kept of a change that changes neither title nor text.
pub(super) fn keep(
    conn: &mut PgConnection,
    before: &Lesson,
    (title, body): (&str, &str),
    author: UserId,
    restored_from: Option<i32>,
) -> Result<()> {
    if (before.title.as_str(), before.body.as_str()) == (title, body) {
        return Ok(());
    }
    let mut number = newest(conn, before.id)?;
    if number == 0 {
        number = 1;
        let first = NewVersion {
            lesson_id: before.id,
            number,
            title: &before.title,
            body: &before.body,
            author_id: None,
            restored_from: None,
            created_at: before.updated_at,
        };
        insert(conn, &first)?;
    }
    let next = NewVersion {
        lesson_id: before.id,
        number: number + 1,
        title,
        body,
        author_id: Some(author),
        restored_from,
        created_at: db::clock(conn)?,
    };
    insert(conn, &next)
}

fn insert(conn: &mut PgConnection, version: &NewVersion<'_>) -> Result<()> {
    diesel::insert_into(lesson_versions::table)
        .values(version)
        .execute(conn)?;
    Ok(())
}

fn newest(conn: &mut PgConnection, lesson: LessonId) -> Result<i32> {
    let number: Option<i32> = lesson_versions::table
        .filter(lesson_versions::lesson_id.eq(lesson))
        .select(max(lesson_versions::number))
        .first(conn)?;
    Ok(number.unwrap_or(0))
}

/// The lesson, to the staff of its course, and whether the viewer may write.
fn read(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
) -> Result<(Course, Lesson, bool)> {
    let (course, role) = staffed(conn, viewer, course)?;
    let lesson = lessons::find(conn, course.id, lesson)?;
    Ok((course, lesson, role.may_write()))
}

/// The versions before a number, newest first, one more than [`PAGE`] if there are more.
pub(super) fn list(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
    before: i32,
) -> Result<(Course, Lesson, Vec<Listed>)> {
    let (course, lesson, _) = read(conn, viewer, course, lesson)?;
    let listed = lesson_versions::table
        .left_join(users::table)
        .filter(lesson_versions::lesson_id.eq(lesson.id))
        .filter(lesson_versions::number.lt(before))
        .order(lesson_versions::number.desc())
        .limit(PAGE as i64 + 1)
        .select((
            lesson_versions::number,
            lesson_versions::created_at,
            lesson_versions::restored_from,
            users::display_name.nullable(),
        ))
        .load(conn)?;
    Ok((course, lesson, listed))
}

/// A version with what it is compared to.
pub(super) struct Compared {
    pub course: Course,
    pub lesson: Lesson,
    pub version: Version,
    /// The one before it, or the newest.
    pub other: Version,
    pub newest: i32,
    /// Whether the viewer may bring it back.
    pub may_restore: bool,
}

/// # Errors
/// `NotFound` for whoever is not of the staff, and for a number that there is not.
pub(super) fn compare(
    conn: &mut PgConnection,
    viewer: &Viewer,
    (course, lesson): (CourseId, LessonId),
    number: i32,
    with_newest: bool,
) -> Result<Compared> {
    let (course, lesson, may_write) = read(conn, viewer, course, lesson)?;
    let newest = newest(conn, lesson.id)?;
    let version = find(conn, lesson.id, number)?;
    let other = match (with_newest, number) {
        (true, _) => find(conn, lesson.id, newest)?,
        (false, 1) => Version::default(),
        (false, _) => find(conn, lesson.id, number - 1)?,
    };
    Ok(Compared {
        may_restore: may_write && number != newest,
        course,
        lesson,
        version,
        other,
        newest,
    })
}

fn find(conn: &mut PgConnection, lesson: LessonId, number: i32) -> Result<Version> {
    Ok(lesson_versions::table
        .filter(lesson_versions::lesson_id.eq(lesson))
        .filter(lesson_versions::number.eq(number))
        .select(Version::as_select())
        .first(conn)?)
}

/// Gives the lesson the title and text of an earlier version, as a new one.
///
/// # Errors
/// `NotFound` for whoever may not write, `Forbidden` never: assistants read and find no such address.
pub(super) fn restore(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
    number: i32,
) -> Result<()> {
    conn.transaction(|conn| {
        held(conn, viewer, course)?;
        let lesson = lessons::find(conn, course, lesson)?;
        let old = find(conn, lesson.id, number)?;
        let text = (old.title.as_str(), old.body.as_str());
        keep(conn, &lesson, text, viewer.id, Some(number))?;
        let changed = diesel::update(lesson_rows::table.find(lesson.id))
            .set((
                lesson_rows::title.eq(&old.title),
                lesson_rows::body.eq(&old.body),
            ))
            .execute(conn)?;
        if changed != 1 {
            return Err(AppError::NotFound);
        }
        reindex(conn, course)
    })
}
