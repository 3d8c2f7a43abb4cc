//! The rows of `account_tokens`: drawn, looked up, taken once. All times are by the database's clock.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Binary};
use sha2::{Digest, Sha256};

use crate::schema::account_tokens;
use crate::web::UserId;

/// A token of 256 random bits for this person, in place of an older one; it opens the form for 30 minutes.
pub(super) fn replace(conn: &mut PgConnection, user: UserId) -> QueryResult<String> {
    let bits: [u8; 32] = rand::random();
    let token = URL_SAFE_NO_PAD.encode(bits);
    sql_query(
        "INSERT INTO account_tokens (token_hash, user_id, purpose, expires_at)
         VALUES ($1, $2, 'reset_password', now() + interval '30 minutes')
         ON CONFLICT (user_id, purpose) DO UPDATE
         SET token_hash = excluded.token_hash, created_at = now(), expires_at = excluded.expires_at",
    )
    .bind::<Binary, _>(hash_of(&token))
    .bind::<BigInt, _>(user)
    .execute(conn)?;
    Ok(token)
}

pub(super) fn exists(conn: &mut PgConnection, token: &str) -> QueryResult<bool> {
    let open = account_tokens::table
        .find(hash_of(token))
        .filter(account_tokens::expires_at.gt(diesel::dsl::now));
    diesel::select(diesel::dsl::exists(open)).get_result(conn)
}

/// Whose token this is. It is gone with this: of two that come at once, one finds nothing.
pub(super) fn take(conn: &mut PgConnection, token: &str) -> QueryResult<Option<UserId>> {
    let open = account_tokens::table
        .find(hash_of(token))
        .filter(account_tokens::expires_at.gt(diesel::dsl::now));
    diesel::delete(open)
        .returning(account_tokens::user_id)
        .get_result(conn)
        .optional()
}

/// Ends every link that is out for this person.
pub(super) fn forget_all(conn: &mut PgConnection, user: UserId) -> QueryResult<usize> {
    diesel::delete(account_tokens::table.filter(account_tokens::user_id.eq(user))).execute(conn)
}

fn hash_of(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}
