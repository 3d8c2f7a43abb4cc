//! The pattern of a cover, grown from the course's id: the same course always has the same one, neighbours differ.
//!
//! Four families, after things drawn with ink: hills in mist, ripples, lattice windows, and rain of strokes.

use std::fmt::Write;

pub const WIDTH: f64 = 640.0;
pub const HEIGHT: f64 = 360.0;

/// One shape of the pattern: the data of a path, and how it is drawn.
pub struct Shape {
    pub path: String,
    /// Of the hue's dark shade; 0 to 1.
    pub opacity: f64,
    /// 0 for a filled shape.
    pub stroke: f64,
}

/// The shapes, from the back to the front. The lower left belongs to the title and stays calm.
pub fn grow(id: i64) -> Vec<Shape> {
    let mut seed = Seed::of(id);
    match id.rem_euclid(4) {
        0 => hills(&mut seed),
        1 => ripples(&mut seed),
        2 => lattice(&mut seed),
        _ => rain(&mut seed),
    }
}

fn hills(seed: &mut Seed) -> Vec<Shape> {
    let mut shapes = vec![circle(
        seed.between(400.0, 540.0),
        seed.between(70.0, 120.0),
        seed.between(26.0, 44.0),
        0.2,
        0.0,
    )];
    for layer in 0..4 {
        let base = 170.0 + 48.0 * f64::from(layer);
        let (long, short) = (seed.between(0.006, 0.011), seed.between(0.017, 0.028));
        let (phase, lift) = (seed.between(0.0, 6.3), seed.between(34.0, 58.0));
        let mut path = format!("M0 {HEIGHT}");
        for step in 0..=40 {
            let x = f64::from(step) * WIDTH / 40.0;
            // Higher at the right, so that the title has sky behind it.
            let slope = 46.0 * (0.5 - x / WIDTH);
            let y = base
                + slope
                + lift * (x * long + phase).sin()
                + 13.0 * (x * short + phase * 3.0).sin();
            let _ = write!(path, "L{x:.0} {y:.1}");
        }
        let _ = write!(path, "L{WIDTH} {HEIGHT}Z");
        shapes.push(Shape {
            path,
            opacity: 0.12 + 0.065 * f64::from(layer),
            stroke: 0.0,
        });
    }
    shapes
}

fn ripples(seed: &mut Seed) -> Vec<Shape> {
    let mut shapes = Vec::new();
    for _ in 0..3 {
        let (x, y) = (seed.between(300.0, 660.0), seed.between(-30.0, 330.0));
        let (rings, gap) = (5 + seed.below(5), seed.between(13.0, 21.0));
        for ring in 1..=rings {
            let fade = 1.0 - f64::from(ring) / f64::from(rings + 2);
            shapes.push(circle(
                x,
                y,
                f64::from(ring) * gap,
                0.55 * fade,
                1.5 + 2.0 * fade,
            ));
        }
        shapes.push(circle(x, y, gap * 0.38, 0.4, 0.0));
    }
    shapes
}

fn lattice(seed: &mut Seed) -> Vec<Shape> {
    let cell = seed.between(52.0, 70.0);
    let mut shapes = Vec::new();
    let (columns, rows) = ((WIDTH / cell) as i32 + 1, (HEIGHT / cell) as i32 + 1);
    for column in 0..columns {
        for row in 0..rows {
            let (x, y) = (
                (f64::from(column) + 0.5) * cell,
                (f64::from(row) + 0.5) * cell,
            );
            // Dense at the upper right, gone at the lower left.
            let presence = (x / WIDTH + 1.0 - y / HEIGHT) / 2.0;
            if seed.between(0.15, 0.85) < presence {
                shapes.push(window(x, y, cell * 0.46, seed.below(4), presence));
            }
        }
    }
    shapes
}

fn window(x: f64, y: f64, half: f64, kind: u32, presence: f64) -> Shape {
    let (left, right, top, bottom) = (x - half, x + half, y - half, y + half);
    let path = match kind {
        0 => format!("M{x:.1} {top:.1}L{right:.1} {y:.1}L{x:.1} {bottom:.1}L{left:.1} {y:.1}Z"),
        1 => format!(
            "M{left:.1} {top:.1}H{right:.1}V{bottom:.1}H{left:.1}ZM{left:.1} {top:.1}L{right:.1} {bottom:.1}M{right:.1} {top:.1}L{left:.1} {bottom:.1}"
        ),
        2 => format!(
            "M{left:.1} {y:.1}A{half:.1} {half:.1} 0 0 1 {right:.1} {y:.1}A{half:.1} {half:.1} 0 0 1 {left:.1} {y:.1}Z"
        ),
        _ => format!(
            "M{left:.1} {top:.1}A{size:.1} {size:.1} 0 0 1 {right:.1} {bottom:.1}A{size:.1} {size:.1} 0 0 1 {left:.1} {top:.1}Z",
            size = half * 2.0
        ),
    };
    let filled = kind == 3;
    Shape {
        path,
        opacity: if filled { 0.36 } else { 0.55 } * presence,
        stroke: if filled { 0.0 } else { 1.6 },
    }
}

fn rain(seed: &mut Seed) -> Vec<Shape> {
    let lean = seed.between(-0.7, -0.3);
    (0..46)
        .map(|_| {
            let (x, y) = (seed.between(120.0, 700.0), seed.between(-40.0, 300.0));
            let length = seed.between(26.0, 130.0);
            let near = seed.between(0.2, 1.0);
            Shape {
                path: format!("M{x:.1} {y:.1}l{:.1} {length:.1}", lean * length),
                opacity: 0.5 * near * (x / WIDTH).clamp(0.25, 1.0),
                stroke: 1.0 + 5.0 * near,
            }
        })
        .collect()
}

fn circle(x: f64, y: f64, radius: f64, opacity: f64, stroke: f64) -> Shape {
    let (left, across) = (x - radius, radius * 2.0);
    Shape {
        path: format!(
            "M{left:.1} {y:.1}a{radius:.1} {radius:.1} 0 1 0 {across:.1} 0a{radius:.1} {radius:.1} 0 1 0 -{across:.1} 0Z"
        ),
        opacity,
        stroke,
    }
}

/// Numbers that look random and are always the same for one id (SplitMix64).
struct Seed(u64);

impl Seed {
    fn of(id: i64) -> Seed {
        Seed(id as u64 ^ 0x5eed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn below(&mut self, bound: u32) -> u32 {
        (self.next() % u64::from(bound)) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_course_keeps_its_pattern_and_others_have_their_own() {
        let drawn = |id| {
            grow(id)
                .into_iter()
                .map(|shape| shape.path)
                .collect::<String>()
        };
        assert_eq!(drawn(7), drawn(7));
        assert_ne!(drawn(7), drawn(11));
    }
}
