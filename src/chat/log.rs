//! The ordered log of chat rooms: `messages`, numbered by the counters of their `chat_rooms` row.

use std::collections::HashSet;

use diesel::pg::PgConnection;
use diesel::prelude::*;
use uuid::Uuid;

use super::mentions::{self, Written};
use super::model::{Change, Draft, Message, Room, RoomId};
use super::{
    archive, attachments, deletion, editing, history, moderation, notices, pins, quotes, reactions,
    rooms, search, unread, views,
};
use crate::courses;
use crate::error::Result;
use crate::i18n::Locale;
use crate::realtime::{Counters, Log, Numbered, Person, Post, Topic};
use crate::schema::{chat_room_members, chat_rooms, messages};
use crate::web::UserId;

/// See [`Log`].
pub struct ChatLog;

impl Room {
    pub fn topic(&self) -> Topic {
        Topic::of::<ChatLog>(self.id)
    }
}

impl Log for ChatLog {
    const NAME: &'static str = "chat";

    type Draft = Draft;
    type Entry = Message;
    type Change = Change;

    /// `NO KEY`, because joining a room only needs its key to stay, and must not wait for those who talk in it.
    fn lock(conn: &mut PgConnection, room: RoomId) -> Result<Counters> {
        let (seq, rev) = chat_rooms::table
            .find(room)
            .select((chat_rooms::last_seq, chat_rooms::last_rev))
            .for_no_key_update()
            .first(conn)?;
        Ok(Counters { seq, rev })
    }

    fn save(conn: &mut PgConnection, room: RoomId, counters: Counters) -> Result<()> {
        diesel::update(chat_rooms::table.find(room))
            .set((
                chat_rooms::last_seq.eq(counters.seq),
                chat_rooms::last_rev.eq(counters.rev),
            ))
            .execute(conn)?;
        Ok(())
    }

    fn last_revs(conn: &mut PgConnection, rooms: &[RoomId]) -> Result<Vec<(RoomId, i64)>> {
        Ok(chat_rooms::table
            .filter(chat_rooms::id.eq_any(rooms))
            .select((chat_rooms::id, chat_rooms::last_rev))
            .load(conn)?)
    }

    fn floor(conn: &mut PgConnection, room: RoomId) -> Result<i64> {
        Ok(chat_rooms::table
            .find(room)
            .select(chat_rooms::archived_rev)
            .first(conn)?)
    }

    fn allowed(
        conn: &mut PgConnection,
        seats: &[(RoomId, Person)],
    ) -> Result<HashSet<(RoomId, Person)>> {
        let (rooms, people): (Vec<RoomId>, Vec<UserId>) = seats
            .iter()
            .filter_map(|(room, person)| Some((*room, person.user()?)))
            .unzip();
        // A member of one of the rooms and one of the people, but perhaps not a pair that was asked for.
        let found: Vec<(RoomId, UserId)> = rooms::memberships()
            .filter(chat_room_members::chat_room_id.eq_any(rooms))
            .filter(chat_room_members::user_id.eq_any(people))
            .select((chat_room_members::chat_room_id, chat_room_members::user_id))
            .load(conn)?;
        let asked: HashSet<&(RoomId, Person)> = seats.iter().collect();
        Ok(found
            .into_iter()
            .map(|(room, user)| (room, Person::User(user)))
            .filter(|seat| asked.contains(seat))
            .collect())
    }

    fn admit(
        conn: &mut PgConnection,
        room: RoomId,
        posts: &[&Post<Draft>],
    ) -> Result<Vec<Result<()>>> {
        let files = attachments::admit(conn, posts)?;
        let replies = quotes::admit(conn, room, posts)?;
        let both = files.into_iter().zip(replies);
        let others = both.map(|(files, reply)| files.and(reply));
        moderation::admit(conn, room, posts, others)
    }

    fn find(
        conn: &mut PgConnection,
        room: RoomId,
        keys: &[(UserId, Uuid)],
    ) -> Result<Vec<Message>> {
        let (people, nonces): (Vec<UserId>, Vec<Uuid>) = keys.iter().copied().unzip();
        let here = history::of_room(room)
            .filter(messages::user_id.eq_any(people.clone()))
            .filter(messages::nonce.eq_any(nonces.clone()));
        let mut found = history::load(conn, here)?;
        if found.len() < keys.len() {
            found.extend(archive::sent_before(conn, room, (&people, &nonces))?);
        }
        Ok(found)
    }

