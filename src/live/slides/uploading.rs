//! From the form to decks.

use diesel::pg::PgConnection;

use super::decks;
use crate::error::{AppError, Result};
use crate::live::RoomId;
use crate::state::App;
use crate::storage::{
    self, Accept, Media, MediaContainer, Received, Stored, UploadBody, UploadLimits,
};
use crate::text;
use crate::web::Viewer;

const LIMITS: UploadLimits = UploadLimits {
    file_bytes: 60_000_000,
    files: 60,
};

/// Takes images and PDFs from the field `files`: all of them, or nothing. The images are pages at once, those of the PDFs are drawn
/// after the answer. Who may not is sent away before a byte of the body is read.
///
/// # Errors
/// As [`decks::open_room`]; `Invalid` without a file, and for what is neither.
pub async fn add(app: &App, viewer: &Viewer, room: RoomId, body: UploadBody) -> Result<()> {
    let asker = viewer.clone();
    app.db
        .run(move |conn| decks::open_room(conn, &asker, room, 1))
        .await?;
    let admitted = storage::admit(app, viewer, &body, LIMITS).await?;
    let upload = storage::receive(&app.storage, body, admitted).await?;
    if upload.files.is_empty() {
        return Err(AppError::invalid("files", text!("live-slides-missing")));
    }
    let mut files: Vec<Stored> = Vec::new();
    for file in upload.files {
        files.push(take(app, file).await?);
    }
    let asker = viewer.clone();
    let hang = move |conn: &mut PgConnection, rows: &[Media]| decks::add(conn, &asker, room, rows);
    let container = MediaContainer::LiveAsset;
    storage::commit(app, files, container, Some(viewer.id), hang).await
}

async fn take(app: &App, file: Received) -> Result<Stored> {
    let accept = match file.is_pdf()? {
        true => Accept::Pdf,
        false => Accept::Image,
    };
    let taken = storage::take(&app.storage, file, accept).await;
    taken.map_err(|error| match error {
        AppError::Invalid(_) => AppError::invalid("files", text!("live-slides-wrong")),
        other => other,
    })
}
