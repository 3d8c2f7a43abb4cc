//! What there is to grade, one after the other: who comes before and after a submission, and how far it has gone.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Nullable, Text};

use super::SubmissionPath;
use crate::assignments::assignment::AssignmentId;
use crate::assignments::handing_in::SubmissionId;
use crate::error::Result;
use crate::schema::assignment_submissions;
use crate::web::UserId;

/// Which submissions are gone through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    #[default]
    All,
    /// Not graded yet, or handed in again since.
    Ungraded,
    Late,
}

impl Filter {
    pub const EACH: [Filter; 3] = [Filter::All, Filter::Ungraded, Filter::Late];

    /// As it stands in the address; anything else is all.
    pub fn parse(name: &str) -> Filter {
        let named = |filter: &Filter| filter.name() == name;
        Filter::EACH.into_iter().find(named).unwrap_or_default()
    }

    pub fn name(self) -> &'static str {
        match self {
            Filter::All => "all",
            Filter::Ungraded => "ungraded",
            Filter::Late => "late",
        }
    }

    /// What an address ends with.
    pub fn query(self) -> String {
        match self {
            Filter::All => String::new(),
            other => format!("?filter={}", other.name()),
        }
    }
}

#[derive(Clone, Copy, Debug, QueryableByName)]
pub struct Queue {
    /// How many learners have handed in.
    #[diesel(sql_type = BigInt)]
    pub handed_in: i64,
    /// Of them, whose latest version is graded.
    #[diesel(sql_type = BigInt)]
    pub graded: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub previous: Option<SubmissionId>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub next: Option<SubmissionId>,
}

/// Around this learner, by the ids of people: the order in which the list has them.
pub fn around(
    conn: &mut PgConnection,
    assignment: AssignmentId,
    learner: UserId,
    filter: Filter,
) -> Result<Queue> {
    Ok(sql_query(
        "WITH work AS (
             SELECT s.id, s.user_id, coalesce(e.is_final AND e.version = s.versions, false) AS is_graded,
                 coalesce(s.submitted_at > CASE WHEN x.id IS NULL THEN a.due_at ELSE x.due_at END, false) AS is_late
             FROM assignment_submissions s
             JOIN assignments a ON a.id = s.assignment_id
             JOIN enrollments n ON n.course_id = a.course_id AND n.user_id = s.user_id
             LEFT JOIN assignment_extensions x ON x.assignment_id = a.id AND x.user_id = s.user_id
             LEFT JOIN assignment_evaluations e ON e.submission_id = s.id
             WHERE s.assignment_id = $1 AND s.versions > 0
         ), wanted AS (
             SELECT id, user_id FROM work
             WHERE CASE $3 WHEN 'ungraded' THEN NOT is_graded WHEN 'late' THEN is_late ELSE true END
         )
         SELECT (SELECT count(*) FROM work) AS handed_in, (SELECT count(*) FROM work WHERE is_graded) AS graded,
             (SELECT id FROM wanted WHERE user_id < $2 ORDER BY user_id DESC LIMIT 1) AS previous,
             (SELECT id FROM wanted WHERE user_id > $2 ORDER BY user_id LIMIT 1) AS next",
    )
    .bind::<BigInt, _>(assignment)
    .bind::<BigInt, _>(learner)
    .bind::<Text, _>(filter.name())
    .get_result(conn)?)
}

/// The screen of a submission.
pub fn address((course, lesson, submission): SubmissionPath, filter: Filter) -> String {
    let query = filter.query();
    format!("/courses/{course}/lessons/{lesson}/assignment/submissions/{submission}{query}")
}

/// The screen of the one after this, or the list after the last.
pub fn next(conn: &mut PgConnection, path: SubmissionPath, filter: Filter) -> Result<String> {
    let (course, lesson, submission) = path;
    let (assignment, learner): (AssignmentId, UserId) = assignment_submissions::table
        .find(submission)
        .select((
            assignment_submissions::assignment_id,
            assignment_submissions::user_id,
        ))
        .first(conn)?;
    let queue = around(conn, assignment, learner, filter)?;
    let list = || {
        let query = filter.query();
        format!("/courses/{course}/lessons/{lesson}/assignment/submissions{query}")
    };
    let screen = |next| address((course, lesson, next), filter);
    Ok(queue.next.map_or_else(list, screen))
}
