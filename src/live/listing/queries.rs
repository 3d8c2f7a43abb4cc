//! Lists of rooms.

use chrono::{DateTime, Duration, Utc};
use diesel::dsl::exists;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::cursor::Cursor;
use crate::db;
use crate::error::Result;
use crate::live::model::AssetKind;
use crate::live::{Room, Status, rooms};
use crate::schema::{courses, live_assets, live_rooms, live_viewers, users};
use crate::web::Viewer;

/// A planned class that has not begun this long after its time is no longer announced.
const LATE: Duration = Duration::hours(6);

/// A room as lists show it.
#[derive(Clone, Debug, Queryable)]
pub struct Listed {
    pub room: Room,
    pub teacher_name: String,
    pub course_title: Option<String>,
    /// People watching, counted once each; 0 unless it is live.
    pub viewers: i64,
}

/// One page of a list, and where the next begins if there is one.
#[derive(Debug, Default)]
pub struct Shelf {
    pub rows: Vec<Listed>,
    pub next: Option<Cursor>,
}

impl Shelf {
    /// How many rows a page has. Queries ask for one more, which says that there is a next page.
    pub const SIZE: i64 = 12;

    fn of(mut rows: Vec<Listed>) -> Shelf {
        let has_more = rows.len() as i64 > Shelf::SIZE;
        rows.truncate(Shelf::SIZE as usize);
        let next = rows.last().filter(|_| has_more).and_then(Listed::cursor);
        Shelf { rows, next }
    }
}

/// The columns of [`Listed`], of the rooms that this person may watch.
macro_rules! listed {
    ($viewer:expr) => {{
        let teacher = users::table
            .filter(users::id.eq(live_rooms::teacher_id))
            .select(users::display_name);
        let course = courses::table
            .filter(courses::id.nullable().eq(live_rooms::course_id))
            .select(courses::title);
        let watching = live_viewers::table
            .filter(live_viewers::live_room_id.eq(live_rooms::id))
            .filter(live_viewers::leave_time.is_null())
            .count();
        live_rooms::table
            .filter(rooms::visible_to($viewer))
            .select((
                Room::as_select(),
                teacher.single_value().assume_not_null(),
                course.single_value(),
                watching.single_value().assume_not_null(),
            ))
    }};
}

/// What is live, the newest first.
pub fn on_now(conn: &mut PgConnection, viewer: Option<&Viewer>, limit: i64) -> Result<Vec<Listed>> {
    let rows = listed!(viewer)
        .filter(live_rooms::status.eq(Status::Live))
        .order((live_rooms::started_at.desc(), live_rooms::id.desc()))
        .limit(limit)
        .load(conn)?;
    Ok(rows)
}

/// Whether anything is live.
pub fn is_anything_on(conn: &mut PgConnection, viewer: Option<&Viewer>) -> Result<bool> {
    let on = live_rooms::table
        .filter(live_rooms::status.eq(Status::Live))
        .filter(rooms::visible_to(viewer));
    Ok(diesel::select(exists(on)).get_result(conn)?)
}

/// What is planned for a set time, the next first.
pub fn upcoming(
    conn: &mut PgConnection,
    viewer: Option<&Viewer>,
    limit: i64,
) -> Result<Vec<Listed>> {
    upcoming_after(conn, viewer, None, limit)
}

/// A page of what is planned, from this place on.
pub fn upcoming_shelf(
    conn: &mut PgConnection,
    viewer: Option<&Viewer>,
    after: Option<Cursor>,
) -> Result<Shelf> {
    upcoming_after(conn, viewer, after, Shelf::SIZE + 1).map(Shelf::of)
}

fn upcoming_after(
    conn: &mut PgConnection,
    viewer: Option<&Viewer>,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<Listed>> {
    let after = after.unwrap_or(Cursor {
        at: db::clock(conn)? - LATE,
        id: 0,
    });
    let rows = listed!(viewer)
        .filter(live_rooms::status.eq(Status::Planned))
        .filter(
            live_rooms::start_time
                .gt(after.at)
                .or(live_rooms::start_time
                    .eq(after.at)
                    .and(live_rooms::id.gt(after.id))),
        )
        .order((live_rooms::start_time.asc(), live_rooms::id.asc()))
        .limit(limit)
        .load(conn)?;
    Ok(rows)
}

/// A page of ended classes with a replay, the latest first, from this place on.
pub fn replay_shelf(
    conn: &mut PgConnection,
    viewer: Option<&Viewer>,
    before: Option<Cursor>,
) -> Result<Shelf> {
    let replay = live_assets::table
        .filter(live_assets::live_room_id.eq(live_rooms::id))
        .filter(live_assets::kind.eq(AssetKind::Recording))
        .filter(live_assets::is_published);
    // Nothing has ended later than now.
    let before = before.unwrap_or(Cursor {
        at: db::clock(conn)? + Duration::days(1),
        id: 0,
    });
    let rows = listed!(viewer)
        .filter(live_rooms::status.eq(Status::Ended))
        .filter(exists(replay))
        .filter(
            live_rooms::end_time.lt(before.at).or(live_rooms::end_time
                .eq(before.at)
                .and(live_rooms::id.lt(before.id))),
        )
        .order((live_rooms::end_time.desc(), live_rooms::id.desc()))
        .limit(Shelf::SIZE + 1)
        .load(conn)?;
    Ok(Shelf::of(rows))
}

/// What this teacher has opened and lists announce to nobody: without a time, or long past it.
pub fn undated(conn: &mut PgConnection, teacher: &Viewer) -> Result<Vec<Listed>> {
    let late = db::clock(conn)? - LATE;
    let rows = listed!(Some(teacher))
        .filter(live_rooms::teacher_id.eq(teacher.id))
        .filter(live_rooms::status.eq(Status::Planned))
        .filter(
            live_rooms::start_time
                .is_null()
                .or(live_rooms::start_time.lt(late)),
        )
        .order(live_rooms::id.desc())
        .limit(50)
        .load(conn)?;
    Ok(rows)
}

/// The classes of a course that its page shows: live, planned, then past ones, the newest first.
pub fn of_course(
    conn: &mut PgConnection,
    viewer: Option<&Viewer>,
    course: i64,
) -> Result<Vec<Listed>> {
    let cancelled = live_rooms::status
        .eq(Status::Ended)
        .and(live_rooms::started_at.is_null());
    let mut rows: Vec<Listed> = listed!(viewer)
        .filter(live_rooms::course_id.eq(course))
        .filter(diesel::dsl::not(cancelled))
        .order(live_rooms::id.desc())
        .limit(20)
        .load(conn)?;
    rows.sort_by_key(|listed| match listed.room.status {
        Status::Live => 0,
        Status::Planned => 1,
        Status::Ended => 2,
    });
    Ok(rows)
}

impl Listed {
    /// When it began, begins or ended, by which its list is ordered.
    pub fn at(&self) -> Option<DateTime<Utc>> {
        match self.room.status {
            Status::Planned => self.room.start_time,
            Status::Live => self.room.started_at,
            Status::Ended => self.room.end_time,
        }
    }

    /// The place of this row in its list.
    pub fn cursor(&self) -> Option<Cursor> {
        Some(Cursor {
            at: self.at()?,
            id: self.room.id,
        })
    }
}
