//! Archived messages as pages show them.

use std::collections::{HashMap, HashSet};

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::index::{self, Found, Slim};
use super::object::{self, Object};
use super::record::Record;
use super::{ArchiveId, MessageId};
use crate::chat::model::{Called, File, Message, Quote, Reaction};
use crate::chat::scrolling::Stretch;
use crate::chat::search::Scored;
use crate::chat::{quotes, reactions, system};
use crate::error::{AppError, Result};
use crate::realtime::Stamp;
use crate::schema::{archived_messages, attachments, media, users};
use crate::state::App;
use crate::storage::Media;
use crate::text;
use crate::web::UserId;

/// The most objects that one search looks into.
const MOST_SEARCHED: usize = 8;

/// Reads what is missing in the stretch from the archive.
///
/// # Errors
/// `Away` while the store can't be read.
pub async fn fill(app: &App, mut stretch: Stretch) -> Result<Stretch> {
    let archived = std::mem::take(&mut stretch.archived);
    if !archived.is_empty() {
        stretch.messages.extend(load(app, archived).await?);
        stretch.messages.sort_by_key(|message| message.stamp.seq);
    }
    Ok(stretch)
}

impl Found {
    /// The messages themselves. The search goes on without them while the store can't be read.
    pub async fn load(self, app: &App) -> Result<Scored> {
        let mut objects: Vec<ArchiveId> = Vec::new();
        for (slim, _) in &self.0 {
            if !objects.contains(&slim.archive) {
                objects.push(slim.archive);
            }
        }
        objects.truncate(MOST_SEARCHED);
        let scores: HashMap<MessageId, f64> =
            (self.0.iter().map(|(slim, score)| (slim.id, *score))).collect();
        let slims = self.0.into_iter().map(|(slim, _)| slim);
        let within = |slim: &Slim| objects.contains(&slim.archive);
        let messages = match load(app, slims.filter(within).collect()).await {
            Err(AppError::Away(_)) => Vec::new(),
            loaded => loaded?,
        };
        let scored = |message: Message| Some((*scores.get(&message.stamp.id)?, message));
        Ok(messages.into_iter().filter_map(scored).collect())
    }
}

/// What keeps the store from being read is logged; people are told that it is so.
pub(super) fn away(error: anyhow::Error) -> AppError {
    tracing::error!(error = %format!("{error:#}"), "the archive can't be read");
    AppError::Away(text!("chat-archive-away"))
}

async fn load(app: &App, slims: Vec<Slim>) -> Result<Vec<Message>> {
    if slims.is_empty() {
        return Ok(Vec::new());
    }
    let archives: HashSet<ArchiveId> = slims.iter().map(|slim| slim.archive).collect();
    let archives: Vec<ArchiveId> = archives.into_iter().collect();
    let objects: HashMap<ArchiveId, Object> = app
        .db
        .run(move |conn| index::objects(conn, &archives))
        .await?;
    let wanted: HashSet<MessageId> = slims.iter().map(|slim| slim.id).collect();
    let mut records = Vec::with_capacity(wanted.len());
    for object in objects.values() {
        let all = object::read(app, object).await.map_err(away)?;
        let own = all.iter().filter(|record| wanted.contains(&record.id));
        records.extend(own.cloned());
    }
    app.db.run(move |conn| dress(conn, records)).await
}

/// Whatever was taken back or deleted meanwhile is left out.
fn dress(conn: &mut PgConnection, mut records: Vec<Record>) -> Result<Vec<Message>> {
    let lines = records.iter_mut().filter(|record| record.is_line());
    system::without_the_gone(conn, lines.map(|record| &mut record.content))?;
    let ids: Vec<MessageId> = records.iter().map(|record| record.id).collect();
    let there: Vec<MessageId> = archived_messages::table
        .filter(archived_messages::id.eq_any(&ids))
        .filter(archived_messages::deleted_at.is_null())
        .select(archived_messages::id)
        .load(conn)?;
    let there: HashSet<MessageId> = there.into_iter().collect();
    let replies = records.iter().filter_map(|record| record.reply_to_id);
    let mut wardrobe = Wardrobe {
        names: names(conn, &records)?,
        files: files(conn, &ids)?,
        quotes: quotes::load(conn, replies.collect())?,
    };
    let records = records.into_iter();
    let there = records.filter(|record| there.contains(&record.id));
    Ok(there.map(|record| wardrobe.dress(record)).collect())
}

/// What does not lie in the objects.
struct Wardrobe {
    names: HashMap<UserId, String>,
    files: HashMap<MessageId, Vec<File>>,
    quotes: HashMap<MessageId, Quote>,
}

impl Wardrobe {
    fn called(&self, people: &[UserId]) -> Vec<Called> {
        let named = people
            .iter()
            .filter_map(|id| Some((*id, self.names.get(id)?)));
        let called = |(id, name): (UserId, &String)| Called {
            id,
            name: name.clone(),
        };
        named.map(called).collect()
    }

    fn dress(&mut self, record: Record) -> Message {
        let is_system = record.is_line();
        let reacted = record.reactions.into_iter().filter_map(|reacted| {
            let name = self.names.get(&reacted.user_id)?.clone();
            Some((record.id, reacted.emoji, reacted.user_id, name))
        });
        let mut reactions: HashMap<MessageId, Vec<Reaction>> = reactions::grouped(reacted);
        let author = record.user_id.and_then(|id| self.names.get(&id));
        Message {
            stamp: Stamp {
                id: record.id,
                seq: record.seq,
                rev: record.rev,
                user: record.user_id,
                nonce: record.nonce,
                deleted: false,
            },
            room: record.chat_room_id,
            author: author.cloned().unwrap_or_default(),
            content: record.content,
            created_at: record.created_at,
            files: self.files.remove(&record.id).unwrap_or_default(),
            quote: record
                .reply_to_id
                .and_then(|id| self.quotes.get(&id).cloned()),
            reactions: reactions.remove(&record.id).unwrap_or_default(),
            mentions: self.called(&record.mentions),
            is_system,
            mentions_all: record.mentions_all,
            is_edited: record.edited_at.is_some(),
            is_pinned: false,
        }
    }
}

/// Of authors, of those who have reacted, and of those who are called.
fn names(conn: &mut PgConnection, records: &[Record]) -> Result<HashMap<UserId, String>> {
    let reacted = records.iter().flat_map(|record| &record.reactions);
    let people: HashSet<UserId> = (records.iter().filter_map(|record| record.user_id))
        .chain(reacted.map(|reacted| reacted.user_id))
        .chain(
            records
                .iter()
                .flat_map(|record| record.mentions.iter().copied()),
        )
        .collect();
    let names: Vec<(UserId, String)> = users::table
        .filter(users::id.eq_any(people))
        .select((users::id, users::display_name))
        .load(conn)?;
    Ok(names.into_iter().collect())
}

fn files(conn: &mut PgConnection, of: &[MessageId]) -> Result<HashMap<MessageId, Vec<File>>> {
    let found: Vec<(MessageId, Media)> = attachments::table
        .inner_join(media::table)
        .filter(attachments::archived_message_id.eq_any(of))
        .order(attachments::id)
        .select((
            attachments::archived_message_id.assume_not_null(),
            Media::as_select(),
        ))
        .load(conn)?;
    let mut files: HashMap<MessageId, Vec<File>> = HashMap::new();
    for (message, media) in found {
        files.entry(message).or_default().push(File::of(&media));
    }
    Ok(files)
}
