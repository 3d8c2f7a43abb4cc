//! A grade in the fewest signs.

use crate::gradebook::model::Grade;
use crate::gradebook::points;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub struct GradeMark {
    /// Empty unless there are points that count.
    pub points: String,
    pub is_excused: bool,
    pub has_comment: bool,
}

impl GradeMark {
    pub(in crate::gradebook) fn of(grade: Option<&Grade>) -> GradeMark {
        let is_excused = grade.is_some_and(|grade| grade.is_excused);
        let points = grade.and_then(|grade| grade.points.as_ref());
        GradeMark {
            points: points
                .filter(|_| !is_excused)
                .map(points::shown)
                .unwrap_or_default(),
            is_excused,
            has_comment: grade.is_some_and(|grade| !grade.comment.is_empty()),
        }
    }

    pub fn is_missing(&self) -> bool {
        self.points.is_empty() && !self.is_excused
    }
}
