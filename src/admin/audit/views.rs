//! The log as a page and as CSV.

use actix_web::http::StatusCode;
use askama::Template;
use chrono::{DateTime, Utc};
use i18n_embed_fl::fl;

use super::names::{action_name, facts, kind_name, object_name};
use crate::audit::{Filter, Line};
use crate::csv::Csv;
use crate::error::Errors;
use crate::i18n::{self, Loader};
use crate::web::listing::{Head, Listing, Rows};
use crate::web::{Page, Reply};

#[derive(Template)]
#[template(path = "admin/audit.html")]
pub(super) struct Log {
    l: Loader,
    page: Page,
    filter: Filter,
    found: Rows<Line>,
    actions: Vec<String>,
    kinds: Vec<String>,
    errors: Errors,
    pub(super) status: StatusCode,
}

impl Log {
    pub(super) fn new(
        page: Page,
        filter: Filter,
        found: Result<Vec<Line>, Reply>,
        (actions, kinds): (Vec<String>, Vec<String>),
    ) -> Log {
        let (lines, reply) = match found {
            Ok(lines) => (lines, Reply::ok()),
            Err(reply) => (Vec::new(), reply),
        };
        Log {
            l: page.l,
            page,
            found: Rows::cut(&filter, lines, |last| format!("{0}~{0}", last.id)),
            filter,
            actions,
            kinds,
            errors: reply.errors,
            status: reply.status,
        }
    }

    fn time(&self, at: &DateTime<Utc>) -> String {
        i18n::full_date_time(self.page.locale, *at, self.page.time_zone())
    }

    fn act(&self, name: &str) -> String {
        action_name(self.l, name)
    }

    fn action(&self, line: &Line) -> String {
        self.act(&line.action)
    }

    fn kind(&self, name: &str) -> String {
        kind_name(self.l, name)
    }

    fn object(&self, line: &Line) -> String {
        object_name(self.l, line)
    }

    fn facts(&self, line: &Line) -> String {
        facts(self.l, line)
    }

    fn error(&self, field: &str) -> String {
        self.errors.of(field, self.l).unwrap_or_default()
    }

    fn heads(&self) -> [Head; 1] {
        [self.filter.head("time", fl!(self.l, "admin-audit-time"))]
    }
}

/// A line an act; moments in UTC, acts and things by their own names, which never change.
pub(super) fn csv(l: Loader, lines: &[Line]) -> String {
    let mut csv = Csv::new();
    csv.line(&[
        fl!(l, "admin-audit-time"),
        fl!(l, "admin-audit-actor"),
        fl!(l, "admin-audit-action"),
        fl!(l, "admin-audit-kind"),
        fl!(l, "admin-audit-object"),
        fl!(l, "admin-audit-reason"),
        fl!(l, "admin-audit-details"),
        fl!(l, "admin-audit-address"),
    ]);
    for line in lines {
        csv.line(&[
            line.at.to_rfc3339(),
            i18n::username_of(line.actor.as_deref().unwrap_or_default(), l).into_owned(),
            line.action.clone(),
            line.kind.clone(),
            line.object.clone(),
            line.reason.clone(),
            line.details.to_string(),
            line.address.clone(),
        ]);
    }
    csv.finish()
}
