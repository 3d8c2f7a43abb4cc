//! Which parts of a video somebody has watched: half-open intervals of media time in milliseconds, pure arithmetic.

use std::ops::{Bound, Range};

use chrono::Duration;

/// How many times faster than the clock a video may be watched.
const FASTEST: i64 = 2;

/// What a heartbeat may be ahead of that, as the two clocks don't tick together.
const GRACE_MS: i64 = 3_000;

/// The most intervals that one heartbeat may name; a learner who seeks wildly sends a handful.
const MOST_INTERVALS: usize = 64;

/// A union of intervals: sorted, apart from each other, none of them empty. As Postgres' multiranges are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Watched(Vec<Range<i64>>);

impl Watched {
    /// The union of intervals that may overlap and stand in any order; empty and negative ones count for nothing.
    pub fn union_of(intervals: impl IntoIterator<Item = Range<i64>>) -> Watched {
        let mut sorted: Vec<_> = intervals
            .into_iter()
            .map(|interval| interval.start.max(0)..interval.end)
            .filter(|interval| interval.start < interval.end)
            .collect();
        sorted.sort_by_key(|interval| interval.start);
        let mut union: Vec<Range<i64>> = Vec::with_capacity(sorted.len());
        for interval in sorted {
            match union.last_mut() {
                Some(last) if interval.start <= last.end => last.end = last.end.max(interval.end),
                _ => union.push(interval),
            }
        }
        Watched(union)
    }

    /// This and these.
    pub fn with(&self, more: &Watched) -> Watched {
        Watched::union_of(self.0.iter().chain(&more.0).cloned())
    }

    /// What of it lies within a video of this length.
    pub fn within(&self, duration_ms: i64) -> Watched {
        let cut = |interval: &Range<i64>| interval.start..interval.end.min(duration_ms);
        Watched::union_of(self.0.iter().map(cut))
    }

    /// What of it is not in the other one.
    pub fn without(&self, other: &Watched) -> Watched {
        let mut left = self.0.clone();
        for gone in &other.0 {
            left = left
                .into_iter()
                .flat_map(|part| {
                    let before = part.start..part.end.min(gone.start);
                    let after = part.start.max(gone.end)..part.end;
                    [before, after]
                })
                .filter(|part| part.start < part.end)
                .collect();
        }
        Watched(left)
    }

    /// Its first part, of this length at most.
    pub fn first(&self, most_ms: i64) -> Watched {
        let mut room = most_ms;
        Watched::union_of(self.0.iter().map(|interval| {
            let length = (interval.end - interval.start).min(room);
            room -= length;
            interval.start..interval.start + length
        }))
    }

    /// How long all of it is.
    pub fn length_ms(&self) -> i64 {
        self.0
            .iter()
            .map(|interval| interval.end - interval.start)
            .sum()
    }

    /// Reads what a heartbeat says: `0-10000,15000-20000`. `None` for anything else.
    pub fn parse(text: &str) -> Option<Watched> {
        if text.is_empty() {
            return Some(Watched::default());
        }
        let intervals: Option<Vec<Range<i64>>> = text.split(',').map(parse_interval).collect();
        intervals
            .filter(|intervals| intervals.len() <= MOST_INTERVALS)
            .map(Watched::union_of)
    }

    /// Reads a multirange.
    pub fn from_bounds(bounds: Vec<(Bound<i64>, Bound<i64>)>) -> Watched {
        Watched::union_of(bounds.into_iter().map(|(from, to)| {
            let from = match from {
                Bound::Included(from) => from,
                Bound::Excluded(from) => from.saturating_add(1),
                Bound::Unbounded => 0,
            };
            let to = match to {
                Bound::Included(to) => to.saturating_add(1),
                Bound::Excluded(to) => to,
                Bound::Unbounded => i64::MAX,
            };
            from..to
        }))
    }

    /// Writes a multirange.
    pub fn to_bounds(&self) -> Vec<(Bound<i64>, Bound<i64>)> {
        self.0
            .iter()
            .map(|interval| {
                (
                    Bound::Included(interval.start),
                    Bound::Excluded(interval.end),
                )
            })
            .collect()
    }
}

