//! What those who take a course are told of its classes: planned, moved, called off, soon, begun, ready to be watched again.
//!
//! A start is told in the clock of its reader. Each is told once for each planned start: the room remembers for which.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use i18n_embed_fl::fl;

use super::model::{Room, RoomId, Status};
use crate::db;
use crate::error::Result;
use crate::i18n::{Loader, Text, date_time};
use crate::notifications::{self, Event, Notice};
use crate::schema::{enrollments, live_rooms, users};
use crate::text;
use crate::web::UserId;

/// Learners are reminded this long before the planned start.
const SOON: chrono::Duration = chrono::Duration::minutes(15);

/// Tells of the planned start, if it is a new one. A room without a course or without a time is told of to nobody.
pub(super) fn planned(conn: &mut PgConnection, id: RoomId) -> Result<()> {
    let row = live_rooms::table.find(id);
    let (room, told): (Room, Option<DateTime<Utc>>) = row
        .select((Room::as_select(), live_rooms::announced_for))
        .first(conn)?;
    let now = db::clock(conn)?;
    let Some(start) = room.start_time.filter(|start| *start > now) else {
        return Ok(());
    };
    if room.status != Status::Planned || room.course_id.is_none() || told == Some(start) {
        return Ok(());
    }
    diesel::update(row)
        .set(live_rooms::announced_for.eq(start))
        .execute(conn)?;
    let words: Words = match told {
        None => |l, title, at| fl!(l, "live-notice-planned", title = title, at = at),
        Some(_) => |l, title, at| fl!(l, "live-notice-moved", title = title, at = at),
    };
    tell_of_start(conn, &room, start, Event::ClassPlanned, words)
}

/// Tells that a class that was announced will not be.
pub(super) fn cancelled(conn: &mut PgConnection, room: &Room) -> Result<()> {
    let told: Option<DateTime<Utc>> = live_rooms::table
        .find(room.id)
        .select(live_rooms::announced_for)
        .first(conn)?;
    match told {
        Some(start) if start > db::clock(conn)? => {
            let words: Words =
                |l, title, at| fl!(l, "live-notice-cancelled", title = title, at = at);
            tell_of_start(conn, room, start, Event::ClassCancelled, words)
        }
        _ => Ok(()),
    }
}

/// Reminds of the classes that begin within a quarter of an hour, each once.
pub(super) fn remind(conn: &mut PgConnection) -> Result<()> {
    conn.transaction(|conn| {
        let now = db::clock(conn)?;
        let due = live_rooms::table
            .filter(live_rooms::status.eq(Status::Planned))
            .filter(live_rooms::start_time.gt(now))
            .filter(live_rooms::start_time.le(now + SOON))
            .filter(live_rooms::reminded_for.is_distinct_from(live_rooms::start_time));
        let rooms: Vec<Room> = diesel::update(due)
            .set(live_rooms::reminded_for.eq(live_rooms::start_time))
            .returning(Room::as_returning())
            .get_results(conn)?;
        let words: Words = |l, title, at| fl!(l, "live-notice-soon", title = title, at = at);
        rooms.iter().try_for_each(|room| match room.start_time {
            Some(start) => tell_of_start(conn, room, start, Event::ClassSoon, words),
            None => Ok(()),
        })
    })
}

/// Tells that the class has begun.
pub(super) fn started(conn: &mut PgConnection, room: &Room) -> Result<()> {
    let words = text!("live-notice-started", title = room.title.clone());
    tell(
        conn,
        room,
        Event::ClassStarted,
        words,
        format!("/live/{}", room.id),
    )
}

/// Tells the learners, and the teacher, that the class can be watched again.
pub(super) fn replay_ready(conn: &mut PgConnection, room: &Room) -> Result<()> {
    let words = text!("live-notice-replay", title = room.title.clone());
    let link = format!("/live/{}/replay", room.id);
    let notice = Notice {
        kind: Event::ReplayReady,
        message: words.clone(),
        link: link.clone(),
    };
    notifications::notify(conn, &[room.teacher_id], &notice)?;
    tell(conn, room, Event::ReplayReady, words, link)
}

type Words = fn(Loader, &str, String) -> String;

/// With the time as the clocks of its readers show it.
fn tell_of_start(
    conn: &mut PgConnection,
    room: &Room,
    start: DateTime<Utc>,
    kind: Event,
    words: Words,
) -> Result<()> {
    let Some(course) = room.course_id else {
        return Ok(());
    };
    let mut learners: Vec<(String, UserId)> = enrollments::table
        .inner_join(users::table)
        .filter(enrollments::course_id.eq(course))
        .select((users::time_zone, users::id))
        .load(conn)?;
    learners.sort_unstable();
    for alike in learners.chunk_by(|one, other| one.0 == other.0) {
        let zone = alike[0].0.parse().unwrap_or(Tz::Asia__Shanghai);
        let people: Vec<UserId> = alike.iter().map(|(_, person)| *person).collect();
        let title = room.title.clone();
        let notice = Notice {
            kind,
            message: Text::new(move |l| words(l, &title, date_time(l.locale(), start, zone))),
            link: format!("/live/{}", room.id),
        };
        notifications::notify_in(conn, course, &people, &notice)?;
    }
    Ok(())
}

fn tell(
    conn: &mut PgConnection,
    room: &Room,
    kind: Event,
    message: Text,
    link: String,
) -> Result<()> {
    let Some(course) = room.course_id else {
        return Ok(());
    };
    let learners: Vec<UserId> = enrollments::table
        .filter(enrollments::course_id.eq(course))
        .select(enrollments::user_id)
        .load(conn)?;
    let notice = Notice {
        kind,
        message,
        link,
    };
    notifications::notify_in(conn, course, &learners, &notice)?;
    Ok(())
}
