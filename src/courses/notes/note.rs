//! The notes of one learner in one lesson.

use chrono::{DateTime, Utc};
use diesel::dsl::{IntervalDsl, count_star, now};
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use serde::Deserialize;

use crate::courses::authoring::forms::{many_lines, require_at_most};
use crate::courses::chapters::parse_time;
use crate::courses::model::{Lesson, LessonId};
use crate::error::{AppError, Errors, Result};
use crate::i18n;
use crate::markdown::{self, SafeHtml};
use crate::schema::lesson_notes;
use crate::text;
use crate::web::UserId;

pub type NoteId = i64;

pub const PAGE: usize = 50;

const LONGEST: usize = 4_000;

/// More than anybody reads again.
const MOST: i64 = 1_000;

/// How long a deletion can be undone.
const UNDO_HOURS: i32 = 1;

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = lesson_notes, check_for_backend(Pg))]
pub struct Note {
    pub id: NoteId,
    /// The moment of the video; 0 in other lessons.
    pub position_ms: i64,
    /// Markdown, as in messages.
    pub body: String,
}

/// The form of a note, as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct NoteForm {
    pub body: String,
    /// `1:23`; empty for the beginning.
    pub at: String,
}

/// What can be stored.
#[derive(AsChangeset)]
#[diesel(table_name = lesson_notes)]
pub struct Content {
    body: String,
    position_ms: i64,
}

impl Note {
    pub fn clock(&self) -> String {
        i18n::clock(self.position_ms)
    }

    pub fn seconds(&self) -> i64 {
        self.position_ms / 1_000
    }

    pub fn html(&self) -> SafeHtml {
        markdown::chat(&self.body)
    }

    /// Where it stands in the list.
    pub fn place(&self) -> Place {
        Place {
            after_ms: self.position_ms,
            after: self.id,
        }
    }
}

/// The note that a page of the list begins after.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(default)]
pub struct Place {
    pub after_ms: i64,
    pub after: NoteId,
}

impl Default for Place {
    fn default() -> Place {
        Place {
            after_ms: -1,
            after: 0,
        }
    }
}

impl NoteForm {
    /// # Errors
    /// `Invalid` for what is empty, too long, or no moment of this video.
    pub fn check(&self, lesson: &Lesson) -> Result<Content> {
        let mut errors = Errors::default();
        let body = many_lines(&self.body);
        errors.require(!body.is_empty(), "body", text!("notes-missing"));
        require_at_most(&mut errors, "body", &body, LONGEST);
        let position_ms = match self.at.trim() {
            "" => Some(0),
            _ if !lesson.has_player() => Some(0),
            time => parse_time(time),
        };
        let is_inside = |at: &i64| lesson.duration_ms.is_none_or(|all| *at <= all);
        let position_ms = position_ms.filter(is_inside);
        errors.require(position_ms.is_some(), "at", text!("notes-time-unreadable"));
        errors.into_result()?;
        Ok(Content {
            body,
            position_ms: position_ms.unwrap_or(0),
        })
    }
}

/// A page of the notes in the order of the video, one more than [`PAGE`] if there are more.
pub fn list(
    conn: &mut PgConnection,
    user: UserId,
    lesson: LessonId,
    place: Place,
) -> Result<Vec<Note>> {
    let is_after = lesson_notes::position_ms
        .gt(place.after_ms)
        .or(lesson_notes::position_ms
            .eq(place.after_ms)
            .and(lesson_notes::id.gt(place.after)));
    Ok(lesson_notes::table
        .filter(lesson_notes::user_id.eq(user))
        .filter(lesson_notes::lesson_id.eq(lesson))
        .filter(lesson_notes::deleted_at.is_null())
        .filter(is_after)
        .order((lesson_notes::position_ms, lesson_notes::id))
        .limit(PAGE as i64 + 1)
        .select(Note::as_select())
        .load(conn)?)
}

