//! The durable job that makes the replay of a class that is over.
//!
//! It may be killed anywhere and begins again: it works in a folder of its own, the film is stored and linked in one
//! transaction, and the recordings are removed after that. A second run finds the replay and only tidies up.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, bail};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::film::{self, Film};
use super::parts::{self, RecordedFile};
use super::{close_part, files_in, ready_of};
use crate::jobs::Job;
use crate::live::model::{AssetKind, RecordingPart, RecordingStatus, Room, RoomId, Status};
use crate::live::rooms;
use crate::live::streams::Folders;
use crate::live::telling;
use crate::schema::{live_assets, live_recording_parts};
use crate::sidecar::ffmpeg::{self, Format};
use crate::state::App;
use crate::storage::{self, Accept, Media, MediaContainer, Received, Stored};

/// A file that has not grown for so long is closed, whether that was reported or not.
const CLOSED: Duration = Duration::from_secs(3);
const CLOSING: Duration = Duration::from_secs(30);
const POSTER_AT: Duration = Duration::from_secs(5);

/// Makes the replay of a room.
#[derive(Serialize, Deserialize)]
pub struct RemuxRecording {
    pub room: RoomId,
}

impl Job for RemuxRecording {
    const NAME: &'static str = "live.remux_recording";
    const TIMEOUT: Duration = Duration::from_secs(4 * 3600);

    async fn run(self, app: &App) -> Result<()> {
        let folder = Folders::below(&app.config.data).recordings;
        let id = self.room;
        let (room, tokens, is_ready) = app.db.run(move |conn| look(conn, id)).await?;
        let files = files_of(&folder, &tokens)?;
        if room.status != Status::Ended || files.is_empty() {
            return Ok(());
        }
        if !is_ready {
            wait_until_closed(&folder, &files).await?;
            let closed = files.clone();
            let parts = app.db.run(move |conn| close_all(conn, id, &closed)).await?;
            let work = WorkFolder::new(folder.join(format!("work-{id}")))?;
            make(app, &room, &parts, &folder, &work.0).await?;
        }
        for file in &files {
            std::fs::remove_file(folder.join(file.name()))?;
        }
        Ok(())
    }
}

fn look(conn: &mut PgConnection, id: RoomId) -> crate::error::Result<(Room, Vec<String>, bool)> {
    let room = rooms::find(conn, id)?;
    let is_ready = !ready_of(conn, &[id])?.is_empty();
    Ok((room, parts::tokens_of(conn, id)?, is_ready))
}

fn files_of(folder: &Path, tokens: &[String]) -> io::Result<Vec<RecordedFile>> {
    let mut files = files_in(folder)?;
    files.retain(|file| tokens.iter().any(|token| token == file.token()));
    Ok(files)
}

