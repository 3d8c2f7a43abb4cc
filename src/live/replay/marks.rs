//! What stands on the timeline of a replay, and how much was said when.
//!
//! Each ability of a class that leaves marks has a function that answers a list of them; [`gather`] puts the lists
//! together.

use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use i18n_embed_fl::fl;

use crate::i18n::{self, Loader};
use crate::live::RoomId;
use crate::live::recording::Timeline;
use crate::schema::live_chat_messages;

/// Messages are counted by so much of wall clock.
const BUCKET_MS: i64 = 5_000;

/// How many bars the timeline has.
pub const BARS: usize = 120;

/// As many of the busiest places are marked.
const BUSIEST: usize = 3;
/// Fewer messages are no crowd.
const CROWD: i64 = 5;

/// What sort of thing a mark stands for; pages draw and name each in its own way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// The picture was away; the pause is not in the film.
    Gap,
    /// Much was written.
    Busy,
}

impl MarkKind {
    pub fn name(self) -> &'static str {
        match self {
            MarkKind::Gap => "gap",
            MarkKind::Busy => "busy",
        }
    }
}

/// A moment of the film that somebody may want to go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Milliseconds from the beginning of the film.
    pub at_ms: i64,
    pub kind: MarkKind,
    /// What it was, in the reader's language.
    pub text: String,
    /// Where more of it is found, a path of this site.
    pub link: Option<String>,
}

/// How much was said in each of [`BARS`] equal stretches of the film.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Density(pub Vec<i64>);

impl Density {
    /// Counts the messages of a room along its film.
    pub fn load(
        conn: &mut PgConnection,
        room: RoomId,
        timeline: &Timeline,
        length_ms: i64,
    ) -> QueryResult<Density> {
        let moments = timeline.moments();
        let bucket = || sql::<BigInt>("media_time_ms / 5000");
        let counts: Vec<(i64, i64)> = live_chat_messages::table
            .filter(live_chat_messages::live_room_id.eq(room))
            .filter(live_chat_messages::deleted_at.is_null())
            .filter(live_chat_messages::media_time_ms.ge(moments.start))
            .filter(live_chat_messages::media_time_ms.lt(moments.end))
            .group_by(bucket())
            .select((bucket(), diesel::dsl::count_star()))
            .load(conn)?;
        let places = counts.into_iter().map(|(bucket, count)| {
            let middle = bucket * BUCKET_MS + BUCKET_MS / 2;
            (timeline.film_time(middle), count)
        });
        Ok(Density::of(places, length_ms))
    }

    fn of(places: impl Iterator<Item = (i64, i64)>, length_ms: i64) -> Density {
        let mut bars = vec![0; BARS];
        for (at, count) in places {
            let bar = at * BARS as i64 / length_ms.max(1);
            bars[(bar.max(0) as usize).min(BARS - 1)] += count;
        }
        Density(bars)
    }

    /// The busiest places: number and count, in the film's order. A place is not one when its neighbour is busier.
    fn busiest(&self) -> Vec<(usize, i64)> {
        let bars = &self.0;
        let average = bars.iter().sum::<i64>() / bars.len().max(1) as i64;
        let at = |place: usize| bars.get(place).copied().unwrap_or(0);
        let mut peaks: Vec<(usize, i64)> = bars
            .iter()
            .copied()
            .enumerate()
            .filter(|(place, count)| {
                let before = place.checked_sub(1).map_or(0, at);
                *count >= CROWD.max(2 * average) && *count > before && *count >= at(place + 1)
            })
            .collect();
        peaks.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        peaks.truncate(BUSIEST);
        peaks.sort_unstable();
        peaks
    }
}

/// Every mark of a film, in its order.
pub fn gather(l: Loader, timeline: &Timeline, density: &Density, length_ms: i64) -> Vec<Mark> {
    let mut marks = gaps(l, timeline);
    marks.extend(busy(l, density, length_ms));
    marks.sort_by_key(|mark| mark.at_ms);
    marks
}

fn gaps(l: Loader, timeline: &Timeline) -> Vec<Mark> {
    let pairs = timeline.spans().windows(2);
    let gaps = pairs.map(|pair| {
        let pause = pair[1].wall_clock - pair[0].wall_clock - pair[0].duration;
        let length = i18n::clock(pause.max(0));
        Mark {
            at_ms: pair[1].offset,
            kind: MarkKind::Gap,
            text: fl!(l, "live-mark-gap", length = length),
            link: None,
        }
    });
    gaps.collect()
}

fn busy(l: Loader, density: &Density, length_ms: i64) -> Vec<Mark> {
    let places = density.busiest().into_iter();
    let marks = places.map(|(place, count)| Mark {
        at_ms: place as i64 * length_ms / BARS as i64,
        kind: MarkKind::Busy,
        text: fl!(l, "live-mark-busy", count = count),
        link: None,
    });
    marks.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_counted_where_they_are_in_the_film() {
        let places = [(0, 2), (59_999, 3), (60_000, 1), (600_000, 9)];
        let density = Density::of(places.into_iter(), 120_000);
        assert_eq!(density.0.len(), BARS);
        assert_eq!((density.0[0], density.0[59], density.0[60]), (2, 3, 1));
        assert_eq!(density.0[BARS - 1], 9, "what came after the end is at it");
        assert_eq!(Density::of([].into_iter(), 0).0, [0; BARS]);
    }

    #[test]
    fn the_busiest_places_are_few_and_no_neighbours() {
        let mut bars = vec![1; BARS];
        (bars[10], bars[11], bars[30], bars[50], bars[70]) = (20, 30, 9, 12, 25);
        let busiest = Density(bars).busiest();
        assert_eq!(busiest, [(11, 30), (50, 12), (70, 25)]);
        assert_eq!(Density(vec![4; BARS]).busiest(), []);
    }
}
