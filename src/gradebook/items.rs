//! The columns of a grade book, as the subjects that fill them see them.

use bigdecimal::BigDecimal;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::model::{ItemId, ItemKind};
use super::points;
use crate::courses::CourseId;
use crate::error::Result;
use crate::schema::grade_items;

/// Adds a column that is worth so many points (more than 0). Learners see nothing of it until it is posted.
pub fn add_item(
    conn: &mut PgConnection,
    course: CourseId,
    kind: ItemKind,
    title: &str,
    max_points: BigDecimal,
) -> Result<ItemId> {
    let id = diesel::insert_into(grade_items::table)
        .values((
            grade_items::course_id.eq(course),
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
