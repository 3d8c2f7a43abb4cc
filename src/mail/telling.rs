//! Mails that tell many people of one event: each in their language, with a way to turn such mails off.
//!
//! What such a mail says is kept as words and put into its pages when it is sent, where the origin of the site and the key
//! of its links are known.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Jsonb, Text as SqlText};
use serde::{Deserialize, Serialize};

use super::SendMail;
use super::letter::{Letter, Written, link};
use super::outbox::Waiting;
use super::unsubscribing;
use crate::config::Config;
use crate::error::Result;
use crate::i18n::{Locale, Text};
use crate::jobs::enqueue_all;
use crate::web::UserId;

/// Written by one statement.
const AT_ONCE: usize = 1_000;

/// In characters: what is longer than a line is said in the mail itself.
const SUBJECT_LENGTH: usize = 120;

/// Somebody who is told by mail, at an address that they have confirmed.
pub struct Telling {
    pub person: UserId,
    pub address: String,
    pub locale: Locale,
}

/// What is kept of a mail until it is sent.
#[derive(Serialize, Deserialize)]
struct Kept {
    words: String,
    button: String,
    /// A path of this site.
    path: String,
}

#[derive(QueryableByName)]
struct New {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// Has these people told of an event once the caller's transaction commits. `topic`: what `List-Unsubscribe` turns off.
/// `action`: the words of its button and the path that it leads to.
pub fn tell(
    conn: &mut PgConnection,
    people: &[Telling],
    topic: &str,
    words: &Text,
    action: &(Text, String),
) -> QueryResult<()> {
    for people in people.chunks(AT_ONCE) {
        let jobs: Vec<SendMail> = insert(conn, people, topic, words, action)?
            .into_iter()
            .map(|new| SendMail { id: new.id })
            .collect();
        enqueue_all(conn, &jobs)?;
    }
    Ok(())
}

fn insert(
    conn: &mut PgConnection,
    people: &[Telling],
    topic: &str,
    words: &Text,
    action: &(Text, String),
) -> QueryResult<Vec<New>> {
    let in_each = Locale::ALL.map(|locale| {
        let words = words.in_(locale.loader());
        let kept = Kept {
            words: words.clone(),
            button: action.0.in_(locale.loader()),
            path: action.1.clone(),
        };
        (subject_of(&words), serde_json::json!(kept))
    });
    let of = |telling: &Telling| &in_each[telling.locale as usize];
    sql_query(
        "INSERT INTO mails (user_id, receiver, locale, topic, subject, html, plain, letter)
         SELECT told.user_id, told.receiver, told.locale::locale, $6, told.subject, '', '', told.letter
         FROM unnest($1, $2, $3, $4, $5) AS told (user_id, receiver, locale, subject, letter)
         RETURNING id",
    )
    .bind::<Array<BigInt>, _>(people.iter().map(|one| one.person).collect::<Vec<_>>())
    .bind::<Array<SqlText>, _>(people.iter().map(|one| &*one.address).collect::<Vec<_>>())
    .bind::<Array<SqlText>, _>(people.iter().map(|one| one.locale.name()).collect::<Vec<_>>())
    .bind::<Array<SqlText>, _>(people.iter().map(|one| &*of(one).0).collect::<Vec<_>>())
    .bind::<Array<Jsonb>, _>(people.iter().map(|one| &of(one).1).collect::<Vec<_>>())
    .bind::<SqlText, _>(topic)
    .load(conn)
}

/// The first line, without what would end a header line (security row I6), and no longer than a mail program shows.
fn subject_of(words: &str) -> String {
    let line: String = words
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .take(SUBJECT_LENGTH)
        .collect();
    match words.chars().count() > SUBJECT_LENGTH {
        true => format!("{line}…"),
        false => line,
    }
}

/// Puts what was kept of the mail into its pages.
pub(super) fn write(config: &Config, mail: &mut Waiting) -> Result<()> {
    let unsubscribe = unsubscribing::address(config, mail);
    let Some(kept) = mail.letter.take() else {
        return Ok(());
    };
    let kept: Kept = serde_json::from_value(kept).map_err(anyhow::Error::from)?;
    let (subject, words, button) = (mail.subject.clone(), kept.words, kept.button);
    let letter = Letter {
        subject: Text::new(move |_| subject.clone()),
        paragraphs: vec![Text::new(move |_| words.clone())],
        action: Some((Text::new(move |_| button.clone()), link(config, &kept.path))),
    };
    put(mail, letter.write_with(mail.locale, unsubscribe)?);
    Ok(())
}

/// Makes this what the mail says.
pub(super) fn put(mail: &mut Waiting, written: Written) {
    mail.subject = written.subject;
    mail.html = written.html;
    mail.plain = written.plain;
}
