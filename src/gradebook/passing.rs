//! What a grade that its learner sees means for the lesson that it is of.

use bigdecimal::{BigDecimal, RoundingMode};
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::model::ItemId;
use crate::courses::{self, LessonId};
use crate::error::Result;
use crate::schema::{grade_items, grades};
use crate::web::UserId;

/// Has the rules of completion know the posted grades of these people, or of all: to be called after each change of them,
/// in its transaction. Nothing follows from what is not posted, not even that a lesson is done.
pub(super) fn tell_lesson(
    conn: &mut PgConnection,
    item: ItemId,
    people: Option<&[UserId]>,
) -> Result<()> {
    let of: Option<(Option<LessonId>, BigDecimal)> = grade_items::table
        .find(item)
        .filter(grade_items::is_posted)
        .select((grade_items::lesson_id, grade_items::max_points))
        .first(conn)
        .optional()?;
    let Some((Some(lesson), most)) = of else {
        return Ok(());
    };
    let mut given = grades::table
        .filter(grades::item_id.eq(item))
        .filter(grades::points.is_not_null())
        .filter(grades::is_excused.eq(false))
        .select((grades::user_id, grades::points.assume_not_null()))
        .into_boxed();
    if let Some(people) = people {
        given = given.filter(grades::user_id.eq_any(people));
    }
    let given: Vec<(UserId, BigDecimal)> = given.load(conn)?;
    let percent = |(user, points): (UserId, BigDecimal)| {
        let percent = points * BigDecimal::from(100) / &most;
        (user, percent.with_scale_round(2, RoundingMode::Down))
    };
    let scores: Vec<(UserId, BigDecimal)> = given.into_iter().map(percent).collect();
    courses::record_scores(conn, lesson, &scores)
}
