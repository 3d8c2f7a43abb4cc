//! Lists that are filtered, sorted by their columns, paged by key and exported: what all of them have in common.
//!
//! The address of a list says everything: what it is filtered by, `sort` (a column, with `-` before it for the other way
//! round) and `after` (where the page before ended). The rows are brought by the subject's own query, sorted by
//! [`keyset!`](crate::keyset).

use actix_web::HttpResponse;
use askama::Template;
use diesel::pg::PgConnection;

use crate::error::Result;
use crate::state::App;
use crate::web::{Admin, html, with_query};

/// Rows a page.
pub const PAGE: usize = 50;

/// The most rows of a CSV file.
pub const MOST_EXPORTED: i64 = 100_000;

/// A column that rows are sorted by, and which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    pub column: &'static str,
    pub is_descending: bool,
}

impl Sort {
    /// The smallest first.
    pub const fn up(column: &'static str) -> Sort {
        Sort {
            column,
            is_descending: false,
        }
    }

    /// The largest or latest first.
    pub const fn down(column: &'static str) -> Sort {
        Sort {
            column,
            is_descending: true,
        }
    }

    fn turned(self) -> Sort {
        Sort {
            is_descending: !self.is_descending,
            ..self
        }
    }

    /// As the address has it.
    fn name(self) -> String {
        let mark = if self.is_descending { "-" } else { "" };
        format!("{mark}{}", self.column)
    }
}

/// The head of a column by which the list can be sorted; the component `data::sortable` shows it.
pub struct Head {
    pub label: String,
    /// Sorts by this column, or turns the order round where it is sorted by it.
    pub address: String,
    /// For `aria-sort`: `ascending`, `descending`, or empty.
    pub order: &'static str,
}

/// What a list is asked for, as its address has it.
pub trait Listing: Clone + Send + 'static {
    /// Where the list is; the export is there with `.csv` behind it.
    const PATH: &'static str;

    /// The columns that it can be sorted by, each with the way it is sorted first; the first is the usual one.
    const COLUMNS: &'static [Sort];

    /// The filters as names and values.
    fn filters(&self) -> Vec<(&'static str, &str)>;

    /// How it is to be sorted, as it was typed.
    fn typed_sort(&self) -> &str;

    /// How it is sorted; what is unknown is the usual way.
    fn sort(&self) -> Sort {
        let typed = self.typed_sort();
        let both = Self::COLUMNS.iter().flat_map(|way| [*way, way.turned()]);
        let mut known = both.filter(|way| way.name() == typed);
        known.next().unwrap_or(Self::COLUMNS[0])
    }

    /// This list at another place, in another order or as another file; what is as usual is left out.
    fn address(&self, path: &str, sort: Sort, after: &str) -> String {
        let name = match sort == Self::COLUMNS[0] {
            true => String::new(),
            false => sort.name(),
        };
        let mut pairs = self.filters();
        pairs.extend([("sort", name.as_str()), ("after", after)]);
        with_query(path, &pairs)
    }

    /// The page after this row; see [`place`].
    fn after(&self, place: &str) -> String {
        self.address(Self::PATH, self.sort(), place)
    }

    /// All that fits, as a file.
    fn export(&self) -> String {
        self.address(&format!("{}.csv", Self::PATH), self.sort(), "")
    }

    /// The head of one of [`COLUMNS`](Listing::COLUMNS).
    fn head(&self, column: &'static str, label: String) -> Head {
        let mut known = Self::COLUMNS.iter().filter(|way| way.column == column);
        let first = known.next().copied().unwrap_or(Self::COLUMNS[0]);
        let now = self.sort();
        let is_sorted = now.column == column;
        Head {
            label,
            address: self.address(Self::PATH, if is_sorted { now.turned() } else { first }, ""),
            order: match (is_sorted, now.is_descending) {
                (false, _) => "",
                (true, true) => "descending",
                (true, false) => "ascending",
            },
        }
    }
}

