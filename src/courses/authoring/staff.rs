//! Who teaches and assists in a course. Only its owner (or an admin) decides; the owner stays.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::upsert::excluded;
use serde::Deserialize;
use serde_json::json;

use super::{held, require_owner};
use crate::courses::audit::note;
use crate::courses::{CourseId, StaffRole};
use crate::error::{AppError, Errors, Result};
use crate::schema::{course_staff, users};
use crate::text;
use crate::web::{UserId, Viewer};

/// The form that adds somebody, as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct StaffForm {
    pub username: String,
    pub role: String,
}

/// Somebody of a course's staff.
pub(super) struct Member {
    pub user_id: UserId,
    pub username: String,
    pub display_name: String,
    pub role: StaffRole,
}

/// The staff: the owner first, then by name.
pub(super) fn list(conn: &mut PgConnection, course: CourseId) -> Result<Vec<Member>> {
    let rows: Vec<(UserId, String, String, StaffRole)> = course_staff::table
        .inner_join(users::table)
        .filter(course_staff::course_id.eq(course))
        .order((course_staff::role, users::display_name, users::id))
        .select((
            users::id,
            users::username,
            users::display_name,
            course_staff::role,
        ))
        .load(conn)?;
    let member = |(user_id, username, display_name, role)| Member {
        user_id,
        username,
        display_name,
        role,
    };
    Ok(rows.into_iter().map(member).collect())
}

/// Adds somebody by name, or gives them another rank; answers whom.
pub(super) fn grant(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    form: &StaffForm,
) -> Result<UserId> {
    conn.transaction(|conn| {
        held(conn, viewer, course)?;
        require_owner(conn, viewer, course)?;
        let role = grantable(&form.role)?;
        let person = find_person(conn, &form.username)?;
        if is_owner(conn, course, person)? {
            return Err(AppError::invalid(
                "username",
                text!("teaching-staff-owner-stays"),
            ));
        }
        diesel::insert_into(course_staff::table)
            .values((
                course_staff::course_id.eq(course),
                course_staff::user_id.eq(person),
                course_staff::role.eq(role),
            ))
            .on_conflict((course_staff::course_id, course_staff::user_id))
            .do_update()
            .set(course_staff::role.eq(excluded(course_staff::role)))
            .execute(conn)?;
        let details = json!({ "user_id": person, "role": role });
        note(conn, viewer.id, "course.grant", ("course", course), details)?;
        Ok(person)
    })
}

/// Ends somebody's part in the staff.
pub(super) fn revoke(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    person: UserId,
) -> Result<()> {
    conn.transaction(|conn| {
        held(conn, viewer, course)?;
        require_owner(conn, viewer, course)?;
        if is_owner(conn, course, person)? {
            return Err(AppError::Conflict(text!("teaching-staff-owner-stays")));
        }
        let removed = diesel::delete(course_staff::table)
            .filter(course_staff::course_id.eq(course))
            .filter(course_staff::user_id.eq(person))
            .execute(conn)?;
        match removed {
            0 => Err(AppError::NotFound),
            _ => {
                let details = json!({ "user_id": person });
                note(
                    conn,
                    viewer.id,
                    "course.revoke",
                    ("course", course),
                    details,
                )
            }
        }
    })
}

/// The ranks that can be given; there is one owner, and [`super::ownership`] makes them.
fn grantable(role: &str) -> Result<StaffRole> {
    match StaffRole::from_name(role) {
        Some(role @ (StaffRole::Teacher | StaffRole::Assistant)) => Ok(role),
        _ => Err(AppError::invalid("role", text!("teaching-choice-missing"))),
    }
}

pub(super) fn find_person(conn: &mut PgConnection, username: &str) -> Result<UserId> {
    let username = username.trim().trim_start_matches('@').to_lowercase();
    let mut errors = Errors::default();
    errors.require(
        !username.is_empty(),
        "username",
        text!("teaching-username-missing"),
    );
    errors.into_result()?;
    users::table
        .filter(lower(users::username).eq(lower(&username)))
        .filter(
            users::deleted_at
                .is_null()
                .and(users::is_suspended.eq(false)),
        )
        .select(users::id)
        .first(conn)
        .optional()?
        .ok_or_else(|| {
            AppError::invalid(
                "username",
                text!("teaching-username-unknown", name = username),
            )
        })
}

diesel::define_sql_function! {
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}

pub(super) fn is_owner(conn: &mut PgConnection, course: CourseId, person: UserId) -> Result<bool> {
    let role: Option<StaffRole> = course_staff::table
        .filter(course_staff::course_id.eq(course))
        .filter(course_staff::user_id.eq(person))
        .select(course_staff::role)
        .first(conn)
        .optional()?;
    Ok(role == Some(StaffRole::Owner))
}
