//! One mail about the messages that somebody has missed: what calls or answers them, and what was said to them alone.
//!
//! Gathering writes down which messages are told of, each at most once. What the mail says is read when it is sent, at each
//! attempt anew: what has been read, deleted or put out of reach meanwhile is not in it, and a mail that has nothing left to
//! say is not sent.

mod letter;

use std::time::Duration;

use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use i18n_embed_fl::fl;
use serde::{Deserialize, Serialize};

use self::letter::{Told, letter};
use super::model::Reason;
use super::{levels, rooms};
use crate::error::Result;
use crate::i18n::Locale;
use crate::jobs::{Job, enqueue};
use crate::mail;
use crate::notifications::Topic;
use crate::schema::{
    chat_digest_messages, chat_digests, chat_room_members, chat_rooms, message_notifications,
    messages, users,
};
use crate::state::App;
use crate::web::UserId;

/// What is told of.
const CALLS: [Reason; 3] = [Reason::Direct, Reason::Mention, Reason::Reply];

/// Missed is what has been unread for a quarter of an hour in which its receiver was not here. One mail in four hours at
/// most; what is older than a week has been passed over for some reason, and is let lie.
const MISSED: &str = "(message_notifications.notified_at < now() - interval '15 minutes'
    AND message_notifications.notified_at > now() - interval '7 days'
    AND NOT EXISTS (SELECT FROM chat_digest_messages told WHERE told.notification_id = message_notifications.id)
    AND NOT EXISTS (SELECT FROM sessions s WHERE s.user_id = message_notifications.user_id
        AND s.last_seen_at > now() - interval '15 minutes')
    AND NOT EXISTS (SELECT FROM chat_digests d WHERE d.user_id = message_notifications.user_id
        AND d.created_at > now() - interval '4 hours'))";

/// Who is told by mail: with an address that is confirmed, and not without wanting it.
const REACHED: &str = "(users.email_confirmed_at IS NOT NULL AND users.deleted_at IS NULL AND NOT users.is_suspended
    AND NOT EXISTS (SELECT FROM notification_choices c WHERE c.user_id = users.id AND c.topic = 'message'
        AND c.channel = 'mail' AND NOT c.is_on))";

/// How many messages one run gathers; the rest is for the next.
const BATCH: i64 = 2_000;

/// Gathers what people have missed into mails. Recurs every five minutes.
#[derive(Default, Serialize, Deserialize)]
pub struct GatherDigests {}

impl GatherDigests {
    pub const EVERY: Duration = Duration::from_secs(300);
}

impl Job for GatherDigests {
    const NAME: &'static str = "chat.gather_digests";

    async fn run(self, app: &App) -> anyhow::Result<()> {
        app.db
            .run(|conn| {
                for own in missed(conn)?.chunk_by(|a, b| a.0 == b.0) {
                    let told: Vec<i64> = own.iter().map(|(_, told)| *told).collect();
                    conn.transaction(|conn| begin(conn, own[0].0, &told))?;
                }
                let old = sql::<Bool>("created_at < now() - interval '30 days'");
                diesel::delete(chat_digests::table.filter(old)).execute(conn)?;
                Ok(())
            })
            .await?;
        Ok(())
    }
}

/// Who has missed which messages (the ids of `message_notifications`), those of a person together.
fn missed(conn: &mut PgConnection) -> Result<Vec<(UserId, i64)>> {
    Ok(rooms::memberships()
        .inner_join(messages::table.on(messages::chat_room_id.eq(chat_rooms::id)))
        .inner_join(
            message_notifications::table.on(message_notifications::message_id.eq(messages::id)),
        )
        .inner_join(users::table.on(users::id.eq(message_notifications::user_id)))
        .filter(message_notifications::user_id.eq(chat_room_members::user_id))
        .filter(message_notifications::is_read.eq(false))
        .filter(message_notifications::reason.eq_any(CALLS))
        .filter(messages::deleted_at.is_null())
        .filter(levels::is_told_of_calls())
        .filter(sql::<Bool>(MISSED))
        .filter(sql::<Bool>(REACHED))
        .order((message_notifications::user_id, message_notifications::id))
        .limit(BATCH)
        .select((message_notifications::user_id, message_notifications::id))
        .load(conn)?)
}

