//! Who was there, live and afterwards: a line per learner, and the same as a file.

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamptz};
use i18n_embed_fl::fl;

use crate::csv::Csv;
use crate::error::Result;
use crate::i18n;
use crate::live::Room;
use crate::web::Page;

/// As many lines stand on the page; the file has all.
pub const SHOWN: i64 = 200;

/// Whoever has been in a class for this share of it, in per cent, was there.
const PRESENT_PERCENT: i64 = 50;

/// A learner of the class: enrolled in its course, or somebody who came all the same. The staff is left out.
#[derive(Clone, Debug, QueryableByName)]
pub struct Attendant {
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub username: String,
    /// When they first came; none if they did not.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub joined_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = BigInt)]
    pub live_seconds: i64,
    #[diesel(sql_type = BigInt)]
    pub replay_seconds: i64,
    #[diesel(sql_type = BigInt)]
    pub messages: i64,
}

/// The learners of a class, who stayed longest first, at most `limit`; no limit is all.
pub fn attendants(
    conn: &mut PgConnection,
    room: &Room,
    limit: Option<i64>,
) -> QueryResult<Vec<Attendant>> {
    diesel::sql_query(
        "WITH live AS (
            SELECT user_id, min(join_time) AS joined_at,
                sum(extract(epoch FROM coalesce(leave_time, now()) - join_time))::bigint AS seconds
            FROM live_viewers WHERE live_room_id = $1 AND user_id IS NOT NULL GROUP BY user_id
        ), replay AS (
            SELECT user_id, (SELECT coalesce(sum(upper(seen) - lower(seen)), 0) / 1000 FROM unnest(watched) AS seen)::bigint AS seconds
            FROM live_replay_views WHERE live_room_id = $1
        ), said AS (
            SELECT user_id, count(*) AS messages FROM live_chat_messages
            WHERE live_room_id = $1 AND deleted_at IS NULL GROUP BY user_id
        ), learners AS (
            SELECT user_id FROM enrollments WHERE course_id = $2
            UNION SELECT user_id FROM live UNION SELECT user_id FROM replay
        )
        SELECT u.display_name AS name, u.username, live.joined_at, coalesce(live.seconds, 0) AS live_seconds,
            coalesce(replay.seconds, 0) AS replay_seconds, coalesce(said.messages, 0) AS messages
        FROM learners JOIN users u ON u.id = learners.user_id
        LEFT JOIN live ON live.user_id = u.id LEFT JOIN replay ON replay.user_id = u.id LEFT JOIN said ON said.user_id = u.id
        WHERE u.deleted_at IS NULL AND u.id <> $3
            AND NOT EXISTS (SELECT FROM course_staff s WHERE s.course_id = $2 AND s.user_id = u.id)
        ORDER BY live_seconds DESC, replay_seconds DESC, u.id LIMIT $4",
    )
    .bind::<BigInt, _>(room.id)
    .bind::<Nullable<BigInt>, _>(room.course_id)
    .bind::<BigInt, _>(room.teacher_id)
    .bind::<Nullable<BigInt>, _>(limit)
    .load(conn)
}

impl Attendant {
    /// Whether they were there for at least half of the class.
    pub fn was_present(&self, class_seconds: i64) -> bool {
        self.live_seconds > 0 && self.live_seconds * 100 >= class_seconds * PRESENT_PERCENT
    }

    /// The share of the class that they were there for, in per cent.
    pub fn share(&self, class_seconds: i64) -> i64 {
        (self.live_seconds * 100 / class_seconds.max(1)).min(100)
    }
}

/// How long a class has been going on, or was, in seconds.
pub fn seconds_of(room: &Room) -> i64 {
    let end = room.end_time.unwrap_or_else(Utc::now);
    room.started_at
        .map_or(0, |start| (end - start).num_seconds().max(0))
}

/// The attendance as a file.
pub fn table(conn: &mut PgConnection, page: &Page, room: &Room) -> Result<String> {
    let (l, seconds) = (page.l, seconds_of(room));
    let mut csv = Csv::new();
    csv.line(&[
        fl!(l, "live-attendance-name"),
        fl!(l, "live-attendance-username"),
        fl!(l, "live-attendance-joined"),
        fl!(l, "live-attendance-live-seconds"),
        fl!(l, "live-attendance-share"),
        fl!(l, "live-attendance-present"),
        fl!(l, "live-attendance-replay-seconds"),
        fl!(l, "live-statistics-written"),
    ]);
    for learner in attendants(conn, room, None)? {
        let joined = learner
            .joined_at
            .map(|at| i18n::date_time(page.locale, at, page.time_zone()));
        let present = match learner.was_present(seconds) {
            true => fl!(l, "live-attendance-yes"),
            false => fl!(l, "live-attendance-no"),
        };
        csv.line(&[
            i18n::name_of(&learner.name, l).into_owned(),
            i18n::username_of(&learner.username, l).into_owned(),
            joined.unwrap_or_default(),
            learner.live_seconds.to_string(),
            learner.share(seconds).to_string(),
            present,
            learner.replay_seconds.to_string(),
            learner.messages.to_string(),
        ]);
    }
    Ok(csv.finish())
}
