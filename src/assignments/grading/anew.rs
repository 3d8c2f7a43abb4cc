//! Grades that follow the rules: what being late costs is taken off anew when the rules or somebody's times change.

use std::collections::HashMap;

use bigdecimal::BigDecimal;
use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::evaluation::Evaluation;
use crate::assignments::assignment::{Assignment, Times};
use crate::assignments::late::lateness;
use crate::assignments::rubric::{Rubric, RubricId};
use crate::error::Result;
use crate::gradebook::{self, Given};
use crate::schema::{
    assignment_evaluations, assignment_extensions, assignment_submissions, assignment_versions,
    grades,
};
use crate::web::UserId;

/// An evaluation that is final, when its version was handed in, and what the grade book says.
type Row = (
    UserId,
    Evaluation,
    DateTime<Utc>,
    Option<BigDecimal>,
    Option<bool>,
);

/// Records anew what the rules make another grade. One that was changed in the grade book by hand stays.
pub(in crate::assignments) fn record_anew(
    conn: &mut PgConnection,
    assignment: &Assignment,
) -> Result<()> {
    let Some(item) = assignment.grade_item_id else {
        return Ok(());
    };
    let (times, rubrics) = (
        extensions(conn, assignment)?,
        Rubric::all(conn, assignment.id)?,
    );
    let mut given = Vec::new();
    for (user, evaluation, submitted_at, points, is_excused) in final_ones(conn, assignment)? {
        let due_at = times.get(&user).map_or(assignment.due_at, |own| own.due_at);
        let rubric = evaluation
            .rubric_id
            .and_then(|id: RubricId| rubrics.get(&id));
        let outcome = evaluation.outcome(assignment, rubric, lateness(submitted_at, due_at));
        let grade = outcome.map(|outcome| outcome.grade);
        if points != evaluation.recorded || grade == points {
            continue;
        }
        diesel::update(assignment_evaluations::table.find(evaluation.id))
            .set(assignment_evaluations::recorded.eq(&grade))
            .execute(conn)?;
        given.push(Given {
            user,
            points: grade,
            is_excused: is_excused.unwrap_or(false),
        });
    }
    gradebook::give(conn, item, &given, None)
}

fn final_ones(conn: &mut PgConnection, assignment: &Assignment) -> Result<Vec<Row>> {
    let version = assignment_versions::submission_id
        .eq(assignment_submissions::id)
        .and(assignment_versions::number.eq(assignment_evaluations::version));
    let grade = grades::user_id
        .eq(assignment_submissions::user_id)
        .and(grades::item_id.nullable().eq(assignment.grade_item_id));
    Ok(assignment_evaluations::table
        .inner_join(assignment_submissions::table)
        .inner_join(assignment_versions::table.on(version))
        .left_join(grades::table.on(grade))
        .filter(assignment_submissions::assignment_id.eq(assignment.id))
        .filter(assignment_evaluations::is_final)
        .select((
            assignment_submissions::user_id,
            Evaluation::as_select(),
            assignment_versions::submitted_at,
            grades::points.nullable(),
            grades::is_excused.nullable(),
        ))
        .load(conn)?)
}

fn extensions(conn: &mut PgConnection, assignment: &Assignment) -> Result<HashMap<UserId, Times>> {
    let own: Vec<(UserId, Times)> = assignment_extensions::table
        .filter(assignment_extensions::assignment_id.eq(assignment.id))
        .select((assignment_extensions::user_id, Times::as_select()))
        .load(conn)?;
    Ok(own.into_iter().collect())
}
