//! Files of messages. A file hangs on one message, and whoever may read that one may read the file.

use std::collections::{HashMap, HashSet};

use diesel::dsl::exists;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::model::{Draft, MessageId, MessageType, Origin};
use super::{moderation, rooms, search};
use crate::error::{AppError, Result};
use crate::realtime::{Numbered, Post};
use crate::schema::{archived_messages, attachments, chat_room_members, media, messages};
use crate::storage::{self, Media, MediaContainer, MediaId, MediaKind};
use crate::web::{UserId, Viewer};

/// Whether the viewer may read this file, because they are in the room of its message and the message is there.
pub fn may_read_media(
    conn: &mut PgConnection,
    viewer: Option<&Viewer>,
    file: MediaId,
) -> Result<bool> {
    let Some(viewer) = viewer else {
        return Ok(false);
    };
    let room: Option<i64> = attachments::table
        .inner_join(messages::table)
        .filter(attachments::media_id.eq(file))
        .filter(messages::deleted_at.is_null())
        .select(messages::chat_room_id)
        .first(conn)
        .optional()?;
    let room = match room {
        None => of_archived(conn, file)?,
        room => room,
    };
    let Some(room) = room else {
        return moderation::may_read_held(conn, viewer, file);
    };
    let membership = rooms::memberships()
        .filter(chat_room_members::chat_room_id.eq(room))
        .filter(chat_room_members::user_id.eq(viewer.id));
    Ok(diesel::select(exists(membership)).get_result(conn)?)
}

/// The room of the archived message that the file hangs on, if that is there.
fn of_archived(conn: &mut PgConnection, file: MediaId) -> Result<Option<i64>> {
    Ok(attachments::table
        .inner_join(archived_messages::table)
        .filter(attachments::media_id.eq(file))
        .filter(archived_messages::deleted_at.is_null())
        .select(archived_messages::chat_room_id)
        .first(conn)
        .optional()?)
}

/// The files of a group of messages.
pub(super) struct Files(HashMap<MediaId, Media>);

impl Files {
    fn of<'a>(conn: &mut PgConnection, drafts: impl Iterator<Item = &'a Draft>) -> Result<Files> {
        let ids: Vec<MediaId> = drafts.flat_map(|draft| draft.files.clone()).collect();
        if ids.is_empty() {
            return Ok(Files(HashMap::new()));
        }
        let found = media::table
            .filter(media::id.eq_any(ids))
            .select(Media::as_select())
            .load(conn)?;
        Ok(Files(
            found.into_iter().map(|media| (media.id, media)).collect(),
        ))
    }

    /// What a message with these files is found by; by nothing if the program says it.
    pub(super) fn words_of(&self, draft: &Draft) -> String {
        if draft.origin == Origin::Program {
            return search::words_of("", std::iter::empty());
        }
        let files = draft.files.iter().filter_map(|id| self.0.get(id));
        search::words_of(
            &draft.content,
            files.map(|media| media.original_name.as_str()),
        )
    }

    /// What a message with these files is.
    pub(super) fn message_type(&self, draft: &Draft) -> MessageType {
        if draft.origin == Origin::Program {
            return MessageType::System;
        }
        let kinds: HashSet<MediaKind> = draft
            .files
            .iter()
            .filter_map(|id| Some(self.0.get(id)?.kind))
            .collect();
        match Vec::from_iter(kinds)[..] {
            [] => MessageType::Text,
            [MediaKind::Image] => MessageType::Image,
            [MediaKind::Video] => MessageType::Video,
            _ => MessageType::File,
        }
    }
}

pub(super) fn of_posts(conn: &mut PgConnection, posts: &[Numbered<'_, Draft>]) -> Result<Files> {
    Files::of(conn, posts.iter().map(|new| &new.post.draft))
}

/// Refuses messages that would hang up a file of somebody else, or one that hangs already (row Z12).
pub(super) fn admit(conn: &mut PgConnection, posts: &[&Post<Draft>]) -> Result<Vec<Result<()>>> {
    let files = Files::of(conn, posts.iter().map(|post| &post.draft))?;
    let ids: Vec<&MediaId> = files.0.keys().collect();
    let taken: HashSet<MediaId> = if ids.is_empty() {
        HashSet::new()
    } else {
        let taken: Vec<MediaId> = attachments::table
            .filter(attachments::media_id.eq_any(ids))
            .select(attachments::media_id)
            .load(conn)?;
        taken.into_iter().collect()
    };
    let is_free = |id: &MediaId, owner: Option<UserId>| {
        files.0.get(id).is_some_and(|media| {
            media.container == MediaContainer::Message && media.owner_id == owner
        }) && !taken.contains(id)
    };
    Ok(posts
        .iter()
        .map(|post| {
            let mut own = post.draft.files.iter();
            if own.all(|id| is_free(id, post.sender)) {
                Ok(())
            } else {
                Err(AppError::NotFound)
            }
        })
        .collect())
}

/// Hangs the files on their messages, which have these ids in the same order.
pub(super) fn insert(
    conn: &mut PgConnection,
    ids: &[MessageId],
    posts: &[Numbered<'_, Draft>],
    files: &Files,
) -> Result<()> {
    let of_post = |(id, new): (&MessageId, &Numbered<'_, Draft>)| {
        let id = *id;
        let own = new.post.draft.files.iter();
        own.filter_map(|file| files.0.get(file))
            .map(move |media| {
                (
                    attachments::message_id.eq(id),
                    attachments::media_id.eq(media.id),
                    attachments::file_url.eq(media.url()),
                    attachments::file_type.eq(media.kind),
                )
            })
            .collect::<Vec<_>>()
    };
    let rows: Vec<_> = ids.iter().zip(posts).flat_map(of_post).collect();
    if !rows.is_empty() {
        diesel::insert_into(attachments::table)
            .values(rows)
            .execute(conn)?;
    }
    Ok(())
}

/// What the files of a message are called.
pub(super) fn names_of(conn: &mut PgConnection, message: MessageId) -> Result<Vec<String>> {
    Ok(attachments::table
        .inner_join(media::table)
        .filter(attachments::message_id.eq(message))
        .select(media::original_name)
        .load(conn)?)
}

/// Throws away files that were taken in for a message that is not stored after all.
pub(super) fn discard(conn: &mut PgConnection, files: &[MediaId]) -> Result<()> {
    conn.transaction(|conn| {
        for file in files {
            storage::discard(conn, *file)?;
        }
        Ok(())
    })
}
