//! The lines of a lesson, by their moment.

use diesel::dsl::{count_star, max};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::Deserialize;
use uuid::Uuid;

use crate::courses::chapters::parse_time;
use crate::courses::model::{Lesson, LessonId, StaffRole};
use crate::danmaku::{Colour, Line, Mode};
use crate::error::{AppError, Result};
use crate::i18n;
use crate::schema::{course_staff, lesson_danmaku, users};
use crate::site::Words;
use crate::text;
use crate::web::UserId;

pub type LineId = i64;

/// How much video one part covers, in milliseconds; `js/danmaku-timeline.js` knows it too.
pub const PART_MS: i64 = 5 * 60 * 1_000;

/// More in five minutes than anybody can read.
const MOST: i64 = 3_000;

/// Of a video whose length nobody knows.
const LONGEST_MS: i64 = 24 * 3_600 * 1_000;

/// A line as readers see it.
#[derive(Clone, Debug, Queryable)]
pub struct Placed {
    pub id: LineId,
    pub user: UserId,
    /// Of its writer.
    pub name: String,
    /// The writer's rank in the course.
    pub role: Option<StaffRole>,
    pub content: String,
    colour: String,
    pub mode: Mode,
    /// The moment of the video.
    pub position_ms: i64,
}

impl Placed {
    pub fn colour(&self) -> Colour {
        Colour::from_hex(&self.colour)
    }

    pub fn clock(&self) -> String {
        i18n::clock(self.position_ms)
    }

    /// What the overlay tells apart.
    pub fn rank(&self) -> &'static str {
        match self.role {
            Some(StaffRole::Owner | StaffRole::Teacher) => "teacher",
            Some(StaffRole::Assistant) => "assistant",
            None => "learner",
        }
    }
}

/// The fields of the form.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct LineForm {
    #[serde(default)]
    pub content: String,
    /// Made by the page for each line, so that sending twice stores once.
    pub nonce: Uuid,
    #[serde(default)]
    pub colour: String,
    #[serde(default)]
    pub mode: String,
    /// Where the player is; empty without a script, which types `at` instead.
    #[serde(default)]
    pub position_ms: String,
    /// `1:23`
    #[serde(default)]
    pub at: String,
}

impl LineForm {
    /// The moment that is meant.
    fn position(&self, lesson: &Lesson) -> Result<i64> {
        let position = self.position_ms.parse().ok().or(parse_time(&self.at));
        let most = lesson.duration_ms.unwrap_or(LONGEST_MS);
        position
            .filter(|position| (0..=most).contains(position))
            .ok_or_else(|| AppError::invalid("at", text!("notes-time-unreadable")))
    }
}

/// Every line of a lesson that was not taken back; the caller filters and orders.
macro_rules! lines_of {
    ($lesson:expr) => {
        lesson_danmaku::table
            .inner_join(users::table.on(users::id.eq(lesson_danmaku::user_id)))
            .left_join(
                course_staff::table.on(course_staff::course_id
                    .eq($lesson.course_id)
                    .and(course_staff::user_id.eq(lesson_danmaku::user_id))),
            )
            .filter(lesson_danmaku::lesson_id.eq($lesson.id))
            .filter(lesson_danmaku::deleted_at.is_null())
            .select((
                lesson_danmaku::id,
                lesson_danmaku::user_id,
                users::display_name,
                course_staff::role.nullable(),
                lesson_danmaku::content,
                lesson_danmaku::colour,
                lesson_danmaku::mode,
                lesson_danmaku::position_ms,
            ))
    };
}

/// The lines of one part, in the order of the video.
pub fn part(conn: &mut PgConnection, lesson: &Lesson, number: i64) -> Result<Vec<Placed>> {
    Ok(lines_of!(lesson)
        .filter(lesson_danmaku::position_ms.ge(number * PART_MS))
        .filter(lesson_danmaku::position_ms.lt((number + 1) * PART_MS))
        .order((lesson_danmaku::position_ms, lesson_danmaku::id))
        .limit(MOST)
        .load(conn)?)
}

/// One line of a lesson.
///
/// # Errors
/// `NotFound` for one of another lesson, and one that was taken back.
pub fn find(conn: &mut PgConnection, lesson: &Lesson, line: LineId) -> Result<Placed> {
    Ok(lines_of!(lesson)
        .filter(lesson_danmaku::id.eq(line))
        .first(conn)?)
}

/// A name for what a part holds. A line that comes has a higher id than all before it and one that goes lowers the
/// count, so the two together never name two states alike.
pub fn version(conn: &mut PgConnection, lesson: LessonId, number: i64) -> Result<String> {
    let (count, newest): (i64, Option<LineId>) = lesson_danmaku::table
        .filter(lesson_danmaku::lesson_id.eq(lesson))
        .filter(lesson_danmaku::deleted_at.is_null())
        .filter(lesson_danmaku::position_ms.ge(number * PART_MS))
        .filter(lesson_danmaku::position_ms.lt((number + 1) * PART_MS))
        .select((count_star(), max(lesson_danmaku::id)))
        .first(conn)?;
    Ok(format!("{count}-{}", newest.unwrap_or(0)))
}

/// How many parts a lesson has.
pub fn parts(lesson: &Lesson) -> i64 {
    lesson.duration_ms.unwrap_or(LONGEST_MS) / PART_MS + 1
}

/// Stores a line; a repeat with the same nonce stores nothing and answers the first.
///
/// # Errors
/// `Invalid` for what can't be read in passing, or is no moment of this video.
pub fn add(
    conn: &mut PgConnection,
    user: UserId,
    lesson: &Lesson,
    form: &LineForm,
) -> Result<Placed> {
    if !lesson.has_player() {
        return Err(AppError::NotFound);
    }
    let line = Line::check(&form.content, &form.colour, &form.mode)?;
    Words::read(conn)?.refuse(&line.content)?;
    diesel::insert_into(lesson_danmaku::table)
        .values((
            lesson_danmaku::lesson_id.eq(lesson.id),
            lesson_danmaku::user_id.eq(user),
            lesson_danmaku::content.eq(line.content),
            lesson_danmaku::colour.eq(line.colour.hex()),
            lesson_danmaku::mode.eq(line.mode),
            lesson_danmaku::position_ms.eq(form.position(lesson)?),
            lesson_danmaku::nonce.eq(form.nonce),
        ))
        .on_conflict((
            lesson_danmaku::lesson_id,
            lesson_danmaku::user_id,
            lesson_danmaku::nonce,
        ))
        .do_nothing()
        .execute(conn)?;
    Ok(lines_of!(lesson)
        .filter(lesson_danmaku::user_id.eq(user))
        .filter(lesson_danmaku::nonce.eq(form.nonce))
        .first(conn)?)
}