/// The end of the class cuts the publisher off, and the server then closes its file.
async fn wait_until_closed(folder: &Path, files: &[RecordedFile]) -> Result<()> {
    let until = tokio::time::Instant::now() + CLOSING;
    while tokio::time::Instant::now() < until {
        let ages: io::Result<Vec<Duration>> = files
            .iter()
            .map(|file| {
                let written = std::fs::metadata(folder.join(file.name()))?.modified()?;
                Ok(SystemTime::now()
                    .duration_since(written)
                    .unwrap_or_default())
            })
            .collect();
        if ages?.iter().all(|age| *age > CLOSED) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    bail!("the recording is still being written")
}

fn close_all(
    conn: &mut PgConnection,
    room: RoomId,
    files: &[RecordedFile],
) -> crate::error::Result<Vec<RecordingPart>> {
    for file in files {
        close_part(conn, file)?;
    }
    let mut parts = parts::of_room(conn, room)?;
    parts.retain(|part| files.iter().any(|file| file.name() == part.flv_path));
    Ok(parts)
}

async fn make(
    app: &App,
    room: &Room,
    parts: &[RecordingPart],
    recordings: &Path,
    work: &Path,
) -> Result<()> {
    let ids: Vec<i64> = parts.iter().map(|part| part.id).collect();
    // A class that was called off before its start has nothing to show.
    let film = match room.started_at {
        Some(began) => film::make(parts, recordings, work, began).await?,
        None => None,
    };
    let Some(film) = film else {
        return Ok(app.db.run(move |conn| Ok(give_up(conn, &ids)?)).await?);
    };
    let poster = take_poster(app, room, &film, work).await;
    let mut files = vec![take_film(app, room, &film).await?];
    files.extend(poster);
    let (id, owner) = (room.id, room.teacher_id);
    storage::commit(
        app,
        files,
        MediaContainer::LiveAsset,
        Some(owner),
        move |conn, files| {
            link(conn, id, files)?;
            give_up(conn, &ids)?;
            place(conn, &film)?;
            telling::replay_ready(conn, id)
        },
    )
    .await?;
    tracing::info!(room = id, "the replay is ready");
    Ok(())
}

async fn take_film(app: &App, room: &Room, film: &Film) -> Result<Stored> {
    let received = Received::adopt(film.file.clone(), &format!("{}.mp4", room.title)).await?;
    let mut stored = storage::take(&app.storage, received, Accept::Video).await?;
    let size = film.probe.width.zip(film.probe.height);
    stored.set_measures(
        film.probe.duration_ms,
        size.map(|(width, height)| (width as i32, height as i32)),
    );
    Ok(stored)
}

/// A replay without a poster is still a replay.
async fn take_poster(app: &App, room: &Room, film: &Film, work: &Path) -> Option<Stored> {
    let picture = work.join("poster.jpg");
    let length = Duration::from_millis(film.probe.duration_ms.max(0).unsigned_abs());
    let taken = async {
        ffmpeg::poster(&film.file, Format::Mp4, POSTER_AT.min(length / 2), &picture).await?;
        let received = Received::adopt(picture, &format!("{}.jpg", room.title)).await?;
        anyhow::Ok(storage::take(&app.storage, received, Accept::Image).await?)
    };
    taken
        .await
        .inspect_err(|error| tracing::warn!(room = room.id, "no poster could be made: {error:#}"))
        .ok()
}

/// The film comes first among the files, its poster after it.
fn link(conn: &mut PgConnection, room: RoomId, files: &[Media]) -> crate::error::Result<()> {
    let kinds = [AssetKind::Recording, AssetKind::Poster];
    for (file, kind) in files.iter().zip(kinds) {
        diesel::insert_into(live_assets::table)
            .values((
                live_assets::live_room_id.eq(room),
                live_assets::kind.eq(kind),
                live_assets::media_id.eq(file.id),
                live_assets::file_url.eq(file.url()),
                live_assets::file_type.eq(file.kind),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Notes that these parts are in no film.
fn give_up(conn: &mut PgConnection, parts: &[i64]) -> QueryResult<()> {
    diesel::update(live_recording_parts::table)
        .filter(live_recording_parts::id.eq_any(parts))
        .set(live_recording_parts::status.eq(RecordingStatus::Failed))
        .execute(conn)
        .map(|_| ())
}

fn place(conn: &mut PgConnection, film: &Film) -> QueryResult<()> {
    for part in &film.parts {
        diesel::update(live_recording_parts::table.find(part.id))
            .set((
                live_recording_parts::started_at.eq(part.started_at),
                live_recording_parts::duration_ms.eq(part.duration.as_millis() as i64),
                live_recording_parts::media_offset_ms.eq(part.offset.as_millis() as i64),
                live_recording_parts::status.eq(RecordingStatus::Remuxed),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// A folder that is empty at first and gone at last; what an interrupted run left in it is worth nothing.
struct WorkFolder(PathBuf);

impl WorkFolder {
    fn new(folder: PathBuf) -> Result<WorkFolder> {
        match std::fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        Ok(WorkFolder(folder))
    }
}

impl Drop for WorkFolder {
    fn drop(&mut self) {
        // Whatever stays is removed by the next run.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
