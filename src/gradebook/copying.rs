//! The grade book of a copied course: its categories and columns, without a grade. Nothing is posted there yet.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt};

use crate::courses::{Copied, Ids};
use crate::error::Result;

/// Copies the columns, and tells which became which to those whose quiz or assignment fills one.
pub fn copy(conn: &mut PgConnection, copied: &Copied) -> Result<Ids> {
    let categories = Ids::draw(conn, "grade_categories", copied.from)?;
    diesel::sql_query(
        "INSERT INTO grade_categories OVERRIDING SYSTEM VALUE SELECT copy.* FROM grade_categories c \
         JOIN unnest($1, $2) AS ids (old, new) ON ids.old = c.id \
         CROSS JOIN LATERAL jsonb_populate_record(c, jsonb_build_object('id', ids.new, 'course_id', $3)) copy",
    )
    .bind::<Array<BigInt>, _>(&categories.old)
    .bind::<Array<BigInt>, _>(&categories.new)
    .bind::<BigInt, _>(copied.to)
    .execute(conn)?;
    let items = Ids::draw(conn, "grade_items", copied.from)?;
    diesel::sql_query(
        "INSERT INTO grade_items OVERRIDING SYSTEM VALUE SELECT copy.* FROM grade_items i \
         JOIN unnest($1, $2) AS ids (old, new) ON ids.old = i.id \
         LEFT JOIN unnest($3, $4) AS categories (old, new) ON categories.old = i.category_id \
         LEFT JOIN unnest($6, $7) AS lessons (old, new) ON lessons.old = i.lesson_id \
         CROSS JOIN LATERAL jsonb_populate_record(i, jsonb_build_object( \
             'id', ids.new, 'course_id', $5, 'category_id', categories.new, 'lesson_id', lessons.new, \
             'is_posted', false, 'created_at', now())) copy",
    )
    .bind::<Array<BigInt>, _>(&items.old)
    .bind::<Array<BigInt>, _>(&items.new)
    .bind::<Array<BigInt>, _>(&categories.old)
    .bind::<Array<BigInt>, _>(&categories.new)
    .bind::<BigInt, _>(copied.to)
    .bind::<Array<BigInt>, _>(&copied.lessons.old)
    .bind::<Array<BigInt>, _>(&copied.lessons.new)
    .execute(conn)?;
    Ok(items)
}
