//! Grades as other subjects give them.

use bigdecimal::BigDecimal;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::upsert::excluded;

use super::model::{Grade, ItemId};
use super::passing::tell_lesson;
use super::points;
use crate::error::Result;
use crate::schema::{grade_items, grades};
use crate::web::UserId;

/// Sets what this person got for the item; none takes the points away again. `by` is who has marked it, nobody for the
/// program itself. Whether they are excused, and the comment, stay. Recording the same again changes nothing, and each
/// change leaves its line in the history. Points are rounded to two places.
///
/// # Errors
/// `NotFound` if the item is gone.
pub fn record(
    conn: &mut PgConnection,
    item: ItemId,
    user: UserId,
    points: Option<BigDecimal>,
    by: Option<UserId>,
) -> Result<()> {
    let course: i64 = grade_items::table
        .find(item)
        .select(grade_items::course_id)
        .first(conn)?;
    diesel::insert_into(grades::table)
        .values((
            grades::item_id.eq(item),
            grades::course_id.eq(course),
            grades::user_id.eq(user),
            grades::points.eq(points.as_ref().map(points::rounded)),
            grades::changed_by.eq(by),
        ))
        .on_conflict((grades::item_id, grades::user_id))
        .do_update()
        .set((
            grades::points.eq(excluded(grades::points)),
            grades::changed_by.eq(excluded(grades::changed_by)),
        ))
        .execute(conn)?;
    Ok(())
}

/// What somebody is given for an item.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    pub user: UserId,
    /// None: missing.
    pub points: Option<BigDecimal>,
    pub is_excused: bool,
}

/// So many rows go in one statement.
const BATCH: usize = 5_000;

/// Sets what these people got for the item, as [`record`] does, and whether they are excused. However many they are, it
/// is a statement for each few thousand. What is posted counts for the completion of the lesson.
///
/// # Errors
/// `NotFound` if the item is gone.
pub fn give(
    conn: &mut PgConnection,
    item: ItemId,
    given: &[Given],
    by: Option<UserId>,
) -> Result<()> {
    let course: i64 = grade_items::table
        .find(item)
        .select(grade_items::course_id)
        .first(conn)?;
    for some in given.chunks(BATCH) {
        let rows: Vec<_> = some
            .iter()
            .map(|one| {
                (
                    grades::item_id.eq(item),
                    grades::course_id.eq(course),
                    grades::user_id.eq(one.user),
                    grades::points.eq(one.points.as_ref().map(points::rounded)),
                    grades::is_excused.eq(one.is_excused),
                    grades::changed_by.eq(by),
                )
            })
            .collect();
        diesel::insert_into(grades::table)
            .values(rows)
            .on_conflict((grades::item_id, grades::user_id))
            .do_update()
            .set((
                grades::points.eq(excluded(grades::points)),
                grades::is_excused.eq(excluded(grades::is_excused)),
                grades::changed_by.eq(excluded(grades::changed_by)),
            ))
            .execute(conn)?;
    }
    let people: Vec<UserId> = given.iter().map(|one| one.user).collect();
    tell_lesson(conn, item, Some(&people))
}

/// What somebody has in a column, and whether they see it.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    pub is_posted: bool,
    pub points: Option<BigDecimal>,
    pub is_excused: bool,
    /// Moves with every change; 0 where there is no grade.
    pub revision: i32,
}

/// How this person stands in a column.
///
/// # Errors
/// `NotFound` if the item is gone.
pub fn standing(conn: &mut PgConnection, item: ItemId, user: UserId) -> Result<Standing> {
    let grade = grades::item_id
        .eq(grade_items::id)
        .and(grades::user_id.eq(user));
    let (is_posted, grade): (bool, Option<Grade>) = grade_items::table
        .left_join(grades::table.on(grade))
        .filter(grade_items::id.eq(item))
        .select((grade_items::is_posted, Option::<Grade>::as_select()))
        .first(conn)?;
    Ok(match grade {
        Some(grade) => Standing {
            is_posted,
            points: grade.points,
            is_excused: grade.is_excused,
            revision: grade.revision,
        },
        None => Standing {
            is_posted,
            ..Standing::default()
        },
    })
}
