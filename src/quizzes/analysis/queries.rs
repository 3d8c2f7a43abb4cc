//! What the attempts say of each question.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Double, Integer, Nullable, Text};

use crate::error::Result;
use crate::quizzes::quiz::QuizId;

/// The figures of one question.
///
/// With `c` the credit (0 to 1) of an answer, `r` the share of the marks that the same attempt earned in all its other
/// questions, and a bar for the mean over the graded answers:
///
/// - facility = c̄. 1: everybody has it right; below 0.3 hard, above 0.9 easy.
/// - discrimination = Σ (c − c̄)(r − r̄) ÷ √(Σ (c − c̄)² · Σ (r − r̄)²), the correlation of the question with the rest
///   of its attempt. Above 0.3 the question tells the strong from the weak; at or below 0 something is wrong with it,
///   often the key. None while all answers or all rests are alike.
/// - time: the median of the milliseconds from save to save that were spent on it.
#[derive(Clone, Debug, QueryableByName)]
pub struct Figures {
    #[diesel(sql_type = BigInt)]
    pub question_id: i64,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Text)]
    pub stem: String,
    /// The newest version that was asked.
    #[diesel(sql_type = Integer)]
    pub version: i32,
    /// How often it was asked.
    #[diesel(sql_type = BigInt)]
    pub asked: i64,
    /// How often it was left empty.
    #[diesel(sql_type = BigInt)]
    pub empty: i64,
    #[diesel(sql_type = Nullable<Double>)]
    pub facility: Option<f64>,
    #[diesel(sql_type = Nullable<Double>)]
    pub discrimination: Option<f64>,
    #[diesel(sql_type = Nullable<Double>)]
    pub median_ms: Option<f64>,
}

/// The handed-in attempts of learners.
const ATTEMPTS: &str = "attempts t JOIN quizzes z ON z.id = t.quiz_id
    WHERE t.quiz_id = $1 AND t.status <> 'open'
        AND NOT EXISTS (SELECT 1 FROM course_staff s WHERE s.course_id = z.course_id AND s.user_id = t.user_id)";

pub fn figures(conn: &mut PgConnection, quiz: QuizId) -> Result<Vec<Figures>> {
    Ok(sql_query(format!(
        "WITH taken AS (SELECT t.id FROM {ATTEMPTS}),
         graded AS (
             SELECT a.*, sum(a.marks) OVER whole AS got, sum(a.points) FILTER (WHERE a.marks IS NOT NULL) OVER whole AS worth
             FROM attempt_answers a JOIN taken ON taken.id = a.attempt_id
             WINDOW whole AS (PARTITION BY a.attempt_id)
         )
         SELECT g.question_id, q.title, q.question_text AS stem, max(g.version) AS version, count(*) AS asked,
             count(*) FILTER (WHERE g.answer IS NULL) AS empty, avg(g.credit)::float8 AS facility,
             corr(g.credit::float8, ((g.got - g.marks) / nullif(g.worth - g.points, 0))::float8) AS discrimination,
             percentile_cont(0.5) WITHIN GROUP (ORDER BY g.spent_ms::float8) FILTER (WHERE g.spent_ms > 0) AS median_ms
         FROM graded g JOIN questions q ON q.id = g.question_id
         GROUP BY g.question_id, q.title, q.question_text
         ORDER BY min(g.place), g.question_id"
    ))
    .bind::<BigInt, _>(quiz)
    .load(conn)?)
}

/// How often an option of a version was chosen: its place in the content, or -1 for false and -2 for true.
#[derive(Clone, Debug, PartialEq, QueryableByName)]
pub struct Chosen {
    #[diesel(sql_type = BigInt)]
    pub question_id: i64,
    #[diesel(sql_type = Integer)]
    pub version: i32,
    #[diesel(sql_type = Integer)]
    pub option: i32,
    #[diesel(sql_type = BigInt)]
    pub count: i64,
}

pub fn chosen(conn: &mut PgConnection, quiz: QuizId) -> Result<Vec<Chosen>> {
    Ok(sql_query(format!(
        "WITH taken AS (SELECT t.id FROM {ATTEMPTS})
         SELECT a.question_id, a.version, o.option, count(*) AS count
         FROM attempt_answers a JOIN taken ON taken.id = a.attempt_id
         CROSS JOIN LATERAL (
             SELECT (a.answer->>'option')::integer AS option WHERE a.answer->>'type' = 'choice'
             UNION ALL
             SELECT each.value::integer FROM jsonb_array_elements_text(a.answer->'options') AS each
             WHERE a.answer->>'type' = 'choices'
             UNION ALL
             SELECT CASE (a.answer->>'is_true')::boolean WHEN true THEN -2 ELSE -1 END
             WHERE a.answer->>'type' = 'true_false'
         ) AS o
         GROUP BY a.question_id, a.version, o.option"
    ))
    .bind::<BigInt, _>(quiz)
    .load(conn)?)
}

/// How many attempts there are to go by.
pub fn attempts(conn: &mut PgConnection, quiz: QuizId) -> Result<i64> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let row: Row = sql_query(format!("SELECT count(*) AS count FROM {ATTEMPTS}"))
        .bind::<BigInt, _>(quiz)
        .get_result(conn)?;
    Ok(row.count)
}
