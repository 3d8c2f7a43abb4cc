//! A replay that shows a stretch of what was recorded: its teacher says from when to when, a durable job makes the film.
//!
//! The whole recording is kept, so a stretch can be chosen anew; the staff alone can read it. What is shown changes in
//! one transaction, when the new film is whole and its length is verified.

use std::time::Duration;

use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::timeline::{self, Stretch};
use super::work::WorkFolder;
use crate::error::{AppError, Errors, Result};
use crate::jobs::{self, Job};
use crate::live::model::{Asset, AssetKind, RoomId};
use crate::live::rooms;
use crate::live::streams::Folders;
use crate::schema::{live_assets, live_replay_cuts};
use crate::sidecar::ffmpeg::{self, Cut};
use crate::state::App;
use crate::storage::{self, Accept, Media, MediaContainer, Received, Stored};
use crate::text;
use crate::web::Viewer;

/// A shorter replay shows nothing.
const SHORTEST_MS: i64 = 1_000;

/// What was asked for, and what came of it. All in milliseconds of the whole recording.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = live_replay_cuts, check_for_backend(diesel::pg::Pg))]
pub struct Wanted {
    pub whole_media_id: Uuid,
    pub start_ms: i64,
    pub end_ms: i64,
    pub shown_start_ms: Option<i64>,
    pub shown_end_ms: Option<i64>,
    /// Whether what is shown is what was asked for.
    pub is_shown: bool,
    pub has_failed: bool,
}

/// What was asked for of this replay, if anything was.
pub fn wanted(conn: &mut PgConnection, room: RoomId) -> QueryResult<Option<Wanted>> {
    live_replay_cuts::table
        .find(room)
        .select(Wanted::as_select())
        .first(conn)
        .optional()
}

/// The whole recording of a room and its length in milliseconds, whatever of it is shown.
///
/// # Errors
/// `NotFound` where there is none.
pub fn whole(conn: &mut PgConnection, room: RoomId) -> Result<(Media, i64)> {
    let kept = wanted(conn, room)?.map(|cut| cut.whole_media_id);
    let id = match kept {
        Some(id) => id,
        None => shown(conn, room)?.ok_or(AppError::NotFound)?.media_id,
    };
    let whole = Media::find(conn, id)?;
    let length = whole.duration_ms.unwrap_or(0);
    Ok((whole, length))
}

fn shown(conn: &mut PgConnection, room: RoomId) -> QueryResult<Option<Asset>> {
    timeline::of_kind(room, AssetKind::Recording)
        .select(Asset::as_select())
        .first(conn)
        .optional()
}

/// Has the replay show this stretch; the whole recording takes no work.
///
/// # Errors
/// As [`rooms::managed`]; `NotFound` without a replay, `Invalid` for a stretch that is not in it.
pub fn ask(conn: &mut PgConnection, viewer: &Viewer, room: RoomId, stretch: Stretch) -> Result<()> {
    conn.transaction(|conn| {
        rooms::managed(conn, viewer, room)?;
        let (kept, length) = whole(conn, room)?;
        check(stretch, length)?;
        if stretch.start == 0 && stretch.end >= length {
            return show_whole(conn, room, &kept);
        }
        let limits = (
            live_replay_cuts::start_ms.eq(stretch.start),
            live_replay_cuts::end_ms.eq(stretch.end.min(length)),
            live_replay_cuts::is_shown.eq(false),
            live_replay_cuts::has_failed.eq(false),
            live_replay_cuts::asked_at.eq(diesel::dsl::now),
        );
        diesel::insert_into(live_replay_cuts::table)
            .values((
                live_replay_cuts::live_room_id.eq(room),
                live_replay_cuts::whole_media_id.eq(kept.id),
                limits,
            ))
            .on_conflict(live_replay_cuts::live_room_id)
            .do_update()
            .set(limits)
            .execute(conn)?;
        let job = CutReplay {
            room,
            start_ms: stretch.start,
            end_ms: stretch.end.min(length),
        };
        let key = format!("{room}-{}-{}", job.start_ms, job.end_ms);
        jobs::enqueue_once(conn, &job, &key, Duration::ZERO)
    })
}

fn check(stretch: Stretch, length: i64) -> Result<()> {
    let mut errors = Errors::default();
    errors.require(
        (0..length).contains(&stretch.start),
        "start",
        text!("live-cut-outside"),
    );
    errors.require(
        stretch.end - stretch.start >= SHORTEST_MS,
        "end",
        text!("live-cut-too-short"),
    );
    errors.into_result()
}

