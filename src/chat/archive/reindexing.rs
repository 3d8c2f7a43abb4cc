//! Indexing anew what was archived by a release that knew less to index messages by. The text is read from the objects.

use std::collections::HashMap;

use anyhow::Result;
use diesel::dsl::{min, sql};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Bool, Text};

use super::object::{self, Object};
use super::record::Record;
use super::{ArchiveId, MessageId, index};
use crate::chat::model::MessageType;
use crate::chat::search::words_of;
use crate::error::Result as AppResult;
use crate::schema::{archived_messages, attachments, media};
use crate::search::IS_OUTDATED;
use crate::state::App;

/// After so many objects that can't be read the store is taken to be away.
const PATIENCE: usize = 3;

/// Indexes what is out of date, object by object, until nothing is left or the program stops.
///
/// # Errors
/// An object can't be read; what could be was indexed.
pub async fn index_anew(app: &App) -> Result<()> {
    let (mut last, mut errors) = (0, Vec::new());
    while !app.is_stopping() && errors.len() < PATIENCE {
        let Some((archive, object)) = app.db.run(move |conn| next(conn, last)).await? else {
            break;
        };
        match object::read_anew(&app.storage, &object).await {
            Ok(records) => {
                app.db
                    .run(move |conn| write(conn, archive, &records))
                    .await?;
            }
            Err(error) => errors.push(error),
        }
        last = archive;
    }
    errors.pop().map_or(Ok(()), Err)
}

/// The first object after this one that has messages which are out of date.
fn next(conn: &mut PgConnection, after: ArchiveId) -> AppResult<Option<(ArchiveId, Object)>> {
    let outdated = sql::<Bool>("(archived_messages.search").sql(IS_OUTDATED);
    let archive: Option<ArchiveId> = archived_messages::table
        .filter(archived_messages::archive_id.gt(after))
        .filter(archived_messages::deleted_at.is_null())
        .filter(outdated)
        .select(min(archived_messages::archive_id))
        .first(conn)?;
    let Some(archive) = archive else {
        return Ok(None);
    };
    let object = index::objects(conn, &[archive])?.remove(&archive);
    Ok(object.map(|object| (archive, object)))
}

fn write(conn: &mut PgConnection, archive: ArchiveId, records: &[Record]) -> AppResult<()> {
    let ids: Vec<MessageId> = records.iter().map(|record| record.id).collect();
    let named: Vec<(MessageId, String)> = attachments::table
        .inner_join(media::table)
        .filter(attachments::archived_message_id.eq_any(&ids))
        .order(attachments::id)
        .select((
            attachments::archived_message_id.assume_not_null(),
            media::original_name,
        ))
        .load(conn)?;
    let mut names: HashMap<MessageId, Vec<String>> = HashMap::new();
    for (message, name) in named {
        names.entry(message).or_default().push(name);
    }
    let words = |record: &Record| {
        let names = names.get(&record.id).into_iter().flatten();
        let names = names.map(String::as_str);
        match record.message_type {
            MessageType::System => words_of("", names),
            _ => words_of(&record.content, names),
        }
    };
    let words: Vec<String> = records.iter().map(words).collect();
    // What was taken back meanwhile is indexed in the table.
    sql_query(format!(
        "UPDATE archived_messages SET search = new.words::tsvector FROM unnest($1, $2) AS new (id, words)
         WHERE archived_messages.id = new.id AND archive_id = $3 AND deleted_at IS NULL
           AND (archived_messages.search{IS_OUTDATED}"
    ))
    .bind::<Array<BigInt>, _>(&ids)
    .bind::<Array<Text>, _>(words)
    .bind::<BigInt, _>(archive)
    .execute(conn)?;
    Ok(())
}
