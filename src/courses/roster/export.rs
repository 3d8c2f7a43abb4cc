//! The learners of a course as a table that can be brought back.

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use i18n_embed_fl::fl;

use crate::courses::CourseId;
use crate::courses::authoring::staffed;
use crate::csv::Csv;
use crate::error::Result;
use crate::schema::{enrollments, users};
use crate::web::{Page, Viewer};

/// Everybody by name, for the staff of the course.
///
/// # Errors
/// `NotFound` for everybody else.
pub(super) fn write(
    conn: &mut PgConnection,
    page: &Page,
    viewer: &Viewer,
    course: CourseId,
) -> Result<String> {
    staffed(conn, viewer, course)?;
    let l = page.l;
    let mut csv = Csv::new();
    csv.line(&[
        fl!(l, "csv-name"),
        fl!(l, "csv-username"),
        fl!(l, "analytics-enrolled-on"),
    ]);
    let learners: Vec<(String, String, DateTime<Utc>)> = enrollments::table
        .inner_join(users::table)
        .filter(enrollments::course_id.eq(course))
        .order((users::display_name, users::id))
        .select((
            users::display_name,
            users::username,
            enrollments::enrolled_at,
        ))
        .load(conn)?;
    for (name, username, enrolled_at) in learners {
        let day = enrolled_at.with_timezone(&page.time_zone());
        csv.line(&[name, username, day.format("%Y-%m-%d").to_string()]);
    }
    Ok(csv.finish())
}
