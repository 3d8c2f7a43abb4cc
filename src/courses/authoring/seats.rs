//! How many people can take a course at once.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::Deserialize;

use super::held;
use crate::courses::CourseId;
use crate::error::{AppError, Result};
use crate::schema::courses;
use crate::text;
use crate::web::Viewer;

/// As the table has it.
const MOST: i32 = 100_000;

/// The form as it was typed; empty for any number.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SeatsForm {
    pub seats: String,
}

/// Limits the seats, or lifts the limit.
///
/// # Errors
/// [`AppError::Invalid`] for what is no number from 1 on, or less than the people who take the course already.
pub(super) fn set_seats(
    conn: &mut PgConnection,
    viewer: &Viewer,
    id: CourseId,
    form: &SeatsForm,
) -> Result<()> {
    conn.transaction(|conn| {
        let taken = held(conn, viewer, id)?.enrolled_count;
        let seats = match form.seats.trim() {
            "" => None,
            typed => Some(checked(typed, taken)?),
        };
        diesel::update(courses::table.find(id))
            .set(courses::seats.eq(seats))
            .execute(conn)?;
        Ok(())
    })
}

fn checked(typed: &str, taken: i32) -> Result<i32> {
    let wrong = |words| AppError::invalid("seats", words);
    let seats: i32 = typed
        .parse()
        .ok()
        .filter(|seats| (1..=MOST).contains(seats))
        .ok_or_else(|| wrong(text!("teaching-seats-no-number", max = i64::from(MOST))))?;
    if seats < taken {
        return Err(wrong(text!(
            "teaching-seats-too-few",
            count = i64::from(taken)
        )));
    }
    Ok(seats)
}
