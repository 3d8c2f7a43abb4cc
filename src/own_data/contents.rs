//! What an archive of somebody's data holds, part by part. Nothing is in it that the person may not read: no grade that is
//! not published, and nothing that others have written.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Json, Text};
use serde_json::{Map, Value};

use crate::error::Result;
use crate::i18n::Locale;
use crate::schema::users;
use crate::web::UserId;

/// The name of each part, and the query of its rows; `$1` is the person.
const PARTS: [(&str, &str); 19] = [
    (
        "profile",
        "SELECT username, email, display_name, bio, role, locale, theme, time_zone, created_at FROM users WHERE id = $1",
    ),
    (
        "sessions",
        "SELECT user_agent, address, created_at, last_seen_at FROM sessions WHERE user_id = $1 ORDER BY created_at",
    ),
    (
        "enrolments",
        "SELECT c.title AS course, e.enrolled_at FROM enrollments e JOIN courses c ON c.id = e.course_id
         WHERE e.user_id = $1 ORDER BY e.id",
    ),
    (
        "teaching",
        "SELECT c.title AS course, s.role, s.created_at FROM course_staff s JOIN courses c ON c.id = s.course_id
         WHERE s.user_id = $1 ORDER BY s.id",
    ),
    (
        "progress",
        "SELECT c.title AS course, l.title AS lesson, p.status, p.position_ms, p.last_accessed_at, p.completed_at
         FROM progress p JOIN lessons l ON l.id = p.lesson_id JOIN courses c ON c.id = p.course_id
         WHERE p.user_id = $1 ORDER BY p.id",
    ),
    (
        "notes",
        "SELECT c.title AS course, l.title AS lesson, n.position_ms, n.body, n.created_at, n.updated_at
         FROM lesson_notes n JOIN lessons l ON l.id = n.lesson_id JOIN courses c ON c.id = l.course_id
         WHERE n.user_id = $1 AND n.deleted_at IS NULL ORDER BY n.id",
    ),
    (
        "quiz_answers",
        "SELECT q.title AS quiz, t.number AS attempt, t.status, t.started_at, t.submitted_at, a.place, a.answer, a.saved_at
         FROM attempts t JOIN quizzes q ON q.id = t.quiz_id JOIN attempt_answers a ON a.attempt_id = t.id
         WHERE t.user_id = $1 ORDER BY t.id, a.place",
    ),
    (
        "submissions",
        "SELECT a.title AS assignment, v.number AS version, v.body, v.submitted_at
         FROM assignment_submissions s JOIN assignments a ON a.id = s.assignment_id
         JOIN assignment_versions v ON v.submission_id = s.id
         WHERE s.user_id = $1 ORDER BY s.id, v.number",
    ),
    (
        "grades",
        "SELECT c.title AS course, i.title AS item, g.points, i.max_points, g.is_excused
         FROM grades g JOIN grade_items i ON i.id = g.item_id JOIN courses c ON c.id = g.course_id
         WHERE g.user_id = $1 AND i.is_posted ORDER BY g.id",
    ),
    (
        "certificates",
        "SELECT course_title, learner_name, code, issued_at, revoked_at FROM certificates WHERE user_id = $1 ORDER BY id",
    ),
    (
        "reviews",
        "SELECT c.title AS course, r.rating, r.comment, r.created_at FROM reviews r JOIN courses c ON c.id = r.course_id
         WHERE r.user_id = $1 ORDER BY r.id",
    ),
    (
        "messages",
        "SELECT r.kind AS room_kind, r.name AS room, m.content, m.created_at, m.edited_at
         FROM messages m JOIN chat_rooms r ON r.id = m.chat_room_id
         WHERE m.user_id = $1 AND m.deleted_at IS NULL AND m.message_type <> 'system' ORDER BY m.id",
    ),
    (
        "archived_messages",
        "SELECT r.kind AS room_kind, r.name AS room, m.excerpt, m.created_at
         FROM archived_messages m JOIN chat_rooms r ON r.id = m.chat_room_id
         WHERE m.user_id = $1 AND m.deleted_at IS NULL ORDER BY m.id",
    ),
    (
        "live_messages",
        "SELECT r.title AS class, m.content, m.created_at FROM live_chat_messages m JOIN live_rooms r ON r.id = m.live_room_id
         WHERE m.user_id = $1 AND m.deleted_at IS NULL ORDER BY m.id",
    ),
    (
        "danmaku",
        "SELECT l.title AS lesson, d.position_ms, d.content, d.created_at
         FROM lesson_danmaku d JOIN lessons l ON l.id = d.lesson_id
         WHERE d.user_id = $1 AND d.deleted_at IS NULL ORDER BY d.id",
    ),
    (
        "reports",
        "SELECT * FROM (
             SELECT 'message' AS about, reason, reported_at FROM message_reports WHERE reported_by = $1
             UNION ALL SELECT 'live_message', reason, reported_at FROM live_message_reports WHERE reported_by = $1
             UNION ALL SELECT 'lesson_danmaku', reason, reported_at FROM lesson_danmaku_reports WHERE reported_by = $1
             UNION ALL SELECT 'review', reason, created_at FROM review_reports WHERE reporter_id = $1
         ) given ORDER BY reported_at",
    ),
    (
        "orders",
        "SELECT o.id, c.title AS course, o.amount AS amount_minor, o.currency, o.status, o.created_at, o.paid_at
         FROM orders o JOIN courses c ON c.id = o.course_id WHERE o.user_id = $1 ORDER BY o.id",
    ),
    (
        "notifications",
        "SELECT kind, message, link, is_read, created_at FROM notifications WHERE user_id = $1 ORDER BY id",
    ),
    (
        "files",
        "SELECT original_name AS name, content_type, byte_size, created_at, '/media/' || id || '/file' AS address,
             CASE WHEN is_taken THEN place END AS in_archive FROM own_files ORDER BY created_at, id",
    ),
];

