//! The answers of an attempt: the questions as they were drawn, and what was answered.

use bigdecimal::BigDecimal;
use chrono::{DateTime, Utc};
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use super::attempt::AttemptId;
use crate::error::Result;
use crate::quizzes::asking;
use crate::quizzes::questions::{Answer, Arrangement, Content};
use crate::schema::{attempt_answers, question_versions};
use crate::web::UserId;

/// A question of an attempt with its version, and what was answered.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = attempt_answers, check_for_backend(Pg))]
pub struct FrozenAnswer {
    pub id: i64,
    pub attempt_id: AttemptId,
    pub place: i32,
    pub question_id: i64,
    pub points: BigDecimal,
    option_order: Value,
    answer: Option<Value>,
    pub media_id: Option<Uuid>,
    pub sequence: i64,
    pub is_flagged: bool,
    pub checked_at: Option<DateTime<Utc>>,
    pub credit: Option<BigDecimal>,
    pub marks: Option<BigDecimal>,
    pub comment: String,
    pub graded_by: Option<UserId>,
    #[diesel(select_expression = question_versions::content)]
    content: Value,
}

impl FrozenAnswer {
    /// What is asked, with its key: never for a learner's browser.
    pub fn content(&self) -> Result<Content> {
        asking::content_of(&self.content)
    }

    /// What was answered, if anything.
    pub fn answer(&self) -> Result<Option<Answer>> {
        self.answer.as_ref().map(asking::answer_of).transpose()
    }

    pub fn raw_answer(&self) -> Option<&Value> {
        self.answer.as_ref()
    }

    pub fn is_answered(&self) -> bool {
        self.answer.is_some() || self.media_id.is_some()
    }

    /// Where each option stands on this learner's page.
    pub fn arrangement(&self) -> Arrangement {
        serde_json::from_value(self.option_order.clone()).unwrap_or_default()
    }
}

/// How an answer finds the version that was asked: by both of its columns.
#[diesel::dsl::auto_type(no_type_alias)]
pub fn version_asked() -> _ {
    question_versions::question_id
        .eq(attempt_answers::question_id)
        .and(question_versions::version.eq(attempt_answers::version))
}

/// The answers of an attempt in the order of its page.
pub fn of_attempt(conn: &mut PgConnection, attempt: AttemptId) -> Result<Vec<FrozenAnswer>> {
    Ok(attempt_answers::table
        .inner_join(question_versions::table.on(version_asked()))
        .filter(attempt_answers::attempt_id.eq(attempt))
        .order(attempt_answers::place)
        .select(FrozenAnswer::as_select())
        .load(conn)?)
}
