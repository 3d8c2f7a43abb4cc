//! Another address for an account: asked for with the password, confirmed at the new one, told to the old one, and undone
//! from there (security row A7).

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Binary, Integer, Text};
use serde::Deserialize;

use super::{ask, set};
use crate::accounts::SendResetLink;
use crate::accounts::model::check_email;
use crate::accounts::password;
use crate::accounts::second_factor;
use crate::accounts::sign_in::note;
use crate::accounts::tokens::{self, Purpose};
use crate::config::Config;
use crate::error::{AppError, Errors, Result};
use crate::i18n::Locale;
use crate::jobs::enqueue;
use crate::mail::{self, Letter};
use crate::schema::{email_changes, users};
use crate::state::App;
use crate::text;
use crate::web::{UserId, Viewer, session};

/// For how many days the owner of the old address can take the account back.
const UNDO_DAYS: i32 = 14;

#[derive(Deserialize, Default, Clone)]
pub(super) struct EmailForm {
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub current_password: String,
}

/// What the page says of the address.
pub(super) struct Address {
    pub email: String,
    pub is_confirmed: bool,
    /// Another one that waits to be confirmed.
    pub awaited: Option<String>,
}

pub(super) fn address_of(conn: &mut PgConnection, user: UserId) -> Result<Address> {
    let (email, is_confirmed): (String, bool) = users::table
        .find(user)
        .select((users::email, users::email_confirmed_at.is_not_null()))
        .first(conn)?;
    let awaited = tokens::awaited_email(conn, user)?.filter(|awaited| *awaited != email);
    Ok(Address {
        email,
        is_confirmed,
        awaited,
    })
}

/// Has a link sent to the new address. The account keeps the old one until the link is used, unless that was never
/// confirmed. Whether somebody has the new address the caller does not learn.
///
/// # Errors
/// [`AppError::Invalid`] for the address or the password.
pub(super) async fn request(app: &App, viewer: &Viewer, form: EmailForm) -> Result<()> {
    let email = form.email.trim().to_owned();
    let mut errors = Errors::default();
    check_email(&mut errors, &email);
    errors.into_result()?;
    password::require_current(app, viewer, form.current_password).await?;
    app.limits.confirmations.take(viewer.id)?;
    let id = viewer.id;
    app.db
        .run(move |conn| conn.transaction(|conn| begin(conn, id, &email)))
        .await?;
    app.sessions.forget_viewer(id);
    Ok(())
}

fn begin(conn: &mut PgConnection, id: UserId, email: &str) -> Result<()> {
    let unconfirmed = users::table
        .find(id)
        .filter(users::email_confirmed_at.is_null());
    diesel::update(unconfirmed)
        .set(users::email.eq(email))
        .execute(conn)?;
    ask(conn, id, email)
}

/// Sends the link again: to the address that waits, or to that of the account. Nothing to confirm is no error.
pub(super) async fn ask_again(app: &App, viewer: &Viewer) -> Result<()> {
    app.limits.confirmations.take(viewer.id)?;
    let id = viewer.id;
    app.db
        .run(move |conn| {
            let address = address_of(conn, id)?;
            match (address.awaited, address.is_confirmed) {
                (Some(awaited), _) => ask(conn, id, &awaited),
                (None, false) => ask(conn, id, &address.email),
                (None, true) => Ok(()),
            }
        })
        .await
}

/// Gives up the address that waits to be confirmed.
pub(super) async fn cancel(app: &App, viewer: &Viewer) -> Result<()> {
    let id = viewer.id;
    app.db
        .run(move |conn| Ok(tokens::forget(conn, id, Purpose::ConfirmEmail)?))
        .await?;
    Ok(())
}

