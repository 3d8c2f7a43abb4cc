//! The page of changes, and the table.

use askama::Template;
use bigdecimal::BigDecimal;
use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::list::{self, Asked, Change};
use crate::courses::{self, Course, CourseId};
use crate::csv::Csv;
use crate::error::Result;
use crate::gradebook::model::Item;
use crate::gradebook::points;
use crate::gradebook::scheme::Scheme;
use crate::i18n::{self, Loader};
use crate::web::{Page, Viewer};

const PAGE: i64 = 50;

/// Lines of the table at most: the newest ones.
const MOST: i64 = 100_000;

#[derive(Template)]
#[template(path = "gradebook/changes.html")]
pub(super) struct ShowChanges {
    l: Loader,
    page: Page,
    course: Course,
    items: Vec<Item>,
    changes: Vec<Change>,
    asked: Asked,
    has_older: bool,
}

impl ShowChanges {
    /// # Errors
    /// `NotFound` for whoever is not of the course's staff.
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        course: CourseId,
        asked: Asked,
    ) -> Result<ShowChanges> {
        let (course, _) = courses::staffed(conn, viewer, course)?;
        let mut changes = list::changes(conn, course.id, &asked, PAGE)?;
        let has_older = changes.len() as i64 > PAGE;
        changes.truncate(PAGE as usize);
        Ok(ShowChanges {
            l: page.l,
            page,
            items: Scheme::of(conn, course.id)?.items,
            course,
            changes,
            asked,
            has_older,
        })
    }

    fn base(&self) -> String {
        format!("{}/gradebook/changes", self.course.path())
    }

    fn with(&self, path: &str, before: String) -> String {
        let asked = Asked {
            before,
            ..self.asked.clone()
        };
        let query = serde_urlencoded::to_string(asked).unwrap_or_default();
        format!("{path}?{query}")
    }

    fn table(&self) -> String {
        self.with(&format!("{}.csv", self.base()), String::new())
    }

    fn newer(&self) -> String {
        match self.asked.before.is_empty() {
            true => String::new(),
            false => self.with(&self.base(), String::new()),
        }
    }

    fn older(&self) -> String {
        let last = self.changes.last().filter(|_| self.has_older);
        last.map(|last| self.with(&self.base(), last.id.to_string()))
            .unwrap_or_default()
    }

    fn is_asked(&self, item: &Item) -> bool {
        self.asked.item() == Some(item.id)
    }

    fn sources(&self) -> [(&'static str, String); 4] {
        let l = self.l;
        [
            ("", fl!(l, "gradebook-changes-any")),
            ("hand", fl!(l, "gradebook-changes-hand")),
            ("import", fl!(l, "gradebook-changes-import")),
            ("program", fl!(l, "gradebook-by-program")),
        ]
    }

    fn time(&self, at: &DateTime<Utc>) -> String {
        i18n::full_date_time(self.page.locale, *at, self.page.time_zone())
    }

    fn source(&self, change: &Change) -> String {
        source(self.l, change)
    }

    fn before(&self, change: &Change) -> String {
        state(
            self.l,
            change.points_before.as_ref(),
            change.is_excused_before,
        )
    }

    fn after(&self, change: &Change) -> String {
        state(
            self.l,
            change.points_after.as_ref(),
            change.is_excused_after,
        )
    }
}

fn source(l: Loader, change: &Change) -> String {
    match (&change.by, change.import_id) {
        (_, Some(number)) => fl!(l, "gradebook-changes-import-number", number = number),
        (Some(_), None) => fl!(l, "gradebook-changes-hand"),
        (None, None) => fl!(l, "gradebook-by-program"),
    }
}

fn state(l: Loader, points: Option<&BigDecimal>, is_excused: bool) -> String {
    match points {
        _ if is_excused => fl!(l, "gradebook-excused"),
        Some(points) => points::shown(points),
        None => fl!(l, "gradebook-missing"),
    }
}

/// The same as a table.
///
/// # Errors
/// `NotFound` for whoever is not of the course's staff.
pub(super) fn write(
    conn: &mut PgConnection,
    page: &Page,
    viewer: &Viewer,
    course: CourseId,
    asked: &Asked,
) -> Result<String> {
    courses::staffed(conn, viewer, course)?;
    let l = page.l;
    let mut csv = Csv::new();
    csv.line(&[
        fl!(l, "gradebook-changes-at"),
        fl!(l, "gradebook-learner"),
        fl!(l, "csv-username"),
        fl!(l, "gradebook-item-title"),
        fl!(l, "gradebook-import-before"),
        fl!(l, "gradebook-import-after"),
        fl!(l, "gradebook-changes-by"),
        fl!(l, "gradebook-changes-source"),
    ]);
    for change in list::changes(conn, course, asked, MOST)? {
        let at = change.changed_at.with_timezone(&page.time_zone());
        csv.line(&[
            at.format("%Y-%m-%d %H:%M:%S").to_string(),
            i18n::name_of(&change.learner, l).into_owned(),
            i18n::username_of(&change.username, l).into_owned(),
            change.item_title.clone(),
            state(l, change.points_before.as_ref(), change.is_excused_before),
            state(l, change.points_after.as_ref(), change.is_excused_after),
            i18n::name_of(change.by.as_deref().unwrap_or_default(), l).into_owned(),
            source(l, &change),
        ]);
    }
    Ok(csv.finish())
}
