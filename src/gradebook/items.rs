//! The columns of a grade book, as the subjects that fill them see them, and whether learners see what is in them.

use bigdecimal::BigDecimal;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::cell::item_of;
use super::model::{Item, ItemId, ItemKind};
use super::passing::tell_lesson;
use super::points;
use crate::audit::Act;
use crate::courses::{self, CourseId, LessonId};
use crate::error::Result;
use crate::notifications::{self, Event, Notice};
use crate::schema::{enrollments, grade_items, grades};
use crate::text;
use crate::web::{UserId, Viewer};

/// Adds a column that is worth so many points (more than 0), of a lesson or of none. Learners see nothing of it until it
/// is posted.
pub fn add_item(
    conn: &mut PgConnection,
    course: CourseId,
    lesson: Option<LessonId>,
    kind: ItemKind,
    title: &str,
    max_points: BigDecimal,
) -> Result<ItemId> {
    let id = diesel::insert_into(grade_items::table)
        .values((
            grade_items::course_id.eq(course),
            grade_items::lesson_id.eq(lesson),
            grade_items::kind.eq(kind),
            grade_items::title.eq(title),
            grade_items::max_points.eq(points::rounded(&max_points)),
        ))
        .returning(grade_items::id)
        .get_result(conn)?;
    Ok(id)
}

/// Changes the title and the worth of a column. The grades in it stay as they are: whoever fills it records them anew.
///
/// # Errors
/// `NotFound` if it is gone.
pub fn change_item(
    conn: &mut PgConnection,
    item: ItemId,
    title: &str,
    max_points: BigDecimal,
) -> Result<()> {
    diesel::update(grade_items::table.find(item))
        .set((
            grade_items::title.eq(title),
            grade_items::max_points.eq(points::rounded(&max_points)),
        ))
        .returning(grade_items::id)
        .get_result::<ItemId>(conn)?;
    Ok(())
}

/// Removes a column with its grades; their history stays. Removing what is gone is fine.
pub fn remove_item(conn: &mut PgConnection, item: ItemId) -> Result<()> {
    diesel::delete(grade_items::table.find(item)).execute(conn)?;
    Ok(())
}

/// What a column is worth.
///
/// # Errors
/// `NotFound` if it is gone.
pub fn max_points(conn: &mut PgConnection, item: ItemId) -> Result<BigDecimal> {
    Ok(grade_items::table
        .find(item)
        .select(grade_items::max_points)
        .first(conn)?)
}

/// Shows learners their grades for an item, or hides them again; it is noted who did.
///
/// # Errors
/// `NotFound` for whoever may not write the course, and for another course's item.
pub(super) fn post(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    item: ItemId,
    is_posted: bool,
) -> Result<()> {
    conn.transaction(|conn| {
        courses::managed(conn, viewer, course)?;
        let item = item_of(conn, course, item)?;
        let moved = diesel::update(grade_items::table.find(item.id))
            .filter(grade_items::is_posted.ne(is_posted))
            .set(grade_items::is_posted.eq(is_posted))
            .execute(conn)?;
        if moved == 1 && is_posted {
            tell(conn, &item)?;
            tell_lesson(conn, item.id, None)?;
        }
        let action = match is_posted {
            true => "grade_item.post",
            false => "grade_item.unpost",
        };
        note(conn, viewer, action, &item)
    })
}

/// Shows learners their grades for an item that is not posted, as [`post`] does, without telling each of them: for what they
/// see come out where they are. Whether the person may is for the caller to have found out.
///
/// # Errors
/// `NotFound` if it is gone.
pub fn open_item(conn: &mut PgConnection, viewer: &Viewer, item: ItemId) -> Result<()> {
    let item: Item = grade_items::table
        .find(item)
        .select(Item::as_select())
        .first(conn)?;
    diesel::update(grade_items::table.find(item.id))
        .set(grade_items::is_posted.eq(true))
        .execute(conn)?;
    tell_lesson(conn, item.id, None)?;
    note(conn, viewer, "grade_item.post", &item)
}

/// Tells those who have a grade for the item that they can see it, and not what it is.
fn tell(conn: &mut PgConnection, item: &Item) -> Result<()> {
    let graded = enrollments::user_id
        .eq(grades::user_id)
        .and(enrollments::course_id.eq(grades::course_id));
    let learners: Vec<UserId> = grades::table
        .inner_join(enrollments::table.on(graded))
        .filter(grades::item_id.eq(item.id))
        .filter(grades::points.is_not_null().or(grades::is_excused))
        .select(grades::user_id)
        .load(conn)?;
    let notice = Notice {
        kind: Event::GradePosted,
        message: text!("gradebook-posted-notice", title = item.title.clone()),
        link: format!("/courses/{}/grades", item.course_id),
    };
    notifications::notify_in(conn, item.course_id, &learners, &notice)?;
    Ok(())
}

/// Leaves a line in the log of who did what to a column.
pub(super) fn note(
    conn: &mut PgConnection,
    viewer: &Viewer,
    action: &str,
    item: &Item,
) -> Result<()> {
    Act::of(viewer.id, action, "grade_item", item.id)
        .with(serde_json::json!({ "course_id": item.course_id, "title": item.title }))
        .write(conn)
}

/// Leaves a line in the log that this person has graded a learner by hand. What the grade was and is, the history knows.
pub fn note_graded(
    conn: &mut PgConnection,
    by: UserId,
    item: ItemId,
    learner: UserId,
) -> Result<()> {
    Act::of(by, "grade.give", "grade_item", item)
        .with(serde_json::json!({ "user_id": learner }))
        .write(conn)
}