/// Begins a mail about these messages. Of two who gather at once, the second finds them told.
fn begin(conn: &mut PgConnection, person: UserId, told: &[i64]) -> Result<()> {
    let (address, locale): (String, Locale) = users::table
        .find(person)
        .select((users::email, users::locale))
        .for_no_key_update()
        .first(conn)?;
    let digest: i64 = diesel::insert_into(chat_digests::table)
        .values(chat_digests::user_id.eq(person))
        .returning(chat_digests::id)
        .get_result(conn)?;
    let rows: Vec<_> = told
        .iter()
        .map(|id| {
            (
                chat_digest_messages::notification_id.eq(*id),
                chat_digest_messages::digest_id.eq(digest),
            )
        })
        .collect();
    let new = diesel::insert_into(chat_digest_messages::table)
        .values(rows)
        .on_conflict_do_nothing()
        .execute(conn)?;
    if new == 0 {
        diesel::delete(chat_digests::table.find(digest)).execute(conn)?;
        return Ok(());
    }
    let count = new as i64;
    let subject = fl!(locale.loader(), "chat-digest-subject", count = count);
    let to = (person, address.as_str(), locale);
    let id = mail::post_late(conn, to, Topic::Message.name(), &subject)?;
    diesel::update(chat_digests::table.find(digest))
        .set(chat_digests::mail_id.eq(id))
        .execute(conn)?;
    enqueue(conn, &SendDigest { digest, mail: id })
}

/// Sends such a mail, with the patience of [`SendMail`](mail::SendMail).
#[derive(Serialize, Deserialize)]
pub struct SendDigest {
    digest: i64,
    mail: i64,
}

impl Job for SendDigest {
    const NAME: &'static str = "chat.send_digest";
    const IS_OUTWARD: bool = true;

    const MAX_ATTEMPTS: i32 = mail::SendMail::MAX_ATTEMPTS;

    const TIMEOUT: Duration = mail::SendMail::TIMEOUT;

    async fn run(self, app: &App) -> anyhow::Result<()> {
        let (digest, config) = (self.digest, app.config.clone());
        mail::send_late(app, self.mail, move |conn| {
            let told = still_missed(conn, digest)?;
            Ok((!told.is_empty()).then(|| letter(&config, told)))
        })
        .await
    }
}

/// What of it the person has not read, may read now, and still wants to be told of.
fn still_missed(conn: &mut PgConnection, digest: i64) -> Result<Vec<Told>> {
    let author = AUTHORS.field(users::id).nullable().eq(messages::user_id);
    Ok(rooms::memberships()
        .inner_join(messages::table.on(messages::chat_room_id.eq(chat_rooms::id)))
        .inner_join(
            message_notifications::table.on(message_notifications::message_id.eq(messages::id)),
        )
        .inner_join(users::table.on(users::id.eq(message_notifications::user_id)))
        .inner_join(
            chat_digest_messages::table
                .on(chat_digest_messages::notification_id.eq(message_notifications::id)),
        )
        .left_join(AUTHORS.on(author))
        .filter(chat_digest_messages::digest_id.eq(digest))
        .filter(message_notifications::user_id.eq(chat_room_members::user_id))
        .filter(message_notifications::is_read.eq(false))
        .filter(messages::deleted_at.is_null())
        .filter(levels::is_told_of_calls())
        .filter(sql::<Bool>(REACHED))
        .order((chat_rooms::id, messages::seq))
        .select((
            chat_rooms::id,
            chat_rooms::kind,
            chat_rooms::name,
            AUTHORS.field(users::display_name).nullable(),
            messages::content,
            messages::message_type,
        ))
        .load(conn)?)
}

diesel::alias! {
    const AUTHORS: Alias<Authors> = users as authors;
}
