//! How a rubric is kept.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde_json::{Value, json};

use super::RubricId;
use super::form::RubricForm;
use crate::assignments::assignment::AssignmentId;
use crate::assignments::settings::held;
use crate::courses::{CourseId, LessonId};
use crate::error::Result;
use crate::schema::{assignment_evaluations, assignment_rubrics, assignments};
use crate::web::Viewer;

/// Makes what was typed the rubric of the assignment. The same again changes nothing.
///
/// # Errors
/// `NotFound` for whoever may not write the course; `Invalid` for what can't be kept.
pub(super) fn save(
    conn: &mut PgConnection,
    viewer: &Viewer,
    (course, lesson): (CourseId, LessonId),
    form: &RubricForm,
) -> Result<()> {
    conn.transaction(|conn| {
        let assignment = held(conn, viewer, course, lesson)?;
        let criteria = json!(form.check()?);
        diesel::update(assignments::table.find(assignment.id))
            .set(assignments::shows_rubric.eq(form.is_shown))
            .execute(conn)?;
        let latest: Option<(i32, Value)> = assignment_rubrics::table
            .filter(assignment_rubrics::assignment_id.eq(assignment.id))
            .order(assignment_rubrics::number.desc())
            .select((assignment_rubrics::number, assignment_rubrics::criteria))
            .first(conn)
            .optional()?;
        let (number, stored) = latest.unwrap_or((0, json!([])));
        if stored == criteria {
            return Ok(());
        }
        let id = diesel::insert_into(assignment_rubrics::table)
            .values((
                assignment_rubrics::assignment_id.eq(assignment.id),
                assignment_rubrics::number.eq(number + 1),
                assignment_rubrics::criteria.eq(criteria),
            ))
            .returning(assignment_rubrics::id)
            .get_result(conn)?;
        remove_unused(conn, assignment.id, id)
    })
}

/// The versions before this one that nobody was graded by are nobody's.
fn remove_unused(
    conn: &mut PgConnection,
    assignment: AssignmentId,
    latest: RubricId,
) -> Result<()> {
    let used = assignment_evaluations::table
        .filter(assignment_evaluations::rubric_id.is_not_null())
        .select(assignment_evaluations::rubric_id.assume_not_null());
    let before = assignment_rubrics::table
        .filter(assignment_rubrics::assignment_id.eq(assignment))
        .filter(assignment_rubrics::id.ne(latest))
        .filter(assignment_rubrics::id.ne_all(used));
    diesel::delete(before).execute(conn)?;
    Ok(())
}
