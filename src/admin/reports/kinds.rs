//! What reports are about: for each kind its rows, out of the subject's own table.

use crate::web::listing::Sort;

/// What a report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A message of a chat room.
    Message,
    /// A message of a class, which is the danmaku over its picture.
    LiveMessage,
    /// Danmaku over a lesson.
    LessonDanmaku,
    /// A review of a course.
    Review,
}

/// Of one kind.
struct Parts {
    rows: &'static str,
    /// The moment of a report.
    at: &'static str,
    /// The words that are searched.
    words: &'static str,
}

/// `$1` is who looks, `$2` what is searched for or nothing, `$3`–`$5` the place that the page begins behind.
const MESSAGES: &str = "SELECT 'message' AS kind, r.id, m.id AS thing, c.course_id AS course,
        CASE WHEN EXISTS (SELECT FROM chat_room_members x WHERE x.chat_room_id = c.id AND x.user_id = $1 AND x.is_active
            AND x.banned_at IS NULL) THEN c.id END AS room,
        CASE c.kind WHEN 'direct' THEN '' ELSE c.name END AS place, c.kind = 'direct' AS is_private,
        m.user_id AS author, coalesce(a.display_name, '') AS author_name,
        b.id AS reporter, b.display_name AS reporter_name, r.reason,
        CASE c.kind WHEN 'direct' THEN '' ELSE left(m.content, 300) END AS excerpt,
        r.reported_at AS at, r.settled_at, coalesce(s.display_name, '') AS settled_by,
        coalesce(r.outcome = 'upheld', false) AS is_upheld, m.deleted_at IS NOT NULL AS is_away,
        (SELECT count(*) FROM message_reports x WHERE x.message_id = m.id) AS reports
    FROM message_reports r JOIN messages m ON m.id = r.message_id JOIN chat_rooms c ON c.id = m.chat_room_id
    LEFT JOIN users a ON a.id = m.user_id JOIN users b ON b.id = r.reported_by LEFT JOIN users s ON s.id = r.settled_by";

const LIVE_MESSAGES: &str =
    "SELECT 'live_message' AS kind, r.id, m.id AS thing, c.course_id AS course,
        CASE WHEN c.access = 'everyone' OR c.teacher_id = $1
            OR EXISTS (SELECT FROM course_staff x WHERE x.course_id = c.course_id AND x.user_id = $1)
            OR EXISTS (SELECT FROM enrollments x JOIN courses k ON k.id = x.course_id
                WHERE x.course_id = c.course_id AND x.user_id = $1 AND k.status <> 'draft') THEN c.id END AS room,
        c.title AS place, false AS is_private, m.user_id AS author, coalesce(a.display_name, '') AS author_name,
        b.id AS reporter, b.display_name AS reporter_name, r.reason, left(m.content, 300) AS excerpt,
        r.reported_at AS at, r.settled_at, coalesce(s.display_name, '') AS settled_by,
        coalesce(r.outcome = 'upheld', false) AS is_upheld, m.deleted_at IS NOT NULL AS is_away,
        (SELECT count(*) FROM live_message_reports x WHERE x.message_id = m.id) AS reports
    FROM live_message_reports r JOIN live_chat_messages m ON m.id = r.message_id JOIN live_rooms c ON c.id = m.live_room_id
    LEFT JOIN users a ON a.id = m.user_id JOIN users b ON b.id = r.reported_by LEFT JOIN users s ON s.id = r.settled_by";