fn show_whole(conn: &mut PgConnection, room: RoomId, kept: &Media) -> Result<()> {
    let before = shown(conn, room)?.ok_or(AppError::NotFound)?;
    diesel::delete(live_replay_cuts::table.find(room)).execute(conn)?;
    put(conn, &before, kept)
}

/// Has this film take the place of the one that was shown, which is deleted unless it is the whole recording.
fn put(conn: &mut PgConnection, before: &Asset, film: &Media) -> Result<()> {
    if before.media_id == film.id {
        return Ok(());
    }
    diesel::update(live_assets::table.find(before.id))
        .set((
            live_assets::media_id.eq(film.id),
            live_assets::file_url.eq(film.url()),
        ))
        .execute(conn)?;
    let kept = live_replay_cuts::table.filter(live_replay_cuts::whole_media_id.eq(before.media_id));
    if diesel::select(diesel::dsl::exists(kept)).get_result(conn)? {
        return Ok(());
    }
    storage::discard(conn, before.media_id)
}

/// Makes the film of a stretch.
#[derive(Serialize, Deserialize)]
pub struct CutReplay {
    pub room: RoomId,
    pub start_ms: i64,
    pub end_ms: i64,
}

impl Job for CutReplay {
    const NAME: &'static str = "live.cut_replay";
    const MAX_ATTEMPTS: i32 = 4;
    const TIMEOUT: Duration = Duration::from_secs(2 * 3600);

    async fn run(self, app: &App) -> anyhow::Result<()> {
        let room = self.room;
        let outcome = self.make(app).await;
        if outcome.is_err() {
            let failed = diesel::update(live_replay_cuts::table.find(room))
                .set(live_replay_cuts::has_failed.eq(true));
            app.db.run(move |conn| Ok(failed.execute(conn)?)).await?;
        }
        outcome
    }
}

impl CutReplay {
    async fn make(self, app: &App) -> anyhow::Result<()> {
        let id = self.room;
        let find = move |conn: &mut PgConnection| {
            let room = rooms::find(conn, id)?;
            Ok((room, wanted(conn, id)?, whole(conn, id)?.0))
        };
        let (room, wanted, whole) = app.db.run(find).await?;
        // Somebody may have thought better of it.
        if !wanted.is_some_and(|wanted| self.is(&wanted) && !wanted.is_shown) {
            return Ok(());
        }
        let folder = Folders::below(&app.config.data).recordings;
        let work = WorkFolder::new(folder.join(format!("cut-{id}")))?;
        let film = app.storage.as_file(&whole, work.path()).await?;
        let moment = |ms: i64| Duration::from_millis(ms.unsigned_abs());
        let out = work.path().join("stretch.mp4");
        let cut = ffmpeg::cut(&film, moment(self.start_ms), moment(self.end_ms), &out).await?;
        let received = Received::adopt(out, &format!("{}.mp4", room.title)).await?;
        let mut stored = storage::take(&app.storage, received, Accept::Video).await?;
        measure(&mut stored, &cut);
        let owner = Some(room.teacher_id);
        let show = move |conn: &mut PgConnection, files: &[Media]| self.show(conn, &files[0], &cut);
        storage::commit(app, vec![stored], MediaContainer::LiveAsset, owner, show).await?;
        Ok(())
    }

    fn is(&self, wanted: &Wanted) -> bool {
        (self.start_ms, self.end_ms) == (wanted.start_ms, wanted.end_ms)
    }

    /// Shows the film, unless another stretch has been asked for meanwhile.
    fn show(&self, conn: &mut PgConnection, film: &Media, cut: &Cut) -> Result<()> {
        let asked: Option<Wanted> = live_replay_cuts::table
            .find(self.room)
            .select(Wanted::as_select())
            .for_update()
            .first(conn)
            .optional()?;
        let before = shown(conn, self.room)?.ok_or(AppError::NotFound)?;
        if !asked.is_some_and(|wanted| self.is(&wanted)) {
            return storage::discard(conn, film.id);
        }
        put(conn, &before, film)?;
        diesel::update(live_replay_cuts::table.find(self.room))
            .set((
                live_replay_cuts::shown_start_ms.eq(cut.from.as_millis() as i64),
                live_replay_cuts::shown_end_ms.eq(self.end_ms),
                live_replay_cuts::is_shown.eq(true),
                live_replay_cuts::has_failed.eq(false),
            ))
            .execute(conn)?;
        Ok(())
    }
}

fn measure(stored: &mut Stored, cut: &Cut) {
    let size = cut.probe.width.zip(cut.probe.height);
    let size = size.map(|(width, height)| (width as i32, height as i32));
    stored.set_measures(cut.probe.duration_ms, size);
}
