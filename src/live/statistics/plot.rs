//! Points over time as the coordinates of an SVG.

use chrono::{DateTime, Duration, Utc};

use super::queries::Point;

/// The drawing's own units; the page scales it.
pub const WIDTH: i64 = 720;
pub const HEIGHT: i64 = 200;

/// A line with the area under it, and marks at its axes.
#[derive(Debug, Default, PartialEq)]
pub struct Plot {
    /// `x,y` pairs.
    pub line: String,
    pub area: String,
    /// Height and number.
    pub levels: Vec<(i64, i64)>,
    /// Place and time.
    pub times: Vec<(i64, DateTime<Utc>)>,
}

impl Plot {
    /// None for fewer than two points: there is nothing to draw.
    pub fn of(points: &[Point]) -> Option<Plot> {
        let (first, last) = (points.first()?.at, points.last()?.at);
        let span = (last - first).num_seconds();
        if span == 0 {
            return None;
        }
        let top = rounded_up(points.iter().map(|point| point.count).max()?);
        let x = |at: DateTime<Utc>| (at - first).num_seconds() * WIDTH / span;
        let y = |count: i64| HEIGHT - count * HEIGHT / top;
        let pairs = points
            .iter()
            .map(|point| format!("{},{}", x(point.at), y(point.count)));
        let line = pairs.collect::<Vec<_>>().join(" ");
        Some(Plot {
            area: format!("0,{HEIGHT} {line} {WIDTH},{HEIGHT}"),
            line,
            levels: [0, top / 2, top].map(|count| (y(count), count)).into(),
            times: [0, 1, 2]
                .map(|part| (part * WIDTH / 2, first + Duration::seconds(part * span / 2)))
                .into(),
        })
    }
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

/// An even number that is easy to read, not below the highest point and not below 2.
fn rounded_up(most: i64) -> i64 {
    let steps = [2, 4, 6, 10, 20, 40, 60, 100];
    let mut scale = 1;
    loop {
        if let Some(step) = steps.iter().find(|step| **step * scale >= most) {
            return step * scale;
        }
        scale *= 100;
    }
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
        let plot = Plot::of(&[point(0, 0), point(1, 3), point(2, 1)]).unwrap();
        assert_eq!(plot.line, "0,200 360,50 720,150");
        assert_eq!(plot.levels, [(200, 0), (100, 2), (0, 4)]);
    }

    #[test]
    fn nothing_is_drawn_of_a_single_moment() {
        assert_eq!(Plot::of(&[]), None);
        assert_eq!(Plot::of(&[point(5, 5)]), None);
    }

    #[test]
    fn quiet_minutes_count_zero() {
        let filled = fill_minutes(&[point(0, 2), point(3, 1)]);
        let counts: Vec<i64> = filled.iter().map(|point| point.count).collect();
        assert_eq!(counts, [2, 0, 0, 1]);
    }

    #[test]
    fn scales_are_round() {
        assert_eq!(
            [0, 1, 3, 7, 55, 101, 6_500].map(rounded_up),
            [2, 2, 4, 10, 60, 200, 10_000]
        );
    }
}
