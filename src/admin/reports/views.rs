//! The list of reports, as a page and as CSV.

use actix_web::http::StatusCode;
use askama::Template;
use chrono::{DateTime, Utc};
use i18n_embed_fl::fl;

use super::deciding::Decision;
use super::kinds::Kind;
use super::queries::{Filter, Row};
use crate::csv::Csv;
use crate::error::Errors;
use crate::i18n::{self, Loader};
use crate::web::listing::{Head, Listing, Rows};
use crate::web::{Page, Reply, UserId};

/// What is told of one report beside the list: what has to be mended of its form, or what the message says.
#[derive(Default)]
pub(super) struct Again {
    report: Option<(Kind, i64)>,
    pub(super) form: Decision,
    pub(super) status: StatusCode,
    errors: Errors,
    words: Option<String>,
}

impl Again {
    pub(super) fn refused(report: (Kind, i64), form: Decision, reply: Reply) -> Again {
        Again {
            report: Some(report),
            form,
            status: reply.status,
            errors: reply.errors,
            words: None,
        }
    }

    pub(super) fn reading(report: (Kind, i64), form: Decision, words: String) -> Again {
        Again {
            report: Some(report),
            form,
            words: Some(words),
            ..Again::default()
        }
    }
}

#[derive(Template)]
#[template(path = "admin/reports.html")]
pub(super) struct Reports {
    l: Loader,
    page: Page,
    filter: Filter,
    found: Rows<Row>,
    /// What brings this list back: see [`Decision::list`].
    list: String,
    told: Again,
}

fn kind_name(l: Loader, kind: Kind) -> String {
    match kind {
        Kind::Message => fl!(l, "reports-kind-message"),
        Kind::LiveMessage => fl!(l, "reports-kind-live-message"),
        Kind::LessonDanmaku => fl!(l, "reports-kind-lesson-danmaku"),
        Kind::Review => fl!(l, "reports-kind-review"),
    }
}

/// The tone and the word of its tag.
fn state_of(l: Loader, row: &Row) -> (&'static str, String) {
    match (row.is_open(), row.is_upheld) {
        (true, _) => ("amber", fl!(l, "reports-open")),
        (false, true) => ("danger", fl!(l, "reports-upheld")),
        (false, false) => ("", fl!(l, "reports-dismissed")),
    }
}

fn place_name(l: Loader, row: &Row) -> String {
    match row.is_private {
        true => fl!(l, "reports-between-two"),
        false => row.place.clone(),
    }
}

impl Reports {
    /// `rows` as the query brings them, perhaps one more than a page.
    pub(super) fn new(page: Page, filter: Filter, rows: Vec<Row>, told: Again) -> Reports {
        let here = filter.after(&filter.after);
        let list = here.split_once('?').map(|(_, query)| query.to_owned());
        Reports {
            l: page.l,
            page,
            found: Rows::cut(&filter, rows, Row::place),
            filter,
            list: list.unwrap_or_default(),
            told,
        }
    }

    fn heads(&self) -> [Head; 1] {
        let head = fl!(self.l, "reports-time");
        [self.filter.head("reported", head)]
    }