/// A page of a list and the address of the next one, which is empty on the last.
pub struct Rows<R> {
    pub rows: Vec<R>,
    pub next: String,
}

impl<R> Rows<R> {
    /// `rows` as the query brings them: one more than a page tells that there are more. `place` is where a row stands in
    /// the order of the list, as [`place`] reads it.
    pub fn cut<L: Listing>(
        asked: &L,
        mut rows: Vec<R>,
        place: impl FnOnce(&R) -> String,
    ) -> Rows<R> {
        let has_more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let last = rows.last().filter(|_| has_more);
        let next = last.map(|last| asked.after(&place(last)));
        Rows {
            next: next.unwrap_or_default(),
            rows,
        }
    }
}

/// A query of a list: at most so many of the rows that fit, in the order that is asked for.
pub type Find<L, R> = fn(&mut PgConnection, &Admin, &L, i64) -> Result<Vec<R>>;

/// Answers with a page of a list: brings the rows in one trip, and one more than a page if there are more.
pub async fn show<L: Listing, R: Send + 'static, P: Template>(
    app: &App,
    admin: Admin,
    asked: L,
    find: Find<L, R>,
    page: impl FnOnce(L, Vec<R>) -> P,
) -> Result<HttpResponse> {
    let filter = asked.clone();
    let find = move |conn: &mut _| find(conn, &admin, &filter, PAGE as i64 + 1);
    let rows = app.db.run(find).await?;
    html(&page(asked, rows))
}

/// All rows that fit, for a file.
pub async fn all<L: Listing, R: Send + 'static>(
    app: &App,
    admin: Admin,
    asked: L,
    find: Find<L, R>,
) -> Result<Vec<R>> {
    let find = move |conn: &mut _| find(conn, &admin, &asked, MOST_EXPORTED);
    app.db.run(find).await
}

/// Where a row stands in the order of its list: the value of the column, and its id. An address carries it as `value~id`.
pub fn place<T: std::str::FromStr>(typed: &str) -> Option<(T, i64)> {
    let (value, id) = typed.rsplit_once('~')?;
    Some((value.parse().ok()?, id.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Default)]
    struct Asked {
        q: &'static str,
        sort: &'static str,
    }

    impl Listing for Asked {
        const PATH: &'static str = "/things";
        const COLUMNS: &'static [Sort] = &[Sort::down("made"), Sort::up("name")];

        fn filters(&self) -> Vec<(&'static str, &str)> {
            vec![("q", self.q)]
        }

        fn typed_sort(&self) -> &str {
            self.sort
        }
    }

    #[test]
    fn a_head_sorts_by_its_column_or_turns_the_order_and_keeps_the_filters() {
        let usual = Asked { q: "a&b", sort: "" };
        let made = usual.head("made", String::new());
        assert_eq!(made.order, "descending");
        assert_eq!(made.address, "/things?q=a%26b&sort=made");
        let name = usual.head("name", String::new());
        assert_eq!(
            (name.order, name.address.as_str()),
            ("", "/things?q=a%26b&sort=name")
        );
        let named = Asked {
            q: "",
            sort: "-name",
        };
        assert_eq!(
            named.head("name", String::new()).address,
            "/things?sort=name"
        );
        assert_eq!(named.head("made", String::new()).address, "/things");
        assert_eq!(named.export(), "/things.csv?sort=-name");
        let odd = Asked {
            q: "",
            sort: "--name",
        };
        assert_eq!(odd.sort(), Sort::down("made"));
    }

    #[test]
    fn a_place_is_a_value_and_an_id() {
        assert_eq!(place("a~b~7"), Some(("a~b".to_owned(), 7)));
        assert_eq!(place::<i64>("12~7"), Some((12, 7)));
        for odd in ["", "7", "x~7", "7~x"] {
            assert_eq!(place::<i64>(odd), None, "{odd}");
        }
    }
}
