//! The replay as pages show it, and where a moment of the class is in it.

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::parts;
use crate::error::{AppError, Result};
use crate::live::model::{Asset, AssetKind, RecordingStatus, RoomId};
use crate::live::rooms::{self, Reached, Standing};
use crate::schema::{live_assets, media};
use crate::web::Viewer;

/// The finished recording of a class.
#[derive(Clone, Debug)]
pub struct Replay {
    pub film: Asset,
    /// None if no picture could be taken.
    pub poster: Option<Asset>,
    pub duration_ms: i64,
    pub timeline: Timeline,
}

/// Wall clock ↔ time in the replay. The pauses in which nobody published are not in the film.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline(Vec<Span>);

/// A stretch without a pause. All in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Unix time of its first picture.
    pub wall_clock: i64,
    /// Where it begins in the film.
    pub offset: i64,
    pub duration: i64,
}

impl Timeline {
    /// The stretches, in their order.
    pub fn spans(&self) -> &[Span] {
        &self.0
    }

    /// Where in the film the picture of this moment (Unix milliseconds) is. A moment in a pause is where the pause was
    /// cut out, one before the film at its beginning, one after it at its end; without a film everything is at 0.
    pub fn film_time(&self, wall_clock: i64) -> i64 {
        let begun = self
            .0
            .iter()
            .rev()
            .find(|span| span.wall_clock <= wall_clock);
        begun.map_or(0, |span| {
            span.offset + (wall_clock - span.wall_clock).min(span.duration)
        })
    }

    /// The moment (Unix milliseconds) whose picture is shown there; none behind the end.
    pub fn wall_clock(&self, film_time: i64) -> Option<DateTime<Utc>> {
        let within = |span: &&Span| (0..span.duration).contains(&(film_time - span.offset));
        let span = self.0.iter().find(within)?;
        DateTime::from_timestamp_millis(span.wall_clock + film_time - span.offset)
    }
}

/// The replay of a room, once it is ready. Whoever asks has reached the room; whether the replay is published to the
/// audience is in its `film`.
pub fn replay_of(conn: &mut PgConnection, room: RoomId) -> Result<Option<Replay>> {
    let film: Option<(Asset, Option<i64>)> = of_kind(room, AssetKind::Recording)
        .inner_join(media::table)
        .select((Asset::as_select(), media::duration_ms))
        .first(conn)
        .optional()?;
    let Some((film, duration_ms)) = film else {
        return Ok(None);
    };
    let poster = of_kind(room, AssetKind::Poster)
        .select(Asset::as_select())
        .first(conn)
        .optional()?;
    Ok(Some(Replay {
        film,
        poster,
        duration_ms: duration_ms.unwrap_or(0),
        timeline: timeline_of(conn, room)?,
    }))
}

/// The room and the timeline of its replay, for whoever may watch that: the audience once it is published, the staff before.
///
/// # Errors
/// `NotFound` for anybody else, and before there is one.
pub fn watched(
    conn: &mut PgConnection,
    viewer: Option<&Viewer>,
    room: RoomId,
) -> Result<(Reached, Timeline)> {
    let reached = rooms::of(conn, viewer, room)?;
    let replay = replay_of(conn, reached.room.id)?;
    let is_staff = reached.standing >= Standing::Moderator;
    let replay = replay.filter(|replay| is_staff || replay.film.is_published);
    let replay = replay.ok_or(AppError::NotFound)?;
    Ok((reached, replay.timeline))
}

/// Where the parts of a room's recording are in its replay; empty before that is made.
pub fn timeline_of(conn: &mut PgConnection, room: RoomId) -> Result<Timeline> {
    let spans = parts::of_room(conn, room)?.into_iter().filter_map(|part| {
        let is_in_film = part.status == RecordingStatus::Remuxed;
        Some(Span {
            wall_clock: part.started_at.timestamp_millis(),
            offset: part.media_offset_ms.filter(|_| is_in_film)?,
            duration: part.duration_ms?,
        })
    });
    Ok(Timeline(spans.collect()))
}

/// Which of these rooms have a replay.
pub(in crate::live) fn ready_of(conn: &mut PgConnection, rooms: &[RoomId]) -> Result<Vec<RoomId>> {
    Ok(live_assets::table
        .filter(live_assets::live_room_id.eq_any(rooms))
        .filter(live_assets::kind.eq(AssetKind::Recording))
        .select(live_assets::live_room_id)
        .load(conn)?)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn of_kind(room: RoomId, kind: AssetKind) -> _ {
    live_assets::table
        .filter(live_assets::live_room_id.eq(room))
        .filter(live_assets::kind.eq(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten seconds from 1000 s, a pause of five, ten more.
    fn timeline() -> Timeline {
        let span = |wall_clock, offset| Span {
            wall_clock,
            offset,
            duration: 10_000,
        };
        Timeline(vec![span(1_000_000, 0), span(1_015_000, 10_000)])
    }

    #[test]
    fn a_moment_is_found_in_the_film_though_a_pause_was_cut_out() {
        let timeline = timeline();
        assert_eq!(timeline.film_time(1_004_000), 4_000);
        assert_eq!(timeline.film_time(1_012_000), 10_000);
        assert_eq!(timeline.film_time(1_016_500), 11_500);
    }

    #[test]
    fn moments_outside_are_at_the_ends() {
        let timeline = timeline();
        assert_eq!(timeline.film_time(0), 0);
        assert_eq!(timeline.film_time(9_000_000), 20_000);
        assert_eq!(Timeline::default().film_time(5), 0);
    }

    #[test]
    fn the_film_knows_what_time_it_was() {
        let at = |ms| timeline().wall_clock(ms).map(|at| at.timestamp_millis());
        assert_eq!(at(4_000), Some(1_004_000));
        assert_eq!(at(11_500), Some(1_016_500));
        assert_eq!(at(20_000), None);
    }
}
