//! What the page of one grade shows.

use actix_web::http::StatusCode;
use askama::Template;
use askama::filters::HtmlSafe;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use i18n_embed_fl::fl;

use super::saving::GradeForm;
use super::{Cell, Change, GradeMark};
use crate::error::Errors;
use crate::gradebook::points;
use crate::i18n::{self, Loader};
use crate::web::{Page, Reply};

#[derive(Template)]
#[template(path = "gradebook/grade.html")]
pub(super) struct ShowGrade {
    l: Loader,
    page: Page,
    part: GradeFormPart,
}

impl ShowGrade {
    pub fn new(page: Page, part: GradeFormPart) -> ShowGrade {
        ShowGrade {
            l: page.l,
            page,
            part,
        }
    }
}

/// The form and the history: part of the page, and what the grade book shows in its dialog.
#[derive(Template)]
#[template(path = "gradebook/_grade.html")]
pub(super) struct GradeFormPart {
    l: Loader,
    zone: Tz,
    cell: Cell,
    form: GradeForm,
    errors: Errors,
    is_conflict: bool,
}

/// Its own template has escaped what it shows.
impl HtmlSafe for GradeFormPart {}

impl GradeFormPart {
    /// After a conflict the form goes on from what the grade has become.
    pub fn new(page: &Page, cell: Cell, typed: Option<GradeForm>, reply: Reply) -> GradeFormPart {
        let stored = GradeForm::of(cell.grade.as_ref());
        let form = match typed {
            Some(typed) => GradeForm {
                revision: stored.revision,
                ..typed
            },
            None => stored,
        };
        GradeFormPart {
            l: page.l,
            zone: page.time_zone(),
            cell,
            form,
            errors: reply.errors,
            is_conflict: reply.status == StatusCode::CONFLICT,
        }
    }

    fn max(&self) -> String {
        points::shown(&self.cell.item.max_points)
    }

    fn at(&self, at: &DateTime<Utc>) -> String {
        i18n::date_time(i18n::locale_of(self.l), *at, self.zone)
    }

    fn who(&self, change: &Change) -> String {
        match &change.by {
            Some(by) => i18n::name_of(by, self.l).into_owned(),
            None => fl!(self.l, "gradebook-by-program"),
        }
    }

    fn before(&self, change: &Change) -> String {
        self.state(change.points_before.as_ref(), change.is_excused_before)
    }

    fn after(&self, change: &Change) -> String {
        self.state(change.points_after.as_ref(), change.is_excused_after)
    }

    fn state(&self, points: Option<&bigdecimal::BigDecimal>, is_excused: bool) -> String {
        match points {
            _ if is_excused => fl!(self.l, "gradebook-excused"),
            Some(points) => points::shown(points),
            None => fl!(self.l, "gradebook-missing"),
        }
    }
}

/// The grade as it now stands in the grade book, and the total that follows from it.
#[derive(Template)]
#[template(path = "gradebook/_saved.html")]
pub(super) struct GradeSaved {
    l: Loader,
    cell: Cell,
    mark: GradeMark,
    total: String,
}

impl GradeSaved {
    pub fn new(page: &Page, cell: Cell) -> GradeSaved {
        GradeSaved {
            l: page.l,
            mark: GradeMark::of(cell.grade.as_ref()),
            total: points::percent(cell.total.clone()),
            cell,
        }
    }
}
