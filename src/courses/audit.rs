//! Who did what to a course or a category stays on record, in the transaction of the act.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::error::Result;
use crate::schema::audit_log;
use crate::web::UserId;

/// Adds a line to the audit log. `action` is named after its subject: `course.grant`, `category.move`.
pub fn note(
    conn: &mut PgConnection,
    actor: UserId,
    action: &str,
    (subject, id): (&str, i64),
    details: serde_json::Value,
) -> Result<()> {
    diesel::insert_into(audit_log::table)
        .values((
            audit_log::actor_id.eq(actor),
            audit_log::action.eq(action),
            audit_log::subject_type.eq(subject),
            audit_log::subject_id.eq(id.to_string()),
            audit_log::details.eq(details),
        ))
        .execute(conn)?;
    Ok(())
}
