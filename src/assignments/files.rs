//! Who may read a file that hangs on an assignment: one that was handed in, or one that was given back.

use diesel::pg::PgConnection;

use super::{grading, handing_in};
use crate::error::Result;
use crate::storage::MediaId;
use crate::web::Viewer;

pub fn may_read_media(
    conn: &mut PgConnection,
    viewer: Option<&Viewer>,
    media: MediaId,
) -> Result<bool> {
    let Some(viewer) = viewer else {
        return Ok(false);
    };
    Ok(handing_in::may_read_file(conn, viewer, media)?
        || grading::may_read_file(conn, viewer, media)?)
}
