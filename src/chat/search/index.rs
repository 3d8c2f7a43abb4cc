//! What a message is found by.

use std::time::Duration;

use diesel::dsl::{AsExprOf, sql};
use diesel::expression::{SqlLiteral, UncheckedBind};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Bool, Nullable, Text};
use serde::{Deserialize, Serialize};

use crate::chat::model::Message;
use crate::chat::{archive, history};
use crate::error::Result;
use crate::jobs::Job;
use crate::markdown;
use crate::schema::messages;
use crate::schema::sql_types::Tsvector;
use crate::search::{self, Weight};
use crate::state::App;

/// How many messages one statement indexes.
const BATCH: i64 = 500;

/// The literal of the `tsvector` of a message with this text and files of these names.
pub fn words_of<'a>(content: &str, files: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = files.collect();
    search::ranked_vector(&[
        (Weight::A, &markdown::plain(content)),
        (Weight::B, &names.join("\n")),
    ])
}

type Indexed = Nullable<Tsvector>;

/// The same as a value for `messages.search`.
pub fn indexed(
    words: String,
) -> SqlLiteral<Indexed, UncheckedBind<SqlLiteral<Indexed>, AsExprOf<String, Text>>> {
    sql::<Indexed>("").bind::<Text, _>(words).sql("::tsvector")
}

/// Indexes the messages that were written before there was a search, past it, or by an older release that knew less to index
/// them by; those in the table first, then what lies in the archive. It goes on where it was stopped, for what is done is out
/// of the partial indexes of what is to be done. Until it comes to a message of an older release, that is found all the same,
/// but does not rank by its words.
#[derive(Default, Serialize, Deserialize)]
pub struct IndexMessages {}

impl IndexMessages {
    pub const EVERY: Duration = Duration::from_secs(60);
}

impl Job for IndexMessages {
    const NAME: &'static str = "chat.index_messages";

    async fn run(self, app: &App) -> anyhow::Result<()> {
        while !app.is_stopping() && app.db.run(index_some).await? > 0 {}
        // It waits for the store until the next turn.
        if let Err(error) = archive::index_anew(app).await {
            tracing::warn!(error = %format!("{error:#}"), "the index of the archive waits");
        }
        Ok(())
    }
}

fn index_some(conn: &mut PgConnection) -> Result<usize> {
    let outdated = sql::<Bool>("(messages.search").sql(search::IS_OUTDATED);
    let unindexed = history::all()
        .filter(outdated)
        .filter(messages::deleted_at.is_null())
        .order(messages::id)
        .limit(BATCH);
    let found: Vec<Message> = history::load_new(conn, unindexed)?;
    let ids: Vec<i64> = found.iter().map(|message| message.stamp.id).collect();
    let words: Vec<String> = found
        .iter()
        .map(|message| {
            let names = message.files.iter().map(|file| file.name.as_str());
            match message.is_system {
                true => words_of("", names),
                false => words_of(&message.content, names),
            }
        })
        .collect();
    // Whoever edits one of them meanwhile has indexed it.
    sql_query(format!(
        "UPDATE messages SET search = new.words::tsvector FROM unnest($1, $2) AS new (id, words)
         WHERE messages.id = new.id AND (messages.search{} AND messages.deleted_at IS NULL",
        search::IS_OUTDATED
    ))
    .bind::<Array<BigInt>, _>(&ids)
    .bind::<Array<Text>, _>(words)
    .execute(conn)?;
    Ok(ids.len())
}
