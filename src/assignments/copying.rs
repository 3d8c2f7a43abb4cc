//! The assignments of a copied course, without anything handed in and without anybody's extension.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer, Nullable};

use crate::courses::{Copied, Ids};
use crate::error::Result;

/// Copies the assignments; `items` are the columns of the grade book that they fill.
pub fn copy(conn: &mut PgConnection, copied: &Copied, items: &Ids) -> Result<()> {
    let assignments = Ids::draw(conn, "assignments", copied.from)?;
    diesel::sql_query(
        "INSERT INTO assignments OVERRIDING SYSTEM VALUE SELECT copy.* FROM assignments a \
         JOIN unnest($1, $2) AS ids (old, new) ON ids.old = a.id \
         JOIN unnest($3, $4) AS lessons (old, new) ON lessons.old = a.lesson_id \
         LEFT JOIN unnest($5, $6) AS items (old, new) ON items.old = a.grade_item_id \
         CROSS JOIN LATERAL jsonb_populate_record(a, jsonb_build_object( \
             'id', ids.new, 'course_id', $7, 'lesson_id', lessons.new, 'grade_item_id', items.new, \
             'due_at', a.due_at + make_interval(days => $8), \
             'close_at', a.close_at + make_interval(days => $8), \
             'created_at', now(), 'updated_at', now())) copy",
    )
    .bind::<Array<BigInt>, _>(&assignments.old)
    .bind::<Array<BigInt>, _>(&assignments.new)
    .bind::<Array<BigInt>, _>(&copied.lessons.old)
    .bind::<Array<BigInt>, _>(&copied.lessons.new)
    .bind::<Array<BigInt>, _>(&items.old)
    .bind::<Array<BigInt>, _>(&items.new)
    .bind::<BigInt, _>(copied.to)
    .bind::<Nullable<Integer>, _>(copied.days)
    .execute(conn)?;
    Ok(())
}