fn parse_interval(text: &str) -> Option<Range<i64>> {
    let (from, to) = text.split_once('-')?;
    let (from, to) = (from.parse::<u32>().ok()?, to.parse::<u32>().ok()?);
    (from <= to).then(|| from.into()..to.into())
}

/// The most media time that can have been watched in the time that there was for it.
pub fn most_in(time: Duration) -> i64 {
    time.num_milliseconds()
        .saturating_mul(FASTEST)
        .saturating_add(GRACE_MS)
        .max(0)
}

/// The time that watching so much takes at least. Where that is more than there was, the next heartbeat has less: so
/// many heartbeats in a row gain the grace only once.
pub fn least_time(played_ms: i64) -> Duration {
    Duration::milliseconds(played_ms / FASTEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watched(intervals: &[(i64, i64)]) -> Watched {
        Watched::union_of(intervals.iter().map(|(from, to)| *from..*to))
    }

    #[test]
    fn overlapping_and_touching_intervals_become_one() {
        let union = watched(&[(50, 60), (0, 10), (10, 20), (15, 30), (55, 58)]);
        assert_eq!(union, Watched(vec![0..30, 50..60]));
        assert_eq!(union.length_ms(), 40);
    }

    #[test]
    fn what_was_watched_twice_counts_once() {
        let once = watched(&[(0, 10_000)]);
        assert_eq!(once.with(&once), once);
        assert_eq!(once.with(&watched(&[(5_000, 12_000)])).length_ms(), 12_000);
    }

    #[test]
    fn empty_backward_and_negative_intervals_count_for_nothing() {
        assert_eq!(
            watched(&[(10, 10), (20, 5), (-30, -20)]),
            Watched::default()
        );
        assert_eq!(watched(&[(-5, 5)]).length_ms(), 5);
    }

    #[test]
    fn nothing_beyond_the_end_counts() {
        let cut = watched(&[(0, 10), (90, 150), (200, 300)]).within(100);
        assert_eq!(cut, Watched(vec![0..10, 90..100]));
    }

    #[test]
    fn bounds_of_postgres_are_read_and_written() {
        let union = watched(&[(0, 10), (20, 30)]);
        assert_eq!(Watched::from_bounds(union.to_bounds()), union);
    }

    #[test]
    fn a_heartbeat_is_read_strictly() {
        assert_eq!(
            Watched::parse("0-10,15-20"),
            Some(watched(&[(0, 10), (15, 20)]))
        );
        assert_eq!(Watched::parse(""), Some(Watched::default()));
        for bad in [
            "x",
            "1",
            "10-5",
            "-5-5",
            "1-2,",
            "1-99999999999",
            "1-2;3-4",
            "1.5-2",
        ] {
            assert_eq!(Watched::parse(bad), None, "{bad}");
        }
        assert_eq!(Watched::parse(&["1-2"; 65].join(",")), None);
    }

    #[test]
    fn what_is_there_already_is_taken_out() {
        let new = watched(&[(0, 100), (200, 300)]).without(&watched(&[(10, 20), (90, 210)]));
        assert_eq!(new, Watched(vec![0..10, 20..90, 210..300]));
        assert_eq!(new.without(&new), Watched::default());
        assert_eq!(new.without(&Watched::default()), new);
    }

    #[test]
    fn the_first_part_is_no_longer_than_asked() {
        let all = watched(&[(10, 20), (30, 50)]);
        assert_eq!(all.first(0), Watched::default());
        assert_eq!(all.first(15), Watched(vec![10..20, 30..35]));
        assert_eq!(all.first(1_000), all);
    }

    #[test]
    fn twice_the_time_and_three_seconds_is_the_most() {
        assert_eq!(most_in(Duration::seconds(10)), 23_000);
        assert_eq!(most_in(Duration::zero()), 3_000);
        assert_eq!(most_in(Duration::seconds(-10)), 0);
    }

    #[test]
    fn the_grace_is_gained_only_once() {
        let time_left = Duration::zero() - least_time(3_000);
        assert_eq!(most_in(time_left), 0);
    }
}
