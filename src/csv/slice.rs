//! A page of what a table would change, before it does.

/// Rows on one page.
const PAGE: usize = 200;

/// Which of the rows are shown.
#[derive(Clone, Copy, Debug)]
pub struct Slice {
    /// How many come before.
    pub after: usize,
    /// All of them.
    pub of: usize,
}

impl Slice {
    /// The rows that are shown.
    pub fn cut<T>(self, rows: Vec<T>) -> Vec<T> {
        rows.into_iter().skip(self.after).take(PAGE).collect()
    }

    /// The address of the first page; empty on it.
    pub fn first(self, path: &str) -> String {
        match self.after {
            0 => String::new(),
            _ => path.to_owned(),
        }
    }

    /// The address of the next page; empty on the last.
    pub fn next(self, path: &str) -> String {
        let next = self.after.saturating_add(PAGE);
        match self.of > next {
            true => format!("{path}?after={next}"),
            false => String::new(),
        }
    }
}
