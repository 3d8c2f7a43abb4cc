//! One grade: what a learner got for an item, changed by hand, with all that happened to it.
//!
//! Whoever changes a grade says which revision of it they saw. If it has moved on since, they are told what it has become
//! and nothing is written, so two people at once never overwrite each other unseen.

mod handlers;
mod mark;
mod saving;
mod views;

use bigdecimal::BigDecimal;
use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::learners::{self, Learner};
use super::model::{Grade, Item, ItemId};
use super::scheme::{self, Scheme};
use crate::courses::{self, Course, CourseId};
use crate::error::Result;
use crate::schema::{grade_changes, grade_items, grades, users};
use crate::web::{UserId, Viewer};

pub(super) use handlers::routes;
pub(super) use mark::GradeMark;

/// What names a grade in an address: course, item, learner.
pub(super) type GradePath = (CourseId, ItemId, UserId);

/// A grade as its page shows it.
pub(super) struct Cell {
    pub course: Course,
    pub item: Item,
    pub learner: Learner,
    pub grade: Option<Grade>,
    /// Newest first.
    pub history: Vec<Change>,
    /// The learner's total in percent.
    pub total: Option<BigDecimal>,
}

/// A line of the history.
#[derive(Queryable)]
pub(super) struct Change {
    pub points_before: Option<BigDecimal>,
    pub points_after: Option<BigDecimal>,
    pub is_excused_before: bool,
    pub is_excused_after: bool,
    pub comment_before: String,
    pub comment_after: String,
    pub changed_at: DateTime<Utc>,
    /// Nobody, for the program itself.
    pub by: Option<String>,
}

impl Cell {
    /// # Errors
    /// `NotFound` for whoever is not of the staff, for another course's item, and for who doesn't take the course.
    pub fn find(
        conn: &mut PgConnection,
        viewer: &Viewer,
        (course, item, user): GradePath,
    ) -> Result<Cell> {
        let (course, _) = courses::staffed(conn, viewer, course)?;
        let item = item_of(conn, course.id, item)?;
        let mut all = scheme::grades_of(conn, course.id, &[user])?;
        let total = Scheme::of(conn, course.id)?.total(all.get(&user));
        Ok(Cell {
            learner: learners::one(conn, course.id, user)?,
            grade: all
                .remove(&user)
                .and_then(|mut grades| grades.remove(&item.id)),
            history: history(conn, item.id, user)?,
            total,
            course,
            item,
        })
    }
}

/// The item, if it is of this course.
pub(super) fn item_of(conn: &mut PgConnection, course: CourseId, item: ItemId) -> Result<Item> {
    let item = grade_items::table
        .find(item)
        .filter(grade_items::course_id.eq(course));
    Ok(item.select(Item::as_select()).first(conn)?)
}

/// More than this many changes are nobody's to read at once.
const SHOWN: i64 = 50;

fn history(conn: &mut PgConnection, item: ItemId, user: UserId) -> Result<Vec<Change>> {
    let changes = grade_changes::table
        .left_join(users::table.on(grade_changes::changed_by.eq(users::id.nullable())))
        .filter(grade_changes::item_id.eq(item))
        .filter(grade_changes::user_id.eq(user))
        .order(grade_changes::id.desc())
        .limit(SHOWN);
    let columns = (
        grade_changes::points_before,
        grade_changes::points_after,
        grade_changes::is_excused_before,
        grade_changes::is_excused_after,
        grade_changes::comment_before,
        grade_changes::comment_after,
        grade_changes::changed_at,
        users::display_name.nullable(),
    );
    Ok(changes.select(columns).load(conn)?)
}

/// The grade, locked until the transaction ends.
fn locked(conn: &mut PgConnection, item: ItemId, user: UserId) -> Result<Option<Grade>> {
    let grade = grades::table
        .filter(grades::item_id.eq(item))
        .filter(grades::user_id.eq(user))
        .select(Grade::as_select())
        .for_update()
        .first(conn);
    Ok(grade.optional()?)
}
