//! Messages that wait for a moderator. They are in no log until one lets them through, so nobody but their author and those
//! who moderate the room can come upon them: not by history, changes, search, notices, quotes or frames.

mod reading;

pub use reading::{Held, own, refused, waiting};

use diesel::dsl::{now, sql};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Uuid as SqlUuid};
use uuid::Uuid;

use super::audit;
use super::reports::tell_moderators;
use crate::chat::model::{Draft, MemberRole, MessageId, Origin, Room, RoomId};
use crate::chat::rooms;
use crate::error::{AppError, Result};
use crate::notifications::{self, Event, Notice};
use crate::realtime::Post;
use crate::schema::{chat_room_members, chat_rooms, held_messages, messages};
use crate::storage::MediaId;
use crate::text;
use crate::web::{UserId, Viewer};

/// The field whose error says that a message was put aside: nothing is wrong with it, it is only not in the log.
pub const HELD: &str = "held";

/// How many messages of one member wait in a room.
const MOST_WAITING: i64 = 10;

/// Keeps the post for the moderators, who are told of the first; a repeated sending changes nothing.
pub fn put_aside(
    conn: &mut PgConnection,
    room: RoomId,
    author: UserId,
    post: &Post<Draft>,
    word: &str,
) -> Result<Result<()>> {
    let of_room = || {
        held_messages::table
            .filter(held_messages::chat_room_id.eq(room))
            .filter(held_messages::decided_at.is_null())
    };
    let own = of_room().filter(held_messages::user_id.eq(author));
    let own: i64 = own.count().get_result(conn)?;
    if own >= MOST_WAITING {
        let words = text!("chat-held-many", count = own);
        return Ok(Err(AppError::invalid("content", words)));
    }
    let waiting: i64 = of_room().count().get_result(conn)?;
    let files: Vec<Option<MediaId>> = post.draft.files.iter().copied().map(Some).collect();
    let new = diesel::insert_into(held_messages::table)
        .values((
            held_messages::chat_room_id.eq(room),
            held_messages::user_id.eq(author),
            held_messages::content.eq(&post.draft.content),
            held_messages::word.eq(word),
            held_messages::nonce.eq(post.nonce),
            held_messages::reply_to_id.eq(post.draft.reply_to),
            held_messages::media_ids.eq(files),
        ))
        .on_conflict_do_nothing()
        .execute(conn)?;
    if new == 1 && waiting == 0 {
        let name: String = chat_rooms::table
            .find(room)
            .select(chat_rooms::name)
            .first(conn)?;
        let words = text!("chat-held-notice", room = name);
        tell_moderators(conn, room, Event::MessageHeld, words)?;
    }
    Ok(Err(AppError::invalid(HELD, text!("chat-held"))))
}

/// The message as it is written into the log when a moderator lets it through, under the nonce that its author drew. What it
/// answered may be gone by now.
///
/// # Errors
/// `NotFound` for one that is not of this room, or was let through before.
pub fn post_of(conn: &mut PgConnection, room: &Room, id: i64) -> Result<Post<Draft>> {
    let is_answered = held_messages::reply_to_id.eq(messages::id.nullable());
    let is_there = messages::deleted_at.is_null();
    let (author, nonce, content, files, answered) = held_messages::table
        .left_join(messages::table.on(is_answered.and(is_there)))
        .filter(held_messages::id.eq(id))
        .filter(held_messages::chat_room_id.eq(room.id))
        .filter(held_messages::is_approved.is_distinct_from(true))
        .select((
            held_messages::user_id,
            held_messages::nonce,
            held_messages::content,
            held_messages::media_ids,
            messages::id.nullable(),
        ))
        .first::<(
            UserId,
            Uuid,
            String,
            Vec<Option<MediaId>>,
            Option<MessageId>,
        )>(conn)?;
    Ok(Post {
        sender: Some(author),
        nonce,
        draft: Draft {
            content,
            files: files.into_iter().flatten().collect(),
            reply_to: answered,
            origin: Origin::Approved,
        },
    })
}

/// Notes what a moderator has decided; the author of what is refused is told. Deciding the same again changes nothing.
///
/// # Errors
/// `NotFound` for a message that is not of this room, or was let through before.
pub fn decide(
    conn: &mut PgConnection,
    viewer: &Viewer,
    room: &Room,
    id: i64,
    is_approved: bool,
) -> Result<()> {
    conn.transaction(|conn| {
        let row = held_messages::table
            .filter(held_messages::id.eq(id))
            .filter(held_messages::chat_room_id.eq(room.id));
        let (author, before): (UserId, Option<bool>) = row
            .select((held_messages::user_id, held_messages::is_approved))
            .for_no_key_update()
            .first(conn)?;
        match before {
            Some(true) => return Err(AppError::NotFound),
            Some(false) if !is_approved => return Ok(()),
            _ => {}
        }
        diesel::update(held_messages::table.find(id))
            .set((
                held_messages::decided_at.eq(now),
                held_messages::decided_by.eq(viewer.id),
                held_messages::is_approved.eq(is_approved),
            ))
            .execute(conn)?;
        let action = match is_approved {
            true => "message.approve",
            false => "message.refuse",
        };
        audit::note(conn, room.id, viewer.id, action, ("member", author), "")?;
        if !is_approved {
            let notice = Notice {
                kind: Event::MessageRefused,
                message: text!("chat-held-refused-notice", room = room.name.clone()),
                link: room.path(),
            };
            notifications::notify(conn, &[author], &notice)?;
        }
        Ok(())
    })
}

/// Whether the viewer may read this file of a message that waits or was refused: it is theirs, or they moderate the room.
pub fn may_read(conn: &mut PgConnection, viewer: &Viewer, file: MediaId) -> Result<bool> {
    let has_file = sql::<Bool>("held_messages.media_ids @> ARRAY[")
        .bind::<SqlUuid, _>(file)
        .sql("]");
    let own = held_messages::user_id.eq(viewer.id);
    let moderated = rooms::memberships()
        .filter(chat_room_members::user_id.eq(viewer.id))
        .filter(chat_room_members::role.eq(MemberRole::Moderator))
        .select(chat_room_members::chat_room_id);
    let readable = held_messages::table
        .filter(has_file)
        .filter(own.or(held_messages::chat_room_id.eq_any(moderated)));
    Ok(diesel::select(diesel::dsl::exists(readable)).get_result(conn)?)
}
