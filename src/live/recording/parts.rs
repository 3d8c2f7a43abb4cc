//! The recorded files and their rows.

use std::io;
use std::path::Path;

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::error::Result;
use crate::live::model::{RecordingPart, RecordingStatus, RoomId, SessionId};
use crate::schema::{live_recording_parts, live_sessions};

/// The server opens the file when the publisher is let in, and its first picture comes within this time.
const FIRST_PICTURE_SECONDS: i64 = 15;

/// A file of the recordings folder: `<token>-<unix seconds>.flv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedFile {
    name: String,
    token_length: usize,
    opened_at: DateTime<Utc>,
}

impl RecordedFile {
    /// Reads a file name; nothing else than what the server makes of our tokens is one.
    pub fn of_name(name: &str) -> Option<RecordedFile> {
        let (token, opened) = name.strip_suffix(".flv")?.split_once('-')?;
        let is_token = (16..=64).contains(&token.len())
            && token
                .bytes()
                .all(|b| b.is_ascii_digit() || b.is_ascii_lowercase());
        let is_moment = opened.bytes().all(|b| b.is_ascii_digit());
        Some(RecordedFile {
            name: (is_token && is_moment).then(|| name.to_owned())?,
            token_length: token.len(),
            opened_at: DateTime::from_timestamp(opened.parse().ok()?, 0)?,
        })
    }

    /// The same from a path, as `record_done` says it.
    pub fn of_path(path: &str) -> Option<RecordedFile> {
        RecordedFile::of_name(path.rsplit('/').next()?)
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name of the run it belongs to.
    pub fn token(&self) -> &str {
        &self.name[..self.token_length]
    }
}

/// All recordings that are there. Blocks for a moment.
pub fn files_in(folder: &Path) -> io::Result<Vec<RecordedFile>> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    Ok(entries
        .flatten()
        .filter_map(|entry| RecordedFile::of_name(entry.file_name().to_str()?))
        .collect())
}

/// Gives a file its row, if it has none.
pub fn open_part(conn: &mut PgConnection, file: &RecordedFile) -> Result<()> {
    put(conn, file, RecordingStatus::Recording)
}

/// Notes that a file is complete.
pub fn close_part(conn: &mut PgConnection, file: &RecordedFile) -> Result<()> {
    put(conn, file, RecordingStatus::Recorded)?;
    diesel::update(live_recording_parts::table)
        .filter(live_recording_parts::flv_path.eq(&file.name))
        .filter(live_recording_parts::status.eq(RecordingStatus::Recording))
        .set(live_recording_parts::status.eq(RecordingStatus::Recorded))
        .execute(conn)?;
    Ok(())
}

fn put(conn: &mut PgConnection, file: &RecordedFile, status: RecordingStatus) -> Result<()> {
    let session: Option<SessionId> = live_sessions::table
        .filter(live_sessions::token.eq(file.token()))
        .select(live_sessions::id)
        .first(conn)
        .optional()?;
    if let Some(session) = session {
        diesel::insert_into(live_recording_parts::table)
            .values((
                live_recording_parts::live_session_id.eq(session),
                live_recording_parts::flv_path.eq(&file.name),
                live_recording_parts::started_at.eq(file.opened_at),
                live_recording_parts::status.eq(status),
            ))
            .on_conflict(live_recording_parts::flv_path)
            .do_nothing()
            .execute(conn)?;
    }
    Ok(())
}

/// Notes when (Unix milliseconds) the first picture of a connection came. A file's name has whole seconds, and those of
/// its opening. Nothing happens where no file fits.
pub fn date_part(conn: &mut PgConnection, token: &str, at: u64) -> Result<()> {
    let Some(at) = DateTime::from_timestamp_millis(at as i64) else {
        return Ok(());
    };
    let earliest = at - chrono::Duration::seconds(FIRST_PICTURE_SECONDS);
    let part: Option<i64> = live_recording_parts::table
        .inner_join(live_sessions::table)
        .filter(live_sessions::token.eq(token))
        .filter(live_recording_parts::started_at.between(earliest, at))
        .order(live_recording_parts::started_at.desc())
        .select(live_recording_parts::id)
        .first(conn)
        .optional()?;
    if let Some(part) = part {
        diesel::update(live_recording_parts::table.find(part))
            .set(live_recording_parts::started_at.eq(at))
            .execute(conn)?;
    }
    Ok(())
}

/// The parts of a room's recording, in their order.
pub(super) fn of_room(conn: &mut PgConnection, room: RoomId) -> QueryResult<Vec<RecordingPart>> {
    live_recording_parts::table
        .inner_join(live_sessions::table)
        .filter(live_sessions::live_room_id.eq(room))
        .order(live_recording_parts::started_at)
        .select(RecordingPart::as_select())
        .load(conn)
}

/// The names of a room's runs.
pub(super) fn tokens_of(conn: &mut PgConnection, room: RoomId) -> QueryResult<Vec<String>> {
    live_sessions::table
        .filter(live_sessions::live_room_id.eq(room))
        .select(live_sessions::token)
        .load(conn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_the_server_are_read_and_no_others() {
        let file =
            RecordedFile::of_path("recordings/0123456789abcdef0123456789abcdef-1795384249.flv");
        let file = file.unwrap();
        assert_eq!(file.token(), "0123456789abcdef0123456789abcdef");
        assert_eq!(file.opened_at.timestamp(), 1795384249);
        for name in [
            "short-1795384249.flv",
            "0123456789abcdef.flv",
            "0123456789abcdef-.flv",
            "0123456789abcdef-12.mp4",
            "0123456789ABCDEF-12.flv",
            "0123456789abcdef-12-3.flv",
            "..",
        ] {
            assert_eq!(RecordedFile::of_name(name), None, "{name}");
        }
    }
}
