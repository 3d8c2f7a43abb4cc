//! How an item went: the average, and how the grades are spread.

mod handlers;
mod views;

use bigdecimal::{BigDecimal, ToPrimitive};
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::cell::item_of;
use super::model::{Item, ItemId};
use super::points;
use crate::courses::{self, Course, CourseId, StaffRole};
use crate::error::Result;
use crate::schema::{enrollments, grades};
use crate::web::Viewer;

pub(super) use handlers::routes;

/// The spread is counted in tenths of what the item is worth.
const STEPS: usize = 10;

pub(super) struct Statistics {
    pub course: Course,
    pub role: StaffRole,
    pub item: Item,
    pub learners: i64,
    pub graded: usize,
    pub excused: usize,
    /// None while there is no grade.
    pub average: Option<BigDecimal>,
    pub median: Option<BigDecimal>,
    pub lowest: Option<BigDecimal>,
    pub highest: Option<BigDecimal>,
    /// How many grades lie in each tenth; the last one has the full mark as well.
    pub spread: [usize; STEPS],
}

impl Statistics {
    /// Of those who take the course now.
    ///
    /// # Errors
    /// `NotFound` for whoever is not of the staff.
    pub fn find(
        conn: &mut PgConnection,
        viewer: &Viewer,
        course: CourseId,
        item: ItemId,
    ) -> Result<Statistics> {
        let (course, role) = courses::staffed(conn, viewer, course)?;
        let item = item_of(conn, course.id, item)?;
        let learners = || {
            enrollments::table
                .filter(enrollments::course_id.eq(course.id))
                .select(enrollments::user_id)
        };
        let rows: Vec<(Option<BigDecimal>, bool)> = grades::table
            .filter(grades::item_id.eq(item.id))
            .filter(grades::user_id.eq_any(learners()))
            .select((grades::points, grades::is_excused))
            .load(conn)?;
        let excused = rows.iter().filter(|(_, is_excused)| *is_excused).count();
        let counting = rows.into_iter().filter(|(_, is_excused)| !is_excused);
        let mut found: Vec<BigDecimal> = counting.filter_map(|(points, _)| points).collect();
        found.sort();
        Ok(Statistics {
            learners: learners().count().get_result(conn)?,
            graded: found.len(),
            excused,
            average: average(&found),
            median: median(&found),
            lowest: found.first().cloned(),
            highest: found.last().cloned(),
            spread: spread(&found, &item.max_points),
            course,
            role,
            item,
        })
    }
}

fn average(sorted: &[BigDecimal]) -> Option<BigDecimal> {
    let count = BigDecimal::from(sorted.len() as u64);
    let sum: BigDecimal = sorted.iter().sum();
    (!sorted.is_empty()).then(|| points::rounded(&(sum / count)))
}

fn median(sorted: &[BigDecimal]) -> Option<BigDecimal> {
    let middle = sorted.len() / 2;
    match sorted.len() % 2 {
        1 => sorted.get(middle).cloned(),
        _ => average(sorted.get(middle.checked_sub(1)?..=middle)?),
    }
}

fn spread(found: &[BigDecimal], max: &BigDecimal) -> [usize; STEPS] {
    let mut spread = [0; STEPS];
    for points in found {
        let step = (points * BigDecimal::from(STEPS as u64) / max).to_usize();
        spread[step.unwrap_or(STEPS).min(STEPS - 1)] += 1;
    }
    spread
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(of: &[u64]) -> Vec<BigDecimal> {
        of.iter().copied().map(BigDecimal::from).collect()
    }

    #[test]
    fn the_middle_and_the_average_are_of_what_there_is() {
        assert_eq!(median(&points(&[])), None);
        assert_eq!(median(&points(&[3])), points(&[3]).pop());
        assert_eq!(median(&points(&[1, 2, 9])), points(&[2]).pop());
        assert_eq!(median(&points(&[1, 3])), points(&[2]).pop());
        assert_eq!(average(&points(&[1, 2, 9])), points(&[4]).pop());
        assert_eq!(average(&[]), None);
    }

    #[test]
    fn each_grade_is_counted_in_one_tenth() {
        let spread = spread(&points(&[0, 9, 10, 99, 100]), &BigDecimal::from(100));
        assert_eq!(spread, [2, 1, 0, 0, 0, 0, 0, 0, 0, 2]);
    }
}
