//! The table as it goes out.

use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::state::{State, remembered};
use crate::courses::{self, CourseId};
use crate::csv::Csv;
use crate::error::Result;
use crate::gradebook::learners::{self, Learner};
use crate::gradebook::model::Item;
use crate::gradebook::points;
use crate::gradebook::scheme::{self, Grades, Scheme};
use crate::i18n::Loader;
use crate::web::Viewer;

/// Everybody and everything, for the staff of the course.
///
/// # Errors
/// `NotFound` for everybody else.
pub(super) fn write(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    l: Loader,
) -> Result<String> {
    courses::staffed(conn, viewer, course)?;
    let scheme = Scheme::of(conn, course)?;
    let grades = scheme::grades_of_all(conn, course)?;
    let mut csv = Csv::new();
    csv.line(&head(&scheme, l));
    for learner in learners::all(conn, course)? {
        csv.line(&line(&scheme, &learner, grades.get(&learner.id), l));
    }
    Ok(csv.finish())
}

/// How a column is known again, whatever happens to its title.
fn title(item: &Item) -> String {
    format!("{} [{}]", item.title, item.id)
}

fn head(scheme: &Scheme, l: Loader) -> Vec<String> {
    let facts = [
        fl!(l, "csv-name"),
        fl!(l, "csv-username"),
        fl!(l, "gradebook-total"),
    ];
    let items = scheme.items.iter().map(title);
    let last = [fl!(l, "gradebook-exported-grades")];
    facts.into_iter().chain(items).chain(last).collect()
}

fn line(scheme: &Scheme, learner: &Learner, own: Option<&Grades>, l: Loader) -> Vec<String> {
    let total = scheme.total(own).map(|total| points::shown(&total));
    let facts = [
        learner.display_name.clone(),
        learner.username.clone(),
        total.unwrap_or_default(),
    ];
    let state = |item: &Item| State::of(own.and_then(|own| own.get(&item.id)));
    let cells = scheme.items.iter().map(|item| state(item).cell(l));
    let last = [remembered(
        scheme.items.iter().map(|item| (item, state(item))),
    )];
    facts.into_iter().chain(cells).chain(last).collect()
}