/// All of them, for the export.
pub fn all(conn: &mut PgConnection, user: UserId, lesson: LessonId) -> Result<Vec<Note>> {
    Ok(lesson_notes::table
        .filter(lesson_notes::user_id.eq(user))
        .filter(lesson_notes::lesson_id.eq(lesson))
        .filter(lesson_notes::deleted_at.is_null())
        .order((lesson_notes::position_ms, lesson_notes::id))
        .limit(MOST)
        .select(Note::as_select())
        .load(conn)?)
}

pub fn add(conn: &mut PgConnection, user: UserId, lesson: &Lesson, form: &NoteForm) -> Result<()> {
    let content = form.check(lesson)?;
    let before: i64 = lesson_notes::table
        .filter(lesson_notes::user_id.eq(user))
        .filter(lesson_notes::lesson_id.eq(lesson.id))
        .filter(lesson_notes::deleted_at.is_null())
        .select(count_star())
        .first(conn)?;
    if before >= MOST {
        return Err(AppError::invalid(
            "body",
            text!("notes-too-many", most = MOST),
        ));
    }
    diesel::insert_into(lesson_notes::table)
        .values((
            lesson_notes::user_id.eq(user),
            lesson_notes::lesson_id.eq(lesson.id),
            lesson_notes::body.eq(content.body),
            lesson_notes::position_ms.eq(content.position_ms),
        ))
        .execute(conn)?;
    Ok(())
}

/// # Errors
/// `NotFound` for a note that is not this learner's, or not in this lesson.
pub fn change(
    conn: &mut PgConnection,
    user: UserId,
    lesson: &Lesson,
    note: NoteId,
    form: &NoteForm,
) -> Result<()> {
    let own = lesson_notes::table
        .find(note)
        .filter(lesson_notes::user_id.eq(user))
        .filter(lesson_notes::lesson_id.eq(lesson.id))
        .filter(lesson_notes::deleted_at.is_null());
    own.select(lesson_notes::id).first::<NoteId>(conn)?;
    diesel::update(lesson_notes::table.find(note))
        .set(form.check(lesson)?)
        .execute(conn)?;
    Ok(())
}

/// Takes a note away, for now; those that were taken away long ago go for good.
///
/// # Errors
/// As [`change`].
pub fn delete(conn: &mut PgConnection, user: UserId, lesson: &Lesson, note: NoteId) -> Result<()> {
    conn.transaction(|conn| {
        let gone = diesel::update(lesson_notes::table.find(note))
            .filter(lesson_notes::user_id.eq(user))
            .filter(lesson_notes::lesson_id.eq(lesson.id))
            .filter(lesson_notes::deleted_at.is_null())
            .set(lesson_notes::deleted_at.eq(now))
            .execute(conn)?;
        let long_ago = (now.into_sql::<Timestamptz>() - UNDO_HOURS.hours()).nullable();
        diesel::delete(lesson_notes::table)
            .filter(lesson_notes::user_id.eq(user))
            .filter(lesson_notes::deleted_at.lt(long_ago))
            .execute(conn)?;
        found(gone)
    })
}

/// Undoes [`delete`].
///
/// # Errors
/// `NotFound` once the hour is over.
pub fn restore(conn: &mut PgConnection, user: UserId, lesson: &Lesson, note: NoteId) -> Result<()> {
    let since = (now.into_sql::<Timestamptz>() - UNDO_HOURS.hours()).nullable();
    let back = diesel::update(lesson_notes::table.find(note))
        .filter(lesson_notes::user_id.eq(user))
        .filter(lesson_notes::lesson_id.eq(lesson.id))
        .filter(lesson_notes::deleted_at.ge(since))
        .set(lesson_notes::deleted_at.eq(None::<DateTime<Utc>>))
        .execute(conn)?;
    found(back)
}

fn found(rows: usize) -> Result<()> {
    match rows {
        0 => Err(AppError::NotFound),
        _ => Ok(()),
    }
}
