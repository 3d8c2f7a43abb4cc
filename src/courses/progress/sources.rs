//! What is known elsewhere of learners and lessons, written into their rows: messages in the course's room, minutes in a
//! class, marks. Only the enrolled are noted.

use bigdecimal::BigDecimal;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Numeric};

use crate::courses::model::Lesson;
use crate::error::Result;
use crate::web::UserId;

#[derive(QueryableByName)]
struct Person {
    #[diesel(sql_type = BigInt)]
    user_id: UserId,
}

/// Notes for these people that they have written just now. Answers for whom that is new.
pub fn note_post(
    conn: &mut PgConnection,
    lesson: &Lesson,
    people: &[UserId],
) -> Result<Vec<UserId>> {
    let noted: Vec<Person> = diesel::sql_query(
        "INSERT INTO progress (user_id, course_id, lesson_id, status, posted_at)
         SELECT e.user_id, e.course_id, $2, 'in_progress', now() FROM enrollments e
         WHERE e.course_id = $1 AND e.user_id = ANY($3) ORDER BY e.user_id
         ON CONFLICT (user_id, lesson_id) DO UPDATE SET posted_at = now() WHERE progress.posted_at IS NULL
         RETURNING user_id",
    )
    .bind::<BigInt, _>(lesson.course_id)
    .bind::<BigInt, _>(lesson.id)
    .bind::<Array<BigInt>, _>(people)
    .load(conn)?;
    Ok(noted.into_iter().map(|person| person.user_id).collect())
}

/// Notes these marks, in percent. Answers for whom it is another one now.
pub fn note_scores(
    conn: &mut PgConnection,
    lesson: &Lesson,
    scores: &[(UserId, BigDecimal)],
) -> Result<Vec<UserId>> {
    let (people, percents): (Vec<UserId>, Vec<&BigDecimal>) = scores
        .iter()
        .map(|(user, percent)| (*user, percent))
        .unzip();
    let noted: Vec<Person> = diesel::sql_query(
        "INSERT INTO progress (user_id, course_id, lesson_id, status, score)
         SELECT e.user_id, e.course_id, $2, 'in_progress', least(100, greatest(0, new.score))
         FROM unnest($3, $4) AS new (user_id, score)
         JOIN enrollments e ON e.course_id = $1 AND e.user_id = new.user_id ORDER BY e.user_id
         ON CONFLICT (user_id, lesson_id) DO UPDATE SET score = excluded.score
         WHERE progress.score IS DISTINCT FROM excluded.score
         RETURNING user_id",
    )
    .bind::<BigInt, _>(lesson.course_id)
    .bind::<BigInt, _>(lesson.id)
    .bind::<Array<BigInt>, _>(people)
    .bind::<Array<Numeric>, _>(percents)
    .load(conn)?;
    Ok(noted.into_iter().map(|person| person.user_id).collect())
}

/// Notes for everybody enrolled whether they have ever written in the course's room.
pub fn note_earlier_posts(conn: &mut PgConnection, lesson: &Lesson) -> Result<()> {
    diesel::sql_query(
        "INSERT INTO progress (user_id, course_id, lesson_id, status, posted_at)
         SELECT e.user_id, e.course_id, $2, 'in_progress', min(m.created_at)
         FROM chat_rooms r JOIN messages m ON m.chat_room_id = r.id
         JOIN enrollments e ON e.course_id = r.course_id AND e.user_id = m.user_id
         WHERE r.course_id = $1 AND m.deleted_at IS NULL AND m.message_type <> 'system'
         GROUP BY e.user_id, e.course_id ORDER BY e.user_id
         ON CONFLICT (user_id, lesson_id) DO UPDATE SET posted_at = excluded.posted_at WHERE progress.posted_at IS NULL",
    )
    .bind::<BigInt, _>(lesson.course_id)
    .bind::<BigInt, _>(lesson.id)
    .execute(conn)?;
    Ok(())
}

/// Notes how long these people (or all of them) were in the class of a lesson. Answers for whom that is longer than it
/// was known to be.
pub fn note_stays(
    conn: &mut PgConnection,
    lesson: &Lesson,
    people: Option<&[UserId]>,
) -> Result<Vec<UserId>> {
    let Some(room) = lesson.live_room_id else {
        return Ok(Vec::new());
    };
    let noted: Vec<Person> = diesel::sql_query(
        "INSERT INTO progress (user_id, course_id, lesson_id, status, attended_ms)
         SELECT e.user_id, e.course_id, $2, 'in_progress',
             (sum(extract(epoch FROM v.leave_time - v.join_time)) * 1000)::bigint
         FROM live_viewers v JOIN enrollments e ON e.course_id = $1 AND e.user_id = v.user_id
         WHERE v.live_room_id = $3 AND v.leave_time > v.join_time AND ($4 OR v.user_id = ANY($5))
         GROUP BY e.user_id, e.course_id ORDER BY e.user_id
         ON CONFLICT (user_id, lesson_id) DO UPDATE SET attended_ms = excluded.attended_ms
             WHERE progress.attended_ms < excluded.attended_ms
         RETURNING user_id",
    )
    .bind::<BigInt, _>(lesson.course_id)
    .bind::<BigInt, _>(lesson.id)
    .bind::<BigInt, _>(room)
    .bind::<diesel::sql_types::Bool, _>(people.is_none())
    .bind::<Array<BigInt>, _>(people.unwrap_or_default())
    .load(conn)?;
    Ok(noted.into_iter().map(|person| person.user_id).collect())
}
