//! What learners are told of the classes of their courses: planned, about to begin, begun, there to be watched again.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Text as SqlText};
use i18n_embed_fl::fl;

use super::model::{Room, RoomId};
use crate::courses;
use crate::error::Result;
use crate::i18n::{Text, date_time};
use crate::notifications::{self, Event, Notice};
use crate::schema::{courses as course, enrollments, live_rooms, users};
use crate::text;
use crate::web::UserId;

/// Marks the classes that begin within a quarter of an hour, and answers them; a start that moves is told anew. Of two nodes
/// that ask at once, one is answered.
const SOON: &str = "
    UPDATE live_rooms r SET soon_told_for = r.start_time
    FROM courses c
    WHERE c.id = r.course_id AND c.status <> 'draft' AND r.status = 'planned'
        AND r.start_time > now() AND r.start_time <= now() + interval '15 minutes'
        AND r.soon_told_for IS DISTINCT FROM r.start_time
    RETURNING r.id, r.course_id, r.title";

#[derive(QueryableByName)]
struct Soon {
    #[diesel(sql_type = BigInt)]
    id: RoomId,
    #[diesel(sql_type = BigInt)]
    course_id: i64,
    #[diesel(sql_type = SqlText)]
    title: String,
}

/// A class has been planned for a time that is to come.
pub(super) fn planned(conn: &mut PgConnection, id: RoomId) -> Result<()> {
    let room: Room = live_rooms::table
        .find(id)
        .select(Room::as_select())
        .first(conn)?;
    let (Some(course), Some(at)) = (room.course_id, room.start_time) else {
        return Ok(());
    };
    if at <= Utc::now() || is_draft(conn, course)? {
        return Ok(());
    }
    let people: Vec<(String, UserId)> = enrollments::table
        .inner_join(users::table)
        .filter(enrollments::course_id.eq(course))
        .order((users::time_zone, users::id))
        .select((users::time_zone, users::id))
        .load(conn)?;
    for alike in people.chunk_by(|a, b| a.0 == b.0) {
        let ids: Vec<UserId> = alike.iter().map(|(_, id)| *id).collect();
        let words = planned_words(&room.title, at, alike[0].0.parse().unwrap_or_default());
        tell(conn, course, &ids, (Event::ClassPlanned, words, id))?;
    }
    Ok(())
}

/// With the time as the clocks of its readers show it.
fn planned_words(title: &str, at: DateTime<Utc>, zone: Tz) -> Text {
    let title = title.to_owned();
    Text::new(move |l| {
        let at = date_time(l.locale(), at, zone);
        fl!(l, "live-notice-planned", title = title.as_str(), at = at)
    })
}

fn is_draft(conn: &mut PgConnection, id: i64) -> Result<bool> {
    let status: courses::Status = course::table.find(id).select(course::status).first(conn)?;
    Ok(status == courses::Status::Draft)
}

/// Tells of the classes that are about to begin.
pub(super) fn soon(conn: &mut PgConnection) -> Result<()> {
    conn.transaction(|conn| {
        let rooms: Vec<Soon> = sql_query(SOON).load(conn)?;
        for room in rooms {
            let words = text!("live-notice-soon", title = room.title.clone());
            let notice = (Event::ClassSoon, words, room.id);
            tell_learners(conn, room.course_id, notice)?;
        }
        Ok(())
    })
}

/// The class has begun.
pub(super) fn started(conn: &mut PgConnection, room: &Room) -> Result<()> {
    let words = text!("live-notice-started", title = room.title.clone());
    match room.course_id {
        Some(course) => tell_learners(conn, course, (Event::ClassStarted, words, room.id)),
        None => Ok(()),
    }
}

/// The class can be watched again.
pub(super) fn replay_ready(conn: &mut PgConnection, id: RoomId) -> Result<()> {
    let (title, course): (String, Option<i64>) = live_rooms::table
        .find(id)
        .select((live_rooms::title, live_rooms::course_id))
        .first(conn)?;
    let words = text!("live-notice-replay", title = title);
    match course {
        Some(course) => tell_learners(conn, course, (Event::ReplayReady, words, id)),
        None => Ok(()),
    }
}

fn tell_learners(
    conn: &mut PgConnection,
    course: i64,
    notice: (Event, Text, RoomId),
) -> Result<()> {
    let learners: Vec<UserId> = enrollments::table
        .filter(enrollments::course_id.eq(course))
        .select(enrollments::user_id)
        .load(conn)?;
    tell(conn, course, &learners, notice)
}

fn tell(
    conn: &mut PgConnection,
    course: i64,
    people: &[UserId],
    (kind, message, room): (Event, Text, RoomId),
) -> Result<()> {
    let link = match kind {
        Event::ReplayReady => format!("/live/{room}/replay"),
        _ => format!("/live/{room}"),
    };
    let notice = Notice {
        kind,
        message,
        link,
    };
    notifications::notify_in(conn, course, people, &notice)?;
    Ok(())
}
