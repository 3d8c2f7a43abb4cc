//! Who takes a course, newest first, a page at a time.

use chrono::{DateTime, Utc};
use diesel::dsl::count_star;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::courses::{CourseId, ProgressStatus};
use crate::error::Result;
use crate::schema::{enrollments, lessons, progress, users};
use crate::search::like_anywhere;
use crate::web::UserId;

const PAGE: usize = 50;

/// A learner of a course, and how far they are.
pub(super) struct Learner {
    pub user_id: UserId,
    pub username: String,
    pub display_name: String,
    pub enrolled_at: DateTime<Utc>,
    pub completed: i64,
}

/// One page of the list.
pub(super) struct Learners {
    pub rows: Vec<Learner>,
    /// How many lessons count.
    pub lessons: i64,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
}

/// The last row of a page: `<microseconds>-<id>` in the address.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cursor {
    enrolled_at: DateTime<Utc>,
    id: i64,
}

impl Cursor {
    /// Nothing for what is not a cursor: the list then begins at its beginning.
    pub fn parse(text: &str) -> Option<Cursor> {
        let (micros, id) = text.split_once('-')?;
        Some(Cursor {
            enrolled_at: DateTime::from_timestamp_micros(micros.parse().ok()?)?,
            id: id.parse().ok()?,
        })
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.enrolled_at.timestamp_micros(), self.id)
    }
}

/// The learners whose name has this in it, all for an empty one.
pub(super) fn list(
    conn: &mut PgConnection,
    course: CourseId,
    name: &str,
    after: Option<Cursor>,
) -> Result<Learners> {
    let mut query = enrollments::table
        .inner_join(users::table)
        .filter(enrollments::course_id.eq(course))
        .order((enrollments::enrolled_at.desc(), enrollments::id.desc()))
        .limit(PAGE as i64 + 1)
        .into_boxed();
    if !name.is_empty() {
        let pattern = like_anywhere(name);
        query = query.filter(
            users::display_name
                .ilike(pattern.clone())
                .or(users::username.ilike(pattern)),
        );
    }
    if let Some(after) = after {
        query = query.filter(
            enrollments::enrolled_at
                .lt(after.enrolled_at)
                .or(enrollments::enrolled_at
                    .eq(after.enrolled_at)
                    .and(enrollments::id.lt(after.id))),
        );
    }
    let completed = progress::table
        .inner_join(lessons::table.on(lessons::id.eq(progress::lesson_id)))
        .filter(lessons::is_required)
        .filter(progress::user_id.eq(users::id))
        .filter(progress::course_id.eq(course))
        .filter(progress::status.eq(ProgressStatus::Completed))
        .select(count_star())
        .single_value()
        .assume_not_null();
    let mut found: Vec<(i64, DateTime<Utc>, UserId, String, String, i64)> = query
        .select((
            enrollments::id,
            enrollments::enrolled_at,
            users::id,
            users::username,
            users::display_name,
            completed,
        ))
        .load(conn)?;
    let has_more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = found.last().filter(|_| has_more).map(|last| Cursor {
        enrolled_at: last.1,
        id: last.0,
    });
    let learner = |(_, enrolled_at, user_id, username, display_name, completed)| Learner {
        user_id,
        username,
        display_name,
        enrolled_at,
        completed,
    };
    Ok(Learners {
        rows: found.into_iter().map(learner).collect(),
        lessons: lessons::table
            .filter(lessons::course_id.eq(course))
            .filter(lessons::is_required)
            .select(count_star())
            .first(conn)?,
        next,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_the_address() {
        let cursor = Cursor::parse("1767225600000001-42").unwrap();
        assert_eq!(Cursor::parse(&cursor.to_string()), Some(cursor));
        assert_eq!(Cursor::parse("abc"), None);
        assert_eq!(Cursor::parse("9223372036854775807-1"), None);
    }
}
