//! The secret in the address of a feed: drawn here, shown once, kept as its hash alone. It never derives `Debug`.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use sha2::{Digest, Sha256};

use crate::error::{AppError, Result};
use crate::schema::calendar_feeds;
use crate::web::{UserId, Viewer};

/// 256 random bits, as letters, digits, `-` and `_`.
pub struct Token(String);

impl Token {
    fn random() -> Token {
        let bits: [u8; 32] = rand::random();
        Token(URL_SAFE_NO_PAD.encode(bits))
    }

    /// What somebody sent in its place.
    pub fn sent(text: String) -> Token {
        Token(text)
    }

    /// The path of the feed, for the one page that shows it.
    pub fn path(&self) -> String {
        format!("/calendar/{}.ics", self.0)
    }

    fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0.as_bytes()).to_vec()
    }
}

/// A new address for this person's feed; the one before opens nothing any more.
pub fn renew(conn: &mut PgConnection, person: UserId) -> QueryResult<Token> {
    let token = Token::random();
    let (hash, now) = (token.hash(), diesel::dsl::now);
    diesel::insert_into(calendar_feeds::table)
        .values((
            calendar_feeds::user_id.eq(person),
            calendar_feeds::token_hash.eq(&hash),
        ))
        .on_conflict(calendar_feeds::user_id)
        .do_update()
        .set((
            calendar_feeds::token_hash.eq(&hash),
            calendar_feeds::created_at.eq(now),
        ))
        .execute(conn)?;
    Ok(token)
}

/// Ends the feed; where there is none, nothing happens.
pub fn revoke(conn: &mut PgConnection, person: UserId) -> QueryResult<usize> {
    diesel::delete(calendar_feeds::table.find(person)).execute(conn)
}

/// When the address of this person's feed was made, if there is one.
pub fn made_at(conn: &mut PgConnection, person: UserId) -> QueryResult<Option<DateTime<Utc>>> {
    calendar_feeds::table
        .find(person)
        .select(calendar_feeds::created_at)
        .first(conn)
        .optional()
}

/// Whose feed this opens.
///
/// # Errors
/// `NotFound` for a token that was never one or is none any more, and for people who are suspended or have left.
pub fn open(conn: &mut PgConnection, token: &Token) -> Result<Viewer> {
    let person = calendar_feeds::table
        .filter(calendar_feeds::token_hash.eq(token.hash()))
        .select(calendar_feeds::user_id)
        .first(conn)?;
    Viewer::find(conn, person)?.ok_or(AppError::NotFound)
}

/// Forgets the feed of this person: its address opens nothing any more.
pub fn forget(conn: &mut PgConnection, person: UserId) -> QueryResult<usize> {
    let own = calendar_feeds::table.filter(calendar_feeds::user_id.eq(person));
    diesel::delete(own).execute(conn)
}
