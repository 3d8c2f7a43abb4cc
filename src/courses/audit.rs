//! Who did what to a course or a category stays on record, in the transaction of the act.

use diesel::pg::PgConnection;

use crate::audit::Act;
use crate::error::Result;
use crate::web::UserId;

/// Adds a line to the audit log. `action` is named after its subject: `course.grant`, `category.move`.
pub fn note(
    conn: &mut PgConnection,
    actor: UserId,
    action: &str,
    (subject, id): (&str, i64),
    details: serde_json::Value,
) -> Result<()> {
    Act::of(actor, action, subject, id)
        .with(details)
        .write(conn)
}
