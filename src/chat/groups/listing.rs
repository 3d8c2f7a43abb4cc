//! Finding groups to come into, and people to bring in.

use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

use crate::accounts::may_be_called;
use crate::chat::model::{Room, RoomId};
use crate::error::Result;
use crate::schema::{chat_rooms, users};
use crate::search;
use crate::web::{UserId, Viewer};

/// How many groups a page has.
const PAGE: i64 = 20;

/// How many people are offered.
const MOST_OFFERED: i64 = 8;

/// A group that everybody may join.
#[derive(Queryable)]
pub struct OpenGroup {
    pub id: RoomId,
    pub name: String,
    pub description: String,
    pub owner: Option<String>,
    pub members: i64,
    /// Whether the viewer is in it.
    pub is_joined: bool,
}

/// A page of the groups that the viewer may join, newest first.
pub struct Shelf {
    pub groups: Vec<OpenGroup>,
    /// Where the next page begins.
    pub next: Option<RoomId>,
}

const MEMBERS: &str = "(SELECT count(*) FROM chat_room_members m
    WHERE m.chat_room_id = chat_rooms.id AND m.is_active AND m.banned_at IS NULL)";
const MINE: &str =
    "EXISTS (SELECT 1 FROM chat_room_members m WHERE m.chat_room_id = chat_rooms.id AND ";

/// The groups whose name or description holds what was typed, from before this one.
pub fn open(
    conn: &mut PgConnection,
    viewer: &Viewer,
    typed: &str,
    before: Option<RoomId>,
) -> Result<Shelf> {
    let mine = |what: &str| {
        sql::<Bool>(&format!("{MINE}{what} AND m.user_id = "))
            .bind::<BigInt, _>(viewer.id)
            .sql(")")
    };
    let pattern = search::like_anywhere(typed.trim());
    let is_owner = users::id.nullable().eq(chat_rooms::owner_id);
    let mut groups: Vec<OpenGroup> = chat_rooms::table
        .left_join(users::table.on(is_owner))
        .filter(chat_rooms::is_open)
        .filter(chat_rooms::closed_at.is_null())
        .filter(chat_rooms::id.lt(before.unwrap_or(i64::MAX)))
        .filter(
            chat_rooms::name
                .ilike(pattern.clone())
                .or(chat_rooms::description.ilike(pattern)),
        )
        .filter(diesel::dsl::not(mine("m.banned_at IS NOT NULL")))
        .order(chat_rooms::id.desc())
        .limit(PAGE + 1)
        .select((
            chat_rooms::id,
            chat_rooms::name,
            chat_rooms::description,
            users::display_name.nullable(),
            sql::<BigInt>(MEMBERS),
            mine("m.is_active"),
        ))
        .load(conn)?;
    let has_more = groups.len() as i64 > PAGE;
    groups.truncate(PAGE as usize);
    let next = groups.last().filter(|_| has_more).map(|group| group.id);
    Ok(Shelf { groups, next })
}

/// Somebody who may be brought in.
#[derive(Queryable)]
pub struct Candidate {
    pub username: String,
    pub name: String,
}

/// People with this in their name or username who are not in the room. Offered are those whom the viewer meets in a room
/// already, so that this is no way to list everybody; an admin, who may list them anyhow, is offered all.
pub fn candidates(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: &Room,
    typed: &str,
) -> Result<Vec<Candidate>> {
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    let pattern = search::like_anywhere(typed);
    let is_outside = sql::<Bool>(
        "NOT EXISTS (SELECT 1 FROM chat_room_members m WHERE m.user_id = users.id AND m.is_active AND m.chat_room_id = ",
    )
    .bind::<BigInt, _>(room.id)
    .sql(")");
    let is_met = sql::<Bool>(
        "users.id IN (SELECT other.user_id FROM chat_room_members own
             JOIN chat_room_members other ON other.chat_room_id = own.chat_room_id AND other.is_active
             WHERE own.is_active AND own.user_id = ",
    )
    .bind::<BigInt, UserId>(viewer.id)
    .sql(")");
    Ok(users::table
        .filter(may_be_called(typed))
        .filter(
            users::username
                .ilike(pattern.clone())
                .or(users::display_name.ilike(pattern)),
        )
        .filter(users::deleted_at.is_null())
        .filter(users::is_suspended.eq(false))
        .filter(is_outside)
        .filter(is_met.or(viewer.is_admin().into_sql::<Bool>()))
        .order((users::display_name, users::id))
        .limit(MOST_OFFERED)
        .select((users::username, users::display_name))
        .load(conn)?)
}
