//! Why a course is in the results of a search: the words in its title, or else where they stand.

use std::collections::HashMap;

use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Array, Bool, Text};

use crate::courses::card::{CourseCard, Found};
use crate::courses::model::CourseId;
use crate::error::Result;
use crate::markdown;
use crate::schema::{courses, lessons};
use crate::search::{self, Piece};

/// About so many characters of a text are shown around what was found in it.
const AROUND: usize = 60;

/// Of one course, so many lessons are looked at whose title may hold the words.
const LESSONS: i64 = 200;

/// Has each card show where the words stand. Two queries, whatever the number of cards.
pub fn mark(conn: &mut PgConnection, cards: &mut [CourseCard], typed: &str) -> Result<()> {
    let elsewhere: Vec<CourseId> = cards
        .iter()
        .filter(|card| !has_match(&search::highlight(card.title(), typed)))
        .map(CourseCard::id)
        .collect();
    let (lessons, texts) = match elsewhere.is_empty() {
        true => (HashMap::new(), HashMap::new()),
        false => (
            lessons_with(conn, &elsewhere, typed)?,
            texts_of(conn, &elsewhere)?,
        ),
    };
    for card in cards {
        let (id, title) = (card.id(), search::highlight(card.title(), typed));
        let in_lesson = || lessons.get(&id).and_then(|title| excerpt(title, typed));
        let in_text = || excerpt(texts.get(&id)?, typed);
        let in_summary = match has_match(&title) {
            true => None,
            false => excerpt(card.summary(), typed),
        };
        let in_summary = in_summary.map(|pieces| (false, pieces));
        let place = in_summary
            .or_else(|| Some((true, in_lesson()?)))
            .or_else(|| Some((false, in_text()?)));
        card.found = Some(Found { title, place });
    }
    Ok(())
}

fn has_match(pieces: &[Piece]) -> bool {
    pieces.iter().any(|piece| piece.is_match)
}

fn excerpt(text: &str, typed: &str) -> Option<Vec<Piece>> {
    search::excerpt(text, typed, AROUND)
}

/// Of each course, the first lesson whose title holds one of the words.
fn lessons_with(
    conn: &mut PgConnection,
    ids: &[CourseId],
    typed: &str,
) -> Result<HashMap<CourseId, String>> {
    let patterns: Vec<String> = search::terms(typed)
        .iter()
        .map(|term| search::like_anywhere(term))
        .collect();
    let matching = sql::<Bool>("lessons.title ILIKE ANY (")
        .bind::<Array<Text>, _>(patterns)
        .sql(")");
    let rows: Vec<(CourseId, String)> = lessons::table
        .filter(lessons::course_id.eq_any(ids))
        .filter(matching)
        .order((lessons::course_id, lessons::order))
        .limit(LESSONS)
        .select((lessons::course_id, lessons::title))
        .load(conn)?;
    let mut first = HashMap::new();
    for (course, title) in rows {
        first.entry(course).or_insert(title);
    }
    Ok(first)
}

/// Their descriptions as plain words.
fn texts_of(conn: &mut PgConnection, ids: &[CourseId]) -> Result<HashMap<CourseId, String>> {
    let rows: Vec<(CourseId, String)> = courses::table
        .filter(courses::id.eq_any(ids))
        .select((courses::id, courses::description))
        .load(conn)?;
    let plain = |(id, text): (CourseId, String)| (id, markdown::plain(&text));
    Ok(rows.into_iter().map(plain).collect())
}
