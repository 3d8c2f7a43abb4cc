//! Horizontal bars as the coordinates of an SVG.

/// The drawing's own units; the page scales it.
pub const WIDTH: f64 = 560.0;
const ROW: usize = 30;

/// One bar, from the line of zero to its value.
#[derive(Debug, PartialEq)]
pub struct Bar {
    pub label: String,
    /// The value in words, at the bar's end.
    pub value: String,
    pub y: usize,
    pub x: i64,
    pub width: i64,
    /// Where the words begin.
    pub end: i64,
    /// Whether it stands out, as the key among options.
    pub is_marked: bool,
}

/// A value with what is said of it; none where there is nothing to measure.
pub struct Measure {
    pub label: String,
    pub value: Option<f64>,
    pub shown: String,
    pub is_marked: bool,
}

#[derive(Debug, PartialEq)]
pub struct Bars {
    pub bars: Vec<Bar>,
    pub height: usize,
    /// The line of zero.
    pub zero: i64,
}

impl Bars {
    /// Bars on one scale from the lowest value or `low`, whichever is lower, to the highest or `high`.
    pub fn of(measures: Vec<Measure>, low: f64, high: f64) -> Bars {
        let values = || measures.iter().filter_map(|measure| measure.value);
        let (low, high) = (values().fold(low, f64::min), values().fold(high, f64::max));
        let scale = |value: f64| ((value - low) / (high - low).max(f64::EPSILON) * WIDTH) as i64;
        let (zero, height) = (scale(0.0), measures.len() * ROW);
        let bar = |(row, measure): (usize, Measure)| {
            let at = scale(measure.value.unwrap_or(0.0));
            Bar {
                label: measure.label,
                value: measure.shown,
                y: row * ROW,
                x: at.min(zero),
                width: (at - zero).abs(),
                end: at.max(zero) + 8,
                is_marked: measure.is_marked,
            }
        };
        Bars {
            bars: measures.into_iter().enumerate().map(bar).collect(),
            height,
            zero,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measure(value: f64) -> Measure {
        Measure {
            label: String::new(),
            value: Some(value),
            shown: String::new(),
            is_marked: false,
        }
    }

    #[test]
    fn bars_grow_from_zero_to_either_side() {
        let bars = Bars::of(vec![measure(1.0), measure(-1.0), measure(0.5)], 0.0, 1.0);
        assert_eq!(bars.zero, 280);
        let spans: Vec<_> = bars.bars.iter().map(|bar| (bar.x, bar.width)).collect();
        assert_eq!(spans, [(280, 280), (0, 280), (280, 140)]);
        assert_eq!(bars.height, 90);
    }

    #[test]
    fn nothing_measured_is_no_bar() {
        let none = Measure {
            value: None,
            ..measure(0.0)
        };
        let bars = Bars::of(vec![none], 0.0, 0.0);
        assert_eq!(bars.bars[0].width, 0);
    }
}
