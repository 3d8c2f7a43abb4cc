//! How a table becomes grades: all of it, or nothing.

use std::collections::{BTreeMap, HashMap, HashSet};

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Text;
use serde_json::json;

use super::plan::{self, Change, ImportId};
use super::state::State;
use crate::audit::Act;
use crate::courses::{self, CourseId};
use crate::error::{AppError, Result};
use crate::gradebook::model::{Item, ItemId};
use crate::gradebook::recording::{Given, give};
use crate::gradebook::scheme::{self, Grades};
use crate::schema::{enrollments, grade_imports, grade_items};
use crate::text;
use crate::web::{UserId, Viewer};

/// Writes what the table changes, and answers how many grades that were. Once it is applied, nothing happens any more.
///
/// # Errors
/// `NotFound` for who has not brought it; `Conflict` if anything it is about has changed since it was looked at.
pub(super) fn apply(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    id: ImportId,
) -> Result<i32> {
    conn.transaction(|conn| {
        courses::staffed(conn, viewer, course)?;
        let row = grade_imports::table.find(id).select(grade_imports::id);
        row.for_update().first::<ImportId>(conn)?;
        let import = plan::find(conn, viewer, course, id)?;
        if import.is_applied {
            return Ok(import.changes);
        }
        let items = held(conn, course, &import.plan)?;
        let people: HashSet<UserId> = import.plan.iter().map(|change| change.user).collect();
        let people: Vec<UserId> = people.into_iter().collect();
        let grades = scheme::locked_grades_of(conn, course, &people)?;
        let is_unchanged = import
            .plan
            .iter()
            .all(|change| fits(change, &items, &grades));
        if !is_unchanged || !are_learners(conn, course, &people)? {
            return Err(AppError::Conflict(text!("gradebook-import-moved")));
        }
        sql_query("SELECT set_config('lectern.grade_import', $1, true)")
            .bind::<Text, _>(id.to_string())
            .execute(conn)?;
        for (item, given) in by_item(&import.plan, &grades) {
            give(conn, item, &given, Some(viewer.id))?;
        }
        finish(conn, viewer, course, id, import.plan.len() as i32)
    })
}

/// The columns, locked: nobody adds a grade to them meanwhile.
fn held(
    conn: &mut PgConnection,
    course: CourseId,
    changes: &[Change],
) -> Result<HashMap<ItemId, Item>> {
    let ids: HashSet<ItemId> = changes.iter().map(|change| change.item).collect();
    let items: Vec<Item> = grade_items::table
        .filter(grade_items::course_id.eq(course))
        .filter(grade_items::id.eq_any(ids))
        .order(grade_items::id)
        .select(Item::as_select())
        .for_update()
        .load(conn)?;
    Ok(items.into_iter().map(|item| (item.id, item)).collect())
}

fn fits(change: &Change, items: &HashMap<ItemId, Item>, grades: &HashMap<UserId, Grades>) -> bool {
    let grade = grades
        .get(&change.user)
        .and_then(|own| own.get(&change.item));
    let is_within = |item: &Item| match &change.after {
        State::Points(points) => *points <= item.max_points,
        _ => true,
    };
    items.get(&change.item).is_some_and(is_within)
        && grade.map_or(0, |grade| grade.revision) == change.revision
}

fn are_learners(conn: &mut PgConnection, course: CourseId, people: &[UserId]) -> Result<bool> {
    let enrolled: i64 = enrollments::table
        .filter(enrollments::course_id.eq(course))
        .filter(enrollments::user_id.eq_any(people))
        .count()
        .get_result(conn)?;
    Ok(enrolled == people.len() as i64)
}

/// Whoever becomes excused keeps the points they have, in case they are not any more.
fn by_item(changes: &[Change], grades: &HashMap<UserId, Grades>) -> BTreeMap<ItemId, Vec<Given>> {
    let mut all: BTreeMap<ItemId, Vec<Given>> = BTreeMap::new();
    for change in changes {
        let grade = grades
            .get(&change.user)
            .and_then(|own| own.get(&change.item));
        all.entry(change.item).or_default().push(Given {
            user: change.user,
            points: match &change.after {
                State::Points(points) => Some(points.clone()),
                State::Excused => grade.and_then(|grade| grade.points.clone()),
                State::Missing => None,
            },
            is_excused: change.after == State::Excused,
        });
    }
    all
}

fn finish(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    id: ImportId,
    changes: i32,
) -> Result<i32> {
    diesel::update(grade_imports::table.find(id))
        .set((
            grade_imports::applied_at.eq(diesel::dsl::now),
            grade_imports::changes.eq(changes),
            grade_imports::plan.eq(json!([])),
        ))
        .execute(conn)?;
    Act::of(viewer.id, "gradebook.import", "course", course)
        .with(json!({ "import_id": id, "changes": changes }))
        .write(conn)?;
    Ok(changes)
}
