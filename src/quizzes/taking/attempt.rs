//! The row of an attempt, and how a person reaches one.

use std::time::Duration;

use bigdecimal::BigDecimal;
use chrono::{DateTime, Utc};
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;

use crate::courses;
use crate::error::{AppError, Result};
use crate::quizzes::quiz::{Quiz, QuizId};
use crate::schema::{attempts, quizzes};
use crate::web::{UserId, Viewer};

pub type AttemptId = i64;

/// How long after its deadline an attempt still takes what was sent before it.
pub const GRACE: Duration = Duration::from_secs(10);

crate::pg_enum! {
    /// Where an attempt is on its one way.
    pub enum Status : crate::schema::sql_types::AttemptStatus {
        Open = "open",
        /// Handed in; somebody has yet to mark part of it.
        Submitted = "submitted",
        Graded = "graded",
    }
}

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = attempts, check_for_backend(Pg))]
pub struct Attempt {
    pub id: AttemptId,
    pub quiz_id: QuizId,
    pub user_id: UserId,
    /// From 1, for each learner and quiz.
    pub number: i32,
    pub status: Status,
    pub started_at: DateTime<Utc>,
    pub deadline_at: Option<DateTime<Utc>>,
    pub submitted_at: Option<DateTime<Utc>>,
    /// Whether the program handed it in.
    pub is_timed_out: bool,
    pub score: Option<BigDecimal>,
    pub max_score: BigDecimal,
}

impl Attempt {
    pub fn path(&self) -> String {
        format!("/attempts/{}", self.id)
    }

    pub fn is_open(&self) -> bool {
        self.status == Status::Open
    }

    /// The learner's own attempt, as long as the course is open to them.
    pub fn own(conn: &mut PgConnection, viewer: &Viewer, id: AttemptId) -> Result<(Attempt, Quiz)> {
        let (attempt, quiz) = Attempt::with_quiz(conn, id)?;
        let is_theirs = attempt.user_id == viewer.id;
        if is_theirs && courses::may_study(conn, viewer, quiz.course_id)? {
            Ok((attempt, quiz))
        } else {
            Err(AppError::NotFound)
        }
    }

    /// The attempt of somebody in a course whose staff the viewer is of.
    pub fn of_staff(
        conn: &mut PgConnection,
        viewer: &Viewer,
        id: AttemptId,
    ) -> Result<(Attempt, Quiz)> {
        let (attempt, quiz) = Attempt::with_quiz(conn, id)?;
        match courses::staff_role(conn, viewer, quiz.course_id)? {
            Some(_) => Ok((attempt, quiz)),
            None => Err(AppError::NotFound),
        }
    }

    fn with_quiz(conn: &mut PgConnection, id: AttemptId) -> Result<(Attempt, Quiz)> {
        Ok(attempts::table
            .inner_join(quizzes::table)
            .filter(attempts::id.eq(id))
            .select((Attempt::as_select(), Quiz::as_select()))
            .first(conn)?)
    }

    /// The attempt under its lock: whatever changes it follows one another.
    pub fn held(conn: &mut PgConnection, id: AttemptId) -> Result<Attempt> {
        Ok(attempts::table
            .find(id)
            .select(Attempt::as_select())
            .for_update()
            .first(conn)?)
    }

    /// Whether its time is over, grace and all.
    pub fn is_overdue(&self, now: DateTime<Utc>) -> bool {
        self.is_open() && self.deadline_at.is_some_and(|at| now >= at + GRACE)
    }

    /// How long until it is overdue; nothing without a deadline.
    pub fn time_left(&self, now: DateTime<Utc>) -> Option<Duration> {
        let due = self.deadline_at? + GRACE;
        Some((due - now).to_std().unwrap_or(Duration::ZERO))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grace_is_ten_seconds_and_ends() {
        let deadline = Utc::now();
        let attempt = Attempt {
            id: 1,
            quiz_id: 1,
            user_id: 1,
            number: 1,
            status: Status::Open,
            started_at: deadline,
            deadline_at: Some(deadline),
            submitted_at: None,
            is_timed_out: false,
            score: None,
            max_score: 1.into(),
        };
        let after = |seconds| deadline + chrono::Duration::seconds(seconds);
        assert!(!attempt.is_overdue(after(9)));
        assert!(attempt.is_overdue(after(10)));
        let without = Attempt {
            deadline_at: None,
            ..attempt
        };
        assert!(!without.is_overdue(after(1_000_000)));
    }
}
