//! What administrators see of all classes, and do to one. Elsewhere the role on the platform gives no right in a room.

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Text, Timestamptz};
use serde::Deserialize;

use super::lifecycle;
use super::model::{RoomId, Status};
use crate::audit::Act;
use crate::error::{AppError, Result};
use crate::keyset;
use crate::schema::{courses, live_rooms, users};
use crate::search;
use crate::text;
use crate::web::listing::{Listing, Sort, place};
use crate::web::{Admin, UserId};

/// In characters.
const REASON_LENGTH: usize = 500;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ClassFilter {
    /// Part of a title or of the teacher's username.
    pub q: String,
    /// Empty for what is on or planned.
    pub status: String,
    pub sort: String,
    pub after: String,
}

impl Listing for ClassFilter {
    const PATH: &'static str = "/admin/live";
    const COLUMNS: &'static [Sort] = &[Sort::down("made"), Sort::up("title"), Sort::down("begins")];

    fn filters(&self) -> Vec<(&'static str, &str)> {
        vec![("q", &self.q), ("status", &self.status)]
    }

    fn typed_sort(&self) -> &str {
        &self.sort
    }
}

impl ClassFilter {
    /// Where a class stands in the list.
    pub fn place_of(&self, class: &Class) -> String {
        match self.sort().column {
            "title" => format!("{}~{}", class.title, class.id),
            "begins" => format!("{}~{}", class.begins().to_rfc3339(), class.id),
            _ => format!("{0}~{0}", class.id),
        }
    }
}

/// A class as the list shows it.
#[derive(Queryable, Debug)]
pub struct Class {
    pub id: RoomId,
    pub title: String,
    pub teacher: String,
    pub teacher_id: UserId,
    pub course: Option<String>,
    pub status: Status,
    pub start_time: Option<DateTime<Utc>>,
    pub started_at: Option<DateTime<Utc>>,
    pub end_time: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
}

impl Class {
    /// When it began, else when it is to, else when it was planned: what the list is sorted by.
    fn begins(&self) -> DateTime<Utc> {
        let begins = self.started_at.or(self.start_time);
        begins.unwrap_or(self.created_at)
    }
}

/// The classes that fit, in the order that is asked for.
pub fn all_classes(
    conn: &mut PgConnection,
    _: &Admin,
    filter: &ClassFilter,
    limit: i64,
) -> Result<Vec<Class>> {
    let mut rows = live_rooms::table
        .inner_join(users::table.on(users::id.eq(live_rooms::teacher_id)))
        .left_join(courses::table.on(courses::id.nullable().eq(live_rooms::course_id)))
        .limit(limit)
        .select((
            live_rooms::id,
            live_rooms::title,
            users::username,
            users::id,
            courses::title.nullable(),
            live_rooms::status,
            live_rooms::start_time,
            live_rooms::started_at,
            live_rooms::end_time,
            live_rooms::created_at,
        ))
        .into_boxed();
    rows = match Status::from_name(&filter.status) {
        Some(status) => rows.filter(live_rooms::status.eq(status)),
        None => rows.filter(live_rooms::status.ne(Status::Ended)),
    };
    let words = filter.q.trim();
    if !words.is_empty() {
        let like = search::like_anywhere(words);
        rows = rows.filter(
            live_rooms::title
                .ilike(like.clone())
                .or(users::username.ilike(like)),
        );
    }
    let (sort, after) = (filter.sort(), filter.after.as_str());
    rows = match sort.column {
        "title" => {
            keyset!(rows, sort, place::<String>(after), "live_rooms.title": Text, "live_rooms.id")
        }
        "begins" => keyset!(
            rows,
            sort,
            place::<DateTime<Utc>>(after),
            "coalesce(live_rooms.started_at, live_rooms.start_time, live_rooms.created_at)": Timestamptz,
            "live_rooms.id"
        ),
        _ => keyset!(rows, sort, place::<i64>(after), "live_rooms.id": BigInt, "live_rooms.id"),
    };
    Ok(rows.load(conn)?)
}

/// Ends a class for good, whoever's it is. Its replay is made from what was recorded.
///
/// # Errors
/// `NotFound`; `Conflict` when it has ended before.
pub fn end_any(conn: &mut PgConnection, admin: &Admin, id: RoomId, reason: &str) -> Result<()> {
    conn.transaction(|conn| {
        let before = status_of(conn, id)?;
        let ended = lifecycle::close(conn, id)?;
        ended.ok_or_else(|| AppError::Conflict(text!("live-conflict-ended")))?;
        Act::of(admin.0.id, "live.end", "live", id)
            .because(&shortened(reason))
            .change(before.name(), Status::Ended.name())
            .write(conn)
    })
}

/// Makes the stream key of a class worthless, so that an encoder that is cut off then can't come back with it.
///
/// # Errors
/// As [`end_any`].
pub fn void_key(conn: &mut PgConnection, admin: &Admin, id: RoomId, reason: &str) -> Result<()> {
    conn.transaction(|conn| {
        if status_of(conn, id)? == Status::Ended {
            return Err(AppError::Conflict(text!("live-conflict-ended")));
        }
        diesel::update(live_rooms::table.find(id))
            .set((
                live_rooms::stream_key_hash.eq(None::<Vec<u8>>),
                live_rooms::stream_key_hint.eq(None::<String>),
            ))
            .execute(conn)?;
        Act::of(admin.0.id, "live.drop", "live", id)
            .because(&shortened(reason))
            .write(conn)
    })
}

fn status_of(conn: &mut PgConnection, id: RoomId) -> Result<Status> {
    Ok(live_rooms::table
        .find(id)
        .select(live_rooms::status)
        .for_update()
        .first(conn)?)
}

fn shortened(reason: &str) -> String {
    reason.trim().chars().take(REASON_LENGTH).collect()
}
