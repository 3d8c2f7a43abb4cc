//! Who has a row in a grade book: those who take the course, by name.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::courses::CourseId;
use crate::error::Result;
use crate::schema::{enrollments, users};
use crate::search::like_anywhere;
use crate::web::UserId;

pub(super) const PAGE: usize = 50;

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = users, check_for_backend(diesel::pg::Pg))]
pub(super) struct Learner {
    pub id: UserId,
    pub username: String,
    pub display_name: String,
}

/// One page of them, and after whom the next one begins.
pub(super) struct Learners {
    pub rows: Vec<Learner>,
    pub next: Option<UserId>,
}

/// Those whose name has this in it, all for an empty one, from behind this person on.
pub(super) fn page(
    conn: &mut PgConnection,
    course: CourseId,
    name: &str,
    after: Option<UserId>,
) -> Result<Learners> {
    let mut query = of_course(course).limit(PAGE as i64 + 1).into_boxed();
    if !name.is_empty() {
        let pattern = like_anywhere(name);
        let is_called = users::display_name.ilike(pattern.clone());
        query = query.filter(is_called.or(users::username.ilike(pattern)));
    }
    if let Some(last) = after.map(|id| find(conn, id)).transpose()?.flatten() {
        let is_namesake = users::display_name.eq(last.display_name.clone());
        let is_later = users::display_name.gt(last.display_name);
        query = query.filter(is_later.or(is_namesake.and(users::id.gt(last.id))));
    }
    let mut rows: Vec<Learner> = query.select(Learner::as_select()).load(conn)?;
    let has_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| has_more).map(|last| last.id);
    Ok(Learners { rows, next })
}

/// Every one of them.
pub(super) fn all(conn: &mut PgConnection, course: CourseId) -> Result<Vec<Learner>> {
    Ok(of_course(course).select(Learner::as_select()).load(conn)?)
}

/// The learner of this course with this id.
///
/// # Errors
/// `NotFound` for whoever doesn't take it.
pub(super) fn one(conn: &mut PgConnection, course: CourseId, user: UserId) -> Result<Learner> {
    let learner = of_course(course).filter(users::id.eq(user));
    Ok(learner.select(Learner::as_select()).first(conn)?)
}

fn find(conn: &mut PgConnection, id: UserId) -> Result<Option<Learner>> {
    let person = users::table.find(id).select(Learner::as_select());
    Ok(person.first(conn).optional()?)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn of_course(course: CourseId) -> _ {
    users::table
        .inner_join(enrollments::table)
        .filter(enrollments::course_id.eq(course))
        .order((users::display_name, users::id))
}