const LESSON_DANMAKU: &str =
    "SELECT 'lesson_danmaku' AS kind, r.id, d.id AS thing, c.id AS course,
        CASE WHEN EXISTS (SELECT FROM course_staff x WHERE x.course_id = c.id AND x.user_id = $1)
            OR c.status <> 'draft' AND EXISTS (SELECT FROM enrollments x WHERE x.course_id = c.id AND x.user_id = $1)
            THEN l.id END AS room,
        c.title || ' · ' || l.title AS place, false AS is_private, d.user_id AS author, a.display_name AS author_name,
        b.id AS reporter, b.display_name AS reporter_name, r.reason, d.content AS excerpt,
        r.reported_at AS at, r.settled_at, coalesce(s.display_name, '') AS settled_by,
        coalesce(r.outcome = 'upheld', false) AS is_upheld, d.deleted_at IS NOT NULL AS is_away,
        (SELECT count(*) FROM lesson_danmaku_reports x WHERE x.danmaku_id = d.id) AS reports
    FROM lesson_danmaku_reports r JOIN lesson_danmaku d ON d.id = r.danmaku_id JOIN lessons l ON l.id = d.lesson_id
    JOIN courses c ON c.id = l.course_id
    JOIN users a ON a.id = d.user_id JOIN users b ON b.id = r.reported_by LEFT JOIN users s ON s.id = r.settled_by";

const REVIEWS: &str = "SELECT 'review' AS kind, r.id, v.id AS thing, c.id AS course, NULL::bigint AS room, c.title AS place,
        false AS is_private, v.user_id AS author, a.display_name AS author_name,
        b.id AS reporter, b.display_name AS reporter_name, r.reason, left(v.comment, 300) AS excerpt,
        r.created_at AS at, r.settled_at, coalesce(s.display_name, '') AS settled_by,
        coalesce(r.outcome = 'upheld', false) AS is_upheld, v.hidden_at IS NOT NULL AS is_away,
        (SELECT count(*) FROM review_reports x WHERE x.review_id = v.id) AS reports
    FROM review_reports r JOIN reviews v ON v.id = r.review_id JOIN courses c ON c.id = v.course_id
    JOIN users a ON a.id = v.user_id JOIN users b ON b.id = r.reporter_id LEFT JOIN users s ON s.id = r.settled_by";

impl Kind {
    pub const ALL: [Kind; 4] = [
        Kind::Message,
        Kind::LiveMessage,
        Kind::LessonDanmaku,
        Kind::Review,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Kind::Message => "message",
            Kind::LiveMessage => "live_message",
            Kind::LessonDanmaku => "lesson_danmaku",
            Kind::Review => "review",
        }
    }

    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    fn parts(self) -> Parts {
        let (rows, at, words) = match self {
            Kind::Message => (
                MESSAGES,
                "r.reported_at",
                "CASE c.kind WHEN 'direct' THEN '' ELSE m.content || ' ' || c.name END",
            ),
            Kind::LiveMessage => (
                LIVE_MESSAGES,
                "r.reported_at",
                "m.content || ' ' || c.title",
            ),
            Kind::LessonDanmaku => (
                LESSON_DANMAKU,
                "r.reported_at",
                "d.content || ' ' || l.title || ' ' || c.title",
            ),
            Kind::Review => (REVIEWS, "r.created_at", "v.comment || ' ' || c.title"),
        };
        Parts { rows, at, words }
    }

    /// The part of the list that is of this kind: sorted and cut by itself, so that each comes from its index.
    pub(super) fn branch(self, state: &str, sort: Sort, limit: i64) -> String {
        let Parts { rows, at, words } = self.parts();
        // An earlier version of the program, serving beside this one while it is replaced, settles without an outcome.
        let state = match state {
            "upheld" => "r.settled_at IS NOT NULL AND r.outcome = 'upheld'",
            "dismissed" => "r.settled_at IS NOT NULL AND r.outcome IS DISTINCT FROM 'upheld'",
            "all" => "true",
            _ => "r.settled_at IS NULL",
        };
        let (mark, way) = direction(sort);
        let kind = self.name();
        format!(
            "({rows} WHERE {state}
                AND ($2 = '' OR concat_ws(' ', a.display_name, b.display_name, r.reason, {words}) ILIKE $2)
                AND ($3 IS NULL OR ({at} {mark}= $3 AND ({at}, '{kind}'::text, r.id) {mark} ($3, $4, $5)))
              ORDER BY {at} {way}, r.id {way} LIMIT {limit})"
        )
    }
}

/// How a place is compared, and the order by which rows come.
pub(super) fn direction(sort: Sort) -> (&'static str, &'static str) {
    match sort.is_descending {
        true => ("<", "DESC"),
        false => (">", "ASC"),
    }
}
