//! A table that somebody brings to be read at once: nothing of it is kept as a file.

use super::{UploadBody, UploadLimits, receive};
use crate::error::{AppError, Result};
use crate::state::App;
use crate::text;
use crate::web::Viewer;

const LIMITS: UploadLimits = UploadLimits {
    file_bytes: 5_000_000,
    files: 1,
};

/// The bytes of the file from the input `file`. Whoever calls this has seen to it that the viewer may bring one.
///
/// # Errors
/// `Invalid` if no file was chosen; `TooLarge`; `TooManyRequests`.
pub async fn receive_table(app: &App, viewer: &Viewer, body: UploadBody) -> Result<Vec<u8>> {
    app.limits.uploads.take(viewer.id)?;
    let mut upload = receive(&app.storage, body, LIMITS).await?;
    let missing = || AppError::invalid("file", text!("csv-file-missing"));
    upload.take_file("file").ok_or_else(missing)?.read().await
}
