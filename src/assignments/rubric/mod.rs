//! Rubrics: the criteria that an assignment is graded by, each with its levels.
//!
//! A rubric is never changed. Saving another one makes the next version, and those that nobody was graded by go; so what
//! was graded stays as it was, and a grader who still has an older one open is told.

mod form;
mod handlers;
mod saving;
mod views;

use std::collections::HashMap;

use bigdecimal::{BigDecimal, Zero};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::assignment::AssignmentId;
use super::points;
use crate::error::Result;
use crate::schema::assignment_rubrics;

pub use handlers::routes;

pub type RubricId = i64;

/// What is looked at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Criterion {
    pub title: String,
    /// More words; may be empty.
    pub about: String,
    /// At least one.
    pub levels: Vec<Level>,
}

/// How well it can be met.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Level {
    pub points: BigDecimal,
    pub title: String,
    /// More words; may be empty.
    pub about: String,
}

#[derive(Clone, Debug)]
pub struct Rubric {
    pub id: RubricId,
    /// From 1.
    pub number: i32,
    pub criteria: Vec<Criterion>,
}

impl Criterion {
    /// Its best level.
    pub fn max(&self) -> BigDecimal {
        let points = self.levels.iter().map(|level| &level.points);
        points.max().cloned().unwrap_or_default()
    }
}

impl Rubric {
    /// All the best levels together.
    pub fn max(&self) -> BigDecimal {
        self.criteria.iter().map(Criterion::max).sum()
    }

    /// The points of these levels; none unless each criterion has one.
    pub fn sum(&self, chosen: &[Option<i32>]) -> Option<BigDecimal> {
        let mut sum = BigDecimal::zero();
        for (place, criterion) in self.criteria.iter().enumerate() {
            let level = usize::try_from((*chosen.get(place)?)?).ok()?;
            sum += &criterion.levels.get(level)?.points;
        }
        Some(sum)
    }

    /// The one that holds, if it asks for anything.
    pub fn latest(conn: &mut PgConnection, assignment: AssignmentId) -> Result<Option<Rubric>> {
        let row: Option<Stored> = assignment_rubrics::table
            .filter(assignment_rubrics::assignment_id.eq(assignment))
            .order(assignment_rubrics::number.desc())
            .select(COLUMNS)
            .first(conn)
            .optional()?;
        Ok(row
            .map(Rubric::from)
            .filter(|found| !found.criteria.is_empty()))
    }

    /// Every version, by its id.
    pub fn all(
        conn: &mut PgConnection,
        assignment: AssignmentId,
    ) -> Result<HashMap<RubricId, Rubric>> {
        let rows: Vec<Stored> = assignment_rubrics::table
            .filter(assignment_rubrics::assignment_id.eq(assignment))
            .select(COLUMNS)
            .load(conn)?;
        Ok(rows.into_iter().map(|row| (row.0, row.into())).collect())
    }

    /// Any version of an assignment's.
    ///
    /// # Errors
    /// `NotFound` if it is another assignment's, or gone.
    pub fn of(conn: &mut PgConnection, assignment: AssignmentId, id: RubricId) -> Result<Rubric> {
        let row: Stored = assignment_rubrics::table
            .find(id)
            .filter(assignment_rubrics::assignment_id.eq(assignment))
            .select(COLUMNS)
            .first(conn)?;
        Ok(row.into())
    }
}

type Stored = (RubricId, i32, Value);

const COLUMNS: (
    assignment_rubrics::id,
    assignment_rubrics::number,
    assignment_rubrics::criteria,
) = (
    assignment_rubrics::id,
    assignment_rubrics::number,
    assignment_rubrics::criteria,
);

impl From<Stored> for Rubric {
    fn from((id, number, criteria): Stored) -> Rubric {
        Rubric {
            id,
            number,
            // Only this program writes them.
            criteria: serde_json::from_value(criteria).unwrap_or_default(),
        }
    }
}

/// A criterion as it is shown, with the level that was chosen.
pub struct Row {
    pub place: usize,
    pub title: String,
    pub about: String,
    pub max: String,
    pub levels: Vec<ShownLevel>,
}

pub struct ShownLevel {
    pub points: String,
    pub title: String,
    pub about: String,
    pub is_chosen: bool,
}

/// The criteria with these levels chosen.
pub fn rows(rubric: &Rubric, chosen: &[Option<i32>]) -> Vec<Row> {
    let chosen_of = |place: usize| {
        let level = chosen.get(place).copied().flatten()?;
        usize::try_from(level).ok()
    };
    let row = |(place, criterion): (usize, &Criterion)| {
        let level = |(at, level): (usize, &Level)| ShownLevel {
            points: points::shown(&level.points),
            title: level.title.clone(),
            about: level.about.clone(),
            is_chosen: chosen_of(place) == Some(at),
        };
        Row {
            place,
            title: criterion.title.clone(),
            about: criterion.about.clone(),
            max: points::shown(&criterion.max()),
            levels: criterion.levels.iter().enumerate().map(level).collect(),
        }
    };
    rubric.criteria.iter().enumerate().map(row).collect()
}
