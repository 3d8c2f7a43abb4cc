//! Where moments of a class are in its film.

use super::*;

/// Ten seconds from 1000 s, a pause of five, ten more.
fn timeline() -> Timeline {
    let span = |wall_clock, offset| Span {
        wall_clock,
        offset,
        duration: 10_000,
    };
    Timeline {
        spans: vec![span(1_000_000, 0), span(1_015_000, 10_000)],
        ..Timeline::default()
    }
}

#[test]
fn a_cut_takes_its_moments_away_and_moves_the_rest() {
    let cut = timeline().cut(Stretch {
        start: 4_000,
        end: 18_000,
    });
    assert_eq!(cut.film_time(1_004_000), 0);
    assert_eq!(cut.film_time(1_016_000), 7_000);
    assert_eq!(cut.moments(), 1_004_000..1_023_000);
    assert_eq!(timeline().moments(), 0..i64::MAX);
    let whole = timeline().cut(Stretch {
        start: 0,
        end: 20_000,
    });
    assert_eq!(whole, timeline());
    let second = timeline().cut(Stretch {
        start: 12_000,
        end: 20_000,
    });
    assert_eq!(
        (second.spans().len(), second.film_time(1_017_500)),
        (1, 500)
    );
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
