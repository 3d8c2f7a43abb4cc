//! Who may do what with a course. Everything else reaches courses through these functions, so no query can forget
//! whom it serves.

use diesel::dsl::exists;
use diesel::expression::BoxableExpression;
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::locks;
use super::model::{Course, CourseId, Lesson, LessonId, StaffRole, Status};
use crate::error::{AppError, Result};
use crate::schema::{course_staff, courses, enrollments, lessons, users};
use crate::web::{UserId, Viewer};

/// The course, if this viewer may see its page: published ones everybody; drafts their staff and admins; archived ones
/// the enrolled as well.
pub fn visible(conn: &mut PgConnection, viewer: Option<&Viewer>, id: CourseId) -> Result<Course> {
    let course = courses::table
        .find(id)
        .filter(visible_to(viewer))
        .select(Course::as_select())
        .first(conn)?;
    Ok(course)
}

type OfCourse = Box<dyn BoxableExpression<courses::table, Pg, SqlType = Bool>>;

/// The rule of [`visible`] as a filter on `courses`, for lists.
pub fn visible_to(viewer: Option<&Viewer>) -> OfCourse {
    let published = courses::status.eq(Status::Published);
    match viewer {
        None => Box::new(published),
        Some(viewer) if viewer.is_admin() => Box::new(true.into_sql::<Bool>()),
        Some(viewer) => Box::new(
            published.or(exists(staff_of(viewer.id))).or(courses::status
                .eq(Status::Archived)
                .and(exists(enrolment_of(viewer.id)))),
        ),
    }
}

/// The course, if this viewer may change it: its owner, its teachers, an admin. Assistants may not.
pub fn managed(conn: &mut PgConnection, viewer: &Viewer, id: CourseId) -> Result<Course> {
    let writers = staff_of(viewer.id)
        .filter(course_staff::role.eq_any([StaffRole::Owner, StaffRole::Teacher]));
    let course = courses::table
        .find(id)
        .filter(exists(writers).or(viewer.is_admin().into_sql::<Bool>()))
        .select(Course::as_select())
        .first(conn)?;
    Ok(course)
}

/// What this viewer is in the course's staff, if anything.
pub fn staff_role(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
) -> Result<Option<StaffRole>> {
    let role = course_staff::table
        .filter(course_staff::course_id.eq(course))
        .filter(course_staff::user_id.eq(viewer.id))
        .select(course_staff::role)
        .first(conn)
        .optional()?;
    Ok(role)
}

/// Whether this person takes the course.
pub fn is_enrolled(conn: &mut PgConnection, user: UserId, course: CourseId) -> Result<bool> {
    let enrolled = enrollments::table
        .filter(enrollments::course_id.eq(course))
        .filter(enrollments::user_id.eq(user));
    Ok(diesel::select(exists(enrolled)).get_result(conn)?)
}

/// Whoever of the enrolled has this username.
pub fn learner_named(
    conn: &mut PgConnection,
    course: CourseId,
    username: &str,
) -> Result<Option<UserId>> {
    Ok(users::table
        .inner_join(enrollments::table)
        .filter(enrollments::course_id.eq(course))
        .filter(users::username.eq(username))
        .select(users::id)
        .first(conn)
        .optional()?)
}

/// Whether the course's private parts (lessons, files, room, live classes) are open to this viewer: to its staff
/// always, to the enrolled unless the course has become a draft again. Being an admin does not count.
pub fn may_study(conn: &mut PgConnection, viewer: &Viewer, course: CourseId) -> Result<bool> {
    let open = courses::table.find(course).filter(studied_by(viewer.id));
    Ok(diesel::select(exists(open)).get_result(conn)?)
}

/// A lesson of this course, to somebody who may study it. A lesson of another course is not found here, as are those
/// that the viewer could only preview.
///
/// # Errors
/// `NotFound`; [`AppError::NotYet`] for a lesson that is locked behind others.
pub fn lesson_to_study(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
) -> Result<Lesson> {
    if !may_study(conn, viewer, course)? {
        return Err(AppError::NotFound);
    }
    let lesson = lessons::table
        .filter(lessons::course_id.eq(course))
        .filter(lessons::id.eq(lesson))
        .select(Lesson::as_select())
        .first(conn)?;
    locks::require_open(conn, viewer.id, &lesson)?;
    Ok(lesson)
}

/// A lesson that is open to this viewer: as [`lesson_to_study`], and previews to everybody who may see the course.
pub(super) fn lesson_to_open(
    conn: &mut PgConnection,
    viewer: Option<&Viewer>,
    course: CourseId,
    lesson: LessonId,
) -> Result<Lesson> {
    if let Some(viewer) = viewer
        && may_study(conn, viewer, course)?
    {
        return lesson_to_study(conn, viewer, course, lesson);
    }
    let course = visible(conn, viewer, course)?;
    let preview = lessons::table
        .filter(lessons::course_id.eq(course.id))
        .filter(lessons::id.eq(lesson))
        .filter(lessons::is_preview)
        .select(Lesson::as_select())
        .first(conn)?;
    Ok(preview)
}

/// The rule of [`may_study`] as a filter on `courses`.
pub(super) fn studied_by(user: UserId) -> OfCourse {
    Box::new(
        exists(staff_of(user)).or(courses::status
            .ne(Status::Draft)
            .and(exists(enrolment_of(user)))),
    )
}

#[diesel::dsl::auto_type(no_type_alias)]
pub(super) fn staff_of(user: UserId) -> _ {
    course_staff::table
        .filter(course_staff::course_id.eq(courses::id))
        .filter(course_staff::user_id.eq(user))
}

#[diesel::dsl::auto_type(no_type_alias)]
pub(super) fn enrolment_of(user: UserId) -> _ {
    enrollments::table
        .filter(enrollments::course_id.eq(courses::id))
        .filter(enrollments::user_id.eq(user))
}
