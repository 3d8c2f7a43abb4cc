//! What moderators do with a member: mute for a time, ban, take both back.

use std::time::Duration;

use chrono::{DateTime, Utc};
use diesel::dsl::{now, sql};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Double, Integer, Nullable, Timestamptz};

use super::audit;
use crate::chat::model::{MemberRole, MessageId, Room, RoomKind};
use crate::error::{AppError, Result};
use crate::reporting;
use crate::schema::{chat_room_members, messages, users};
use crate::text;
use crate::web::{UserId, Viewer};

/// How many messages one act deletes.
const MOST_DELETED: i64 = 500;

/// What is done with a member.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sanction {
    /// Reads but does not write for this time.
    Mute(Duration),
    /// Is not in the room any more.
    Ban,
    /// Is as every other member again.
    Pardon,
}

/// Does this with the member, and writes down why.
///
/// # Errors
/// `Forbidden` for somebody who does not moderate the room, `NotFound` for somebody who was never in it, `Conflict` for
/// another moderator, `Invalid` without a reason.
pub fn sanction(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: &Room,
    member: UserId,
    sanction: Sanction,
    reason: &str,
) -> Result<()> {
    let reason = reporting::reason(reason)?;
    conn.transaction(|conn| {
        let row = member_of(conn, room, member)?;
        let row = chat_room_members::table.find(row);
        let action = match sanction {
            Sanction::Mute(time) => {
                let until = sql::<Nullable<Timestamptz>>("now() + make_interval(secs => ")
                    .bind::<Double, _>(time.as_secs_f64())
                    .sql(")");
                diesel::update(row)
                    .set(chat_room_members::muted_until.eq(until))
                    .execute(conn)?;
                "member.mute"
            }
            Sanction::Ban => {
                diesel::update(row)
                    .set(chat_room_members::banned_at.eq(now))
                    .execute(conn)?;
                "member.ban"
            }
            Sanction::Pardon => {
                let nothing = None::<DateTime<Utc>>;
                diesel::update(row)
                    .set((
                        chat_room_members::muted_until.eq(nothing),
                        chat_room_members::banned_at.eq(nothing),
                    ))
                    .execute(conn)?;
                "member.pardon"
            }
        };
        audit::note(
            conn,
            room.id,
            viewer.id,
            action,
            ("member", member),
            &reason,
        )
    })
}

/// The member's row, if it is one that may be sanctioned.
fn member_of(conn: &mut PgConnection, room: &Room, member: UserId) -> Result<i64> {
    if !room.is_moderator() || room.kind == RoomKind::Direct {
        return Err(AppError::Forbidden);
    }
    let (id, role): (i64, MemberRole) = chat_room_members::table
        .filter(chat_room_members::chat_room_id.eq(room.id))
        .filter(chat_room_members::user_id.eq(member))
        .select((chat_room_members::id, chat_room_members::role))
        .for_no_key_update()
        .first(conn)?;
    match role {
        MemberRole::Member => Ok(id),
        MemberRole::Moderator => Err(AppError::Conflict(text!("chat-sanction-moderator"))),
    }
}

/// Somebody under a sanction.
#[derive(Queryable)]
pub struct Sanctioned {
    pub id: UserId,
    pub name: String,
    pub is_banned: bool,
    pub muted_until: Option<DateTime<Utc>>,
}

/// Who is muted or banned in the room now.
pub fn list(conn: &mut PgConnection, room: &Room) -> Result<Vec<Sanctioned>> {
    let is_muted = chat_room_members::muted_until.assume_not_null().gt(now);
    let is_banned = chat_room_members::banned_at.is_not_null();
    Ok(chat_room_members::table
        .inner_join(users::table)
        .filter(chat_room_members::chat_room_id.eq(room.id))
        .filter(sql::<Bool>("(chat_room_members.banned_at IS NOT NULL OR chat_room_members.muted_until IS NOT NULL)"))
        .filter(is_banned.or(is_muted))
        .order((users::display_name, users::id))
        .select((
            users::id,
            users::display_name,
            is_banned,
            chat_room_members::muted_until,
        ))
        .load(conn)?)
}

/// What the member has said in the last hours and is still there, newest first.
///
/// # Errors
/// As [`sanction`] says.
pub fn recent_messages(
    conn: &mut PgConnection,
    room: &Room,
    member: UserId,
    hours: i32,
) -> Result<Vec<MessageId>> {
    member_of(conn, room, member)?;
    let since = sql::<Timestamptz>("now() - make_interval(hours => ")
        .bind::<Integer, _>(hours)
        .sql(")");
    Ok(messages::table
        .filter(messages::chat_room_id.eq(room.id))
        .filter(messages::user_id.eq(member))
        .filter(messages::deleted_at.is_null())
        .filter(messages::created_at.ge(since))
        .order(messages::id.desc())
        .limit(MOST_DELETED)
        .select(messages::id)
        .load(conn)?)
}
