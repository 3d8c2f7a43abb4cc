//! What the page of a person tells of them: the same number of queries whatever they have done.

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::accounts::{self, Person};
use crate::audit;
use crate::error::Result;
use crate::schema::{course_staff, courses, enrollments, orders};
use crate::web::session::{self, OpenSession};
use crate::web::{Admin, UserId};

/// The most rows of each table; what is beyond is in the lists of the subjects.
const SHOWN: i64 = 20;

/// A course that somebody takes or has a part in.
#[derive(Queryable)]
pub struct InCourse {
    pub course: i64,
    pub title: String,
    pub since: DateTime<Utc>,
}

/// Everything on the page.
pub struct About {
    pub person: Person,
    pub is_guarded: bool,
    pub sessions: Vec<OpenSession>,
    pub taking: Vec<InCourse>,
    pub staffing: Vec<InCourse>,
    pub orders: Vec<Bought>,
    pub lines: Vec<audit::Line>,
}

#[derive(Queryable)]
pub struct Bought {
    pub order: i64,
    pub title: String,
    pub amount: i64,
    pub currency: String,
    pub status: crate::orders::OrderStatus,
    pub at: DateTime<Utc>,
}

pub fn about(conn: &mut PgConnection, admin: &Admin, id: UserId) -> Result<About> {
    let person = accounts::find_person(conn, admin, id)?;
    let guarded = accounts::with_second_factor(conn, admin, &[id])?;
    let taking = enrollments::table
        .inner_join(courses::table)
        .filter(enrollments::user_id.eq(id))
        .order(enrollments::id.desc())
        .limit(SHOWN)
        .select((courses::id, courses::title, enrollments::enrolled_at))
        .load(conn)?;
    let staffing = course_staff::table
        .inner_join(courses::table)
        .filter(course_staff::user_id.eq(id))
        .order(course_staff::id.desc())
        .limit(SHOWN)
        .select((courses::id, courses::title, course_staff::created_at))
        .load(conn)?;
    let orders = orders::table
        .inner_join(courses::table)
        .filter(orders::user_id.eq(id))
        .order(orders::id.desc())
        .limit(SHOWN)
        .select((
            orders::id,
            courses::title,
            orders::amount,
            orders::currency,
            orders::status,
            orders::created_at,
        ))
        .load(conn)?;
    Ok(About {
        person,
        is_guarded: guarded.contains(&id),
        sessions: session::open_of(conn, id)?,
        taking,
        staffing,
        orders,
        lines: audit::about_person(conn, admin, id, SHOWN)?,
    })
}
