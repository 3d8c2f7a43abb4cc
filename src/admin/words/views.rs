//! The list of words, as a page and as CSV.

use askama::Template;
use i18n_embed_fl::fl;

use super::handlers::WordsForm;
use crate::csv::Csv;
use crate::error::Errors;
use crate::i18n::{self, Loader};
use crate::site::{Verdict, Word, WordFilter};
use crate::web::Page;
use crate::web::listing::{Head, Listing, Rows};

#[derive(Template)]
#[template(path = "admin/words.html")]
pub(super) struct WordsPage {
    l: Loader,
    page: Page,
    filter: WordFilter,
    found: Rows<Word>,
    form: WordsForm,
    errors: Errors,
}

fn verdict_name(l: Loader, verdict: Verdict) -> String {
    match verdict {
        Verdict::Blocked => fl!(l, "site-words-blocked"),
        Verdict::Held => fl!(l, "site-words-held"),
    }
}

impl WordsPage {
    /// `rows` as the query brings them, perhaps one more than a page.
    pub(super) fn new(
        page: Page,
        filter: WordFilter,
        rows: Vec<Word>,
        form: WordsForm,
        errors: Errors,
    ) -> WordsPage {
        WordsPage {
            l: page.l,
            page,
            found: Rows::cut(&filter, rows, |last| filter.place_of(last)),
            filter,
            form,
            errors,
        }
    }

    fn head(&self, column: &'static str, label: String) -> Head {
        self.filter.head(column, label)
    }

    fn verdicts(&self) -> [(&'static str, String); 2] {
        Verdict::ALL.map(|verdict| (verdict.name(), verdict_name(self.l, verdict)))
    }

    fn verdict(&self, word: &Word) -> String {
        verdict_name(self.l, word.verdict)
    }

    fn tone(&self, word: &Word) -> &'static str {
        match word.verdict {
            Verdict::Blocked => "danger",
            Verdict::Held => "amber",
        }
    }

    fn time(&self, word: &Word) -> String {
        i18n::full_date_time(self.page.locale, word.added_at, self.page.time_zone())
    }

    fn by(&self, word: &Word) -> String {
        let by = word.added_by.as_deref();
        by.map_or_else(String::new, |name| i18n::handle_of(name, self.l))
    }

    fn error(&self, field: &str) -> String {
        self.errors.of(field, self.l).unwrap_or_default()
    }
}

/// A line a word; moments in UTC.
pub(super) fn csv(l: Loader, rows: &[Word]) -> String {
    let mut csv = Csv::new();
    csv.line(&[
        fl!(l, "site-words-word"),
        fl!(l, "site-words-verdict"),
        fl!(l, "site-words-added-at"),
        fl!(l, "site-words-added-by"),
    ]);
    for row in rows {
        let by = row.added_by.as_deref().unwrap_or_default();
        csv.line(&[
            row.word.clone(),
            verdict_name(l, row.verdict),
            row.added_at.to_rfc3339(),
            i18n::username_of(by, l).into_owned(),
        ]);
    }
    csv.finish()
}
