//! What came of copying a course, for those whose rows hang on its lessons: which id became which.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer, Nullable};

use super::model::CourseId;
use crate::error::Result;

/// A copy that is being made: which course of which, and which lesson became which.
#[derive(Debug)]
pub struct Copied {
    pub from: CourseId,
    pub to: CourseId,
    pub lessons: Ids,
    /// By how many days dates move; none have no date in the copy.
    pub days: Option<i32>,
}

impl Copied {
    /// Copies the rows of a table, each of which is what a lesson asks for and fills a column of the grade book; these two
    /// dates of theirs move with the others.
    pub fn copy_tasks(
        &self,
        conn: &mut PgConnection,
        table: &'static str,
        dates: [&'static str; 2],
        ids: &Ids,
        columns: &Ids,
    ) -> Result<()> {
        let [first, last] = dates;
        diesel::sql_query(format!(
            "INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT copy.* FROM {table} t \
             JOIN unnest($1, $2) AS ids (old, new) ON ids.old = t.id \
             JOIN unnest($3, $4) AS lessons (old, new) ON lessons.old = t.lesson_id \
             LEFT JOIN unnest($5, $6) AS items (old, new) ON items.old = t.grade_item_id \
             CROSS JOIN LATERAL jsonb_populate_record(t, jsonb_build_object( \
                 'id', ids.new, 'course_id', $7, 'lesson_id', lessons.new, 'grade_item_id', items.new, \
                 '{first}', t.{first} + make_interval(days => $8), \
                 '{last}', t.{last} + make_interval(days => $8), \
                 'created_at', now(), 'updated_at', now())) copy",
        ))
        .bind::<Array<BigInt>, _>(&ids.old)
        .bind::<Array<BigInt>, _>(&ids.new)
        .bind::<Array<BigInt>, _>(&self.lessons.old)
        .bind::<Array<BigInt>, _>(&self.lessons.new)
        .bind::<Array<BigInt>, _>(&columns.old)
        .bind::<Array<BigInt>, _>(&columns.new)
        .bind::<BigInt, _>(self.to)
        .bind::<Nullable<Integer>, _>(self.days)
        .execute(conn)?;
        Ok(())
    }
}

/// Ids of rows and those of their copies, pair by pair.
#[derive(Debug, Default)]
pub struct Ids {
    pub old: Vec<i64>,
    pub new: Vec<i64>,
}

impl Ids {
    /// Draws an id for the copy of each row of this table that belongs to the course.
    pub fn draw(conn: &mut PgConnection, table: &'static str, course: CourseId) -> Result<Ids> {
        #[derive(QueryableByName)]
        struct Pair {
            #[diesel(sql_type = BigInt)]
            old: i64,
            #[diesel(sql_type = BigInt)]
            new: i64,
        }
        let pairs: Vec<Pair> = diesel::sql_query(format!(
            "SELECT id AS old, nextval(pg_get_serial_sequence('{table}', 'id')) AS new FROM {table} \
             WHERE course_id = $1 ORDER BY id"
        ))
        .bind::<BigInt, _>(course)
        .load(conn)?;
        let (old, new) = pairs.into_iter().map(|pair| (pair.old, pair.new)).unzip();
        Ok(Ids { old, new })
    }
}
