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
use crate::web::{Page, Reply, with_query};

/// Lines a page; the query brings one more if there are more.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "admin/audit.html")]
pub(super) struct Log {
    l: Loader,
    page: Page,
    filter: Filter,
    lines: Vec<Line>,
    actions: Vec<String>,
    kinds: Vec<String>,
    errors: Errors,
    pub(super) status: StatusCode,
    has_older: bool,
}

impl Log {
    pub(super) fn new(
        page: Page,
        filter: Filter,
        found: Result<Vec<Line>, Reply>,
        (actions, kinds): (Vec<String>, Vec<String>),
    ) -> Log {
        let (mut lines, reply) = match found {
            Ok(lines) => (lines, Reply::ok()),
            Err(reply) => (Vec::new(), reply),
        };
        let has_older = lines.len() > PAGE;
        lines.truncate(PAGE);
        Log {
            l: page.l,
            page,
            filter,
            lines,
            actions,
            kinds,
            errors: reply.errors,
            status: reply.status,
            has_older,
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

    fn address(&self, path: &str, before: Option<i64>) -> String {
        let (filter, before) = (&self.filter, before.map(|id| id.to_string()));
        let pairs = [
            ("person", filter.person.as_str()),
            ("action", filter.action.as_str()),
            ("kind", filter.kind.as_str()),
            ("object", filter.object.as_str()),
            ("from", filter.from.as_str()),
            ("until", filter.until.as_str()),
            ("before", before.as_deref().unwrap_or_default()),
        ];
        with_query(path, &pairs)
    }

    fn older(&self) -> String {
        match self.lines.last() {
            Some(last) if self.has_older => self.address("/admin/audit", Some(last.id)),
            _ => String::new(),
        }
    }

    fn export(&self) -> String {
        self.address("/admin/audit.csv", None)
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
            line.actor.clone().unwrap_or_default(),
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
