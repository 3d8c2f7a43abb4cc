//! The signature of a webhook (security row P2; <https://docs.stripe.com/webhooks#verify-manually>): HMAC-SHA-256 over
//! the time and the bytes as they came. While a secret is being changed there are several, and one that holds is enough.

use actix_web::http::header::HeaderMap;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::error::Result;
use crate::orders::gateways::unsigned;

/// How far the time of a notice may be from ours, in seconds. This is the one time that is judged by the clock of this
/// machine: the database is not asked for whoever comes along.
const TOLERANCE: i64 = 300;

/// # Errors
/// `Invalid` unless one of the signatures holds and the time is near `now`, in seconds since 1970.
pub fn verify(headers: &HeaderMap, body: &[u8], secret: &str, now: i64) -> Result<()> {
    let header = headers
        .get("Stripe-Signature")
        .and_then(|value| value.to_str().ok());
    let parts: Vec<(&str, &str)> = header
        .unwrap_or_default()
        .split(',')
        .filter_map(|part| part.trim().split_once('='))
        .collect();
    let time = parts
        .iter()
        .find(|(name, _)| *name == "t")
        .map(|(_, value)| *value)
        .ok_or_else(unsigned)?;
    let seconds: i64 = time.parse().map_err(|_| unsigned())?;
    let behind = i128::from(seconds) - i128::from(now);
    let expected = signature(secret, time, body);
    let holds = parts
        .iter()
        .filter(|(name, _)| *name == "v1")
        .any(|(_, given)| bool::from(given.as_bytes().ct_eq(expected.as_bytes())));
    if !holds {
        return Err(unsigned());
    }
    if behind.abs() > i128::from(TOLERANCE) {
        // Refused in silence, payments would seem to be lost until somebody thought of the clock (row R23).
        tracing::error!(
            seconds = %behind,
            "Stripe has signed a notice whose time is that far from the clock of this machine, so it is refused: is the clock \
             right (lectern doctor, timedatectl)? Stripe sends it again for three days"
        );
        return Err(unsigned());
    }
    Ok(())
}

/// In lower-case hexadecimal digits.
fn signature(secret: &str, time: &str, body: &[u8]) -> String {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("keys of any length are taken");
    mac.update(time.as_bytes());
    mac.update(b".");
    mac.update(body);
    mac.finalize()
        .into_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
