//! The secret by which a teacher's encoder proves that it may publish in a room.
//!
//! It is made here, shown once, and kept only as its hash. It carries the room's id in front, so that a wrong secret
//! can be told to the room's teacher; the id is no secret. It never derives `Debug` or `Display`.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::model::{RoomId, Status};
use super::rooms;
use crate::error::{AppError, Result};
use crate::schema::live_rooms;
use crate::text;
use crate::web::Viewer;

/// 160 random bits, as hexadecimal digits.
const SECRET_BYTES: usize = 20;
const HINT_LENGTH: usize = 4;

/// A stream key, `<room>-<secret>`: lower-case letters, digits and one hyphen.
pub struct StreamKey {
    room: RoomId,
    text: String,
}

impl StreamKey {
    fn random(room: RoomId) -> StreamKey {
        let secret: [u8; SECRET_BYTES] = rand::random();
        let secret: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
        StreamKey {
            room,
            text: format!("{room}-{secret}"),
        }
    }

    /// Reads what an encoder sent; nothing but the exact form is a key.
    pub fn parse(text: &str) -> Option<StreamKey> {
        let (room, secret) = text.split_once('-')?;
        let is_secret = secret.len() == 2 * SECRET_BYTES
            && secret
                .bytes()
                .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        is_secret.then_some(StreamKey {
            room: room_of(room)?,
            text: text.to_owned(),
        })
    }

    /// The room it names; whether it opens that room is another matter.
    pub fn room(&self) -> RoomId {
        self.room
    }

    /// The key itself, for the one page that shows it.
    pub fn reveal(&self) -> &str {
        &self.text
    }

    /// Whether this is the key with that hash.
    pub fn opens(&self, hash: &[u8]) -> bool {
        self.hash().as_slice().ct_eq(hash).into()
    }

    fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.text.as_bytes()).into()
    }

    fn hint(&self) -> &str {
        &self.text[self.text.len() - HINT_LENGTH..]
    }
}

/// The room that a refused stream name seems to be meant for: a number before the first hyphen.
pub(super) fn room_meant(name: &str) -> Option<RoomId> {
    room_of(name.split('-').next()?)
}

fn room_of(digits: &str) -> Option<RoomId> {
    let is_plain = !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit());
    is_plain.then(|| digits.parse().ok())?
}

/// Makes a new key for a room this viewer runs, in place of the old one, which opens nothing from now on. Nobody can
/// read it again. Follow it with [`super::Streams::rotate`], which cuts off who still publishes with the old one.
///
/// # Errors
/// As [`rooms::managed`]; [`AppError::Conflict`] when the class is over.
pub fn rotate(conn: &mut PgConnection, viewer: &Viewer, id: RoomId) -> Result<StreamKey> {
    let room = rooms::managed(conn, viewer, id)?;
    let key = StreamKey::random(room.id);
    let changed = diesel::update(live_rooms::table.find(room.id))
        .filter(live_rooms::status.ne(Status::Ended))
        .set((
            live_rooms::stream_key_hash.eq(key.hash().as_slice()),
            live_rooms::stream_key_hint.eq(key.hint()),
        ))
        .execute(conn)?;
    if changed == 0 {
        return Err(AppError::Conflict(text!("live-conflict-ended")));
    }
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_back_and_opens_its_own_hash_only() {
        let key = StreamKey::random(7);
        let read = StreamKey::parse(key.reveal()).unwrap();
        assert_eq!(read.room(), 7);
        assert!(read.opens(&key.hash()));
        assert!(!StreamKey::random(7).opens(&key.hash()));
        assert!(!key.opens(b"short"));
    }

    #[test]
    fn nothing_else_is_a_key() {
        let secret = "0".repeat(40);
        for name in [
            "",
            "7",
            "7-",
            "-",
            "07-SECRET",
            "7-SECRET-x",
            "7-../SECRET",
            "7-SECRET\0",
            "+7-SECRET",
            "７-SECRET",
            "99999999999999999999-SECRET",
        ] {
            let name = name.replace("SECRET", &secret);
            assert!(StreamKey::parse(&name).is_none(), "{name:?}");
        }
        assert!(StreamKey::parse(&format!("7-{}", "A".repeat(40))).is_none());
    }

    #[test]
    fn a_wrong_secret_still_names_its_room() {
        assert_eq!(room_meant("12-wrong"), Some(12));
        assert_eq!(room_meant("wrong"), None);
        assert_eq!(room_meant("-12"), None);
    }
}
