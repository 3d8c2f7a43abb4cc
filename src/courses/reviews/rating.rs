//! The rating of a course: its Bayesian mean and how many reviews stand behind it.

use diesel::pg::Pg;
use diesel::prelude::*;

use crate::i18n;
use crate::schema::courses;

/// Kept in `courses` by the database, which also computes the mean: five reviews of 3.5 stars are taken as given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Queryable, QueryableByName, Selectable)]
#[diesel(table_name = courses, check_for_backend(Pg))]
pub struct Rating {
    /// Reviews that count.
    #[diesel(column_name = rating_count)]
    count: i32,
    /// In thousandths of a star; 0 without a review.
    #[diesel(column_name = rating_score)]
    score: i32,
}

impl Rating {
    /// The mean as a number with one digit, as 4.6; nothing without a review.
    pub fn mean(&self) -> Option<String> {
        let tenths = (self.score + 50) / 100;
        (self.count > 0).then(|| format!("{}.{}", tenths / 10, tenths % 10))
    }

    /// How many reviews, as a number to read.
    pub fn reviews(&self) -> String {
        i18n::number(self.count.into())
    }

    pub fn count(&self) -> i32 {
        self.count
    }

    /// By which a list of courses is sorted.
    pub fn score(&self) -> i32 {
        self.score
    }
}

/// How many gave so many stars.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    pub stars: i16,
    pub count: i64,
    /// Of all reviews.
    pub percent: i64,
}

/// Five bars, from five stars down to one.
pub fn bars(counts: &[(i16, i64)]) -> Vec<Bar> {
    let all: i64 = counts.iter().map(|(_, count)| count).sum();
    let bar = |stars: i16| {
        let found = counts.iter().find(|(given, _)| *given == stars);
        let count = found.map_or(0, |(_, count)| *count);
        let percent = (count * 200 + all) / (2 * all).max(1);
        Bar {
            stars,
            count,
            percent: if all == 0 { 0 } else { percent },
        }
    };
    (1..=5).rev().map(bar).collect()
}

/// Which of five stars a rating of 1 to 5 gives.
pub fn stars(rating: i16) -> [bool; 5] {
    [1, 2, 3, 4, 5].map(|star| star <= rating)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_has_one_digit_and_needs_a_review() {
        let mean = |count, score| Rating { count, score }.mean();
        assert_eq!(mean(6, 4_549).as_deref(), Some("4.5"));
        assert_eq!(mean(6, 4_550).as_deref(), Some("4.6"));
        assert_eq!(mean(0, 0), None);
    }

    #[test]
    fn bars_stand_for_all_five_and_share_what_there_is() {
        let shown: Vec<_> = bars(&[(5, 2), (1, 1)])
            .into_iter()
            .map(|bar| (bar.stars, bar.count, bar.percent))
            .collect();
        assert_eq!(
            shown,
            [(5, 2, 67), (4, 0, 0), (3, 0, 0), (2, 0, 0), (1, 1, 33)]
        );
        assert!(bars(&[]).iter().all(|bar| bar.percent == 0));
    }
}
