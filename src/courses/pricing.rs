//! What a course costs. Orders freeze it, so that a change is for those who come later.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::access::managed;
use super::model::CourseId;
use crate::error::Result;
use crate::schema::courses;
use crate::web::Viewer;

/// Sets the price, in minor units of the currency; 0 is free. The caller has checked both.
///
/// # Errors
/// `NotFound` for whoever may not change the course.
pub fn set_price(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    minor: i64,
    currency: &str,
) -> Result<()> {
    let course = managed(conn, viewer, course)?;
    diesel::update(courses::table.find(course.id))
        .set((
            courses::price_minor.eq(minor),
            courses::currency.eq(currency),
        ))
        .execute(conn)?;
    Ok(())
}
