//! Signing in and out.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::Deserialize;

use crate::accounts::password::{self, Hash};
use crate::accounts::second_factor;
use crate::audit::Act;
use crate::db;
use crate::error::{AppError, Result};
use crate::schema::users;
use crate::state::App;
use crate::text;
use crate::web::UserId;

#[derive(Deserialize, Default, Clone)]
pub struct SignInForm {
    /// A username or an email address.
    #[serde(default)]
    pub login: String,
    #[serde(default)]
    pub password: String,
    /// Ticked: the session outlives the browser.
    #[serde(default)]
    pub remember: String,
    #[serde(default)]
    pub next: String,
}

/// Somebody who has typed the right password.
pub(super) struct Known {
    pub id: UserId,
    /// Of the password.
    pub hash: Hash,
    /// Whether a second factor is asked for.
    pub needs_code: bool,
    /// When that was, by the database's clock.
    pub at: DateTime<Utc>,
}

/// Who signs in with this form. The answer is the same for a wrong password and for an account that does not exist.
///
/// # Errors
/// [`AppError::Invalid`], or [`AppError::TooManyRequests`] after too many tries for this account from this address.
pub(super) async fn sign_in(app: &App, address: Option<IpAddr>, form: SignInForm) -> Result<Known> {
    let login = form.login.trim().to_lowercase();
    app.limits.sign_ins.take((login.clone(), address))?;
    let found = app.db.run(move |conn| find(conn, &login)).await?;
    let cost = app.config.security.bcrypt_cost;
    let hash = found.as_ref().map(|account| account.1.clone());
    let is_right = password::verify(form.password.clone(), hash, cost).await?;
    let id = found.as_ref().map(|account| account.0);
    let action = match is_right {
        true => "account.sign_in",
        false => "account.sign_in_failed",
    };
    let (needs_code, at) = app
        .db
        .run(move |conn| {
            note(conn, id.filter(|_| is_right), action, id)?;
            let needs_code = id.map_or(Ok(false), |id| second_factor::is_on(conn, id))?;
            Ok((needs_code, db::clock(conn)?))
        })
        .await?;
    match found {
        Some((id, hash)) if is_right => Ok(Known {
            id,
            hash: rehash_if_old(app, id, hash, form.password).await?,
            needs_code,
            at,
        }),
        _ => Err(AppError::invalid("", text!("accounts-sign-in-wrong"))),
    }
}

/// The account of a username, or of an address that its owner has confirmed: one that was only typed finds nothing, or
/// signing in by it would tell whether somebody else has it (row A3).
pub(super) fn find(conn: &mut PgConnection, login: &str) -> Result<Option<(UserId, Hash)>> {
    let by_name = diesel::dsl::sql::<diesel::sql_types::Bool>("lower(username) = ")
        .bind::<diesel::sql_types::Text, _>(login);
    let by_email = diesel::dsl::sql::<diesel::sql_types::Bool>(
        "(email_confirmed_at IS NOT NULL AND lower(email) = ",
    )
    .bind::<diesel::sql_types::Text, _>(login)
    .sql(")");
    Ok(users::table
        .filter(
            users::is_suspended
                .eq(false)
                .and(users::deleted_at.is_null()),
        )
        .filter(by_name.or(by_email))
        .select((users::id, users::password))
        .first(conn)
        .optional()?)
}

/// Writes an act at the door to the audit log (security row K3). What was typed is not written: it may be a password.
pub(super) fn note(
    conn: &mut PgConnection,
    actor: Option<UserId>,
    action: &str,
    account: Option<UserId>,
) -> Result<()> {
    let account = account.map_or_else(|| "unknown".to_owned(), |id| id.to_string());
    Act::of(actor, action, "user", account).write(conn)
}

/// A hash of an older cost is replaced while the password is at hand; answers the one that stands afterwards.
async fn rehash_if_old(app: &App, id: UserId, hash: Hash, plain: String) -> Result<Hash> {
    let cost = app.config.security.bcrypt_cost;
    if password::cost_of(&hash).is_none_or(|old| old >= cost) {
        return Ok(hash);
    }
    let new = password::hash(plain, cost).await?;
    app.db
        .run(move |conn| {
            diesel::update(users::table.find(id))
                .set(users::password.eq(&new))
                .execute(conn)?;
            Ok(new)
        })
        .await
}
