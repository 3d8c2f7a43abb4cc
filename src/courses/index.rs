//! What a course is found by: the words of its title, summary, lessons and description, in this order of weight.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::model::CourseId;
use crate::error::Result;
use crate::markdown;
use crate::schema::{courses, lessons};
use crate::search::{self, Weight};

/// Writes the words of a course anew. To be called in every transaction that changes one of these texts.
pub fn reindex(conn: &mut PgConnection, course: CourseId) -> Result<()> {
    let (title, summary, description): (String, String, String) = courses::table
        .find(course)
        .select((courses::title, courses::summary, courses::description))
        .first(conn)?;
    let lessons: Vec<String> = lessons::table
        .filter(lessons::course_id.eq(course))
        .select(lessons::title)
        .load(conn)?;
    let words = search::vector(&[
        (Weight::A, &title),
        (Weight::B, &summary),
        (Weight::C, &lessons.join("\n")),
        (Weight::D, &markdown::plain(&description)),
    ]);
    diesel::sql_query("UPDATE courses SET search = $2::tsvector WHERE id = $1")
        .bind::<BigInt, _>(course)
        .bind::<Text, _>(words)
        .execute(conn)?;
    Ok(())
}
