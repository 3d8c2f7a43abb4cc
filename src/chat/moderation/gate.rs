//! What keeps a member from writing: a mute, the wait of the slow mode, and the rules of the room. Moderators are kept
//! from nothing but a room that is closed and words that the whole site does without.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Double, Nullable};

use super::held;
use super::rules::{self, Lately, Rules};
use crate::chat::model::{Draft, MemberRole, Origin, RoomId, RoomKind};
use crate::error::{AppError, Result};
use crate::realtime::Post;
use crate::schema::{chat_room_members, chat_rooms};
use crate::site::{self, Verdict, Words};
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
    silent_for: Option<f64>,
    is_closed: bool,
    /// Whether somebody looks at what is put aside; between two people nobody does.
    is_moderated: bool,
    rules: Rules,
}

/// Refuses what members may not write now: with words, or for the slow mode with the time to wait. What has to wait for a
/// moderator is put aside, and refused with [`held::HELD`]; so that nothing is put aside that could not be sent, `others`
/// says what else is wrong with each post. In the transaction that holds the room's row.
pub fn admit(
    conn: &mut PgConnection,
    room: RoomId,
    posts: &[&Post<Draft>],
    others: impl Iterator<Item = Result<()>>,
) -> Result<Vec<Result<()>>> {
    let senders: Vec<UserId> = posts.iter().filter_map(|post| post.sender).collect();
    let members = members(conn, room, senders)?;
    let site = Words::read(conn)?;
    let mut spoken: HashSet<UserId> = HashSet::new();
    let mut lately = Lately::default();
    let mut verdicts = Vec::with_capacity(posts.len());
    for (post, other) in posts.iter().zip(others) {
        let sender = post.sender.and_then(|id| Some((id, members.get(&id)?)));
        let Some((id, member)) = sender.filter(|_| other.is_ok()) else {
            verdicts.push(other);
            continue;
        };
        let verdict = member.judge(&site, &post.draft, !spoken.insert(id));
        let verdict =
            verdict.and_then(|()| member.check_repeats(conn, room, id, post, &mut lately));
        verdicts.push(
            match member.held_word(&site, post).filter(|_| verdict.is_ok()) {
                Some(word) if member.is_moderated => held::put_aside(conn, room, id, post, &word)?,
                // Nobody would ever look at it.
                Some(word) => Err(site::refusal(&word)),
                None => verdict,
            },
        );
    }
    Ok(verdicts)
}

/// Refuses what this member may not make of an own message now; editing has no wait.
pub fn admit_edit(conn: &mut PgConnection, room: RoomId, by: UserId, content: &str) -> Result<()> {
    let members = members(conn, room, vec![by])?;
    let Some(member) = members.get(&by) else {
        return Ok(());
    };
    let site = Words::read(conn)?;
    member.judge_words(&site, content)?;
    match member.found_to_hold(&site, content) {
        Some(word) => Err(AppError::invalid(
            "content",
            text!("chat-word-held", word = word),
        )),
        None => Ok(()),
    }
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
                sql::<Nullable<Double>>(SILENT_FOR),
                chat_rooms::closed_at.is_not_null(),
                chat_rooms::kind.ne(RoomKind::Direct),
                Rules::as_select(),
            ),
        ))
        .load(conn)?;
    Ok(found.into_iter().collect())
}

impl Member {
    /// Whether the rules of the room hold for them.
    fn is_bound(&self) -> bool {
        self.role == MemberRole::Member
    }

    fn judge_words(&self, site: &Words, content: &str) -> Result<()> {
        let refused = |words| Err(AppError::invalid("content", words));
        if self.is_closed {
            return refused(text!("chat-room-closed"));
        }
        if let Some(word) = site.found(content, Verdict::Blocked) {
            return Err(site::refusal(word));
        }
        if !self.is_bound() {
            return Ok(());
        }
        if let Some(seconds) = self.muted_for.filter(|seconds| *seconds > 0.0) {
            let minutes = (seconds / 60.0).ceil() as i64;
            return refused(text!("chat-muted", minutes = minutes));
        }
        if let Some(word) = rules::found(content, &self.rules.blocked_words) {
            return refused(text!("chat-word-blocked", word = word));
        }
        rules::check_links(content, self.rules.link_policy, &self.rules.trusted_hosts)
    }

    /// `again`: whether the member has written in the same moment already.
    fn judge(&self, site: &Words, draft: &Draft, again: bool) -> Result<()> {
        if draft.origin == Origin::Approved {
            return match self.is_closed {
                true => Err(AppError::Conflict(text!("chat-room-closed"))),
                false => Ok(()),
            };
        }
        self.judge_words(site, &draft.content)?;
        let slow = match self.is_bound() {
            true => f64::from(self.rules.slow_seconds),
            false => 0.0,
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

    fn check_repeats(
        &self,
        conn: &mut PgConnection,
        room: RoomId,
        id: UserId,
        post: &Post<Draft>,
        lately: &mut Lately,
    ) -> Result<()> {
        if !self.is_bound() || post.draft.origin != Origin::Written {
            return Ok(());
        }
        let most = (self.rules.repeats_allowed, self.rules.repeat_minutes);
        lately.check(conn, (room, id), &post.draft.content, most)
    }

    /// The word for which the post has to wait for a moderator.
    fn held_word(&self, site: &Words, post: &Post<Draft>) -> Option<String> {
        match post.draft.origin {
            Origin::Written => self.found_to_hold(site, &post.draft.content),
            _ => None,
        }
    }

    fn found_to_hold(&self, site: &Words, content: &str) -> Option<String> {
        if !self.is_bound() {
            return None;
        }
        let of_site = || site.found(content, Verdict::Held).map(str::to_owned);
        rules::found(content, &self.rules.held_words).or_else(of_site)
    }
}
