//! Marks and comments that a person gives.

use bigdecimal::{BigDecimal, RoundingMode};
use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Timestamptz};
use serde::Deserialize;

use crate::error::{AppError, Errors, Result};
use crate::quizzes::marks;
use crate::quizzes::taking::{self, Attempt, AttemptId};
use crate::schema::attempt_answers;
use crate::text;
use crate::web::Viewer;

const COMMENT_MAX: usize = 10_000;

/// Digits of a credit, as the table has them.
const CREDIT_DIGITS: i64 = 12;

/// The form, as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct MarksForm {
    pub marks: String,
    pub comment: String,
}

/// Gives one answer its marks, whoever or whatever has marked it before.
///
/// # Errors
/// `Conflict` while the attempt is open; `Invalid` for marks that the question does not have.
pub fn mark(
    conn: &mut PgConnection,
    viewer: &Viewer,
    id: AttemptId,
    place: i32,
    form: &MarksForm,
) -> Result<()> {
    conn.transaction(|conn| {
        Attempt::of_staff(conn, viewer, id)?;
        if Attempt::held(conn, id)?.is_open() {
            return Err(AppError::Conflict(text!("quizzes-marking-open")));
        }
        let rows = taking::answers_of(conn, id)?;
        let row = rows.iter().find(|row| row.place == place);
        let row = row.ok_or(AppError::NotFound)?;
        let (given, comment) = form.check(&row.points)?;
        let credit = (&given / &row.points).with_scale_round(CREDIT_DIGITS, RoundingMode::HalfUp);
        diesel::update(attempt_answers::table.find(row.id))
            .set((
                attempt_answers::credit.eq(credit),
                attempt_answers::marks.eq(given),
                attempt_answers::comment.eq(comment),
                attempt_answers::graded_by.eq(viewer.id),
                attempt_answers::graded_at.eq(sql::<Nullable<Timestamptz>>("clock_timestamp()")),
            ))
            .execute(conn)?;
        taking::settle(conn, id, Some(viewer.id)).map(drop)
    })
}

impl MarksForm {
    fn check(&self, points: &BigDecimal) -> Result<(BigDecimal, String)> {
        let mut errors = Errors::default();
        let given = marks::parse(&self.marks).filter(|given| given <= points);
        let given = given.filter(|given| given.with_scale_round(2, RoundingMode::HalfUp) == *given);
        errors.require(
            given.is_some(),
            "marks",
            text!("quizzes-marking-wrong", most = marks::shown(points)),
        );
        let comment = self.comment.replace("\r\n", "\n").trim().to_owned();
        errors.require(
            comment.chars().count() <= COMMENT_MAX,
            "marks",
            text!("quizzes-form-too-long", max = COMMENT_MAX as i64),
        );
        errors.into_result()?;
        Ok((given.unwrap_or_default(), comment))
    }
}
