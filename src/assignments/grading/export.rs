//! Everybody's work and grade as a table.

use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::list::{self, Listed};
use super::of_staff;
use super::queue::Filter;
use crate::assignments::late::lateness;
use crate::assignments::points;
use crate::courses::{CourseId, LessonId};
use crate::csv::Csv;
use crate::error::Result;
use crate::i18n;
use crate::web::{Page, Viewer};

/// More learners than any course has.
const MOST: i64 = 100_000;

/// For the staff of the course.
pub fn write(
    conn: &mut PgConnection,
    page: &Page,
    viewer: &Viewer,
    (course, lesson): (CourseId, LessonId),
) -> Result<String> {
    let (_, assignment) = of_staff(conn, viewer, course, lesson)?;
    let l = page.l;
    let mut csv = Csv::new();
    csv.line(&[
        fl!(l, "csv-name"),
        fl!(l, "csv-username"),
        fl!(l, "assignments-list-submitted-at"),
        fl!(l, "assignments-versions"),
        fl!(l, "assignments-late-tag"),
        fl!(l, "assignments-graded"),
        fl!(l, "gradebook-grade"),
    ]);
    let is = |holds: bool| {
        if holds {
            fl!(l, "csv-yes")
        } else {
            String::new()
        }
    };
    for one in list::learners(conn, &assignment, Filter::All, 0, MOST)? {
        let grade = match one.is_excused {
            true => fl!(l, "gradebook-excused"),
            false => one.grade.as_ref().map(points::shown).unwrap_or_default(),
        };
        csv.line(&[
            i18n::name_of(&one.learner, l).into_owned(),
            i18n::username_of(&one.username, l).into_owned(),
            submitted_at(page, &one),
            one.versions.to_string(),
            is(one
                .submitted_at
                .is_some_and(|at| lateness(at, one.due_at) > 0)),
            is(one.is_graded),
            grade,
        ]);
    }
    Ok(csv.finish())
}

/// In the viewer's time zone.
fn submitted_at(page: &Page, one: &Listed) -> String {
    let local = |at: chrono::DateTime<chrono::Utc>| at.with_timezone(&page.time_zone());
    let written = one
        .submitted_at
        .map(|at| local(at).format("%Y-%m-%d %H:%M:%S").to_string());
    written.unwrap_or_default()
}
