//! The mails of a month, listed for administrators.

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::Deserialize;
use uuid::Uuid;

use crate::error::Result;
use crate::keyset;
use crate::schema::mails;
use crate::search;
use crate::web::Admin;
use crate::web::listing::{Listing, Sort, place};

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

/// Which mails. All is as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct MailFilter {
    /// Part of the subject or of the receiver's address.
    pub q: String,
    /// `sent`, `failed` or `waiting`; empty for all.
    pub state: String,
    pub sort: String,
    pub after: String,
}

impl Listing for MailFilter {
    const PATH: &'static str = "/admin/mails";
    const COLUMNS: &'static [Sort] = &[Sort::down("made")];

    fn filters(&self) -> Vec<(&'static str, &str)> {
        vec![("q", &self.q), ("state", &self.state)]
    }

    fn typed_sort(&self) -> &str {
        &self.sort
    }
}

/// The mails that fit, in the order that is asked for.
pub fn list(
    conn: &mut PgConnection,
    _: &Admin,
    filter: &MailFilter,
    limit: i64,
) -> Result<Vec<Entry>> {
    let mut rows = mails::table
        .limit(limit)
        .select(Entry::as_select())
        .into_boxed();
    let words = filter.q.trim();
    if !words.is_empty() {
        let like = search::like_anywhere(words);
        let is_named = mails::subject.ilike(like.clone());
        rows = rows.filter(is_named.or(mails::receiver.ilike(like)));
    }
    let is_settled = mails::sent_at
        .is_not_null()
        .or(mails::failed_at.is_not_null());
    rows = match filter.state.as_str() {
        "sent" => rows.filter(mails::sent_at.is_not_null()),
        "failed" => rows.filter(mails::failed_at.is_not_null()),
        "waiting" => rows.filter(diesel::dsl::not(is_settled)),
        _ => rows,
    };
    let place = place::<i64>(&filter.after);
    rows = keyset!(rows, filter.sort(), place, "mails.id": BigInt, "mails.id");
    Ok(rows.load(conn)?)
}

/// One of them.
pub fn find(conn: &mut PgConnection, _: &Admin, id: i64) -> Result<Entry> {
    Ok(mails::table
        .find(id)
        .select(Entry::as_select())
        .first(conn)?)
}
