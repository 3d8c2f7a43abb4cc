//! More time for one learner.

use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use serde::Deserialize;

use super::deadlines;
use super::fields::whole;
use super::saving::held;
use crate::courses::{self, CourseId, LessonId};
use crate::error::{AppError, Errors, Result};
use crate::quizzes::quiz::QuizId;
use crate::schema::{quiz_accommodations, users};
use crate::text;
use crate::web::{UserId, Viewer};

/// The form, as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AccommodationForm {
    pub username: String,
    /// In percent of the limit.
    pub factor: String,
    /// In minutes.
    pub extra: String,
}

/// A learner who has more time.
#[derive(Clone, Debug, Queryable)]
pub struct Accommodated {
    pub user_id: UserId,
    pub username: String,
    pub display_name: String,
    pub more: MoreTime,
}

/// How much more: limit × factor + extra.
#[derive(Clone, Copy, Debug, PartialEq, Queryable, Selectable)]
#[diesel(table_name = quiz_accommodations, check_for_backend(Pg))]
pub struct MoreTime {
    pub factor_percent: i32,
    pub extra_ms: i64,
}

impl MoreTime {
    pub const NONE: MoreTime = MoreTime {
        factor_percent: 100,
        extra_ms: 0,
    };

    /// The limit of this learner, in milliseconds.
    pub fn limit_ms(self, limit_ms: i64) -> i64 {
        limit_ms * i64::from(self.factor_percent) / 100 + self.extra_ms
    }

    pub fn extra_minutes(&self) -> i64 {
        self.extra_ms / 60_000
    }
}

pub fn of_learner(conn: &mut PgConnection, quiz: QuizId, user: UserId) -> Result<MoreTime> {
    let more = quiz_accommodations::table
        .filter(quiz_accommodations::quiz_id.eq(quiz))
        .filter(quiz_accommodations::user_id.eq(user))
        .select(MoreTime::as_select())
        .first(conn)
        .optional()?;
    Ok(more.unwrap_or(MoreTime::NONE))
}

pub(super) fn of_quiz(conn: &mut PgConnection, quiz: QuizId) -> Result<Vec<Accommodated>> {
    let found = quiz_accommodations::table
        .inner_join(users::table)
        .filter(quiz_accommodations::quiz_id.eq(quiz))
        .order((users::display_name, users::id))
        .select((
            users::id,
            users::username,
            users::display_name,
            MoreTime::as_select(),
        ))
        .load(conn)?;
    Ok(found)
}

/// Gives a learner of the course more time, or another amount of it.
pub(super) fn set(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
    form: &AccommodationForm,
) -> Result<()> {
    conn.transaction(|conn| {
        let quiz = held(conn, viewer, course, lesson)?;
        let unknown = || AppError::invalid("username", text!("quizzes-accommodation-unknown"));
        let user = courses::learner_named(conn, course, form.username.trim())?;
        let user = user.ok_or_else(unknown)?;
        let mut errors = Errors::default();
        let factor = whole(&mut errors, "factor", &form.factor, 100, 1_000).unwrap_or(100);
        let extra = whole(&mut errors, "extra", &form.extra, 0, 1_440).unwrap_or(0);
        errors.into_result()?;
        let more = (
            quiz_accommodations::factor_percent.eq(i32::try_from(factor).unwrap_or(100)),
            quiz_accommodations::extra_ms.eq(extra * 60_000),
        );
        diesel::insert_into(quiz_accommodations::table)
            .values((
                quiz_accommodations::quiz_id.eq(quiz.id),
                quiz_accommodations::user_id.eq(user),
                more,
            ))
            .on_conflict((quiz_accommodations::quiz_id, quiz_accommodations::user_id))
            .do_update()
            .set(more)
            .execute(conn)?;
        deadlines::follow(conn, quiz.id)
    })
}

/// Takes the time away again.
pub(super) fn remove(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    lesson: LessonId,
    user: UserId,
) -> Result<()> {
    conn.transaction(|conn| {
        let quiz = held(conn, viewer, course, lesson)?;
        let of_user = quiz_accommodations::table
            .filter(quiz_accommodations::quiz_id.eq(quiz.id))
            .filter(quiz_accommodations::user_id.eq(user));
        if diesel::delete(of_user).execute(conn)? == 0 {
            return Err(AppError::NotFound);
        }
        deadlines::follow(conn, quiz.id)
    })
}

#[cfg(test)]
mod tests {
    use super::MoreTime;

    #[test]
    fn more_time_is_a_factor_and_a_fixed_amount() {
        let more = MoreTime {
            factor_percent: 150,
            extra_ms: 60_000,
        };
        assert_eq!(more.limit_ms(600_000), 960_000);
        assert_eq!(MoreTime::NONE.limit_ms(600_000), 600_000);
    }
}
