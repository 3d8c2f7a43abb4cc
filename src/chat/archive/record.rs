//! A message as a line of an object.

use std::io::{BufRead, Read};

use anyhow::{Context, Result, ensure};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{MessageId, RoomId};
use crate::chat::model::MessageType;
use crate::web::UserId;

/// The most that an object may unpack to. A full one has at most some 20 MB of text; what unpacks to more was not written
/// by us.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// The most memory that unpacking may ask for, as a power of two.
const WINDOW_LOG: u32 = 24;

/// Fast enough to be no burden, and within a few percent of what takes ten times as long.
const LEVEL: i32 = 9;

/// Everything that the table and those around it say of a message; names as in the database, so that it can be put back by
/// them. Files stay where they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) id: MessageId,
    pub(super) chat_room_id: RoomId,
    pub(super) user_id: Option<UserId>,
    pub(super) content: String,
    pub(super) message_type: MessageType,
    pub(super) seq: i64,
    pub(super) rev: i64,
    pub(super) nonce: Uuid,
    pub(super) reply_to_id: Option<MessageId>,
    pub(super) created_at: DateTime<Utc>,
    pub(super) edited_at: Option<DateTime<Utc>>,
    pub(super) deleted_at: Option<DateTime<Utc>>,
    pub(super) deleted_by: Option<UserId>,
    pub(super) mentions_all: bool,
    pub(super) mentions: Vec<UserId>,
    pub(super) reactions: Vec<Reacted>,
    pub(super) revisions: Vec<Revision>,
}

impl Record {
    /// Whether the program itself said it.
    pub(super) fn is_line(&self) -> bool {
        self.message_type == MessageType::System
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Reacted {
    pub(super) user_id: UserId,
    pub(super) emoji: String,
    pub(super) reacted_at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Revision {
    pub(super) content: String,
    pub(super) replaced_at: DateTime<Utc>,
}

/// The records as the bytes of an object.
pub(super) fn pack(records: &[Record]) -> Result<Vec<u8>> {
    let mut lines = Vec::new();
    for record in records {
        serde_json::to_writer(&mut lines, record)?;
        lines.push(b'\n');
    }
    ensure!(lines.len() as u64 <= MOST_BYTES, "too much for one object");
    Ok(zstd::bulk::compress(&lines, LEVEL)?)
}

/// The records in the bytes of an object.
///
/// # Errors
/// Bytes that were not written by [`pack`], or that unpack to more than it would have written.
pub(super) fn unpack(bytes: &[u8]) -> Result<Vec<Record>> {
    let mut decoder = zstd::stream::read::Decoder::new(bytes)?;
    decoder.window_log_max(WINDOW_LOG)?;
    let mut lines = std::io::BufReader::new(decoder.take(MOST_BYTES + 1));
    let (mut records, mut line, mut total) = (Vec::new(), Vec::new(), 0);
    loop {
        line.clear();
        total += lines
            .read_until(b'\n', &mut line)
            .context("it can't be unpacked")? as u64;
        ensure!(
            total <= MOST_BYTES,
            "it unpacks to more than any object holds"
        );
        if line.is_empty() {
            return Ok(records);
        }
        let number = records.len() + 1;
        let record = serde_json::from_slice(&line);
        records.push(record.with_context(|| format!("line {number} is no message"))?);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(seq: i64, content: &str) -> Record {
        Record {
            id: seq + 7,
            chat_room_id: 3,
            user_id: Some(5),
            content: content.into(),
            message_type: MessageType::Text,
            seq,
            rev: seq,
            nonce: Uuid::nil(),
            reply_to_id: Some(2),
            created_at: "2024-02-29T12:00:00.123456Z".parse().unwrap(),
            edited_at: None,
            deleted_at: None,
            deleted_by: None,
            mentions_all: false,
            mentions: vec![9],
            reactions: vec![Reacted {
                user_id: 1,
                emoji: "👍".into(),
                reacted_at: "2024-03-01T00:00:00Z".parse().unwrap(),
            }],
            revisions: Vec::new(),
        }
    }

    #[test]
    fn what_is_unpacked_is_what_was_packed() {
        let records = [
            record(1, "第一行\n第二行"),
            record(2, "\"quoted\" \u{2028}"),
        ];
        assert_eq!(unpack(&pack(&records).unwrap()).unwrap(), records);
        assert!(unpack(&pack(&[]).unwrap()).unwrap().is_empty());
    }

    #[test]
    fn a_bomb_and_what_is_cut_off_are_refused() {
        let zeros = zstd::bulk::compress(&vec![b' '; 80 * 1024 * 1024], 3).unwrap();
        assert!(zeros.len() < 100_000, "a small object");
        assert!(unpack(&zeros).is_err());
        let packed = pack(&[record(1, "x")]).unwrap();
        assert!(unpack(&packed[..packed.len() - 3]).is_err());
        assert!(unpack(b"no zstd").is_err());
        let other = zstd::bulk::compress(b"{\"id\":1}\n", 3).unwrap();
        assert!(unpack(&other).is_err());
    }
}