    fn kinds(&self) -> [(&'static str, String); 4] {
        Kind::ALL.map(|kind| (kind.name(), kind_name(self.l, kind)))
    }

    fn states(&self) -> [(&'static str, String); 4] {
        [
            ("", fl!(self.l, "reports-open")),
            ("upheld", fl!(self.l, "reports-upheld")),
            ("dismissed", fl!(self.l, "reports-dismissed")),
            ("all", fl!(self.l, "reports-all")),
        ]
    }

    fn kind(&self, row: &Row) -> String {
        kind_name(self.l, row.kind())
    }

    fn state(&self, row: &Row) -> (&'static str, String) {
        state_of(self.l, row)
    }

    /// What has become of the thing since it was decided, where that is not what was decided.
    fn since(&self, row: &Row) -> String {
        match (row.is_open(), row.is_upheld, row.is_away) {
            (false, true, false) => fl!(self.l, "reports-restored"),
            (false, false, true) => fl!(self.l, "reports-withdrawn"),
            _ => String::new(),
        }
    }

    fn place(&self, row: &Row) -> String {
        place_name(self.l, row)
    }

    /// Where the thing is, for who may go there.
    fn link(&self, row: &Row) -> String {
        match (row.kind(), row.room, row.course) {
            (Kind::Message, Some(room), _) => format!("/chat/rooms/{room}"),
            (Kind::LiveMessage, Some(room), _) => format!("/live/{room}"),
            (Kind::LessonDanmaku, Some(lesson), Some(course)) => {
                format!("/courses/{course}/lessons/{lesson}")
            }
            (Kind::Review, _, Some(course)) => {
                format!("/courses/{course}/reviews#review-{}", row.thing)
            }
            (_, None, Some(course)) => format!("/courses/{course}"),
            _ => String::new(),
        }
    }

    fn name<'a>(&self, name: &'a str) -> std::borrow::Cow<'a, str> {
        i18n::name_of(name, self.l)
    }

    /// The page of a person, where there is one.
    fn person(&self, id: &Option<UserId>, name: &str) -> String {
        let there = id.filter(|_| name != i18n::DELETED_PERSON);
        there.map_or_else(String::new, |id| format!("/admin/people/{id}"))
    }

    fn time(&self, at: &DateTime<Utc>) -> String {
        i18n::full_date_time(self.page.locale, *at, self.page.time_zone())
    }

    /// What deleting or hiding is called here.
    fn uphold(&self, row: &Row) -> String {
        match row.kind() {
            Kind::Message | Kind::LiveMessage => fl!(self.l, "reports-delete-message"),
            Kind::LessonDanmaku => fl!(self.l, "reports-delete-danmaku"),
            Kind::Review => fl!(self.l, "reviews-hide"),
        }
    }

    fn is_told(&self, row: &Row) -> bool {
        self.told.report == Some((row.kind(), row.id))
    }

    fn typed(&self, row: &Row) -> &str {
        match self.is_told(row) {
            true => &self.told.form.reason,
            false => "",
        }
    }

    fn error(&self, row: &Row) -> String {
        let errors = self.is_told(row).then_some(&self.told.errors);
        let error = errors.and_then(|errors| errors.of("reason", self.l));
        error.unwrap_or_default()
    }

    /// What the message between two people says, where it was asked for.
    fn read(&self, row: &Row) -> Option<&str> {
        let words = self.told.words.as_deref();
        words.filter(|_| self.is_told(row))
    }
}

/// A line a report; moments in UTC. What two people said to each other is not in it.
pub(super) fn csv(l: Loader, rows: &[Row]) -> String {
    let mut csv = Csv::new();
    csv.line(&[
        fl!(l, "reports-kind"),
        fl!(l, "reports-place"),
        fl!(l, "reports-author"),
        fl!(l, "reports-words"),
        fl!(l, "reports-reporter"),
        fl!(l, "reports-reason"),
        fl!(l, "reports-time"),
        fl!(l, "reports-state"),
        fl!(l, "reports-settled-by"),
        fl!(l, "reports-settled-at"),
    ]);
    for row in rows {
        csv.line(&[
            kind_name(l, row.kind()),
            place_name(l, row),
            i18n::name_of(&row.author_name, l).into_owned(),
            row.excerpt.clone(),
            i18n::name_of(&row.reporter_name, l).into_owned(),
            row.reason.clone(),
            row.at.to_rfc3339(),
            state_of(l, row).1,
            i18n::name_of(&row.settled_by, l).into_owned(),
            row.settled_at.map(|at| at.to_rfc3339()).unwrap_or_default(),
        ]);
    }
    csv.finish()
}