/// The files of the person, and where each lies in the archive. The name keeps what a file system takes; the id before it
/// tells two of the same name apart. What is beyond twenty gigabytes is left out: its address tells where to get it.
const OWN_FILES: &str = "WITH own_files AS (
    SELECT *, 'files/' || id || '-' || regexp_replace(original_name, '[/\\\\:*?\"<>|[:cntrl:]]', '_', 'g') AS place,
        sum(byte_size) OVER (ORDER BY created_at, id) <= 20::bigint * 1000 * 1000 * 1000 AS is_taken
    FROM media WHERE owner_id = $1)";

/// A file that goes into the archive.
#[derive(QueryableByName)]
pub(super) struct OwnFile {
    #[diesel(sql_type = Text)]
    pub storage_key: String,
    /// Its name there.
    #[diesel(sql_type = Text)]
    pub name: String,
}

/// A file that the archive has no room for.
#[derive(QueryableByName)]
pub(super) struct LeftOut {
    #[diesel(sql_type = Text)]
    pub name: String,
    /// In bytes.
    #[diesel(sql_type = BigInt)]
    pub size: i64,
    /// Where to get it, a path of this site.
    #[diesel(sql_type = Text)]
    pub address: String,
}

/// What an archive is made of, all of one moment.
pub(super) struct Contents {
    /// The language of its owner.
    pub locale: Locale,
    pub json: String,
    pub files: Vec<OwnFile>,
    pub left_out: Vec<LeftOut>,
}

#[derive(QueryableByName)]
struct Rows {
    #[diesel(sql_type = Json)]
    rows: Value,
}

pub(super) fn read(conn: &mut PgConnection, person: UserId) -> Result<Contents> {
    conn.build_transaction()
        .read_only()
        .repeatable_read()
        .run(|conn| {
            let mut parts = Map::new();
            for (name, query) in PARTS {
                let wrapped = format!(
                    "{OWN_FILES} SELECT coalesce(json_agg(part), '[]') AS rows FROM ({query}) part"
                );
                let part: Rows = sql_query(wrapped)
                    .bind::<BigInt, _>(person)
                    .get_result(conn)?;
                parts.insert(name.to_owned(), part.rows);
            }
            let files = format!(
                "{OWN_FILES} SELECT storage_key, place AS name FROM own_files WHERE is_taken ORDER BY created_at, id"
            );
            let left_out = format!(
                "{OWN_FILES} SELECT original_name AS name, byte_size AS size, '/media/' || id || '/file' AS address
                 FROM own_files WHERE NOT is_taken ORDER BY created_at, id"
            );
            Ok(Contents {
                locale: users::table.find(person).select(users::locale).first(conn)?,
                left_out: sql_query(left_out).bind::<BigInt, _>(person).load(conn)?,
                json: serde_json::to_string_pretty(&parts).map_err(anyhow::Error::from)?,
                files: sql_query(files).bind::<BigInt, _>(person).load(conn)?,
            })
        })
}
