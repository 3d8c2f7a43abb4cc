//! An object as a file, for programs that read files.

use std::path::{Path, PathBuf};

use futures_util::StreamExt;
use tokio::fs::File;
use tokio::io::AsyncWriteExt;

use super::{Media, Storage};
use crate::error::Result;

impl Storage {
    /// The file with the content of this object: the object itself where objects are files of this machine, which must
    /// be left as it is, or else a copy in the folder.
    ///
    /// # Errors
    /// The object is missing, the store is away, or there is no room for the copy.
    pub async fn as_file(&self, media: &Media, folder: &Path) -> Result<PathBuf> {
        if let Some(file) = self.local_path(&media.storage_key) {
            return Ok(file);
        }
        let path = folder.join(media.id.simple().to_string());
        let mut file = File::create(&path).await?;
        let mut content = self
            .get(&media.storage_key, 0..media.byte_size as u64)
            .await?;
        while let Some(piece) = content.next().await {
            file.write_all(&piece?).await?;
        }
        file.flush().await?;
        Ok(path)
    }
}
