//! The rows of `mails`: written with their cause, settled by the job, listed for administrators.

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Letter, SendMail};
use crate::error::Result;
use crate::i18n::Locale;
use crate::jobs::{Job, enqueue};
use crate::schema::mails;
use crate::state::App;
use crate::web::Admin;

/// How many mails a page of the list has.
pub const PAGE: usize = 50;

/// How long a settled mail stays in the list.
const KEPT_DAYS: i64 = 30;

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

/// A mail that waits to be sent.
#[derive(Queryable, Selectable)]
#[diesel(table_name = mails, check_for_backend(diesel::pg::Pg))]
pub(super) struct Waiting {
    pub message_id: Uuid,
    pub receiver: String,
    pub subject: String,
    pub html: String,
    pub plain: String,
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
            mails::sent_at.eq(Some(Utc::now())),
            mails::html.eq(""),
            mails::plain.eq(""),
            mails::error.eq(""),
        ))
        .execute(conn)
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
            mails::failed_at.eq(Some(Utc::now())),
            mails::html.eq(""),
            mails::plain.eq(""),
        ))
        .execute(conn)
}

/// A mail as the administrators' list shows it.
#[derive(Queryable, Selectable)]
#[diesel(table_name = mails, check_for_backend(diesel::pg::Pg))]
pub struct Entry {
    pub id: i64,
    pub message_id: Uuid,
    pub receiver: String,
    pub subject: String,
    pub created_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
    pub failed_at: Option<DateTime<Utc>>,
    /// What the mail server said last; empty if it took the mail.
    pub error: String,
}

/// Mails, newest first, older than `before` where given; one more than a page if there are more.
pub fn list(conn: &mut PgConnection, _: &Admin, before: Option<i64>) -> Result<Vec<Entry>> {
    Ok(mails::table
        .filter(mails::id.lt(before.unwrap_or(i64::MAX)))
        .order(mails::id.desc())
        .limit(PAGE as i64 + 1)
        .select(Entry::as_select())
        .load(conn)?)
}

/// One of them.
pub fn find(conn: &mut PgConnection, _: &Admin, id: i64) -> Result<Entry> {
    Ok(mails::table
        .find(id)
        .select(Entry::as_select())
        .first(conn)?)
}

/// Forgets the mails that were settled a month ago.
#[derive(Serialize, Deserialize, Default)]
pub struct PruneMails {}

impl Job for PruneMails {
    const NAME: &'static str = "mail.prune";

    async fn run(self, app: &App) -> anyhow::Result<()> {
        let before = Utc::now() - chrono::Duration::days(KEPT_DAYS);
        app.db
            .run(move |conn| {
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
