//! Passwords: which are taken, and how they are kept (security rows A1, A2, D4).
//!
//! What bcrypt gets is base64(HMAC-SHA-384(password)), 64 bytes, as the OWASP Password Storage Cheat Sheet writes it, so
//! nothing is cut at bcrypt's 72 bytes and no NUL ends it early: two passwords that differ anywhere are different.
//! Hashing takes a quarter of a second by design, so it runs on the blocking pool, a few at a time.

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use diesel::prelude::*;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha384;
use tokio::sync::Semaphore;

use crate::error::{AppError, Errors, Result};
use crate::schema::users;
use crate::state::App;
use crate::text;
use crate::web::Viewer;

/// A bcrypt hash, as it stands in `users.password`.
pub type Hash = String;

/// In characters. The upper bound keeps the work of one request small; it is no limit of the hash.
const LENGTH: std::ops::RangeInclusive<usize> = 8..=256;

/// Guesses (log10) below which a password is among those that everybody tries first. The 3,000 most common ones
/// all lie below 4.
const COMMON: f64 = 4.0;

/// Sets our hashes apart from other users of HMAC-SHA-384. Not a secret: whoever has the table also has the program.
const DOMAIN: &[u8] = b"lectern password 1";

/// How many may be hashed at once, so that signing in never takes every core.
static HASHING: LazyLock<Semaphore> = LazyLock::new(|| {
    Semaphore::new(std::thread::available_parallelism().map_or(1, |cores| cores.get().div_ceil(2)))
});

/// Adds what is wrong with a new password. `about` are words that it should not consist of, like the username.
pub(super) fn check(errors: &mut Errors, field: &'static str, password: &str, about: &[&str]) {
    let length = password.chars().count();
    if !LENGTH.contains(&length) {
        return errors.add(field, text!("accounts-password-length"));
    }
    if password.contains('\0') {
        return errors.add(field, text!("accounts-password-nul"));
    }
    // The estimator's time grows with the square of the length; what is this long is not on any list.
    let is_common = length <= 32 && zxcvbn::zxcvbn(password, about).guesses_log10() < COMMON;
    errors.require(!is_common, field, text!("accounts-password-common"));
}

/// Hashes a password that [`check`] has taken.
pub(super) async fn hash(password: String, cost: u32) -> Result<Hash> {
    let _turn = HASHING.acquire().await.map_err(|_| AppError::Unavailable)?;
    actix_web::web::block(move || hash_blocking(&password, cost))
        .await
        .map_err(|_| AppError::Unavailable)?
}

/// The same for callers on a thread of their own.
pub fn hash_blocking(password: &str, cost: u32) -> Result<Hash> {
    bcrypt::hash(digest(password), cost).map_err(|error| AppError::Internal(error.into()))
}

/// Whether this is the password of that hash. Without a hash it takes as long and says no, so that time does not tell
/// which accounts exist.
pub(super) async fn verify(password: String, hash: Option<Hash>, cost: u32) -> Result<bool> {
    let _turn = HASHING.acquire().await.map_err(|_| AppError::Unavailable)?;
    actix_web::web::block(move || match hash {
        Some(hash) => bcrypt::verify(digest(&password), &hash)
            .map_err(|error| AppError::Internal(error.into())),
        None => hash_blocking(&password, cost).map(|_| false),
    })
    .await
    .map_err(|_| AppError::Unavailable)?
}

/// Goes on only for who knows the password of the account that they are signed in to (security row A7). Guesses count as
/// those at the door do.
///
/// # Errors
/// [`AppError::Invalid`] at the field `current_password`.
pub(super) async fn require_current(app: &App, viewer: &Viewer, plain: String) -> Result<()> {
    app.limits
        .sign_ins
        .take((viewer.username.to_lowercase(), None))?;
    let (id, cost) = (viewer.id, app.config.security.bcrypt_cost);
    let current: Hash = app
        .db
        .run(move |conn| Ok(users::table.find(id).select(users::password).first(conn)?))
        .await?;
    if verify(plain, Some(current), cost).await? {
        return Ok(());
    }
    Err(AppError::invalid(
        "current_password",
        text!("accounts-password-wrong"),
    ))
}

/// The cost of a stored hash, to see whether it is older than the configured one.
pub(super) fn cost_of(hash: &str) -> Option<u32> {
    hash.split('$').nth(2)?.parse().ok()
}

fn digest(password: &str) -> String {
    let mut mac = Hmac::<Sha384>::new_from_slice(DOMAIN)
        .unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
    mac.update(password.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_taken(password: &str) -> bool {
        let mut errors = Errors::default();
        check(&mut errors, "password", password, &["xiaoming"]);
        errors.is_empty()
    }

    #[test]
    fn common_short_and_nul_passwords_are_refused() {
        for bad in [
            "password1",
            "12345678",
            "iloveyou1",
            "xiaoming",
            "short",
            "correct\0horse battery",
        ] {
            assert!(!is_taken(bad), "{bad:?}");
        }
        assert!(is_taken("correct horse battery"));
        assert!(is_taken(&"🦉".repeat(64)));
    }

    #[test]
    fn bytes_beyond_the_72nd_count() {
        let long = "x".repeat(71);
        let hash = hash_blocking(&format!("{long}ab"), 4).unwrap();
        assert!(bcrypt::verify(digest(&format!("{long}ab")), &hash).unwrap());
        assert!(!bcrypt::verify(digest(&format!("{long}ac")), &hash).unwrap());
    }
}
