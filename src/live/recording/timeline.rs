//! The replay as pages show it, and where a moment of the class is in it.

use std::ops::Range;

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::{cutting, parts};
use crate::error::Result;
use crate::live::model::{Asset, AssetKind, RecordingStatus, RoomId};
use crate::schema::{live_assets, media};

/// The finished recording of a class.
#[derive(Clone, Debug)]
pub struct Replay {
    pub film: Asset,
    /// None if no picture could be taken.
    pub poster: Option<Asset>,
    pub duration_ms: i64,
    /// Where the film begins in the whole recording, in milliseconds; 0 unless it was cut.
    pub begins_at_ms: i64,
    pub timeline: Timeline,
}

/// Wall clock ↔ time in the replay. The pauses in which nobody published are not in the film.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    spans: Vec<Span>,
    /// Whether the teacher has taken away what was before, or after; then it is nowhere in the film.
    is_cut_before: bool,
    is_cut_after: bool,
}

/// From a moment of a film to another, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub start: i64,
    pub end: i64,
}

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
        &self.spans
    }

    /// Of a film that shows this stretch of the one that these spans are of.
    fn cut(mut self, Stretch { start, end }: Stretch) -> Timeline {
        let length: i64 = self.spans.iter().map(|span| span.duration).sum();
        self.is_cut_before = start > 0;
        self.is_cut_after = end < length;
        let kept = self.spans.iter().filter_map(|span| {
            let from = span.offset.max(start);
            let to = (span.offset + span.duration).min(end);
            (from < to).then_some(Span {
                wall_clock: span.wall_clock + from - span.offset,
                offset: from - start,
                duration: to - from,
            })
        });
        self.spans = kept.collect();
        self
    }

    /// The moments (Unix milliseconds, the end not among them) that belong to the film: all there are, also those before
    /// it, in pauses and after it, but for what was cut away.
    pub fn moments(&self) -> Range<i64> {
        let first = self.spans.first().filter(|_| self.is_cut_before);
        let last = self.spans.last().filter(|_| self.is_cut_after);
        let start = first.map_or(0, |span| span.wall_clock);
        start..last.map_or(i64::MAX, |span| span.wall_clock + span.duration)
    }

    /// Where in the film the picture of this moment (Unix milliseconds) is. A moment in a pause is where the pause was
    /// cut out, one before the film at its beginning, one after it at its end; without a film everything is at 0.
    pub fn film_time(&self, wall_clock: i64) -> i64 {
        let begun = self
            .spans
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
        let span = self.spans.iter().find(within)?;
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
    let cut = cut_of(conn, room)?;
    Ok(Some(Replay {
        film,
        poster,
        duration_ms: duration_ms.unwrap_or(0),
        begins_at_ms: cut.map_or(0, |cut| cut.start),
        timeline: placed(conn, room, cut)?,
    }))
}

/// Where the parts of a room's recording are in its replay; empty before that is made.
pub fn timeline_of(conn: &mut PgConnection, room: RoomId) -> Result<Timeline> {
    let cut = cut_of(conn, room)?;
    placed(conn, room, cut)
}

/// The stretch that the film shows, if it was cut.
fn cut_of(conn: &mut PgConnection, room: RoomId) -> QueryResult<Option<Stretch>> {
    let shown = |cut: cutting::Wanted| {
        Some(Stretch {
            start: cut.shown_start_ms?,
            end: cut.shown_end_ms?,
        })
    };
    Ok(cutting::wanted(conn, room)?.and_then(shown))
}

fn placed(conn: &mut PgConnection, room: RoomId, cut: Option<Stretch>) -> Result<Timeline> {
    let spans = parts::of_room(conn, room)?.into_iter().filter_map(|part| {
        let is_in_film = part.status == RecordingStatus::Remuxed;
        Some(Span {
            wall_clock: part.started_at.timestamp_millis(),
            offset: part.media_offset_ms.filter(|_| is_in_film)?,
            duration: part.duration_ms?,
        })
    });
    let whole = Timeline {
        spans: spans.collect(),
        ..Timeline::default()
    };
    Ok(match cut {
        Some(stretch) => whole.cut(stretch),
        None => whole,
    })
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
pub(super) fn of_kind(room: RoomId, kind: AssetKind) -> _ {
    live_assets::table
        .filter(live_assets::live_room_id.eq(room))
        .filter(live_assets::kind.eq(kind))
}

#[cfg(test)]
mod tests;
