//! The courses that somebody teaches or assists in.

use diesel::dsl::count_star;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::courses::{Course, CourseId, StaffRole};
use crate::error::Result;
use crate::schema::{course_staff, courses, lessons};
use crate::web::Viewer;

const PAGE: usize = 24;

/// A course with what its staff want to see at a glance.
pub(super) struct Taught {
    pub course: Course,
    pub role: StaffRole,
    pub lessons: i64,
}

/// One page of this person's courses, newest first, and where the next page begins.
pub(super) fn list(
    conn: &mut PgConnection,
    viewer: &Viewer,
    after: Option<CourseId>,
) -> Result<(Vec<Taught>, Option<CourseId>)> {
    let count = lessons::table
        .filter(lessons::course_id.eq(courses::id))
        .select(count_star())
        .single_value()
        .assume_not_null();
    let mut rows: Vec<(Course, StaffRole, i64)> = course_staff::table
        .inner_join(courses::table)
        .filter(course_staff::user_id.eq(viewer.id))
        .filter(course_staff::course_id.lt(after.unwrap_or(CourseId::MAX)))
        .order(course_staff::course_id.desc())
        .limit(PAGE as i64 + 1)
        .select((Course::as_select(), course_staff::role, count))
        .load(conn)?;
    let has_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows
        .last()
        .filter(|_| has_more)
        .map(|(course, ..)| course.id);
    let taught = |(course, role, lessons)| Taught {
        course,
        role,
        lessons,
    };
    Ok((rows.into_iter().map(taught).collect(), next))
}

impl Taught {
    /// Where work on it goes on: at its contents, or for an assistant with its people.
    pub fn path(&self) -> String {
        match self.role.may_write() {
            true => format!("/courses/{}/outline", self.course.id),
            false => format!("/courses/{}/people", self.course.id),
        }
    }
}
