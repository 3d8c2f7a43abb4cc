//! The address of an account: typed by somebody, then confirmed by a link that is sent to it (security rows A3, A5, A6).
//!
//! An address counts once the link was used by somebody who is signed in to the account: whoever only reads the mail may
//! be the victim of a stranger who typed their address, and must not be made to adopt the stranger's account. Until then it
//! finds no account, opens no forgotten password and gets no other mail, and anybody else may have it confirmed first.

mod changing;
mod handlers;
mod views;

use diesel::dsl::exists;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Text as SqlText;
use serde::{Deserialize, Serialize};

use crate::accounts::sign_in::note;
use crate::accounts::tokens::{self, Purpose};
use crate::config::Config;
use crate::error::{AppError, Result, broken_constraint};
use crate::i18n::Locale;
use crate::jobs::{Job, enqueue};
use crate::mail::{self, Letter};
use crate::schema::users;
use crate::state::App;
use crate::text;
use crate::web::{UserId, Viewer};

pub use handlers::routes;

diesel::define_sql_function! {
    fn lower(text: SqlText) -> SqlText;
}

/// Has a link sent to this address, by which the person makes it that of their account. An older link is over at once.
pub(super) fn ask(conn: &mut PgConnection, user: UserId, email: &str) -> Result<()> {
    tokens::replace(conn, user, Purpose::ConfirmEmail, Some(email))?;
    let email = email.to_owned();
    enqueue(conn, &SendConfirmation { user, email })
}

/// Sends the link, or, if the address is another account's, tells its owner that they have one.
#[derive(Serialize, Deserialize)]
pub struct SendConfirmation {
    pub user: UserId,
    pub email: String,
}

impl Job for SendConfirmation {
    const NAME: &'static str = "accounts.send_confirmation";
    const IS_OUTWARD: bool = true;

    async fn run(self, app: &App) -> anyhow::Result<()> {
        let receivers = &app.limits.confirmation_receivers;
        if receivers.take(self.email.to_lowercase()).is_err() {
            tracing::warn!(user = self.user, "too many links to one address; not sent");
            return Ok(());
        }
        let config = app.config.clone();
        app.db
            .run(move |conn| conn.transaction(|conn| self.send(conn, &config)))
            .await?;
        Ok(())
    }
}

impl SendConfirmation {
    fn send(&self, conn: &mut PgConnection, config: &Config) -> Result<()> {
        let person: Option<(String, Locale)> = users::table
            .find(self.user)
            .filter(users::deleted_at.is_null())
            .select((users::username, users::locale))
            .first(conn)
            .optional()?;
        let Some((username, locale)) = person else {
            return Ok(());
        };
        // Drawn in either case, so that its owner can't see from what waits whether somebody has the address.
        let purpose = Purpose::ConfirmEmail;
        let token = tokens::replace(conn, self.user, purpose, Some(&self.email))?;
        let others = users::table
            .filter(lower(users::email).eq(self.email.to_lowercase()))
            .filter(users::email_confirmed_at.is_not_null())
            .filter(users::id.ne(self.user));
        let is_taken: bool = diesel::select(exists(others)).get_result(conn)?;
        let letter = match is_taken {
            true => taken_letter(mail::link(config, "/password/reset")),
            false => {
                let link = mail::link(config, &format!("/email/confirmation/{token}"));
                confirmation_letter(username, link)
            }
        };
        mail::post(conn, &self.email, locale, &letter)
    }
}

fn confirmation_letter(username: String, link: String) -> Letter {
    Letter {
        subject: text!("mail-confirm-subject"),
        paragraphs: vec![
            text!("mail-confirm-text", username = username),
            text!("mail-confirm-ignore"),
        ],
        action: Some((text!("mail-confirm-button"), link)),
    }
}

fn taken_letter(link: String) -> Letter {
    Letter {
        subject: text!("mail-taken-subject"),
        paragraphs: vec![text!("mail-taken-text"), text!("mail-taken-ignore")],
        action: Some((text!("mail-taken-button"), link)),
    }
}

/// The address that this token would confirm for the viewer; nothing if it is over or another person's.
async fn offered(app: &App, viewer: &Viewer, token: &str) -> Result<Option<String>> {
    let (id, token) = (viewer.id, token.to_owned());
    let found = app
        .db
        .run(move |conn| Ok(tokens::look_up(conn, &token, Purpose::ConfirmEmail)?))
        .await?;
    Ok(found
        .filter(|(owner, _)| *owner == id)
        .and_then(|(_, email)| email))
}

/// Makes the address of the token that of the viewer's account. If the account had another confirmed one, its owner is
/// told there and can undo it for some days.
///
/// # Errors
/// [`AppError::NotFound`] if the token is over or another person's; [`AppError::Conflict`] if somebody else has the address
/// by now.
async fn confirm(app: &App, viewer: &Viewer, token: &str) -> Result<()> {
    let (id, token, config) = (viewer.id, token.to_owned(), app.config.clone());
    app.db
        .run(move |conn| conn.transaction(|conn| settle(conn, &config, id, &token)))
        .await?;
    app.sessions.forget_viewer(id);
    Ok(())
}

fn settle(conn: &mut PgConnection, config: &Config, user: UserId, token: &str) -> Result<()> {
    let taken = tokens::take(conn, token, Purpose::ConfirmEmail)?;
    // Another person's is put back by the rollback.
    let email = match taken {
        Some((owner, Some(email))) if owner == user => email,
        _ => return Err(AppError::NotFound),
    };
    let (old, was_confirmed): (String, bool) = users::table
        .find(user)
        .select((users::email, users::email_confirmed_at.is_not_null()))
        .for_update()
        .first(conn)?;
    set(conn, user, &email)?;
    tokens::forget_all(conn, user)?;
    note(conn, Some(user), "account.email_confirmed", Some(user))?;
    if was_confirmed && old.to_lowercase() != email.to_lowercase() {
        changing::tell_old(conn, config, user, &old, &email)?;
    }
    Ok(())
}

fn set(conn: &mut PgConnection, user: UserId, email: &str) -> Result<()> {
    diesel::update(users::table.find(user))
        .set((
            users::email.eq(email),
            users::email_confirmed_at.eq(diesel::dsl::now),
        ))
        .execute(conn)
        .map_err(|error| match broken_constraint(&error) {
            Some("users_email_key") => AppError::Conflict(text!("accounts-email-gone")),
            _ => error.into(),
        })?;
    Ok(())
}
