//! The rows of `mails`: written with their cause, settled by the job, forgotten in time.

use diesel::dsl::{IntervalDsl, now};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Letter, SendMail};
use crate::error::Result;
use crate::i18n::Locale;
use crate::jobs::{Job, enqueue};
use crate::schema::mails;
use crate::state::App;
use crate::web::UserId;

/// How long a settled mail stays in the list.
const KEPT_DAYS: i32 = 30;

/// Has the letter sent to this address once the caller's transaction commits.
pub fn post(
    conn: &mut PgConnection,
    receiver: &str,
    locale: Locale,
    letter: &Letter,
) -> Result<()> {
    let written = letter.write(locale)?;
    let id = diesel::insert_into(mails::table)
        .values((
            mails::receiver.eq(receiver),
            mails::subject.eq(written.subject),
            mails::html.eq(written.html),
            mails::plain.eq(written.plain),
        ))
        .returning(mails::id)
        .get_result(conn)?;
    enqueue(conn, &SendMail { id })
}

/// A mail of this topic to a person whose words are written when it is sent, by [`send_late`](super::send_late); whoever calls
/// this enqueues a job that does. Gives its id.
pub fn post_late(
    conn: &mut PgConnection,
    (person, receiver, locale): (UserId, &str, Locale),
    topic: &str,
    subject: &str,
) -> Result<i64> {
    Ok(diesel::insert_into(mails::table)
        .values((
            mails::user_id.eq(person),
            mails::receiver.eq(receiver),
            mails::locale.eq(locale),
            mails::topic.eq(topic),
            mails::subject.eq(subject),
            mails::html.eq(""),
            mails::plain.eq(""),
        ))
        .returning(mails::id)
        .get_result(conn)?)
}

/// Forgets every mail to this person, sent or waiting, at this address and at earlier ones.
pub fn forget(conn: &mut PgConnection, person: UserId, address: &str) -> QueryResult<()> {
    let own = mails::user_id.eq(person).assume_not_null();
    let lower = diesel::dsl::sql::<diesel::sql_types::Bool>("lower(receiver) = lower(")
        .bind::<diesel::sql_types::Text, _>(address)
        .sql(")");
    diesel::delete(mails::table.filter(own.or(lower)))
        .execute(conn)
        .map(|_| ())
}

/// Takes back what waits to be sent to this person of these topics: they want no such mails any more.
pub fn withdraw(conn: &mut PgConnection, person: UserId, topics: &[&str]) -> QueryResult<()> {
    let waiting = mails::table
        .filter(mails::user_id.eq(person))
        .filter(mails::topic.eq_any(topics))
        .filter(mails::sent_at.is_null().and(mails::failed_at.is_null()));
    diesel::delete(waiting).execute(conn).map(|_| ())
}

/// A mail that waits to be sent.
#[derive(Queryable, Selectable)]
#[diesel(table_name = mails, check_for_backend(diesel::pg::Pg))]
pub(super) struct Waiting {
    pub message_id: Uuid,
    pub receiver: String,
    pub subject: String,
    pub html: String,
    pub plain: String,
    pub locale: Locale,
    pub user_id: Option<UserId>,
    pub topic: Option<String>,
    pub letter: Option<serde_json::Value>,
}

pub(super) fn waiting(conn: &mut PgConnection, id: i64) -> QueryResult<Option<Waiting>> {
    mails::table
        .find(id)
        .filter(mails::sent_at.is_null().and(mails::failed_at.is_null()))
        .select(Waiting::as_select())
        .first(conn)
        .optional()
}

/// Notes that it is sent, and forgets what it said.
pub(super) fn sent(conn: &mut PgConnection, id: i64) -> QueryResult<usize> {
    diesel::update(mails::table.find(id))
        .set((
            mails::sent_at.eq(now),
            mails::html.eq(""),
            mails::plain.eq(""),
            mails::letter.eq(None::<serde_json::Value>),
            mails::error.eq(""),
        ))
        .execute(conn)
}

/// Takes back a mail that has nothing to say any more.
pub(super) fn take_back(conn: &mut PgConnection, id: i64) -> QueryResult<usize> {
    diesel::delete(mails::table.find(id)).execute(conn)
}

/// Notes what the server said; for good, if it will never take this mail.
pub(super) fn refused(
    conn: &mut PgConnection,
    id: i64,
    error: &str,
    for_good: bool,
) -> QueryResult<usize> {
    diesel::update(mails::table.find(id))
        .set(mails::error.eq(error))
        .execute(conn)?;
    if !for_good {
        return Ok(1);
    }
    diesel::update(mails::table.find(id))
        .set((
            mails::failed_at.eq(now),
            mails::html.eq(""),
            mails::plain.eq(""),
            mails::letter.eq(None::<serde_json::Value>),
        ))
        .execute(conn)
}

/// Forgets the mails that were settled a month ago.
#[derive(Serialize, Deserialize, Default)]
pub struct PruneMails {}

impl Job for PruneMails {
    const NAME: &'static str = "mail.prune";

    async fn run(self, app: &App) -> anyhow::Result<()> {
        app.db
            .run(move |conn| {
                let before = now.into_sql::<Timestamptz>() - KEPT_DAYS.days();
                let settled = mails::sent_at
                    .is_not_null()
                    .or(mails::failed_at.is_not_null());
                let old = mails::table.filter(mails::created_at.lt(before).and(settled));
                Ok(diesel::delete(old).execute(conn)?)
            })
            .await?;
        Ok(())
    }
}
