//! RSA2, Alipay's name for RSA with SHA-256 (PKCS #1 v1.5): what is signed, by whom, and whether it holds
//! (<https://opendocs.alipay.com/common/02mse7>).

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey};

use crate::config::{RsaPrivateKey, RsaPublicKey};

/// The text that is signed: the fields by name, `name=value`, joined by `&`; empty ones are left out.
pub fn joined(fields: &[(String, String)]) -> String {
    in_order(fields.iter().filter(|(_, value)| !value.is_empty()))
}

/// The same with the empty ones: Alipay's own libraries differ in what becomes of them.
pub fn joined_with_empty(fields: &[(String, String)]) -> String {
    in_order(fields.iter())
}

fn in_order<'a>(fields: impl Iterator<Item = &'a (String, String)>) -> String {
    let sorted: BTreeMap<&str, &str> = fields
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let pairs: Vec<String> = sorted
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.join("&")
}

/// In base 64.
pub fn sign(key: &RsaPrivateKey, text: &str) -> String {
    let mut signature = vec![0; key.pair().public().modulus_len()];
    key.pair()
        .sign(
            &RSA_PKCS1_SHA256,
            &SystemRandom::new(),
            text.as_bytes(),
            &mut signature,
        )
        .expect("the buffer is as long as the key says");
    STANDARD.encode(signature)
}

pub fn holds(key: &RsaPublicKey, text: &str, signature: &str) -> bool {
    let Ok(signature) = STANDARD.decode(signature) else {
        return false;
    };
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key.der())
        .verify(text.as_bytes(), &signature)
        .is_ok()
}
