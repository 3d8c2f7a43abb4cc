//! Grades as other subjects give them.

use bigdecimal::BigDecimal;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::upsert::excluded;

use super::model::ItemId;
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
