//! Keeps what the codes are made of where reading the database does not show it: AES-256-GCM under a key that is derived
//! from `LECTERN_SECRET`, bound to the person it belongs to.

use anyhow::anyhow;
use hmac::{Hmac, KeyInit, Mac};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sha2::Sha256;

use super::totp::Secret;
use crate::error::{AppError, Result};
use crate::web::UserId;

/// Sets this use of the program's secret apart from others.
const DOMAIN: &[u8] = b"lectern second factor 1";

/// A random nonce, then the secret, sealed.
pub(super) fn seal(master: &[u8], user: UserId, secret: &Secret) -> Result<Vec<u8>> {
    let nonce: [u8; NONCE_LEN] = rand::random();
    let mut text = secret.to_vec();
    key(master)?
        .seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(user.to_be_bytes()),
            &mut text,
        )
        .map_err(|_| AppError::Internal(anyhow!("a secret can't be sealed")))?;
    Ok([nonce.as_slice(), &text].concat())
}

/// The secret; nothing if it was sealed for somebody else or under another `LECTERN_SECRET`.
pub(super) fn unseal(master: &[u8], user: UserId, sealed: &[u8]) -> Result<Option<Secret>> {
    let Some((nonce, text)) = sealed.split_first_chunk::<NONCE_LEN>() else {
        return Ok(None);
    };
    let mut text = text.to_vec();
    let nonce = Nonce::assume_unique_for_key(*nonce);
    let key = key(master)?;
    let opened = key.open_in_place(nonce, Aad::from(user.to_be_bytes()), &mut text);
    Ok(opened
        .ok()
        .and_then(|secret| Secret::try_from(&*secret).ok()))
}

fn key(master: &[u8]) -> Result<LessSafeKey> {
    let broken = || AppError::Internal(anyhow!("no key can be derived"));
    let mut mac = Hmac::<Sha256>::new_from_slice(master).map_err(|_| broken())?;
    mac.update(DOMAIN);
    let derived = mac.finalize().into_bytes();
    let key = UnboundKey::new(&AES_256_GCM, &derived).map_err(|_| broken())?;
    Ok(LessSafeKey::new(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_for_its_person_under_its_key_alone() {
        let (master, secret) = ([7; 64], [9; 20]);
        let sealed = seal(&master, 1, &secret).unwrap();
        assert!(!sealed.windows(20).any(|bytes| bytes == secret));
        assert_eq!(unseal(&master, 1, &sealed).unwrap(), Some(secret));
        assert_eq!(unseal(&master, 2, &sealed).unwrap(), None, "another person");
        assert_eq!(unseal(&[8; 64], 1, &sealed).unwrap(), None, "another key");
        let mut changed = sealed.clone();
        changed[15] ^= 1;
        assert_eq!(unseal(&master, 1, &changed).unwrap(), None);
        assert_eq!(unseal(&master, 1, &[0; 3]).unwrap(), None);
        assert_ne!(
            seal(&master, 1, &secret).unwrap(),
            sealed,
            "a new nonce each time"
        );
    }
}
