//! What there was minute by minute, as a line over the time of a class.

use chrono::{DateTime, Duration, Utc};

use super::queries::Point;
use crate::courses::Plot;

/// The line; nothing for fewer than two points.
pub fn over_time(points: &[Point]) -> Option<Plot> {
    let places: Vec<i64> = points.iter().map(|point| point.at.timestamp()).collect();
    let counts = points.iter().map(|point| point.count).collect();
    Plot::over(&places, &[counts])
}

/// The times below it, each with its place: of its beginning, its middle and its end.
pub fn times(points: &[Point]) -> Vec<(i64, DateTime<Utc>)> {
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return Vec::new();
    };
    let span = (last.at - first.at).num_seconds();
    [0, 1, 2]
        .map(|part| {
            let at = first.at + Duration::seconds(part * span / 2);
            (part * Plot::WIDTH / 2, at)
        })
        .into()
}

/// Minutes that nothing happened in are points too.
pub fn fill_minutes(points: &[Point]) -> Vec<Point> {
    let mut filled: Vec<Point> = Vec::with_capacity(points.len());
    for point in points {
        while let Some(last) = filled.last()
            && point.at - last.at > Duration::minutes(1)
            && filled.len() < 24 * 60
        {
            filled.push(Point {
                at: last.at + Duration::minutes(1),
                count: 0,
            });
        }
        filled.push(*point);
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(minute: i64, count: i64) -> Point {
        let at = DateTime::from_timestamp(60 * minute, 0).unwrap();
        Point { at, count }
    }

    #[test]
    fn a_line_runs_from_edge_to_edge_below_a_round_number() {
        let points = [point(0, 0), point(1, 3), point(2, 1)];
        let plot = over_time(&points).unwrap();
        assert_eq!(plot.lines, ["0,200 360,50 720,150"]);
        assert_eq!(plot.levels, [(200, 0), (100, 2), (0, 4)]);
        let places = times(&points)
            .into_iter()
            .map(|(place, at)| (place, at.timestamp()));
        assert_eq!(places.collect::<Vec<_>>(), [(0, 0), (360, 60), (720, 120)]);
    }

    #[test]
    fn nothing_is_drawn_of_a_single_moment() {
        assert_eq!(over_time(&[]), None);
        assert_eq!(over_time(&[point(5, 5)]), None);
    }

    #[test]
    fn quiet_minutes_count_zero() {
        let filled = fill_minutes(&[point(0, 2), point(3, 1)]);
        let counts: Vec<i64> = filled.iter().map(|point| point.count).collect();
        assert_eq!(counts, [2, 0, 0, 1]);
    }
}
