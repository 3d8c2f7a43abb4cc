//! How much was said when, along a film.

use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

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
    pub fn busiest(&self) -> Vec<(usize, i64)> {
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
