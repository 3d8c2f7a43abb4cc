//! The learners of a course with what they have handed in for one assignment.

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Integer, Nullable, Text, Timestamptz};

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
}

/// The learners after this one, by their ids; one more than a page, if there are more.
pub fn learners(
    conn: &mut PgConnection,
    assignment: &Assignment,
    after: UserId,
) -> Result<Vec<Listed>> {
    Ok(sql_query(
        "SELECT u.id AS user_id, u.display_name AS learner, s.id AS submission,
             coalesce(s.versions, 0) AS versions, s.submitted_at,
             CASE WHEN x.id IS NULL THEN a.due_at ELSE x.due_at END AS due_at
         FROM assignments a
         JOIN enrollments e ON e.course_id = a.course_id
         JOIN users u ON u.id = e.user_id
         LEFT JOIN assignment_submissions s ON s.assignment_id = a.id AND s.user_id = u.id
         LEFT JOIN assignment_extensions x ON x.assignment_id = a.id AND x.user_id = u.id
         WHERE a.id = $1 AND u.id > $2 ORDER BY u.id LIMIT $3",
    )
    .bind::<BigInt, _>(assignment.id)
    .bind::<BigInt, _>(after)
    .bind::<BigInt, _>(PAGE + 1)
    .load(conn)?)
}
