//! The signed addresses by which mails of one topic are turned off (RFC 8058): whoever has the link may turn off these mails
//! of this person, and can do nothing else with it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use super::letter::link;
use super::outbox::Waiting;
use crate::config::Config;
use crate::web::UserId;

/// Sets these signatures apart from others by the same key.
const DOMAIN: &str = "lectern unsubscribe 1";

/// How much of a signature stands in a link, in bytes: 160 bits.
const KEPT: usize = 20;

/// The address for this mail; none if nobody may turn it off.
pub(super) fn address(config: &Config, mail: &Waiting) -> Option<String> {
    let (person, topic) = (mail.user_id?, mail.topic.as_deref()?);
    let path = format!(
        "/notifications/unsubscribe/{}",
        token(config, person, topic)
    );
    Some(link(config, &path))
}

fn token(config: &Config, person: UserId, topic: &str) -> String {
    let tag = URL_SAFE_NO_PAD.encode(tag(config, person, topic));
    format!("{person}-{topic}-{tag}")
}

/// Whose mails of which topic this token turns off, if it is one of ours.
pub fn read_token<'a>(config: &Config, token: &'a str) -> Option<(UserId, &'a str)> {
    let mut parts = token.splitn(3, '-');
    let (person, topic, given) = (parts.next()?, parts.next()?, parts.next()?);
    let person: UserId = person.parse().ok()?;
    let given = URL_SAFE_NO_PAD.decode(given).ok()?;
    let is_ours = bool::from(tag(config, person, topic).ct_eq(&given));
    is_ours.then_some((person, topic))
}

fn tag(config: &Config, person: UserId, topic: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(&config.security.secret)
        .unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
    mac.update(format!("{DOMAIN}\0{person}\0{topic}").as_bytes());
    mac.finalize().into_bytes()[..KEPT].to_vec()
}
