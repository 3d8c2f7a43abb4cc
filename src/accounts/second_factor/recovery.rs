//! Recovery codes: ten at a time, shown once, used once each.

use rand::seq::IndexedRandom;
use sha2::{Digest, Sha256};

use crate::web::UserId;

/// How many are made at a time.
const COUNT: usize = 10;

/// Letters that are hard to mistake for one another; sixteen of them are 79 bits.
const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
const GROUPS: usize = 4;
const GROUP: usize = 4;

/// New codes, as people see them: `abcd-efgh-jkmn-pqrs`.
pub(super) fn draw() -> Vec<String> {
    let mut rng = rand::rng();
    let mut group = || -> String {
        let letters = (0..GROUP).filter_map(|_| LETTERS.choose(&mut rng));
        letters.map(|&letter| char::from(letter)).collect()
    };
    let mut code = || (0..GROUPS).map(|_| group()).collect::<Vec<_>>().join("-");
    (0..COUNT).map(|_| code()).collect()
}

/// What is stored of a code, however it is typed.
pub(super) fn hash_of(user: UserId, code: &str) -> Vec<u8> {
    let letters: String = code
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    Sha256::digest(format!("{user}:{letters}")).to_vec()
}
