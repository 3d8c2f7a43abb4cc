//! The learners of a course with what they have handed in for one assignment, and what was made of it. Who has deleted their
//! account stays with the work that they handed in, and nobody waits for its grade any more.

use bigdecimal::BigDecimal;
use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Numeric, Text, Timestamptz};

use super::queue::Filter;
use crate::assignments::assignment::Assignment;
use crate::error::Result;
use crate::web::UserId;

/// Learners on one page.
pub const PAGE: i64 = 50;

#[derive(Clone, Debug, QueryableByName)]
pub struct Listed {
    #[diesel(sql_type = BigInt)]
    pub user_id: UserId,
    #[diesel(sql_type = Text)]
    pub learner: String,
    #[diesel(sql_type = Text)]
    pub username: String,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub submission: Option<i64>,
    /// How often they have handed in.
    #[diesel(sql_type = Integer)]
    pub versions: i32,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub submitted_at: Option<DateTime<Utc>>,
    /// Their own due date, where they have one.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub due_at: Option<DateTime<Utc>>,
    /// Whether the latest version is graded.
    #[diesel(sql_type = Bool)]
    pub is_graded: bool,
    /// Whether there are marks that are no grade yet, or of an earlier version.
    #[diesel(sql_type = Bool)]
    pub is_begun: bool,
    /// As the grade book has it.
    #[diesel(sql_type = Nullable<Numeric>)]
    pub grade: Option<BigDecimal>,
    #[diesel(sql_type = Bool)]
    pub is_excused: bool,
}

/// The learners after this one, by their ids; one more than asked for, if there are more.
pub fn learners(
    conn: &mut PgConnection,
    assignment: &Assignment,
    filter: Filter,
    after: UserId,
    most: i64,
) -> Result<Vec<Listed>> {
    Ok(sql_query(
        "SELECT * FROM (
             SELECT u.id AS user_id, u.display_name AS learner, u.username, s.id AS submission,
                 coalesce(s.versions, 0) AS versions, s.submitted_at,
                 CASE WHEN x.id IS NULL THEN a.due_at ELSE x.due_at END AS due_at,
                 coalesce(v.is_final AND v.version = s.versions, false) AS is_graded,
                 v.id IS NOT NULL AS is_begun, g.points AS grade, coalesce(g.is_excused, false) AS is_excused,
                 e.is_gone
             FROM assignments a
             JOIN (
                 SELECT user_id, false AS is_gone FROM enrollments
                 WHERE course_id = (SELECT course_id FROM assignments WHERE id = $1)
                 UNION ALL
                 SELECT w.user_id, true FROM assignment_submissions w JOIN users d ON d.id = w.user_id
                 WHERE w.assignment_id = $1 AND w.versions > 0 AND d.deleted_at IS NOT NULL
             ) e ON true
             JOIN users u ON u.id = e.user_id
             LEFT JOIN assignment_submissions s ON s.assignment_id = a.id AND s.user_id = u.id
             LEFT JOIN assignment_extensions x ON x.assignment_id = a.id AND x.user_id = u.id
             LEFT JOIN assignment_evaluations v ON v.submission_id = s.id
             LEFT JOIN grades g ON g.item_id = a.grade_item_id AND g.user_id = u.id
             WHERE a.id = $1 AND u.id > $2
         ) learners
         WHERE CASE $4 WHEN 'ungraded' THEN versions > 0 AND NOT is_graded AND NOT is_gone
             WHEN 'late' THEN submitted_at > due_at ELSE true END
         ORDER BY user_id LIMIT $3",
    )
    .bind::<BigInt, _>(assignment.id)
    .bind::<BigInt, _>(after)
    .bind::<BigInt, _>(most + 1)
    .bind::<Text, _>(filter.name())
    .load(conn)?)
}
