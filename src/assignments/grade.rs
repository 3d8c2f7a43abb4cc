//! The column of the grade book that an assignment fills.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::assignment::Assignment;
use super::grading;
use crate::courses::LessonId;
use crate::error::Result;
use crate::gradebook::{self, ItemKind};
use crate::schema::assignments;

/// The assignment with its column, which is made if there is none (yet, or any more).
pub fn ensured(conn: &mut PgConnection, assignment: Assignment) -> Result<Assignment> {
    if assignment.grade_item_id.is_some() {
        return Ok(assignment);
    }
    let item = gradebook::add_item(
        conn,
        assignment.course_id,
        Some(assignment.lesson_id),
        ItemKind::Assignment,
        &assignment.title,
        assignment.points.clone(),
    )?;
    diesel::update(assignments::table.find(assignment.id))
        .set(assignments::grade_item_id.eq(item))
        .execute(conn)?;
    Ok(Assignment {
        grade_item_id: Some(item),
        ..assignment
    })
}

/// Has the column say what the assignment is called and worth now, and the grades in it what its rules make of them, after
/// they or somebody's times have changed.
pub fn follow(conn: &mut PgConnection, lesson: LessonId) -> Result<()> {
    let assignment: Assignment = assignments::table
        .filter(assignments::lesson_id.eq(lesson))
        .select(Assignment::as_select())
        .first(conn)?;
    if let Some(item) = assignment.grade_item_id {
        gradebook::change_item(conn, item, &assignment.title, assignment.points.clone())?;
    }
    grading::record_anew(conn, &assignment)
}
