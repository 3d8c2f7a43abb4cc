//! The page of jobs.

use askama::Template;
use chrono::{DateTime, Utc};
use i18n_embed_fl::fl;

use super::queries::Filter;
use crate::csv::Csv;
use crate::i18n::{self, Loader};
use crate::jobs::{DeadLetter, Kind};
use crate::web::Page;
use crate::web::listing::{Head, Listing, Rows};

#[derive(Template)]
#[template(path = "admin/jobs.html")]
pub(super) struct Jobs {
    l: Loader,
    page: Page,
    filter: Filter,
    kinds: Vec<Kind>,
    found: Rows<DeadLetter>,
}

impl Jobs {
    pub(super) fn new(page: Page, filter: Filter, kinds: Vec<Kind>, dead: Vec<DeadLetter>) -> Jobs {
        Jobs {
            l: page.l,
            page,
            found: Rows::cut(&filter, dead, |last| last.id.to_string()),
            filter,
            kinds,
        }
    }

    fn heads(&self) -> [Head; 1] {
        [self.filter.head("made", fl!(self.l, "admin-jobs-made"))]
    }

    fn sum(&self, of: fn(&Kind) -> i64) -> String {
        i18n::number(self.kinds.iter().map(of).sum())
    }

    fn waiting(&self) -> String {
        self.sum(|kind| kind.waiting)
    }

    fn running(&self) -> String {
        self.sum(|kind| kind.running)
    }

    fn failed(&self) -> String {
        self.sum(|kind| kind.dead)
    }

    fn time(&self, at: &Option<DateTime<Utc>>) -> String {
        at.map_or_else(|| "–".into(), |at| self.moment(at))
    }

    fn moment(&self, at: DateTime<Utc>) -> String {
        i18n::date_time(self.page.locale, at, self.page.time_zone())
    }

    fn retry_all_question(&self) -> String {
        match self.filter.job.as_str() {
            "" => fl!(self.l, "admin-jobs-retry-all-confirm"),
            job => fl!(self.l, "admin-jobs-retry-kind-confirm", job = job),
        }
    }
}

/// A line a failed job; moments in UTC. What it carries is not told.
pub(super) fn csv(l: Loader, rows: &[DeadLetter]) -> String {
    let mut csv = Csv::new();
    csv.line(&[
        fl!(l, "admin-jobs-number"),
        fl!(l, "admin-jobs-name"),
        fl!(l, "admin-jobs-made"),
        fl!(l, "admin-jobs-when"),
        fl!(l, "admin-jobs-tries"),
        fl!(l, "admin-jobs-error"),
    ]);
    for row in rows {
        csv.line(&[
            row.id.to_string(),
            row.name.clone(),
            row.created_at.to_rfc3339(),
            row.dead_at.map(|at| at.to_rfc3339()).unwrap_or_default(),
            row.attempts.to_string(),
            row.last_error.clone().unwrap_or_default(),
        ]);
    }
    csv.finish()
}
