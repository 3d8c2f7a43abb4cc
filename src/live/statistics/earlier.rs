//! The classes of the same course that were before, to compare with.

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::live::{Room, RoomId};
use crate::schema::{live_rooms, live_statistics};

const MOST: i64 = 10;

/// The final figures of a class.
#[derive(Clone, Debug, Queryable)]
pub struct Earlier {
    pub id: RoomId,
    pub title: String,
    pub started_at: DateTime<Utc>,
    pub end_time: DateTime<Utc>,
    pub viewer_count: i32,
    pub peak_viewers: i32,
    pub average_watch_time: i32,
}

/// The latest first; none for a class without a course.
pub fn classes_before(conn: &mut PgConnection, room: &Room) -> QueryResult<Vec<Earlier>> {
    let Some((course, start)) = room.course_id.zip(room.started_at) else {
        return Ok(Vec::new());
    };
    live_rooms::table
        .inner_join(live_statistics::table)
        .filter(live_rooms::course_id.eq(course))
        .filter(live_rooms::started_at.lt(start))
        .filter(live_statistics::is_final)
        .order(live_rooms::started_at.desc())
        .limit(MOST)
        .select((
            live_rooms::id,
            live_rooms::title,
            live_rooms::started_at.assume_not_null(),
            live_rooms::end_time.assume_not_null(),
            live_statistics::viewer_count,
            live_statistics::peak_viewers,
            live_statistics::average_watch_time,
        ))
        .load(conn)
}

impl Earlier {
    pub fn length_ms(&self) -> i64 {
        (self.end_time - self.started_at).num_milliseconds()
    }
}

/// The average of what these classes had, rounded; none without any.
pub fn usual(classes: &[Earlier], figure: impl Fn(&Earlier) -> i32) -> Option<i64> {
    let sum: i64 = classes.iter().map(|class| i64::from(figure(class))).sum();
    let count = classes.len() as i64;
    (count > 0).then(|| (sum + count / 2) / count)
}
