//! The attempts at a quiz, as its staff see them.

use bigdecimal::BigDecimal;
use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::error::Result;
use crate::quizzes::quiz::QuizId;
use crate::quizzes::taking::{AttemptId, Status};
use crate::schema::{attempt_answers, attempts, users};

/// Attempts on one page.
pub const PAGE: i64 = 50;

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = attempts, check_for_backend(Pg))]
pub struct Listed {
    pub id: AttemptId,
    #[diesel(select_expression = users::display_name)]
    pub learner: String,
    pub number: i32,
    pub status: Status,
    pub started_at: DateTime<Utc>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub score: Option<BigDecimal>,
    pub max_score: BigDecimal,
    #[diesel(select_expression = sql::<BigInt>("(SELECT count(*) FROM attempt_answers a WHERE a.attempt_id = attempts.id AND a.marks IS NULL)"))]
    #[diesel(select_expression_type = diesel::expression::SqlLiteral<BigInt>)]
    pub unmarked: i64,
}

/// The attempts before this one, newest first; all of them or those that wait for marks. One more than a page, if there
/// are more.
pub fn attempts_of(
    conn: &mut PgConnection,
    quiz: QuizId,
    only_waiting: bool,
    before: Option<AttemptId>,
) -> Result<Vec<Listed>> {
    let mut query = attempts::table
        .inner_join(users::table)
        .filter(attempts::quiz_id.eq(quiz))
        .order(attempts::id.desc())
        .limit(PAGE + 1)
        .select(Listed::as_select())
        .into_boxed();
    if only_waiting {
        query = query.filter(attempts::status.eq(Status::Submitted));
    }
    if let Some(before) = before {
        query = query.filter(attempts::id.lt(before));
    }
    Ok(query.load(conn)?)
}

/// The next answer that waits for a person after this attempt, the oldest attempts first: attempt and place.
pub fn next_waiting(
    conn: &mut PgConnection,
    quiz: QuizId,
    after: AttemptId,
) -> Result<Option<(AttemptId, i32)>> {
    Ok(attempt_answers::table
        .inner_join(attempts::table)
        .filter(attempts::quiz_id.eq(quiz))
        .filter(attempts::status.eq(Status::Submitted))
        .filter(attempts::id.ge(after))
        .filter(attempt_answers::marks.is_null())
        .order((attempts::id, attempt_answers::place))
        .select((attempts::id, attempt_answers::place))
        .first(conn)
        .optional()?)
}
