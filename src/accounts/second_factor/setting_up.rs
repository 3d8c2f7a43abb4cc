//! Turning the second factor on and off, and new recovery codes.

use std::net::IpAddr;

use diesel::prelude::*;
use serde::Deserialize;

use super::totp::Secret;
use super::{changed_letter, recovery, rows, sealing, take, throttle, totp, wrong};
use crate::accounts::letters::write_to;
use crate::accounts::password;
use crate::accounts::sign_in::note;
use crate::db;
use crate::error::{AppError, Result};
use crate::state::App;
use crate::text;
use crate::web::Viewer;

/// What is asked for before something about the factor is changed.
#[derive(Deserialize, Default)]
pub(super) struct Proof {
    #[serde(default)]
    pub current_password: String,
    #[serde(default)]
    pub code: String,
}

/// Draws a secret for the viewer's app. Nothing is asked for at the door until a code of it was typed.
///
/// # Errors
/// [`AppError::Invalid`] for the password, or if the address of the account is not confirmed: who has only typed an address
/// must not lock its owner out.
pub(super) async fn begin(app: &App, viewer: &Viewer, plain: String) -> Result<()> {
    if viewer.unconfirmed_email.is_some() {
        return Err(AppError::invalid(
            "",
            text!("accounts-second-factor-unconfirmed"),
        ));
    }
    password::require_current(app, viewer, plain).await?;
    let id = viewer.id;
    let secret: Secret = rand::random();
    let sealed = sealing::seal(&app.config.security.secret, id, &secret)?;
    app.db
        .run(move |conn| Ok(rows::begin(conn, id, &sealed)?))
        .await?;
    Ok(())
}

/// The secret that the viewer is setting up.
///
/// # Errors
/// [`AppError::NotFound`] if they are not, or took too long.
pub(super) async fn begun(app: &App, viewer: &Viewer) -> Result<Secret> {
    let (id, config) = (viewer.id, app.config.clone());
    let secret = app
        .db
        .run(move |conn| rows::begun(conn, &config.security.secret, id))
        .await?;
    secret.ok_or(AppError::NotFound)
}

/// Turns the factor on with a code of the app; answers the recovery codes, which are shown this once.
///
/// # Errors
/// [`AppError::Invalid`] if the code is not right, [`AppError::NotFound`] as [`begun`].
pub(super) async fn finish(
    app: &App,
    viewer: &Viewer,
    address: Option<IpAddr>,
    typed: &str,
) -> Result<Vec<String>> {
    throttle(app, viewer.id, address, true)?;
    let secret = begun(app, viewer).await?;
    let now = totp::step_at(app.db.run(|conn| Ok(db::clock(conn)?)).await?);
    let step = totp::step_of(&secret, typed, now).ok_or_else(wrong)?;
    let (id, codes) = (viewer.id, recovery::draw());
    let hashes = hashes(id, &codes);
    app.db
        .run(move |conn| {
            conn.transaction(|conn| {
                if !rows::turn_on(conn, id, step)? {
                    return Err(AppError::NotFound);
                }
                rows::replace_recovery(conn, id, hashes)?;
                note(conn, Some(id), "account.second_factor_on", Some(id))?;
                write_to(conn, id, &changed_letter(true))
            })
        })
        .await?;
    Ok(codes)
}

/// Turns the factor off.
///
/// # Errors
/// [`AppError::Invalid`] for the password or the code.
pub(super) async fn turn_off(
    app: &App,
    viewer: &Viewer,
    address: Option<IpAddr>,
    proof: Proof,
) -> Result<()> {
    let id = viewer.id;
    prove(app, viewer, address, proof, move |conn| {
        rows::forget(conn, id)?;
        note(conn, Some(id), "account.second_factor_off", Some(id))?;
        write_to(conn, id, &changed_letter(false))
    })
    .await
}

/// New recovery codes in place of all that there were.
///
/// # Errors
/// As [`turn_off`].
pub(super) async fn renew_codes(
    app: &App,
    viewer: &Viewer,
    address: Option<IpAddr>,
    proof: Proof,
) -> Result<Vec<String>> {
    let (id, codes) = (viewer.id, recovery::draw());
    let hashes = hashes(id, &codes);
    prove(app, viewer, address, proof, move |conn| {
        rows::replace_recovery(conn, id, hashes)?;
        note(conn, Some(id), "account.recovery_codes_renewed", Some(id))
    })
    .await?;
    Ok(codes)
}

/// Does the work in the transaction that uses the code up.
async fn prove(
    app: &App,
    viewer: &Viewer,
    address: Option<IpAddr>,
    proof: Proof,
    work: impl FnOnce(&mut PgConnection) -> Result<()> + Send + 'static,
) -> Result<()> {
    password::require_current(app, viewer, proof.current_password).await?;
    throttle(app, viewer.id, address, true)?;
    let (id, config) = (viewer.id, app.config.clone());
    app.db
        .run(move |conn| {
            conn.transaction(|conn| {
                if !take(conn, &config, id, &proof.code)? {
                    return Err(wrong());
                }
                work(conn)
            })
        })
        .await
}

fn hashes(id: i64, codes: &[String]) -> Vec<Vec<u8>> {
    codes
        .iter()
        .map(|code| recovery::hash_of(id, code))
        .collect()
}
