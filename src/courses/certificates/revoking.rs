//! What teachers do with the certificates of their course: whether it gives any, and taking one back.

use diesel::dsl::now;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::queries::CertificateId;
use crate::audit::Act;
use crate::courses::access::managed;
use crate::courses::model::CourseId;
use crate::courses::progress::recount;
use crate::error::{AppError, Errors, Result};
use crate::schema::{certificates, courses};
use crate::text;
use crate::web::Viewer;

/// In characters, as the table has it.
const LONGEST: usize = 500;

/// Decides whether whoever completes the course is given a certificate. Who completed it before is given one too.
pub fn set_giving(
    conn: &mut PgConnection,
    viewer: &Viewer,
    id: CourseId,
    gives: bool,
) -> Result<()> {
    conn.transaction(|conn| {
        let course = managed(conn, viewer, id)?;
        if course.gives_certificate == gives {
            return Ok(());
        }
        diesel::update(courses::table.find(id))
            .set(courses::gives_certificate.eq(gives))
            .execute(conn)?;
        let gives = serde_json::json!({ "gives_certificate": gives });
        note(
            conn,
            viewer,
            "course.certificates",
            ("course", id),
            "",
            gives,
        )?;
        recount(conn, id)
    })
}

/// Takes a certificate back, for good; its page says so and why.
///
/// # Errors
/// `NotFound` for certificates of other courses, `Invalid` without a reason, `Conflict` for one that is revoked.
pub fn revoke(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    certificate: CertificateId,
    reason: &str,
) -> Result<()> {
    conn.transaction(|conn| {
        managed(conn, viewer, course)?;
        let reason = checked(reason)?;
        let row = certificates::table
            .find(certificate)
            .filter(certificates::course_id.eq(course));
        row.select(certificates::id).first::<CertificateId>(conn)?;
        let revoked = diesel::update(row.filter(certificates::revoked_at.is_null()))
            .set((
                certificates::revoked_at.eq(now),
                certificates::revoked_by.eq(viewer.id),
                certificates::revoked_reason.eq(&reason),
            ))
            .execute(conn)?;
        if revoked == 0 {
            return Err(AppError::Conflict(text!("certificates-revoked-before")));
        }
        let of = serde_json::json!({ "course_id": course });
        note(
            conn,
            viewer,
            "certificate.revoke",
            ("certificate", certificate),
            &reason,
            of,
        )
    })
}

fn checked(reason: &str) -> Result<String> {
    let words: Vec<&str> = reason.split_whitespace().collect();
    let reason = words.join(" ");
    let mut errors = Errors::default();
    errors.require(
        !reason.is_empty(),
        "reason",
        text!("certificates-reason-missing"),
    );
    errors.require(
        reason.chars().count() <= LONGEST,
        "reason",
        text!("certificates-reason-too-long", most = LONGEST),
    );
    errors.into_result()?;
    Ok(reason)
}

fn note(
    conn: &mut PgConnection,
    viewer: &Viewer,
    action: &str,
    (kind, id): (&str, i64),
    reason: &str,
    details: serde_json::Value,
) -> Result<()> {
    Act::of(viewer.id, action, kind, id)
        .because(reason)
        .with(details)
        .write(conn)
}