/// Notes the change and tells the owner of the old address, with a link that undoes it.
pub(super) fn tell_old(
    conn: &mut PgConnection,
    config: &Config,
    user: UserId,
    old: &str,
    new: &str,
) -> Result<()> {
    let (token, hash) = tokens::draw();
    sql_query(
        "INSERT INTO email_changes (user_id, old_email, new_email, undo_hash, undo_until)
         VALUES ($1, $2, $3, $4, now() + make_interval(days => $5))",
    )
    .bind::<BigInt, _>(user)
    .bind::<Text, _>(old)
    .bind::<Text, _>(new)
    .bind::<Binary, _>(hash)
    .bind::<Integer, _>(UNDO_DAYS)
    .execute(conn)?;
    let locale: Locale = users::table.find(user).select(users::locale).first(conn)?;
    let letter = Letter {
        subject: text!("mail-email-changed-subject"),
        paragraphs: vec![
            text!("mail-email-changed-text", email = new.to_owned()),
            text!("mail-email-changed-stranger", days = UNDO_DAYS),
        ],
        action: Some((
            text!("mail-email-changed-button"),
            mail::link(config, &format!("/email/undo/{token}")),
        )),
    };
    mail::post(conn, old, locale, &letter)
}

/// The address that this link would bring back, while it works.
pub(super) async fn undoable(app: &App, token: &str) -> Result<Option<String>> {
    let hash = tokens::hash_of(token);
    app.db
        .run(move |conn| {
            Ok(open(&hash)
                .select(email_changes::old_email)
                .first(conn)
                .optional()?)
        })
        .await
}

/// Gives the account back to the owner of the old address. Whoever changed it knew the password, so that is void now, as is
/// every session and a second factor of their making; a link for a new one goes to the address.
///
/// # Errors
/// [`AppError::NotFound`] if the link is over; [`AppError::Conflict`] if somebody else has the address by now.
pub(super) async fn undo(app: &App, token: &str) -> Result<()> {
    if undoable(app, token).await?.is_none() {
        return Err(AppError::NotFound);
    }
    let (nobody_knows, _) = tokens::draw();
    let void = password::hash(nobody_knows, app.config.security.bcrypt_cost).await?;
    let hash = tokens::hash_of(token);
    let (id, ended) = app
        .db
        .run(move |conn| conn.transaction(|conn| take_back(conn, &hash, &void)))
        .await?;
    app.sessions.forget(id, ended);
    Ok(())
}

fn take_back(conn: &mut PgConnection, hash: &[u8], void: &str) -> Result<(UserId, Vec<Vec<u8>>)> {
    let undone = email_changes::undone_at.eq(diesel::dsl::now);
    let (change, id, old, since): (i64, UserId, String, DateTime<Utc>) = diesel::update(open(hash))
        .set(undone)
        .returning((
            email_changes::id,
            email_changes::user_id,
            email_changes::old_email,
            email_changes::changed_at,
        ))
        .get_result(conn)?;
    // What came after it was done by the same thief: their own links take nothing back.
    let later = email_changes::table
        .filter(
            email_changes::user_id
                .eq(id)
                .and(email_changes::id.gt(change)),
        )
        .filter(email_changes::undone_at.is_null());
    diesel::update(later).set(undone).execute(conn)?;
    set(conn, id, &old)?;
    diesel::update(users::table.find(id))
        .set(users::password.eq(void))
        .execute(conn)?;
    second_factor::forget_since(conn, id, since)?;
    tokens::forget_all(conn, id)?;
    note(conn, None, "account.email_change_undone", Some(id))?;
    let login = old.to_lowercase();
    enqueue(conn, &SendResetLink { login })?;
    Ok((id, session::end_all(conn, id)?))
}

#[diesel::dsl::auto_type(no_type_alias)]
fn open(hash: &[u8]) -> _ {
    let hash: Vec<u8> = hash.to_vec();
    email_changes::table
        .filter(email_changes::undo_hash.eq(hash))
        .filter(email_changes::undone_at.is_null())
        .filter(email_changes::undo_until.gt(diesel::dsl::now))
}
