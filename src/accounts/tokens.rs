//! The rows of `account_tokens`: drawn, looked up, taken once (security row A5). All times are by the database's clock.
//!
//! A token opens what it was drawn for and nothing else, so each look-up names the purpose.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Binary, Integer, Nullable, Text};
use sha2::{Digest, Sha256};

use crate::schema::account_tokens;
use crate::schema::sql_types::AccountTokenPurpose;
use crate::web::UserId;

crate::pg_enum! {
    /// What a link sent by mail opens.
    pub enum Purpose : AccountTokenPurpose {
        ResetPassword = "reset_password",
        ConfirmEmail = "confirm_email",
    }
}

impl Purpose {
    /// How long the link works, in minutes.
    fn minutes(self) -> i32 {
        match self {
            Purpose::ResetPassword => 30,
            Purpose::ConfirmEmail => 24 * 60,
        }
    }
}

/// 256 random bits for a link, and what is stored of them.
pub(super) fn draw() -> (String, Vec<u8>) {
    let bits: [u8; 32] = rand::random();
    let token = URL_SAFE_NO_PAD.encode(bits);
    let hash = hash_of(&token);
    (token, hash)
}

/// What is stored of a token.
pub(super) fn hash_of(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// A token for this person, in place of an older one of the same purpose; `email` is the address that it confirms.
pub(super) fn replace(
    conn: &mut PgConnection,
    user: UserId,
    purpose: Purpose,
    email: Option<&str>,
) -> QueryResult<String> {
    let (token, hash) = draw();
    sql_query(
        "INSERT INTO account_tokens (token_hash, user_id, purpose, email, expires_at)
         VALUES ($1, $2, $3, $4, now() + make_interval(mins => $5))
         ON CONFLICT (user_id, purpose) DO UPDATE
         SET token_hash = excluded.token_hash, email = excluded.email, created_at = now(),
             expires_at = excluded.expires_at",
    )
    .bind::<Binary, _>(hash)
    .bind::<BigInt, _>(user)
    .bind::<AccountTokenPurpose, _>(purpose)
    .bind::<Nullable<Text>, _>(email)
    .bind::<Integer, _>(purpose.minutes())
    .execute(conn)?;
    Ok(token)
}

/// Whose token this is, and the address that it confirms, while it works.
pub(super) fn look_up(
    conn: &mut PgConnection,
    token: &str,
    purpose: Purpose,
) -> QueryResult<Option<(UserId, Option<String>)>> {
    open(token, purpose)
        .select((account_tokens::user_id, account_tokens::email))
        .first(conn)
        .optional()
}

/// The same, and the token is gone with this: of two that come at once, one finds nothing.
pub(super) fn take(
    conn: &mut PgConnection,
    token: &str,
    purpose: Purpose,
) -> QueryResult<Option<(UserId, Option<String>)>> {
    diesel::delete(open(token, purpose))
        .returning((account_tokens::user_id, account_tokens::email))
        .get_result(conn)
        .optional()
}

/// The address that waits to be confirmed by this person.
pub(super) fn awaited_email(conn: &mut PgConnection, user: UserId) -> QueryResult<Option<String>> {
    let email: Option<Option<String>> = account_tokens::table
        .filter(account_tokens::user_id.eq(user))
        .filter(account_tokens::purpose.eq(Purpose::ConfirmEmail))
        .filter(account_tokens::expires_at.gt(diesel::dsl::now))
        .select(account_tokens::email)
        .first(conn)
        .optional()?;
    Ok(email.flatten())
}

/// Ends the link of this purpose.
pub(super) fn forget(
    conn: &mut PgConnection,
    user: UserId,
    purpose: Purpose,
) -> QueryResult<usize> {
    let of_user = account_tokens::table.filter(account_tokens::user_id.eq(user));
    diesel::delete(of_user.filter(account_tokens::purpose.eq(purpose))).execute(conn)
}

/// Ends every link that is out for this person.
pub(super) fn forget_all(conn: &mut PgConnection, user: UserId) -> QueryResult<usize> {
    diesel::delete(account_tokens::table.filter(account_tokens::user_id.eq(user))).execute(conn)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn open(token: &str, purpose: Purpose) -> _ {
    let hash: Vec<u8> = hash_of(token);
    account_tokens::table
        .filter(account_tokens::token_hash.eq(hash))
        .filter(account_tokens::purpose.eq(purpose))
        .filter(account_tokens::expires_at.gt(diesel::dsl::now))
}
