//! What keeps a member from writing: a mute, the wait of the slow mode, a blocked word. Moderators are kept from nothing.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Double, Nullable};

use super::rules;
use crate::chat::model::{Draft, MemberRole, RoomId};
use crate::error::{AppError, Result};
use crate::realtime::Post;
use crate::schema::{chat_room_members, chat_rooms};
use crate::text;
use crate::web::UserId;

/// Seconds by the database's clock, as all of these limits are.
const MUTED_FOR: &str = "extract(epoch FROM chat_room_members.muted_until - now())::float8";
const SILENT_FOR: &str = "(SELECT extract(epoch FROM now() - max(said.created_at))::float8 FROM messages said
    WHERE chat_rooms.slow_seconds > 0 AND said.chat_room_id = chat_rooms.id AND said.user_id = chat_room_members.user_id)";

#[derive(Queryable)]
struct Member {
    role: MemberRole,
    muted_for: Option<f64>,
    slow_seconds: i32,
    silent_for: Option<f64>,
    blocked_words: Vec<Option<String>>,
}

/// Refuses what members may not write now: with words, or for the slow mode with the time to wait. In the transaction
/// that holds the room's row.
pub fn admit(
    conn: &mut PgConnection,
    room: RoomId,
    posts: &[&Post<Draft>],
) -> Result<Vec<Result<()>>> {
    let senders: Vec<UserId> = posts.iter().filter_map(|post| post.sender).collect();
    let members = members(conn, room, senders)?;
    let mut spoken: HashSet<UserId> = HashSet::new();
    let verdict =
        |post: &&Post<Draft>| match post.sender.and_then(|id| Some((id, members.get(&id)?))) {
            Some((id, member)) => member.judge(&post.draft.content, !spoken.insert(id)),
            None => Ok(()),
        };
    Ok(posts.iter().map(verdict).collect())
}

/// Refuses what this member may not make of an own message now; editing has no wait.
pub fn admit_edit(conn: &mut PgConnection, room: RoomId, by: UserId, content: &str) -> Result<()> {
    let members = members(conn, room, vec![by])?;
    members
        .get(&by)
        .map_or(Ok(()), |member| member.judge_words(content))
}

fn members(
    conn: &mut PgConnection,
    room: RoomId,
    people: Vec<UserId>,
) -> Result<HashMap<UserId, Member>> {
    let found: Vec<(UserId, Member)> = chat_room_members::table
        .inner_join(chat_rooms::table)
        .filter(chat_room_members::chat_room_id.eq(room))
        .filter(chat_room_members::user_id.eq_any(people))
        .select((
            chat_room_members::user_id,
            (
                chat_room_members::role,
                sql::<Nullable<Double>>(MUTED_FOR),
                chat_rooms::slow_seconds,
                sql::<Nullable<Double>>(SILENT_FOR),
                chat_rooms::blocked_words,
            ),
        ))
        .load(conn)?;
    Ok(found.into_iter().collect())
}

impl Member {
    fn judge_words(&self, content: &str) -> Result<()> {
        if self.role == MemberRole::Moderator {
            return Ok(());
        }
        if let Some(seconds) = self.muted_for.filter(|seconds| *seconds > 0.0) {
            let minutes = (seconds / 60.0).ceil() as i64;
            return Err(AppError::invalid(
                "content",
                text!("chat-muted", minutes = minutes),
            ));
        }
        match rules::blocked(content, &self.blocked_words) {
            Some(word) => Err(AppError::invalid(
                "content",
                text!("chat-word-blocked", word = word),
            )),
            None => Ok(()),
        }
    }

    /// `again`: whether the member has written in the same moment already.
    fn judge(&self, content: &str, again: bool) -> Result<()> {
        self.judge_words(content)?;
        let slow = match self.role {
            MemberRole::Moderator => 0.0,
            MemberRole::Member => f64::from(self.slow_seconds),
        };
        let silent = if again { Some(0.0) } else { self.silent_for };
        match silent
            .map(|silent| slow - silent)
            .filter(|left| *left > 0.0)
        {
            Some(left) => Err(AppError::TooManyRequests {
                retry_after: Duration::from_secs_f64(left),
            }),
            None => Ok(()),
        }
    }
}
