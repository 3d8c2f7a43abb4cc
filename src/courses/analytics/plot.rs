//! Lines over days and over a video, as the coordinates of an SVG.

use super::queries::Day;
use super::videos::Moment;

/// The drawing's own units; the page scales it.
const WIDTH: i64 = Plot::WIDTH;
const HEIGHT: i64 = 200;

/// One or two lines with marks at the axis of numbers.
#[derive(Debug, Default, PartialEq)]
pub struct Plot {
    /// `x,y` pairs, one line after the other.
    pub lines: Vec<String>,
    /// Under the first line.
    pub area: String,
    /// Height and number.
    pub levels: Vec<(i64, i64)>,
}

impl Plot {
    /// From the first place to the last, in the drawing's own units.
    pub const WIDTH: i64 = 720;

    /// Lines over the same places on one scale; nothing for fewer than two places.
    pub fn over(places: &[i64], series: &[Vec<i64>]) -> Option<Plot> {
        let (first, last) = (*places.first()?, *places.last()?);
        let span = last - first;
        if span == 0 {
            return None;
        }
        let top = rounded_up(series.iter().flatten().copied().max()?);
        let point = |(place, value): (&i64, &i64)| {
            let x = (place - first) * WIDTH / span;
            format!("{x},{}", HEIGHT - value * HEIGHT / top)
        };
        let line = |values: &Vec<i64>| -> String {
            let points: Vec<String> = places.iter().zip(values).map(point).collect();
            points.join(" ")
        };
        let lines: Vec<String> = series.iter().map(line).collect();
        Some(Plot {
            area: format!("0,{HEIGHT} {} {WIDTH},{HEIGHT}", lines.first()?),
            lines,
            levels: [0, top / 2, top]
                .map(|value| (HEIGHT - value * HEIGHT / top, value))
                .into(),
        })
    }

    /// How many were enrolled and how many had completed, day by day.
    pub fn over_days(days: &[Day]) -> Option<Plot> {
        use chrono::Datelike;
        let places: Vec<i64> = days
            .iter()
            .map(|day| i64::from(day.day.num_days_from_ce()))
            .collect();
        let enrolled = days.iter().map(|day| day.enrolled);
        let completed = days.iter().map(|day| day.completed);
        Plot::over(&places, &[enrolled.collect(), completed.collect()])
    }

    /// How many have watched each moment.
    pub fn over_moments(moments: &[Moment]) -> Option<Plot> {
        let places: Vec<i64> = moments.iter().map(Moment::middle).collect();
        let viewers = moments.iter().map(|moment| moment.viewers).collect();
        Plot::over(&places, &[viewers])
    }
}

/// From what happened on each day to how many there were by then.
pub fn summed(days: &[Day]) -> Vec<Day> {
    let (mut enrolled, mut completed) = (0, 0);
    days.iter()
        .map(|day| {
            enrolled += day.enrolled;
            completed += day.completed;
            Day {
                day: day.day,
                enrolled,
                completed,
            }
        })
        .collect()
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
    use chrono::NaiveDate;

    fn day(number: u32, enrolled: i64, completed: i64) -> Day {
        Day {
            day: NaiveDate::from_ymd_opt(2026, 3, number).unwrap(),
            enrolled,
            completed,
        }
    }

    #[test]
    fn days_are_summed() {
        let sums = summed(&[day(1, 2, 0), day(3, 1, 1)]);
        assert_eq!(sums, [day(1, 2, 0), day(3, 3, 1)]);
    }

    #[test]
    fn two_lines_share_one_scale() {
        let plot = Plot::over_days(&[day(1, 2, 0), day(3, 4, 1)]).unwrap();
        assert_eq!(plot.lines, ["0,100 720,0", "0,200 720,150"]);
        assert_eq!(plot.levels, [(200, 0), (100, 2), (0, 4)]);
    }

    #[test]
    fn scales_are_round() {
        assert_eq!(
            [0, 1, 3, 7, 55, 101, 6_500].map(rounded_up),
            [2, 2, 4, 10, 60, 200, 10_000]
        );
    }

    #[test]
    fn one_day_is_no_line() {
        assert_eq!(Plot::over_days(&[day(1, 2, 0)]), None);
        assert_eq!(Plot::over_moments(&[]), None);
    }
}
