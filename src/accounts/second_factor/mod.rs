//! The second factor: a code by time from an app (TOTP, RFC 6238), asked for after the password by whoever wants it.
//!
//! A code is taken once: neither it nor an earlier one works again. What codes are made of is sealed with a key that is not
//! in the database, and shown while the app is being set up and never after. Recovery codes, stored as hashes, open the
//! account once each where the app is lost; an administrator can take the factor away.

mod recovery;
mod rows;
mod sealing;
mod setting_up;
mod settings;
mod signing_in;
mod totp;
mod views;

use std::net::IpAddr;

use actix_web::web;
use diesel::pg::PgConnection;

use crate::accounts::letters::write_to;
use crate::accounts::sign_in::note;
use crate::config::Config;
use crate::db;
use crate::error::{AppError, Result};
use crate::mail::Letter;
use crate::state::App;
use crate::text;
use crate::web::UserId;

pub use rows::those_with;
pub(super) use rows::{forget, forget_since, is_on};
pub(super) use signing_in::ask_for_code;

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.configure(signing_in::routes)
        .configure(settings::routes);
}

/// Counts a try. From one address only some come through, and over all addresses not many more; a browser that the person
/// has signed in from before is not held up by what others try (security row A4).
fn throttle(app: &App, user: UserId, address: Option<IpAddr>, is_known: bool) -> Result<()> {
    app.limits.second_steps.take((user, address))?;
    match is_known {
        true => Ok(()),
        false => app.limits.second_steps_anywhere.take(user),
    }
}

/// Takes a code of the app or a recovery code of this person, whose factor is on. It is used up with this: of two that come
/// at once, one is refused.
fn take(conn: &mut PgConnection, config: &Config, user: UserId, typed: &str) -> Result<bool> {
    if let Some(secret) = rows::secret(conn, &config.security.secret, user)?
        && let Some(step) = totp::step_of(&secret, typed, totp::step_at(db::clock(conn)?))
    {
        return Ok(rows::use_step(conn, user, step)?);
    }
    if !rows::use_recovery(conn, user, &recovery::hash_of(user, typed))? {
        return Ok(false);
    }
    note(conn, Some(user), "account.recovery_code_used", Some(user))?;
    let left = rows::recovery_left(conn, user)?;
    write_to(conn, user, &used_letter(left))?;
    Ok(true)
}

fn wrong() -> AppError {
    AppError::invalid("code", text!("accounts-code-wrong"))
}

fn used_letter(left: i64) -> Letter {
    Letter {
        subject: text!("mail-recovery-used-subject"),
        paragraphs: vec![
            text!("mail-recovery-used-text", left = left),
            text!("mail-recovery-used-stranger"),
        ],
        action: None,
    }
}

/// Tells that the factor is on, or off.
fn changed_letter(is_on: bool) -> Letter {
    let (subject, words) = match is_on {
        true => (
            text!("mail-second-factor-on-subject"),
            text!("mail-second-factor-on-text"),
        ),
        false => (
            text!("mail-second-factor-off-subject"),
            text!("mail-second-factor-off-text"),
        ),
    };
    Letter {
        subject,
        paragraphs: vec![words, text!("mail-second-factor-stranger")],
        action: None,
    }
}

/// Takes the factor away and tells the person. Whether there was one.
pub(super) fn reset(conn: &mut PgConnection, user: UserId) -> Result<bool> {
    let was_on = forget(conn, user)?;
    if was_on {
        write_to(conn, user, &changed_letter(false))?;
    }
    Ok(was_on)
}

/// Whether a code is asked of this person.
pub fn has_second_factor(conn: &mut PgConnection, user: UserId) -> Result<bool> {
    Ok(is_on(conn, user)?)
}

/// Uses a code up, where one is asked for.
///
/// # Errors
/// [`AppError::Invalid`] if it is not right.
pub(super) fn require(
    conn: &mut PgConnection,
    config: &Config,
    user: UserId,
    typed: &str,
) -> Result<()> {
    match !is_on(conn, user)? || take(conn, config, user, typed)? {
        true => Ok(()),
        false => Err(wrong()),
    }
}
