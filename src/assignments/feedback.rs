//! What a learner is told of their work: nothing before its column in the grade book is posted.

use bigdecimal::Zero;
use diesel::pg::PgConnection;

use super::assignment::Assignment;
use super::grading::{Evaluation, Outcome, Returned};
use super::handing_in::{Submission, Version};
use super::late::lateness;
use super::points;
use super::rubric::{self, Rubric};
use crate::error::Result;
use crate::gradebook;
use crate::i18n;
use crate::markdown::{self, SafeHtml};
use crate::web::UserId;

pub struct Feedback {
    /// The grade as the grade book has it; none while it is missing or excused.
    pub grade: Option<String>,
    pub is_excused: bool,
    pub max: String,
    /// The version that was graded.
    pub version: i32,
    /// The points before, and the percent that being late cost, where it cost anything.
    pub penalty: Option<(String, String)>,
    pub rubric: Vec<rubric::Row>,
    pub comment: Option<SafeHtml>,
    pub files: Vec<Returned>,
}

impl Feedback {
    /// Of this learner's submission, once it may be seen.
    pub fn of(
        conn: &mut PgConnection,
        assignment: &Assignment,
        learner: UserId,
        submission: &Submission,
        versions: &[Version],
    ) -> Result<Option<Feedback>> {
        let Some(item) = assignment.grade_item_id else {
            return Ok(None);
        };
        let grade = gradebook::standing(conn, item, learner)?;
        if !grade.is_posted {
            return Ok(None);
        }
        let Some(found) = Evaluation::of(conn, submission.id)?.filter(|found| found.is_final)
        else {
            return Ok(None);
        };
        let rubric = found.rubric(conn, assignment)?;
        let due_at = assignment.times_of(conn, learner)?.due_at;
        let version = versions.iter().find(|one| one.number == found.version);
        let late = version.map_or(0, |one| lateness(one.submitted_at, due_at));
        let outcome = found.outcome(assignment, rubric.as_ref(), late);
        let is_its_own = found.recorded == grade.points;
        Ok(Some(Feedback {
            grade: grade
                .points
                .as_ref()
                .filter(|_| !grade.is_excused)
                .map(points::shown),
            is_excused: grade.is_excused,
            max: points::shown(&assignment.points),
            version: found.version,
            penalty: outcome
                .filter(|_| is_its_own)
                .and_then(|outcome| lost(&outcome)),
            rubric: rubric
                .map(|rubric| rubric_rows(&rubric, &found))
                .unwrap_or_default(),
            comment: (!found.comment.is_empty()).then(|| markdown::full(&found.comment)),
            files: found.returned(conn)?,
        }))
    }

    pub fn size(&self, file: &Returned) -> String {
        i18n::file_size(file.media.byte_size)
    }
}

fn rubric_rows(rubric: &Rubric, found: &Evaluation) -> Vec<rubric::Row> {
    rubric::rows(rubric, &found.levels)
}

fn lost(outcome: &Outcome) -> Option<(String, String)> {
    let is_late = !outcome.penalty.is_zero();
    is_late.then(|| (points::shown(&outcome.raw), points::shown(&outcome.penalty)))
}
