//! How certificates are found: by their code, by whoever holds them, by the course they were given for.

use chrono::{DateTime, Utc};
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;

use crate::courses::model::{CourseId, Language};
use crate::error::Result;
use crate::schema::certificates;
use crate::web::UserId;

pub type CertificateId = i64;

/// More than a page of "my learning" shows.
const MOST: i64 = 60;

pub const PAGE: usize = 50;

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = certificates, check_for_backend(Pg))]
pub struct Certificate {
    pub id: CertificateId,
    pub code: String,
    pub learner_name: String,
    pub course_title: String,
    pub teacher_name: String,
    pub language: Language,
    pub issued_at: DateTime<Utc>,
    pub revoked_at: Option<DateTime<Utc>>,
    pub revoked_reason: Option<String>,
}

impl Certificate {
    pub fn path(&self) -> String {
        format!("/certificates/{}", self.code)
    }

    pub fn is_revoked(&self) -> bool {
        self.revoked_at.is_some()
    }

    /// The code in fours, to be read out and typed.
    pub fn code_in_groups(&self) -> Vec<String> {
        let letters: Vec<char> = self.code.chars().collect();
        letters
            .chunks(4)
            .map(|four| four.iter().collect())
            .collect()
    }
}

/// The certificate with this code, for whoever has it.
///
/// # Errors
/// `NotFound` for a code that was never given.
pub fn by_code(conn: &mut PgConnection, code: &str) -> Result<Certificate> {
    Ok(certificates::table
        .filter(certificates::code.eq(code))
        .select(Certificate::as_select())
        .first(conn)?)
}

/// What somebody was given, newest first.
pub fn of_learner(conn: &mut PgConnection, user: UserId) -> Result<Vec<Certificate>> {
    Ok(certificates::table
        .filter(certificates::user_id.eq(user))
        .order(certificates::id.desc())
        .limit(MOST)
        .select(Certificate::as_select())
        .load(conn)?)
}

/// What was given for a course, newest first, one more than a page if there are more.
pub fn of_course(
    conn: &mut PgConnection,
    course: CourseId,
    before: Option<CertificateId>,
) -> Result<Vec<Certificate>> {
    Ok(certificates::table
        .filter(certificates::course_id.eq(course))
        .filter(certificates::id.lt(before.unwrap_or(CertificateId::MAX)))
        .order(certificates::id.desc())
        .limit(PAGE as i64 + 1)
        .select(Certificate::as_select())
        .load(conn)?)
}