    /// A deleted or edited message can't be compared any more; whoever sends it again has not seen what became of it. Of an
    /// archived one it is known how it begins.
    fn is_repeat(message: &Message, draft: &Draft) -> bool {
        if message.stamp.deleted {
            let begins = message.content.as_str();
            return begins.is_empty() || begins == quotes::excerpt(&draft.content);
        }
        message.is_edited
            || (message.content == draft.content
                && message.files.len() == draft.files.len()
                && message.quote.as_ref().map(|quote| quote.id) == draft.reply_to)
    }

    fn insert(
        conn: &mut PgConnection,
        room: RoomId,
        posts: &[Numbered<'_, Draft>],
    ) -> Result<Vec<Message>> {
        let files = attachments::of_posts(conn, posts)?;
        let rows: Vec<_> = posts
            .iter()
            .map(|new| {
                (
                    messages::chat_room_id.eq(room),
                    messages::user_id.eq(new.post.sender),
                    messages::content.eq(&new.post.draft.content),
                    messages::message_type.eq(files.message_type(&new.post.draft)),
                    messages::seq.eq(new.seq),
                    messages::rev.eq(new.rev),
                    messages::nonce.eq(new.post.nonce),
                    messages::reply_to_id.eq(new.post.draft.reply_to),
                    messages::search.eq(search::indexed(files.words_of(&new.post.draft))),
                )
            })
            .collect();
        let ids: Vec<i64> = diesel::insert_into(messages::table)
            .values(rows)
            .returning(messages::id)
            .get_results(conn)?;
        attachments::insert(conn, &ids, posts, &files)?;
        unread::read_own(conn, room, posts)?;
        notices::insert_direct(conn, room, &ids)?;
        let by_people = posts.iter().zip(&ids);
        let by_people = by_people.filter(|(new, _)| new.post.sender.is_some());
        let written: Vec<Written<'_>> = by_people.map(Written::of).collect();
        mentions::record(conn, room, &written)?;
        notices::insert_replies(conn, posts, &ids)?;
        notices::insert_subscribed(conn, room, &ids)?;
        tell_course(conn, room, posts)?;
        let first = posts.first().map_or(0, |new| new.seq);
        let new = history::of_room(room)
            .filter(messages::seq.ge(first))
            .order(messages::seq);
        history::load_new(conn, new)
    }

    fn apply(
        conn: &mut PgConnection,
        room: RoomId,
        change: &Change,
        rev: i64,
    ) -> Result<Option<Message>> {
        match *change {
            Change::Delete {
                message,
                by,
                is_admin,
                ref reason,
            } => {
                let actor = deletion::Actor { by, is_admin };
                deletion::delete(conn, room, message, (actor, reason), rev)
            }
            Change::Restore {
                message,
                by,
                is_admin,
            } => deletion::restore(conn, room, message, deletion::Actor { by, is_admin }, rev),
            Change::React { message, by, emoji } => {
                reactions::toggle(conn, room, message, by, emoji, rev)
            }
            Change::Edit {
                message,
                by,
                ref content,
            } => editing::edit(conn, room, message, by, content, rev),
            Change::Pin {
                message,
                by,
                is_pinned,
            } => pins::set(conn, room, message, by, is_pinned, rev),
        }
    }

    fn between(
        conn: &mut PgConnection,
        room: RoomId,
        after: i64,
        upto: i64,
        limit: i64,
    ) -> Result<Vec<Message>> {
        history::load(
            conn,
            history::of_room(room)
                .filter(messages::rev.gt(after).and(messages::rev.le(upto)))
                .order(messages::rev)
                .limit(limit),
        )
    }

    fn render(locale: Locale, messages: &[Message]) -> Vec<String> {
        views::render_for_all(locale, messages)
    }
}

/// Who writes in the room of a course may have done with it what a lesson asks for.
fn tell_course(conn: &mut PgConnection, room: RoomId, posts: &[Numbered<'_, Draft>]) -> Result<()> {
    let course: Option<i64> = chat_rooms::table
        .find(room)
        .select(chat_rooms::course_id)
        .first(conn)?;
    let people: Vec<UserId> = posts.iter().filter_map(|new| new.post.sender).collect();
    course.map_or(Ok(()), |course| courses::record_post(conn, course, &people))
}
