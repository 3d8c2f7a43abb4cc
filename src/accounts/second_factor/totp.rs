//! Codes by time, as RFC 6238 has them and every app makes them: HMAC-SHA-1, half a minute, six digits.

use chrono::{DateTime, Utc};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use ring::hmac;
use subtle::ConstantTimeEq;

/// What the codes are made of: 160 random bits, as RFC 4226 (section 4, R6) recommends.
pub(super) type Secret = [u8; 20];

/// A time step, in seconds.
const PERIOD: i64 = 30;

/// The steps around the present one whose codes are taken: clocks differ, and people take time to type.
const NEAR: [i64; 3] = [0, -1, 1];

/// The step that this moment lies in.
pub(super) fn step_at(time: DateTime<Utc>) -> i64 {
    time.timestamp().div_euclid(PERIOD)
}

/// The step near `now` whose code was typed, blanks aside.
pub(super) fn step_of(secret: &Secret, typed: &str, now: i64) -> Option<i64> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let is = |step: &i64| bool::from(code(secret, *step).as_bytes().ct_eq(digits.as_bytes()));
    NEAR.into_iter().map(|near| now + near).find(is)
}

/// The six digits of a step (RFC 4226, section 5.3).
fn code(secret: &Secret, step: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    let start = usize::from(tag[tag.len() - 1] & 0xf);
    let word = [
        tag[start] & 0x7f,
        tag[start + 1],
        tag[start + 2],
        tag[start + 3],
    ];
    format!("{:06}", u32::from_be_bytes(word) % 1_000_000)
}

/// The secret as people type it into an app: base 32 (RFC 4648), in groups of four.
pub(super) fn in_groups(secret: &Secret) -> String {
    let letters: Vec<char> = base32(secret).chars().collect();
    let groups: Vec<String> = letters
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    groups.join(" ")
}

/// What an app reads from the picture.
pub(super) fn address(secret: &Secret, issuer: &str, username: &str) -> String {
    let issuer = utf8_percent_encode(issuer, NON_ALPHANUMERIC);
    let name = utf8_percent_encode(username, NON_ALPHANUMERIC);
    let secret = base32(secret);
    format!("otpauth://totp/{issuer}:{name}?secret={secret}&issuer={issuer}")
}

fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut text, mut held, mut bits) = (String::new(), 0u32, 0);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(LETTERS[(held >> bits) as usize & 31]));
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        text.push(char::from(LETTERS[(held << (5 - bits)) as usize & 31]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &Secret = b"12345678901234567890";

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B: the last six of its eight digits.
        for (second, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code(SECRET, second / PERIOD), expected, "{second}");
        }
    }

    #[test]
    fn a_code_is_taken_one_step_early_or_late_and_no_further() {
        let typed = code(SECRET, 100);
        assert_eq!(step_of(SECRET, &typed, 99), Some(100));
        assert_eq!(step_of(SECRET, &typed, 101), Some(100));
        assert_eq!(
            step_of(SECRET, &format!(" {} {} ", &typed[..3], &typed[3..]), 100),
            Some(100)
        );
        assert_eq!(step_of(SECRET, &typed, 102), None);
        assert_eq!(step_of(SECRET, "", 100), None);
        assert_eq!(step_of(SECRET, &typed[..5], 100), None);
    }

    #[test]
    fn the_secret_is_written_as_apps_read_it() {
        assert_eq!(base32(b"foobar"), "MZXW6YTBOI", "RFC 4648, section 10");
        assert_eq!(in_groups(SECRET), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }
}
