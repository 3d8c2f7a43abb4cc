//! The quizzes and the question bank of a copied course, without an attempt at them.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt};

use crate::courses::{Copied, Ids};
use crate::error::Result;

/// Copies the bank and the quizzes; `items` are the columns of the grade book that they fill.
pub fn copy(conn: &mut PgConnection, copied: &Copied, items: &Ids) -> Result<()> {
    let questions = Ids::draw(conn, "questions", copied.from)?;
    copy_bank(conn, copied, &questions)?;
    let quizzes = Ids::draw(conn, "quizzes", copied.from)?;
    copied.copy_tasks(conn, "quizzes", ["open_at", "close_at"], &quizzes, items)?;
    copy_slots(conn, &quizzes, &questions)
}

/// Each question in its present wording: former ones matter to attempts alone.
fn copy_bank(conn: &mut PgConnection, copied: &Copied, questions: &Ids) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO questions OVERRIDING SYSTEM VALUE SELECT copy.* FROM questions q \
         JOIN unnest($1, $2) AS ids (old, new) ON ids.old = q.id \
         CROSS JOIN LATERAL jsonb_populate_record(q, jsonb_build_object( \
             'id', ids.new, 'course_id', $3, 'quiz_id', NULL, 'order', NULL, \
             'created_at', now(), 'updated_at', now())) copy",
    )
    .bind::<Array<BigInt>, _>(&questions.old)
    .bind::<Array<BigInt>, _>(&questions.new)
    .bind::<BigInt, _>(copied.to)
    .execute(conn)?;
    for rows in [
        "INSERT INTO question_versions (question_id, version, content, created_by) \
         SELECT ids.new, v.version, v.content, v.created_by FROM questions q \
         JOIN unnest($1, $2) AS ids (old, new) ON ids.old = q.id \
         JOIN question_versions v ON v.question_id = q.id AND v.version = q.current_version",
        "INSERT INTO question_tags (question_id, tag) SELECT ids.new, t.tag FROM question_tags t \
         JOIN unnest($1, $2) AS ids (old, new) ON ids.old = t.question_id",
    ] {
        diesel::sql_query(rows)
            .bind::<Array<BigInt>, _>(&questions.old)
            .bind::<Array<BigInt>, _>(&questions.new)
            .execute(conn)?;
    }
    Ok(())
}

fn copy_slots(conn: &mut PgConnection, quizzes: &Ids, questions: &Ids) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO quiz_slots OVERRIDING SYSTEM VALUE SELECT copy.* FROM quiz_slots s \
         JOIN unnest($1, $2) AS quizzes (old, new) ON quizzes.old = s.quiz_id \
         LEFT JOIN unnest($3, $4) AS questions (old, new) ON questions.old = s.question_id \
         CROSS JOIN LATERAL jsonb_populate_record(s, jsonb_build_object( \
             'id', nextval(pg_get_serial_sequence('quiz_slots', 'id')), \
             'quiz_id', quizzes.new, 'question_id', questions.new)) copy",
    )
    .bind::<Array<BigInt>, _>(&quizzes.old)
    .bind::<Array<BigInt>, _>(&quizzes.new)
    .bind::<Array<BigInt>, _>(&questions.old)
    .bind::<Array<BigInt>, _>(&questions.new)
    .execute(conn)?;
    Ok(())
}
