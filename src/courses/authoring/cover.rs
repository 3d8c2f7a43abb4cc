//! The picture that a teacher gives a course. Without one, the course shows the cover that the program draws.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use uuid::Uuid;

use super::held;
use crate::courses::files::let_go;
use crate::courses::{CourseId, managed};
use crate::error::{AppError, Result};
use crate::schema::courses;
use crate::state::App;
use crate::storage::{self, Accept, MediaContainer, UploadBody, UploadLimits};
use crate::text;
use crate::web::Viewer;

const LIMITS: UploadLimits = UploadLimits {
    file_bytes: 10_000_000,
    files: 1,
};

/// Takes the picture from the field `file` and gives it to the course. Who may not is sent away before a byte of the
/// body is read.
pub(super) async fn replace(
    app: &App,
    viewer: &Viewer,
    id: CourseId,
    body: UploadBody,
) -> Result<()> {
    let asker = viewer.clone();
    app.db
        .run(move |conn| managed(conn, &asker, id).map(drop))
        .await?;
    let admitted = storage::admit(app, viewer, &body, LIMITS).await?;
    let mut upload = storage::receive(&app.storage, body, admitted).await?;
    let file = upload
        .take_file("file")
        .ok_or_else(|| AppError::invalid("file", text!("teaching-file-missing")))?;
    let stored = storage::take(&app.storage, file, Accept::Image).await?;
    let asker = viewer.clone();
    let container = MediaContainer::CourseCover;
    storage::commit(
        app,
        vec![stored],
        container,
        Some(viewer.id),
        move |conn, rows| set(conn, &asker, id, rows.first().map(|row| row.id)),
    )
    .await
}

/// Goes back to the cover that the program draws.
pub(super) fn remove(conn: &mut PgConnection, viewer: &Viewer, id: CourseId) -> Result<()> {
    conn.transaction(|conn| set(conn, viewer, id, None))
}

fn set(conn: &mut PgConnection, viewer: &Viewer, id: CourseId, cover: Option<Uuid>) -> Result<()> {
    let before = held(conn, viewer, id)?.cover_media_id;
    diesel::update(courses::table.find(id))
        .set(courses::cover_media_id.eq(cover))
        .execute(conn)?;
    before.map_or(Ok(()), |before| let_go(conn, before))
}
