//! How long until a question comes up again: pure.

use std::time::Duration;

const DAY: u64 = 24 * 60 * 60;

/// After how many right answers in a row a question counts as learnt.
pub const LEARNT: i32 = 6;

/// The days between a right answer and the next practice: each is twice the one before.
const DAYS: [u64; 6] = [1, 2, 4, 8, 16, 32];

/// How long to wait after this many right answers in a row; a wrong one is due again after ten minutes.
pub fn after(right_streak: i32) -> Duration {
    match usize::try_from(right_streak) {
        Ok(0) | Err(_) => Duration::from_secs(600),
        Ok(streak) => Duration::from_secs(DAYS[(streak - 1).min(DAYS.len() - 1)] * DAY),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_grow_with_each_right_answer() {
        let all: Vec<Duration> = (0..=LEARNT).map(after).collect();
        assert!(all.windows(2).all(|pair| pair[0] < pair[1]), "{all:?}");
        assert_eq!(after(1), Duration::from_secs(DAY));
        assert_eq!(after(100), after(LEARNT));
        assert_eq!(after(-1), after(0));
    }
}
