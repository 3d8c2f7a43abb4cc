//! A forgotten password: a link by mail opens a form for a new one, once, for half an hour (security row A5).
//!
//! Asking is answered the same whether or not there is such an account, and takes the same time: the request only
//! enqueues a job, and the job looks (row A3). An address that is not confirmed gets no link: whoever reads it may be
//! somebody else than the person who typed it.

mod handlers;
mod views;

use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::accounts::letters::write_to;
use crate::accounts::tokens::{self, Purpose};
use crate::accounts::{password, sign_in};
use crate::error::{AppError, Errors, Result};
use crate::jobs::{Job, enqueue};
use crate::mail::{self, Letter};
use crate::schema::users;
use crate::state::App;
use crate::text;
use crate::web::{UserId, session};

pub use handlers::routes;

/// Sends the link to the owner of this account, if there is one.
#[derive(Serialize, Deserialize)]
pub struct SendResetLink {
    /// A username or an email address, in lower case.
    pub login: String,
}

impl Job for SendResetLink {
    const NAME: &'static str = "accounts.send_reset_link";
    const IS_OUTWARD: bool = true;

    async fn run(self, app: &App) -> anyhow::Result<()> {
        let config = app.config.clone();
        app.db
            .run(move |conn| {
                let Some((id, _)) = sign_in::find(conn, &self.login)? else {
                    return Ok(());
                };
                conn.transaction(|conn| {
                    let token = tokens::replace(conn, id, Purpose::ResetPassword, None)?;
                    let link = mail::link(&config, &format!("/password/reset/{token}"));
                    write_to(conn, id, &reset_letter(link))
                })
            })
            .await?;
        Ok(())
    }
}

/// Has the link sent. Whether there is such an account the caller does not learn.
async fn request(app: &App, login: &str) -> Result<()> {
    let login = login.trim().to_lowercase();
    if login.is_empty() || login.chars().count() > 254 {
        return Err(AppError::invalid(
            "login",
            text!("accounts-forgotten-missing"),
        ));
    }
    app.db
        .run(move |conn| enqueue(conn, &SendResetLink { login }))
        .await
}

/// Whether this token would open the form.
async fn is_open(app: &App, token: &str) -> Result<bool> {
    let token = token.to_owned();
    app.db
        .run(move |conn| Ok(tokens::look_up(conn, &token, Purpose::ResetPassword)?.is_some()))
        .await
}

/// Sets the new password, ends every session and every other link of the account, and tells its owner.
///
/// # Errors
/// [`AppError::NotFound`] if the token has been used, replaced or outlived; [`AppError::Invalid`] for the password.
async fn reset(app: &App, token: String, new_password: String) -> Result<()> {
    if !is_open(app, &token).await? {
        return Err(AppError::NotFound);
    }
    let mut errors = Errors::default();
    password::check(&mut errors, "new_password", &new_password, &[]);
    errors.into_result()?;
    let hash = password::hash(new_password, app.config.security.bcrypt_cost).await?;
    let (id, ended) = app
        .db
        .run(move |conn| {
            conn.transaction(|conn| {
                let taken = tokens::take(conn, &token, Purpose::ResetPassword)?;
                let (id, _) = taken.ok_or(AppError::NotFound)?;
                diesel::update(users::table.find(id))
                    .set(users::password.eq(hash))
                    .execute(conn)?;
                sign_in::note(conn, Some(id), "account.password_reset", Some(id))?;
                tell_of_change(conn, id)?;
                Ok::<_, AppError>((id, session::end_all(conn, id)?))
            })
        })
        .await?;
    app.sessions.forget(id, ended);
    Ok(())
}

/// Writes to the owner that the password is another one now, so that a stranger's change is noticed (row A7), and ends
/// the links that are still out.
pub fn tell_of_change(conn: &mut PgConnection, id: UserId) -> Result<()> {
    tokens::forget_all(conn, id)?;
    let letter = Letter {
        subject: text!("mail-password-changed-subject"),
        paragraphs: vec![
            text!("mail-password-changed-text"),
            text!("mail-password-changed-stranger"),
        ],
        action: None,
    };
    write_to(conn, id, &letter)
}

fn reset_letter(link: String) -> Letter {
    Letter {
        subject: text!("mail-reset-subject"),
        paragraphs: vec![text!("mail-reset-text"), text!("mail-reset-ignore")],
        action: Some((text!("mail-reset-button"), link)),
    }
}
