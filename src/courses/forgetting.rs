//! What courses forget of somebody who deletes their account. What they wrote for others, reviews and danmaku, stays under
//! no name, and so does what they handed in.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::StaffRole;
use super::Status;
use crate::error::Result;
use crate::schema::{
    certificates, course_completions, course_staff, courses, enrollments, lesson_notes, progress,
};
use crate::web::UserId;

/// Forgets what this person takes and has learnt. Courses of their own that nobody takes are archived; with learners in
/// them, nobody deletes their account.
pub fn forget(conn: &mut PgConnection, person: UserId) -> Result<()> {
    let owned = course_staff::table
        .filter(course_staff::user_id.eq(person))
        .filter(course_staff::role.eq(StaffRole::Owner))
        .select(course_staff::course_id);
    diesel::update(courses::table.filter(courses::id.eq_any(owned)))
        .filter(courses::status.eq(Status::Published))
        .set(courses::status.eq(Status::Archived))
        .execute(conn)?;
    let assisted = course_staff::table
        .filter(course_staff::user_id.eq(person))
        .filter(course_staff::role.ne(StaffRole::Owner));
    diesel::delete(assisted).execute(conn)?;
    diesel::delete(enrollments::table.filter(enrollments::user_id.eq(person))).execute(conn)?;
    diesel::delete(lesson_notes::table.filter(lesson_notes::user_id.eq(person))).execute(conn)?;
    diesel::delete(progress::table.filter(progress::user_id.eq(person))).execute(conn)?;
    diesel::delete(certificates::table.filter(certificates::user_id.eq(person))).execute(conn)?;
    let completed = course_completions::table.filter(course_completions::user_id.eq(person));
    diesel::delete(completed).execute(conn)?;
    Ok(())
}
