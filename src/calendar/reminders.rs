//! Telling learners what is due within a day and not done by them: once, and again if the date has moved since.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Text as SqlText, Timestamptz};

use crate::courses::{CourseId, LessonId, LessonKind};
use crate::error::Result;
use crate::i18n::{Text, date_time};
use crate::notifications::{self, Event, Notice};
use crate::web::UserId;

/// Writes down who is to be told of what, and answers them. Who has been told of this very moment is not among them, so
/// two nodes that do it at once tell once. A quiz falls due when it closes, an assignment without a due date as well.
const TELL: &str = "
    WITH soon AS (
        SELECT id FROM assignments
        WHERE coalesce(due_at, close_at) > now() AND coalesce(due_at, close_at) <= now() + interval '24 hours'
        UNION SELECT assignment_id FROM assignment_extensions
        WHERE coalesce(due_at, close_at) > now() AND coalesce(due_at, close_at) <= now() + interval '24 hours'
    ), due AS (
        SELECT e.user_id, a.course_id, a.lesson_id, a.grade_item_id,
            CASE WHEN x.id IS NULL THEN coalesce(a.due_at, a.close_at) ELSE coalesce(x.due_at, x.close_at) END AS due_at
        FROM soon JOIN assignments a USING (id) JOIN enrollments e ON e.course_id = a.course_id
        LEFT JOIN assignment_extensions x ON x.assignment_id = a.id AND x.user_id = e.user_id
        WHERE NOT EXISTS (SELECT FROM assignment_submissions s
            WHERE s.assignment_id = a.id AND s.user_id = e.user_id AND s.versions > 0)
        UNION ALL
        SELECT e.user_id, q.course_id, q.lesson_id, q.grade_item_id, q.close_at
        FROM quizzes q JOIN enrollments e ON e.course_id = q.course_id
        WHERE q.close_at > now() AND q.close_at <= now() + interval '24 hours'
            AND NOT EXISTS (SELECT FROM attempts t WHERE t.quiz_id = q.id AND t.user_id = e.user_id AND t.status <> 'open')
    ), told AS (
        INSERT INTO due_reminders AS r (user_id, lesson_id, due_at)
        SELECT d.user_id, d.lesson_id, d.due_at
        FROM due d JOIN courses c ON c.id = d.course_id JOIN users u ON u.id = d.user_id
        WHERE d.due_at > now() AND d.due_at <= now() + interval '24 hours'
            AND c.status <> 'draft' AND NOT u.is_suspended AND u.deleted_at IS NULL
            AND NOT EXISTS (SELECT FROM course_staff s WHERE s.course_id = d.course_id AND s.user_id = d.user_id)
            AND NOT EXISTS (SELECT FROM grades g
                WHERE g.item_id = d.grade_item_id AND g.user_id = d.user_id AND g.is_excused)
            AND NOT EXISTS (SELECT FROM progress p
                WHERE p.lesson_id = d.lesson_id AND p.user_id = d.user_id AND p.status = 'completed')
        ON CONFLICT (user_id, lesson_id) DO UPDATE SET due_at = excluded.due_at, told_at = now()
            WHERE r.due_at <> excluded.due_at
        RETURNING r.user_id, r.lesson_id, r.due_at
    )
    SELECT t.user_id, t.lesson_id, t.due_at, u.time_zone, l.course_id, l.kind, l.title, c.title AS course_title
    FROM told t JOIN users u ON u.id = t.user_id JOIN lessons l ON l.id = t.lesson_id JOIN courses c ON c.id = l.course_id
    ORDER BY t.lesson_id, t.due_at, u.time_zone, t.user_id";

#[derive(Debug, QueryableByName)]
struct Told {
    #[diesel(sql_type = BigInt)]
    user_id: UserId,
    #[diesel(sql_type = BigInt)]
    lesson_id: LessonId,
    #[diesel(sql_type = Timestamptz)]
    due_at: DateTime<Utc>,
    #[diesel(sql_type = SqlText)]
    time_zone: String,
    #[diesel(sql_type = BigInt)]
    course_id: CourseId,
    #[diesel(sql_type = crate::schema::sql_types::LessonKind)]
    kind: LessonKind,
    #[diesel(sql_type = SqlText)]
    title: String,
    #[diesel(sql_type = SqlText)]
    course_title: String,
}

impl Told {
    /// Whether both read the same words.
    fn is_told_as(&self, other: &Told) -> bool {
        (self.lesson_id, self.due_at, &self.time_zone)
            == (other.lesson_id, other.due_at, &other.time_zone)
    }

    fn notice(&self) -> Notice {
        Notice {
            kind: Event::DueSoon,
            message: self.words(),
            link: format!("/courses/{}/lessons/{}", self.course_id, self.lesson_id),
        }
    }

    /// With the time as the clocks of its readers show it.
    fn words(&self) -> Text {
        let zone = self.time_zone.parse().unwrap_or(Tz::Asia__Shanghai);
        let (due, is_quiz) = (self.due_at, self.kind == LessonKind::Quiz);
        let (title, course) = (self.title.clone(), self.course_title.clone());
        Text::new(move |l| {
            let at = date_time(l.locale(), due, zone);
            let (title, course) = (title.as_str(), course.as_str());
            match is_quiz {
                true => i18n_embed_fl::fl!(
                    l,
                    "calendar-quiz-closes-soon",
                    title = title,
                    course = course,
                    at = at
                ),
                false => i18n_embed_fl::fl!(
                    l,
                    "calendar-assignment-due-soon",
                    title = title,
                    course = course,
                    at = at
                ),
            }
        })
    }
}

/// Tells whoever is to be told now, and forgets what is long past.
pub(super) fn remind(conn: &mut PgConnection) -> Result<()> {
    conn.transaction(|conn| {
        let told: Vec<Told> = sql_query(TELL).load(conn)?;
        for alike in told.chunk_by(Told::is_told_as) {
            let people: Vec<UserId> = alike.iter().map(|told| told.user_id).collect();
            let first = &alike[0];
            notifications::notify_in(conn, first.course_id, &people, &first.notice())?;
        }
        sql_query("DELETE FROM due_reminders WHERE due_at < now() - interval '30 days'")
            .execute(conn)?;
        Ok(())
    })
}
