//! The row of what a grader makes of a submission, and the files they give back.

use bigdecimal::BigDecimal;
use chrono::{DateTime, Utc};
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;

use super::outcome::{Outcome, raw_points};
use crate::assignments::assignment::Assignment;
use crate::assignments::handing_in::SubmissionId;
use crate::assignments::rubric::{Rubric, RubricId};
use crate::error::Result;
use crate::schema::{assignment_evaluations, assignment_returned_files, media, users};
use crate::storage::Media;
use crate::web::UserId;

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = assignment_evaluations, check_for_backend(Pg))]
pub struct Evaluation {
    pub id: i64,
    /// The version that was looked at.
    pub version: i32,
    pub rubric_id: Option<RubricId>,
    /// Of each criterion the place of its level.
    pub levels: Vec<Option<i32>>,
    /// Typed; none: those of the rubric count.
    pub points: Option<BigDecimal>,
    pub is_excused: bool,
    /// Markdown, for the learner.
    pub comment: String,
    /// For the staff alone.
    pub note: String,
    /// Not a draft.
    pub is_final: bool,
    /// What went to the grade book.
    pub recorded: Option<BigDecimal>,
    pub revision: i32,
    pub graded_by: Option<UserId>,
    pub graded_at: DateTime<Utc>,
}

/// A file that was given back.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = assignment_returned_files, check_for_backend(Pg))]
pub struct Returned {
    pub id: i64,
    #[diesel(embed)]
    pub media: Media,
}

impl Evaluation {
    pub fn of(conn: &mut PgConnection, submission: SubmissionId) -> Result<Option<Evaluation>> {
        Ok(assignment_evaluations::table
            .filter(assignment_evaluations::submission_id.eq(submission))
            .select(Evaluation::as_select())
            .first(conn)
            .optional()?)
    }

    /// The rubric that it was graded by.
    pub fn rubric(
        &self,
        conn: &mut PgConnection,
        assignment: &Assignment,
    ) -> Result<Option<Rubric>> {
        let rubric = |id| Rubric::of(conn, assignment.id, id);
        self.rubric_id.map(rubric).transpose()
    }

    /// In the order in which they came.
    pub fn returned(&self, conn: &mut PgConnection) -> Result<Vec<Returned>> {
        Ok(assignment_returned_files::table
            .inner_join(media::table)
            .filter(assignment_returned_files::evaluation_id.eq(self.id))
            .order(assignment_returned_files::id)
            .select(Returned::as_select())
            .load(conn)?)
    }

    /// What it comes to when its version was so late, in microseconds; none while there are no points.
    pub fn outcome(
        &self,
        assignment: &Assignment,
        rubric: Option<&Rubric>,
        late_us: i64,
    ) -> Option<Outcome> {
        let raw = raw_points(
            rubric,
            &self.levels,
            self.points.as_ref(),
            &assignment.points,
        )?;
        Some(Outcome::of(raw, &assignment.late_policy(), late_us))
    }
}

/// The rubric of the evaluation, or the one that holds: where there is none yet, or anew. Tells whether
/// it is an older one.
pub fn rubric_for(
    conn: &mut PgConnection,
    assignment: &Assignment,
    evaluation: Option<&Evaluation>,
    is_anew: bool,
) -> Result<(Option<Rubric>, bool)> {
    let latest = Rubric::latest(conn, assignment.id)?;
    let used = evaluation.filter(|stored| stored.is_final || stored.rubric_id.is_some());
    let Some(used) = used.filter(|_| !is_anew) else {
        return Ok((latest, false));
    };
    let is_old = used.rubric_id != latest.as_ref().map(|latest| latest.id);
    match is_old {
        true => Ok((used.rubric(conn, assignment)?, true)),
        false => Ok((latest, false)),
    }
}

/// The name of whoever has judged last.
pub fn grader(conn: &mut PgConnection, evaluation: Option<&Evaluation>) -> Result<Option<String>> {
    let Some(id) = evaluation.and_then(|stored| stored.graded_by) else {
        return Ok(None);
    };
    let name = users::table.find(id).select(users::display_name);
    Ok(name.first(conn).optional()?)
}

/// The files that go back to the learner.
pub fn returned_with(
    conn: &mut PgConnection,
    evaluation: Option<&Evaluation>,
) -> Result<Vec<Returned>> {
    evaluation.map_or(Ok(Vec::new()), |stored| stored.returned(conn))
}
