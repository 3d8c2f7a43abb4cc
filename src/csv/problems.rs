//! What is wrong with a table that somebody has brought, by line.

use crate::error::{Errors, Result};
use crate::i18n::Text;
use crate::text;

/// More problems than anybody reads at once; the number of the others is told.
const SHOWN: usize = 200;

/// Collected in any order, told in that of the table.
#[derive(Debug, Default)]
pub struct Problems(Vec<((usize, usize), Text)>);

impl Problems {
    /// The line of the file and the column, both from 1; the words name them as well. Column 0 is the line as a whole.
    pub fn add(&mut self, line: usize, column: usize, words: Text) {
        self.0.push(((line, column), words));
    }

    /// # Errors
    /// `Invalid` with all of them at this field, if there are any.
    pub fn into_result(mut self, field: &'static str) -> Result<()> {
        self.0.sort_by_key(|(place, _)| *place);
        let others = self.0.len().saturating_sub(SHOWN);
        let mut errors = Errors::default();
        for (_, words) in self.0.into_iter().take(SHOWN) {
            errors.add(field, words);
        }
        errors.require(
            others == 0,
            field,
            text!("csv-more-problems", count = others),
        );
        errors.into_result()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::AppError;
    use crate::i18n::Locale;

    #[test]
    fn problems_stand_in_the_order_of_the_table_and_the_rest_is_counted() {
        let mut problems = Problems::default();
        for line in (1..=SHOWN + 3).rev() {
            problems.add(line, 0, text!("csv-too-wide", line = line));
        }
        let Err(AppError::Invalid(errors)) = problems.into_result("file") else {
            panic!("there are problems");
        };
        let told = errors.each("file", Locale::En.loader());
        assert_eq!(told.len(), SHOWN + 1);
        assert!(told[0].starts_with("Line 1:"), "{}", told[0]);
        assert!(told[SHOWN].contains('3'), "{}", told[SHOWN]);
        assert!(Problems::default().into_result("file").is_ok());
    }
}
