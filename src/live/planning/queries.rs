//! Rows of rooms as their teachers write them.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::form::Plan;
use crate::courses::{self, StaffRole};
use crate::error::{AppError, Errors, Result};
use crate::live::{Room, RoomId, Status, lifecycle, rooms, telling};
use crate::schema::{course_staff, courses as course, live_rooms};
use crate::text;
use crate::web::{UserId, Viewer};

/// A course that a class may be held in.
#[derive(Clone, Debug, Queryable)]
pub struct CourseChoice {
    pub id: i64,
    pub title: String,
}

/// The courses that this person teaches, newest first.
pub fn taught_by(conn: &mut PgConnection, teacher: UserId) -> Result<Vec<CourseChoice>> {
    let rows = course_staff::table
        .inner_join(course::table)
        .filter(course_staff::user_id.eq(teacher))
        .filter(course_staff::role.eq_any([StaffRole::Owner, StaffRole::Teacher]))
        .filter(course::status.ne(courses::Status::Archived))
        .order(course::id.desc())
        .limit(200)
        .select((course::id, course::title))
        .load(conn)?;
    Ok(rows)
}

/// Opens a room of this teacher's.
///
/// # Errors
/// `Invalid` if they do not teach the course.
pub fn create(conn: &mut PgConnection, teacher: &Viewer, plan: &Plan) -> Result<RoomId> {
    require_own_course(conn, teacher, plan)?;
    conn.transaction(|conn| {
        let id = insert(conn, teacher, plan)?;
        telling::planned(conn, id)?;
        Ok(id)
    })
}

fn insert(conn: &mut PgConnection, teacher: &Viewer, plan: &Plan) -> QueryResult<RoomId> {
    diesel::insert_into(live_rooms::table)
        .values((
            live_rooms::title.eq(&plan.title),
            live_rooms::teacher_id.eq(teacher.id),
            live_rooms::course_id.eq(plan.course_id),
            live_rooms::start_time.eq(plan.start_time),
            live_rooms::access.eq(plan.access),
        ))
        .returning(live_rooms::id)
        .get_result(conn)
}

/// Writes what has changed. A room that has begun keeps its course, its time and its audience.
///
/// # Errors
/// As [`create`].
pub fn update(conn: &mut PgConnection, teacher: &Viewer, room: &Room, plan: &Plan) -> Result<()> {
    let row = live_rooms::table.find(room.id);
    if room.status != Status::Planned {
        diesel::update(row)
            .set(live_rooms::title.eq(&plan.title))
            .execute(conn)?;
        return Ok(());
    }
    if plan.course_id != room.course_id {
        require_own_course(conn, teacher, plan)?;
    }
    diesel::update(row)
        .set((
            live_rooms::title.eq(&plan.title),
            live_rooms::course_id.eq(plan.course_id),
            live_rooms::start_time.eq(plan.start_time),
            live_rooms::access.eq(plan.access),
        ))
        .execute(conn)?;
    Ok(())
}

/// Calls off a class that has not begun.
///
/// # Errors
/// As [`rooms::managed`]; `Conflict` if it has begun meanwhile.
pub fn cancel(conn: &mut PgConnection, viewer: &Viewer, id: RoomId) -> Result<()> {
    conn.transaction(|conn| {
        let room = rooms::managed(conn, viewer, id)?;
        let status: Status = live_rooms::table
            .find(room.id)
            .select(live_rooms::status)
            .for_update()
            .first(conn)?;
        if status != Status::Planned {
            return Err(AppError::Conflict(text!("live-cancel-too-late")));
        }
        lifecycle::end(conn, viewer, id).map(|_| ())
    })
}

fn require_own_course(conn: &mut PgConnection, teacher: &Viewer, plan: &Plan) -> Result<()> {
    let Some(course) = plan.course_id else {
        return Ok(());
    };
    let role = courses::staff_role(conn, teacher, course)?;
    let mut errors = Errors::default();
    errors.require(
        role.is_some_and(StaffRole::may_write),
        "course",
        text!("live-form-course-unknown"),
    );
    errors.into_result()
}
