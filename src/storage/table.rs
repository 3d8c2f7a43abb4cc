//! A table that somebody brings to be read at once: nothing of it is kept as a file.

use diesel::pg::PgConnection;

use super::{UploadBody, UploadLimits, receive};
use crate::error::{AppError, Result};
use crate::state::App;
use crate::text;
use crate::web::Viewer;

const LIMITS: UploadLimits = UploadLimits {
    file_bytes: 5_000_000,
    files: 1,
};

/// Makes something of the file from the input `file`. Who may not is sent away before a byte of the body is read.
///
/// # Errors
/// Those of `may` and `make`; `Invalid` if no file was chosen; `TooLarge`; `TooManyRequests`.
pub async fn receive_table<T: Send + 'static>(
    app: &App,
    viewer: &Viewer,
    body: UploadBody,
    may: impl FnOnce(&mut PgConnection, &Viewer) -> Result<()> + Send + 'static,
    make: impl FnOnce(&mut PgConnection, &Viewer, &[u8]) -> Result<T> + Send + 'static,
) -> Result<T> {
    let asker = viewer.clone();
    app.db.run(move |conn| may(conn, &asker)).await?;
    let table = receive_bytes(app, viewer, body).await?;
    let asker = viewer.clone();
    app.db.run(move |conn| make(conn, &asker, &table)).await
}

async fn receive_bytes(app: &App, viewer: &Viewer, body: UploadBody) -> Result<Vec<u8>> {
    app.limits.uploads.take(viewer.id)?;
    let mut upload = receive(&app.storage, body, LIMITS).await?;
    let missing = || AppError::invalid("file", text!("csv-file-missing"));
    upload.take_file("file").ok_or_else(missing)?.read().await
}
