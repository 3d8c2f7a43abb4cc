//! The assignments of a copied course, without anything handed in and without anybody's extension.

use diesel::pg::PgConnection;

use crate::courses::{Copied, Ids};
use crate::error::Result;

/// Copies the assignments; `items` are the columns of the grade book that they fill.
pub fn copy(conn: &mut PgConnection, copied: &Copied, items: &Ids) -> Result<()> {
    let assignments = Ids::draw(conn, "assignments", copied.from)?;
    copied.copy_tasks(
        conn,
        "assignments",
        ["due_at", "close_at"],
        &assignments,
        items,
    )
}
