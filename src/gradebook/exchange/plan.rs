//! What a table would change, beside what is there now.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use i18n_embed_fl::fl;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::reading::{self, Cell};
use super::state::State;
use crate::courses::{self, CourseId};
use crate::csv::{self, Problems};
use crate::error::{AppError, Result};
use crate::gradebook::learners;
use crate::gradebook::model::{Grade, ItemId};
use crate::gradebook::points;
use crate::gradebook::scheme::{self, Scheme};
use crate::i18n::Text;
use crate::schema::grade_imports;
use crate::text;
use crate::web::{UserId, Viewer};

pub(super) type ImportId = i64;

const MOST_LINES: usize = 20_000;

/// A grade that the table has otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Change {
    pub user: UserId,
    pub item: ItemId,
    /// Of the grade that was compared with; 0 for none.
    pub revision: i32,
    pub before: State,
    pub after: State,
}

/// Reads the table and keeps what it would change, to be looked at. Nothing is changed yet.
///
/// # Errors
/// `NotFound` for whoever is not of the staff; `Invalid` with every problem by its line.
pub(super) fn make(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    table: &[u8],
) -> Result<ImportId> {
    courses::staffed(conn, viewer, course)?;
    let lines = csv::read(table, MOST_LINES).map_err(|words| AppError::invalid("file", words))?;
    let (scheme, learners) = (Scheme::of(conn, course)?, learners::all(conn, course)?);
    let grades = scheme::grades_of_all(conn, course)?;
    let mut problems = Problems::default();
    let cells = reading::cells(&lines, &scheme.items, &learners, &mut problems);
    let mut plan = Vec::new();
    for cell in cells {
        let grade = grades
            .get(&cell.user)
            .and_then(|own| own.get(&cell.item.id));
        match change(&cell, grade) {
            Ok(change) => plan.extend(change),
            Err(words) => problems.add(cell.line, cell.column, words),
        }
    }
    problems.into_result("file")?;
    keep(conn, viewer, course, &plan)
}

/// One that was never applied goes as soon as the same person brings the next.
fn keep(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    plan: &[Change],
) -> Result<ImportId> {
    conn.transaction(|conn| {
        let before = grade_imports::table
            .filter(grade_imports::course_id.eq(course))
            .filter(grade_imports::user_id.eq(viewer.id))
            .filter(grade_imports::applied_at.is_null());
        diesel::delete(before).execute(conn)?;
        Ok(diesel::insert_into(grade_imports::table)
            .values((
                grade_imports::course_id.eq(course),
                grade_imports::user_id.eq(viewer.id),
                grade_imports::plan.eq(json!(plan)),
            ))
            .returning(grade_imports::id)
            .get_result(conn)?)
    })
}

/// What the cell would change, if anything; words for what can't be.
fn change(cell: &Cell, grade: Option<&Grade>) -> Result<Option<Change>, Text> {
    let (now, title) = (State::of(grade), cell.item.title.clone());
    let (line, column) = (cell.line, cell.column);
    let most = points::shown(&cell.item.max_points);
    let wrong = || {
        text!(
            "gradebook-import-no-points",
            line = line,
            column = column,
            title = title,
            max = most
        )
    };
    let wanted = cell.wanted.clone().ok_or_else(wrong.clone())?;
    // An empty cell of a table that was not exported says nothing: it would take grades away by being left out.
    let says_nothing = cell.exported.is_none() && wanted == State::Missing;
    if says_nothing || wanted == now || cell.exported.as_ref() == Some(&wanted) {
        return Ok(None);
    }
    if let State::Points(points) = &wanted
        && *points > cell.item.max_points
    {
        return Err(wrong());
    }
    if let Some(then) = cell.exported.clone().filter(|then| *then != now) {
        let title = cell.item.title.clone();
        return Err(Text::new(move |l| {
            let (before, after) = (then.shown(l), now.shown(l));
            fl!(
                l,
                "gradebook-import-stale",
                line = line,
                column = column,
                title = title.clone(),
                before = before,
                after = after
            )
        }));
    }
    Ok(Some(Change {
        user: cell.user,
        item: cell.item.id,
        revision: grade.map_or(0, |grade| grade.revision),
        before: now,
        after: wanted,
    }))
}

/// A table that the viewer has brought.
pub(super) struct Import {
    pub id: ImportId,
    /// In the order of the table; nothing once it is applied.
    pub plan: Vec<Change>,
    pub is_applied: bool,
    /// How many grades it has changed.
    pub changes: i32,
}

/// # Errors
/// `NotFound` if it is somebody else's, or of another course.
pub(super) fn find(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    id: ImportId,
) -> Result<Import> {
    let row = grade_imports::table
        .find(id)
        .filter(grade_imports::course_id.eq(course))
        .filter(grade_imports::user_id.eq(viewer.id))
        .select((
            grade_imports::plan,
            grade_imports::applied_at.is_not_null(),
            grade_imports::changes,
        ));
    let (plan, is_applied, changes): (Value, bool, i32) = row.first(conn)?;
    Ok(Import {
        id,
        plan: serde_json::from_value(plan).map_err(|error| AppError::Internal(error.into()))?,
        is_applied,
        changes,
    })
}
