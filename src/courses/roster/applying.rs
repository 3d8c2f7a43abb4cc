//! How a list becomes enrolments: all of it, or none.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde_json::json;

use super::plan::{self, ImportId};
use crate::courses::audit::note;
use crate::courses::enrolment::enrol_all;
use crate::courses::{CourseId, managed};
use crate::error::{AppError, Result};
use crate::schema::{roster_imports, users};
use crate::text;
use crate::web::{UserId, Viewer};

/// Enrols everybody on the list who is not yet, and answers how many those were. Once it is applied, nothing happens any
/// more.
///
/// # Errors
/// `NotFound` for who has not brought it; `Conflict` if somebody's account has gone since it was looked at, or there are
/// too few seats.
pub(super) fn apply(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    id: ImportId,
) -> Result<i32> {
    conn.transaction(|conn| {
        let course = managed(conn, viewer, course)?;
        let row = roster_imports::table.find(id).select(roster_imports::id);
        row.for_update().first::<ImportId>(conn)?;
        let import = plan::find(conn, viewer, course.id, id)?;
        if import.is_applied {
            return Ok(import.joined);
        }
        let people: Vec<UserId> = import.people.iter().map(|one| one.user).collect();
        require_accounts(conn, &people)?;
        let joined = enrol_all(conn, &people, &course)?.len() as i32;
        diesel::update(roster_imports::table.find(id))
            .set((
                roster_imports::applied_at.eq(diesel::dsl::now),
                roster_imports::joined.eq(joined),
                roster_imports::people.eq(json!([])),
            ))
            .execute(conn)?;
        let details = json!({ "import_id": id, "joined": joined });
        note(
            conn,
            viewer.id,
            "course.import_roster",
            ("course", course.id),
            details,
        )?;
        Ok(joined)
    })
}

fn require_accounts(conn: &mut PgConnection, people: &[UserId]) -> Result<()> {
    let in_use: i64 = users::table
        .filter(users::id.eq_any(people))
        .filter(
            users::deleted_at
                .is_null()
                .and(users::is_suspended.eq(false)),
        )
        .count()
        .get_result(conn)?;
    match in_use == people.len() as i64 {
        true => Ok(()),
        false => Err(AppError::Conflict(text!("roster-moved"))),
    }
}
