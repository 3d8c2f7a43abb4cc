//! The row of an assignment: made at the first save, and held by whoever changes anything of it.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::form::AssignmentForm;
use crate::assignments::assignment::{Assignment, assignment_lesson};
use crate::assignments::grade;
use crate::courses::{self, CourseId, LessonId};
use crate::error::Result;
use crate::schema::assignments;
use crate::web::Viewer;

/// The assignment of this lesson for a writer of its course, made if there is none yet. Its row stays locked until the
/// transaction ends.
pub(in crate::assignments) fn held(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
) -> Result<Assignment> {
    courses::managed(conn, viewer, course)?;
    let (lesson, title) = assignment_lesson(conn, course, lesson)?;
    diesel::insert_into(assignments::table)
        .values((
            assignments::course_id.eq(course),
            assignments::lesson_id.eq(lesson),
            assignments::title.eq(&title),
        ))
        .on_conflict(assignments::lesson_id)
        .do_update()
        .set(assignments::title.eq(&title))
        .execute(conn)?;
    let assignment = assignments::table
        .filter(assignments::lesson_id.eq(lesson))
        .select(Assignment::as_select())
        .for_no_key_update()
        .first(conn)?;
    grade::ensured(conn, assignment)
}

/// Stores the rules, and has the grades that there are follow them.
pub(super) fn save(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
    form: &AssignmentForm,
) -> Result<()> {
    conn.transaction(|conn| {
        let assignment = held(conn, viewer, course, lesson)?;
        let rules = form.check(viewer.time_zone)?;
        diesel::update(assignments::table.find(assignment.id))
            .set(rules)
            .execute(conn)?;
        grade::follow(conn, lesson)
    })
}
