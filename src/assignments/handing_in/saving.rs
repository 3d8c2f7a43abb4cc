//! The draft: saved by itself while it is typed, never older over newer.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::Deserialize;

use super::submission::own_open;
use crate::courses::{CourseId, LessonId};
use crate::error::{AppError, Result};
use crate::schema::assignment_submissions;
use crate::text;
use crate::web::Viewer;

const LONGEST: usize = 100_000;

/// What the page sends of the draft.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct DraftForm {
    pub body: String,
    /// One more than the number of the save which the page was filled from.
    pub sequence: i64,
    /// What the button says: `finish` leads on to handing in.
    pub act: String,
}

/// What became of a save.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Saved {
    Stored,
    /// A newer draft is stored, with this number.
    Older(i64),
}

/// Saves the draft of the learner's own submission.
///
/// # Errors
/// `Conflict` once the assignment is closed; `Invalid` for a text that is too long, or where none is asked for.
pub fn save(
    conn: &mut PgConnection,
    viewer: &Viewer,
    (course, lesson): (CourseId, LessonId),
    form: &DraftForm,
) -> Result<Saved> {
    conn.transaction(|conn| {
        let (assignment, held, now) = own_open(conn, viewer, course, lesson)?;
        let body = form.body.replace("\r\n", "\n");
        if body.chars().count() > LONGEST {
            let words = text!("assignments-form-too-long", max = LONGEST as i64);
            return Err(AppError::invalid("body", words));
        }
        if !assignment.takes_text && !body.is_empty() {
            return Err(AppError::invalid("body", text!("assignments-no-text")));
        }
        // The same save may come twice, as its answer may have been lost.
        if body == held.draft {
            return Ok(Saved::Stored);
        }
        if form.sequence <= held.sequence {
            return Ok(Saved::Older(held.sequence));
        }
        diesel::update(assignment_submissions::table.find(held.id))
            .set((
                assignment_submissions::draft.eq(body),
                assignment_submissions::sequence.eq(form.sequence),
                assignment_submissions::saved_at.eq(now),
            ))
            .execute(conn)?;
        Ok(Saved::Stored)
    })
}
