//! What other subjects report of a learner and a lesson, in the transactions in which it happens.

use bigdecimal::BigDecimal;
use diesel::pg::PgConnection;

use crate::courses::model::LessonId;
use crate::error::Result;
use crate::web::UserId;

/// The learner has handed something in for this lesson.
pub fn record_submission(_: &mut PgConnection, _: UserId, _: LessonId) -> Result<()> {
    Ok(())
}

/// The learner's mark for this lesson is now so many percent, 0 to 100.
pub fn record_score(_: &mut PgConnection, _: UserId, _: LessonId, _: BigDecimal) -> Result<()> {
    Ok(())
}
