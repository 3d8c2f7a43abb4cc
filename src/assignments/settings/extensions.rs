//! Other times for one learner.

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::Deserialize;

use super::form::times;
use super::saving::held;
use crate::assignments::assignment::AssignmentId;
use crate::assignments::grade;
use crate::courses::{self, CourseId, LessonId};
use crate::error::{AppError, Errors, Result};
use crate::schema::{assignment_extensions, users};
use crate::text;
use crate::web::{UserId, Viewer};

/// The form, as it was typed; times in the teacher's time zone.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ExtensionForm {
    pub username: String,
    pub due_at: String,
    pub close_at: String,
}

/// A learner who has times of their own.
#[derive(Clone, Debug, Queryable)]
pub struct Extended {
    pub user_id: UserId,
    pub username: String,
    pub display_name: String,
    pub due_at: Option<DateTime<Utc>>,
    pub close_at: Option<DateTime<Utc>>,
}

pub(super) fn of_assignment(
    conn: &mut PgConnection,
    assignment: AssignmentId,
) -> Result<Vec<Extended>> {
    Ok(assignment_extensions::table
        .inner_join(users::table)
        .filter(assignment_extensions::assignment_id.eq(assignment))
        .order((users::display_name, users::id))
        .select((
            users::id,
            users::username,
            users::display_name,
            assignment_extensions::due_at,
            assignment_extensions::close_at,
        ))
        .load(conn)?)
}

/// Gives a learner of the course times of their own.
pub(super) fn set(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
    form: &ExtensionForm,
) -> Result<()> {
    conn.transaction(|conn| {
        let assignment = held(conn, viewer, course, lesson)?;
        let unknown = || AppError::invalid("username", text!("assignments-extension-unknown"));
        let user = courses::learner_named(conn, course, form.username.trim())?;
        let user = user.ok_or_else(unknown)?;
        let mut errors = Errors::default();
        let (due_at, close_at) = times(&mut errors, &form.due_at, &form.close_at, viewer.time_zone);
        errors.into_result()?;
        let own = (
            assignment_extensions::due_at.eq(due_at),
            assignment_extensions::close_at.eq(close_at),
        );
        diesel::insert_into(assignment_extensions::table)
            .values((
                assignment_extensions::assignment_id.eq(assignment.id),
                assignment_extensions::user_id.eq(user),
                own,
            ))
            .on_conflict((
                assignment_extensions::assignment_id,
                assignment_extensions::user_id,
            ))
            .do_update()
            .set(own)
            .execute(conn)?;
        grade::follow(conn, lesson)
    })
}

/// Has the assignment's own times count again.
pub(super) fn remove(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
    user: UserId,
) -> Result<()> {
    conn.transaction(|conn| {
        let assignment = held(conn, viewer, course, lesson)?;
        let of_user = assignment_extensions::table
            .filter(assignment_extensions::assignment_id.eq(assignment.id))
            .filter(assignment_extensions::user_id.eq(user));
        if diesel::delete(of_user).execute(conn)? == 0 {
            return Err(AppError::NotFound);
        }
        grade::follow(conn, lesson)
    })
}
