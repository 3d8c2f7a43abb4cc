//! In which order reviews are listed, and where a page goes on.

use super::ReviewId;
use super::list::Review;

/// How a list of reviews is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Useful,
    Newest,
    Highest,
    Lowest,
}

impl Sort {
    pub const ALL: [Sort; 4] = [Sort::Useful, Sort::Newest, Sort::Highest, Sort::Lowest];

    pub fn name(self) -> &'static str {
        match self {
            Sort::Useful => "useful",
            Sort::Newest => "newest",
            Sort::Highest => "highest",
            Sort::Lowest => "lowest",
        }
    }

    /// The first one for what is no sort.
    pub fn of_name(name: &str) -> Sort {
        let found = Sort::ALL.into_iter().find(|sort| sort.name() == name);
        found.unwrap_or_default()
    }

    /// What comes after the row of $3 and $4, and in which order: as [`super::list`] binds them.
    pub fn clauses(self) -> (&'static str, &'static str) {
        match self {
            Sort::Useful => (
                "(r.useful_count, r.id) < ($3, $4)",
                "r.useful_count DESC, r.id DESC",
            ),
            Sort::Newest => ("$3 >= 0 AND r.id < $4", "r.id DESC"),
            Sort::Highest => ("(r.rating, r.id) < ($3, $4)", "r.rating DESC, r.id DESC"),
            Sort::Lowest => (
                "(r.rating > $3 OR r.rating = $3 AND r.id < $4)",
                "r.rating, r.id DESC",
            ),
        }
    }

    /// Where a list begins.
    pub fn start(self) -> Cursor {
        Cursor {
            key: if self == Sort::Lowest { 0 } else { i64::MAX },
            id: i64::MAX,
        }
    }
}

/// The last row of a page, by what it is sorted by and its id: `key.id` in the address.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cursor {
    pub key: i64,
    pub id: ReviewId,
}

impl Cursor {
    pub fn parse(text: &str) -> Option<Cursor> {
        let (key, id) = text.split_once('.')?;
        let cursor = Cursor {
            key: key.parse().ok()?,
            id: id.parse().ok()?,
        };
        (cursor.key >= 0).then_some(cursor)
    }

    pub fn of(review: &Review, sort: Sort) -> Cursor {
        let key = match sort {
            Sort::Useful => review.useful_count.into(),
            Sort::Newest => 0,
            Sort::Highest | Sort::Lowest => review.rating.into(),
        };
        Cursor { key, id: review.id }
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.key, self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_the_address_and_nonsense_is_none() {
        let cursor = Cursor { key: 4, id: 17 };
        assert_eq!(Cursor::parse(&cursor.to_string()), Some(cursor));
        for nonsense in ["", "4", "4.x", "-1.3", "99999999999999999999.1"] {
            assert_eq!(Cursor::parse(nonsense), None, "{nonsense}");
        }
    }
}
