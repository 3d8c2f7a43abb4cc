//! Where a stored file gets its row, in the transaction of what it hangs on; a file whose row does not come is deleted.

use chrono::Utc;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use uuid::Uuid;

use super::{DeleteObjects, Media, MediaContainer, MediaId, MediaKind, Storage, quota};
use crate::error::{AppError, Result};
use crate::jobs;
use crate::schema::media;
use crate::state::App;
use crate::web::UserId;

/// An object without a row. Dropped, it is deleted from the store.
pub struct Stored {
    storage: Storage,
    row: Media,
    is_kept: bool,
}

impl Stored {
    pub(super) fn new(
        storage: &Storage,
        name: String,
        kind: MediaKind,
        content_type: &str,
    ) -> Stored {
        Stored {
            storage: storage.clone(),
            is_kept: false,
            row: Media {
                // Not a time-ordered id: it tells nothing, and the next one can't be guessed.
                id: Uuid::new_v4(),
                storage_key: String::new(),
                thumbnail_key: None,
                original_name: name,
                content_type: content_type.to_owned(),
                kind,
                container: MediaContainer::Message,
                byte_size: 0,
                sha256: Vec::new(),
                width: None,
                height: None,
                duration_ms: None,
                owner_id: None,
                created_at: Utc::now(),
            },
        }
    }

    pub(super) fn describe(&mut self, byte_size: u64, sha256: [u8; 32]) {
        self.row.byte_size = byte_size as i64;
        self.row.sha256 = sha256.to_vec();
    }

    pub(super) fn measure(&mut self, width: u32, height: u32) {
        self.row.width = Some(width as i32);
        self.row.height = Some(height as i32);
    }

    /// From now on the object of this key is deleted with the handle.
    pub(super) fn claim_key(&mut self, key: String) -> &str {
        self.row.storage_key = key;
        &self.row.storage_key
    }

    pub(super) fn claim_thumbnail_key(&mut self, key: String) -> &str {
        self.row.thumbnail_key.insert(key)
    }

    pub fn kind(&self) -> MediaKind {
        self.row.kind
    }

    /// What it was found to be.
    pub fn content_type(&self) -> &str {
        &self.row.content_type
    }

    /// What the person called it.
    pub fn original_name(&self) -> &str {
        &self.row.original_name
    }

    /// The object, for programs that read it through [`Storage::local_path`].
    pub fn storage_key(&self) -> &str {
        &self.row.storage_key
    }

    /// Notes what was measured of a video: its duration in milliseconds and the size of its picture.
    pub fn set_measures(&mut self, duration_ms: i64, size: Option<(i32, i32)>) {
        self.row.duration_ms = Some(duration_ms);
        self.row.width = size.map(|(width, _)| width);
        self.row.height = size.map(|(_, height)| height);
    }
}

impl Drop for Stored {
    fn drop(&mut self) {
        if self.is_kept {
            return;
        }
        let storage = self.storage.clone();
        let keys = [
            Some(self.row.storage_key.clone()),
            self.row.thumbnail_key.clone(),
        ];
        tokio::spawn(async move {
            for key in keys.into_iter().flatten().filter(|key| !key.is_empty()) {
                if let Err(error) = storage.delete(&key).await {
                    tracing::warn!(?error, "an unwanted file is left to the sweeper");
                }
            }
        });
    }
}

/// Writes the rows of these files and, in the same transaction, what they hang on. No files is fine as well.
///
/// # Errors
/// `NoRoom` where they pass the quota of their owner, and what the work returns; the files are deleted then.
pub async fn commit<T, F>(
    app: &App,
    mut files: Vec<Stored>,
    container: MediaContainer,
    owner: Option<UserId>,
    work: F,
) -> Result<T>
where
    F: FnOnce(&mut PgConnection, &[Media]) -> Result<T> + Send + 'static,
    T: Send + 'static,
{
    let mut rows: Vec<Media> = files.iter().map(|file| file.row.clone()).collect();
    for row in &mut rows {
        row.container = container;
        row.owner_id = owner;
    }
    let quotas = app.config.quotas.clone();
    let outcome = app
        .db
        .run(move |conn| {
            conn.transaction(|conn| {
                if !rows.is_empty() {
                    quota::take_turn(conn, owner)?;
                    diesel::insert_into(media::table)
                        .values(&rows)
                        .execute(conn)?;
                    quota::hold(conn, &quotas, owner, container)?;
                }
                work(conn, &rows)
            })
        })
        .await;
    // When the connection broke, the commit may have come through: the sweeper will know.
    if matches!(outcome, Ok(_) | Err(AppError::Unavailable)) {
        for file in &mut files {
            file.is_kept = true;
        }
    }
    outcome
}

/// Deletes a file that hangs on nothing any more; its object goes once the transaction has committed.
pub fn discard(conn: &mut PgConnection, id: MediaId) -> Result<()> {
    let (key, thumbnail): (String, Option<String>) = diesel::delete(media::table.find(id))
        .returning((media::storage_key, media::thumbnail_key))
        .get_result(conn)?;
    let keys = std::iter::once(key).chain(thumbnail).collect();
    jobs::enqueue(conn, &DeleteObjects { keys })
}
