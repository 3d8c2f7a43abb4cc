//! How one learner is doing, as a file: a line for each lesson.

use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::queries;
use crate::courses::CourseId;
use crate::courses::analytics::tables::{day, seconds, yes};
use crate::courses::authoring::staffed;
use crate::csv::Csv;
use crate::error::Result;
use crate::web::{Page, UserId, Viewer};

/// The name of the file and the table, for the staff of the course.
///
/// # Errors
/// `NotFound` for everybody else, and for who doesn't take the course.
pub fn write(
    conn: &mut PgConnection,
    page: &Page,
    viewer: &Viewer,
    (course, user): (CourseId, UserId),
) -> Result<(String, String)> {
    staffed(conn, viewer, course)?;
    let learner = queries::learner(conn, course, user)?;
    let l = page.l;
    let mut csv = Csv::new();
    csv.line(&[
        fl!(l, "csv-name"),
        fl!(l, "csv-username"),
        fl!(l, "analytics-lesson"),
        fl!(l, "analytics-is-required"),
        fl!(l, "analytics-state"),
        fl!(l, "analytics-seconds"),
        fl!(l, "analytics-last-seen"),
        fl!(l, "analytics-completed-on"),
    ]);
    for step in queries::steps(conn, course, user)? {
        let state = match (step.is_done, step.is_begun) {
            (true, _) => fl!(l, "analytics-state-done"),
            (false, true) => fl!(l, "analytics-state-begun"),
            (false, false) => String::new(),
        };
        csv.line(&[
            learner.display_name.clone(),
            learner.username.clone(),
            step.title,
            yes(l, step.is_required),
            state,
            step.seen_ms.map(seconds).unwrap_or_default(),
            step.last_at.map(|at| day(page, at)).unwrap_or_default(),
            step.completed_at
                .map(|at| day(page, at))
                .unwrap_or_default(),
        ]);
    }
    Ok((format!("{}-{course}", learner.username), csv.finish()))
}
