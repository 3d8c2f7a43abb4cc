//! From the form to pages: images as they come, a PDF drawn page by page.

use std::path::Path;

use diesel::pg::PgConnection;

use super::decks;
use super::model::DeckId;
use crate::error::{AppError, Result};
use crate::live::RoomId;
use crate::sidecar::poppler::{self, Refused};
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

/// Of one deck.
const MOST_PAGES: usize = 150;

/// Takes images, or one PDF, from the field `files` and makes a deck of them: all of it, or nothing. Who may not is sent away
/// before a byte of the body is read.
///
/// # Errors
/// As [`decks::open_room`]; `Invalid` without a file, and for what is neither.
pub async fn add(app: &App, viewer: &Viewer, room: RoomId, body: UploadBody) -> Result<DeckId> {
    let asker = viewer.clone();
    app.db
        .run(move |conn| decks::open_room(conn, &asker, room))
        .await?;
    let admitted = storage::admit(app, viewer, &body, LIMITS).await?;
    let upload = storage::receive(&app.storage, body, admitted).await?;
    let title = title_of(&upload.files)?;
    let work = tempfile::tempdir()?;
    let mut pages: Vec<Stored> = Vec::new();
    for file in upload.files {
        pages.extend(pages_of(app, file, work.path()).await?);
        if pages.len() > MOST_PAGES {
            let words = text!("live-slides-long", most = MOST_PAGES);
            return Err(AppError::invalid("files", words));
        }
    }
    let asker = viewer.clone();
    let hang =
        move |conn: &mut PgConnection, rows: &[Media]| decks::add(conn, &asker, room, &title, rows);
    let container = MediaContainer::LiveAsset;
    storage::commit(app, pages, container, Some(viewer.id), hang).await
}

/// A deck is called as its first file.
fn title_of(files: &[Received]) -> Result<String> {
    let first = files.first();
    let first = first.ok_or_else(|| AppError::invalid("files", text!("live-slides-missing")))?;
    let name = first
        .name()
        .rsplit_once('.')
        .map_or(first.name(), |(stem, _)| stem);
    let title: String = name.trim().chars().take(200).collect();
    Ok(if title.is_empty() {
        "…".into()
    } else {
        title
    })
}

async fn pages_of(app: &App, file: Received, work: &Path) -> Result<Vec<Stored>> {
    if !file.is_pdf()? {
        let taken = storage::take(&app.storage, file, Accept::Image).await;
        return Ok(vec![taken.map_err(|error| match error {
            AppError::Invalid(_) => AppError::invalid("files", text!("live-slides-wrong")),
            other => other,
        })?]);
    }
    let name = file.name().to_owned();
    let folder = tempfile::tempdir_in(work)?;
    let drawn = poppler::pages(file.path(), folder.path(), MOST_PAGES as u32 + 1).await;
    let broken = || AppError::invalid("files", text!("live-slides-broken"));
    let drawn = drawn.map_err(|error| match error.downcast::<Refused>() {
        Ok(_) => broken(),
        Err(error) => AppError::Internal(error),
    })?;
    if drawn.is_empty() {
        return Err(broken());
    }
    let mut pages = Vec::with_capacity(drawn.len());
    for page in drawn {
        let page = Received::adopt(page, &format!("{name}.jpg")).await?;
        pages.push(storage::take(&app.storage, page, Accept::Image).await?);
    }
    Ok(pages)
}
