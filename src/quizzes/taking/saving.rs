//! How answers are saved: one by one or all together, never older over newer.

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Timestamptz};

use super::answers::{FrozenAnswer, of_attempt};
use super::attempt::{Attempt, AttemptId};
use super::form::{self, Act, AttemptForm};
use super::submission;
use crate::db;
use crate::error::{AppError, Result};
use crate::i18n::Text;
use crate::quizzes::asking;
use crate::quizzes::quiz::Quiz;
use crate::schema::{attempt_answers, attempts};
use crate::text;
use crate::web::Viewer;

/// What became of a save.
#[derive(Clone, Debug, PartialEq)]
pub enum Saved {
    Stored,
    /// Newer answers are stored at these places, with the number of the first one's save.
    Older {
        places: Vec<i32>,
        sequence: i64,
    },
    /// The learner has made the answers at these places final.
    Final(Vec<i32>),
    /// The attempt takes nothing any more; it ended by its deadline, or by its learner.
    Closed {
        by_deadline: bool,
    },
}

impl Saved {
    pub fn words(&self) -> Text {
        let listed = |places: &[i32]| {
            let places: Vec<String> = places.iter().map(i32::to_string).collect();
            places.join(", ")
        };
        match self {
            Saved::Stored => text!("quizzes-answers-saved"),
            Saved::Older { places, .. } => text!("quizzes-save-older", places = listed(places)),
            Saved::Final(places) => text!("quizzes-save-final", places = listed(places)),
            Saved::Closed { by_deadline: true } => text!("quizzes-save-late"),
            Saved::Closed { by_deadline: false } => text!("quizzes-save-after-submission"),
        }
    }

    /// The number of the save that is stored, where a newer one would be taken.
    pub fn sequence(&self) -> Option<i64> {
        match self {
            Saved::Older { sequence, .. } => Some(*sequence),
            _ => None,
        }
    }

    pub fn is_closed(&self) -> bool {
        matches!(self, Saved::Closed { .. })
    }
}

/// Saves what the learner sends of their own attempt, and does what the button says. What can't be saved leaves what is
/// stored as it is.
pub fn save_all(
    conn: &mut PgConnection,
    viewer: &Viewer,
    id: AttemptId,
    form: &AttemptForm,
) -> Result<Saved> {
    conn.transaction(|conn| {
        let (_, quiz) = Attempt::own(conn, viewer, id)?;
        // An attempt whose time is over is handed in here, and that stands whatever becomes of this save.
        let attempt = submission::close_if_due(conn, id)?;
        if !attempt.is_open() {
            let by_deadline = attempt.is_timed_out;
            return Ok(Saved::Closed { by_deadline });
        }
        let now = db::clock(conn)?;
        let rows = of_attempt(conn, id)?;
        let (mut older, mut decided) = (Vec::new(), Vec::new());
        for (place, sequence) in &form.sequences {
            let row = rows.iter().find(|row| row.place == *place);
            let row = row.ok_or(AppError::NotFound)?;
            match save_one(conn, row, *sequence, form, now)? {
                One::Stored | One::Unchanged => {}
                One::Older => older.push(row),
                One::Final => decided.push(row.place),
            }
        }
        act(conn, &quiz, &attempt, form.act)?;
        Ok(match (older.first(), decided.is_empty()) {
            (Some(first), _) => Saved::Older {
                sequence: first.sequence,
                places: older.iter().map(|row| row.place).collect(),
            },
            (None, false) => Saved::Final(decided),
            (None, true) => Saved::Stored,
        })
    })
}

enum One {
    Stored,
    Unchanged,
    Older,
    Final,
}

fn save_one(
    conn: &mut PgConnection,
    row: &FrozenAnswer,
    sequence: i64,
    form: &AttemptForm,
    now: DateTime<Utc>,
) -> Result<One> {
    let content = row.content()?;
    if asking::takes_file(&content) {
        return Ok(One::Unchanged);
    }
    let field = form::field(row.place);
    let answer = content.read_answer(&row.arrangement(), &field, &form.fields);
    let answer = asking::to_json(&answer)?;
    let is_same = answer.as_ref() == row.raw_answer();
    // The same save may come twice, as its answer may have been lost. Of a whole page, what nobody has touched is nothing
    // to save; one answer alone keeps its number even so, or a delayed older one would come after it.
    if is_same && (!form.is_one || sequence <= row.sequence) {
        return Ok(One::Unchanged);
    }
    if row.checked_at.is_some() {
        return Ok(if is_same { One::Unchanged } else { One::Final });
    }
    if sequence <= row.sequence {
        return Ok(One::Older);
    }
    diesel::update(attempt_answers::table.find(row.id))
        .set((
            attempt_answers::answer.eq(answer),
            attempt_answers::sequence.eq(sequence),
            attempt_answers::saved_at.eq(now),
            attempt_answers::spent_ms.eq(attempt_answers::spent_ms + since_last(row.attempt_id)),
        ))
        .execute(conn)?;
    diesel::update(attempts::table.find(row.attempt_id))
        .set(attempts::active_at.eq(now))
        .execute(conn)?;
    Ok(One::Stored)
}

/// The milliseconds since something of the attempt was last saved.
fn since_last(attempt: AttemptId) -> diesel::expression::SqlLiteral<BigInt> {
    sql(&format!(
        "(SELECT greatest(0, extract(epoch FROM clock_timestamp() - active_at) * 1000)::bigint \
         FROM attempts WHERE id = {attempt})"
    ))
}

fn act(conn: &mut PgConnection, quiz: &Quiz, attempt: &Attempt, act: Act) -> Result<()> {
    let at = |place: i32| {
        attempt_answers::table
            .filter(attempt_answers::attempt_id.eq(attempt.id))
            .filter(attempt_answers::place.eq(place))
    };
    let changed = match act {
        Act::Save | Act::Finish => return Ok(()),
        Act::Flag(place) => diesel::update(at(place))
            .set(attempt_answers::is_flagged.eq(diesel::dsl::not(attempt_answers::is_flagged)))
            .execute(conn)?,
        Act::Check(_) if !quiz.releases_immediately() => 0,
        Act::Check(place) => check(conn, attempt, place)?,
    };
    if changed == 0 {
        return Err(AppError::NotFound);
    }
    Ok(())
}

/// Makes an answer final and grades it; one that is empty stays open.
fn check(conn: &mut PgConnection, attempt: &Attempt, place: i32) -> Result<usize> {
    let rows = of_attempt(conn, attempt.id)?;
    let row = rows.iter().find(|row| row.place == place);
    let row = row.ok_or(AppError::NotFound)?;
    if !row.is_answered() {
        return Err(AppError::Conflict(text!("quizzes-check-empty")));
    }
    submission::grade_row(conn, row)?;
    Ok(diesel::update(attempt_answers::table.find(row.id))
        .filter(attempt_answers::checked_at.is_null())
        .set(attempt_answers::checked_at.eq(sql::<Nullable<Timestamptz>>("clock_timestamp()")))
        .execute(conn)?
        .max(1))
}
