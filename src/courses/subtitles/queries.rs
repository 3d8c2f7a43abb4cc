//! The rows of subtitles.

use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;

use super::language::name_of;
use crate::courses::model::LessonId;
use crate::error::{AppError, Errors, Result};
use crate::schema::lesson_subtitles;
use crate::text;

const LABEL_MAX: usize = 40;

/// Subtitles without their words.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = lesson_subtitles, check_for_backend(Pg))]
pub struct Subtitle {
    pub language: String,
    pub label: String,
}

/// Those of a lesson, in the order of their languages.
pub fn list(conn: &mut PgConnection, lesson: LessonId) -> Result<Vec<Subtitle>> {
    Ok(lesson_subtitles::table
        .filter(lesson_subtitles::lesson_id.eq(lesson))
        .order(lesson_subtitles::language.desc())
        .select(Subtitle::as_select())
        .load(conn)?)
}

pub fn file_of(conn: &mut PgConnection, lesson: LessonId, language: &str) -> Result<String> {
    Ok(lesson_subtitles::table
        .filter(lesson_subtitles::lesson_id.eq(lesson))
        .filter(lesson_subtitles::language.eq(language))
        .select(lesson_subtitles::file)
        .first(conn)?)
}

/// Stores a file that [`super::check`] has let through, in the place of what the lesson had in this language. Without a
/// label it is called as its language is.
///
/// # Errors
/// `Invalid` for a language that is not offered or a label that is too long.
pub fn store(
    conn: &mut PgConnection,
    lesson: LessonId,
    language: &str,
    label: &str,
    file: &str,
) -> Result<()> {
    let name = name_of(language)
        .ok_or_else(|| AppError::invalid("language", text!("subtitles-language-missing")))?;
    let words: Vec<&str> = label.split_whitespace().collect();
    let label = match words.is_empty() {
        true => name.to_owned(),
        false => words.join(" "),
    };
    let mut errors = Errors::default();
    let fits = label.chars().count() <= LABEL_MAX;
    errors.require(
        fits,
        "label",
        text!("subtitles-label-long", most = LABEL_MAX),
    );
    errors.into_result()?;
    diesel::insert_into(lesson_subtitles::table)
        .values((
            lesson_subtitles::lesson_id.eq(lesson),
            lesson_subtitles::language.eq(language),
            lesson_subtitles::label.eq(&label),
            lesson_subtitles::file.eq(file),
        ))
        .on_conflict((lesson_subtitles::lesson_id, lesson_subtitles::language))
        .do_update()
        .set((
            lesson_subtitles::label.eq(&label),
            lesson_subtitles::file.eq(file),
        ))
        .execute(conn)?;
    Ok(())
}

pub fn remove(conn: &mut PgConnection, lesson: LessonId, language: &str) -> Result<()> {
    let gone = lesson_subtitles::table
        .filter(lesson_subtitles::lesson_id.eq(lesson))
        .filter(lesson_subtitles::language.eq(language));
    match diesel::delete(gone).execute(conn)? {
        0 => Err(AppError::NotFound),
        _ => Ok(()),
    }
}
