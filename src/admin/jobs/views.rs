//! The page of jobs.

use askama::Template;
use chrono::{DateTime, Utc};
use i18n_embed_fl::fl;

use crate::i18n::{self, Loader};
use crate::jobs::{DeadLetter, DeadLetterFilter, Kind};
use crate::web::{Page, with_query};

/// Failed jobs a page.
pub(super) const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "admin/jobs.html")]
pub(super) struct Jobs {
    l: Loader,
    page: Page,
    filter: DeadLetterFilter,
    kinds: Vec<Kind>,
    dead: Vec<DeadLetter>,
    has_older: bool,
}

impl Jobs {
    pub(super) fn new(
        page: Page,
        filter: DeadLetterFilter,
        kinds: Vec<Kind>,
        mut dead: Vec<DeadLetter>,
    ) -> Jobs {
        let has_older = dead.len() > PAGE;
        dead.truncate(PAGE);
        Jobs {
            l: page.l,
            page,
            filter,
            kinds,
            dead,
            has_older,
        }
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

    fn older(&self) -> String {
        match self.dead.last() {
            Some(last) if self.has_older => {
                let pairs = [
                    ("job", self.filter.job.as_str()),
                    ("before", &last.id.to_string()),
                ];
                with_query("/admin/jobs", &pairs)
            }
            _ => String::new(),
        }
    }
}
