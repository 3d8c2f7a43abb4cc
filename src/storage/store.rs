//! The object store: a folder, or whatever speaks S3. Keys are random names.

use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use object_store::local::LocalFileSystem;
use object_store::{GetOptions, ObjectStore, ObjectStoreExt, WriteMultipart, path};
use tempfile::NamedTempFile;
use tokio::fs;
use tokio::io::AsyncReadExt;
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::failure::{failed, missing};
use super::s3;
use crate::config::{Config, Store};
use crate::error::{AppError, Result};

/// How many images are decoded at once: each may take some 200 MiB while it is.
const DECODERS: usize = 2;

const CHUNK: usize = 256 * 1024;

/// The content of an object, piece by piece.
pub(super) type Content = BoxStream<'static, Result<Bytes>>;

/// A handle on the store; cheap to clone.
#[derive(Clone)]
pub struct Storage {
    pub(super) objects: Arc<dyn ObjectStore>,
    /// Where the objects lie, if they are files of this machine.
    folder: Option<PathBuf>,
    /// Where uploads grow until they are whole; on the same file system as the folder.
    uploads: PathBuf,
    pub(super) decoders: Arc<Semaphore>,
}

impl Storage {
    /// The store that is configured; by default in the data folder.
    ///
    /// # Errors
    /// A folder that can't be made. Whether another store answers is seen when it is used: see [`Storage::check`].
    pub fn open(config: &Config) -> anyhow::Result<Storage> {
        let (folder, uploads) = (config.data.join("storage"), config.data.join("uploads"));
        std::fs::create_dir_all(&uploads)?;
        let (objects, folder): (Arc<dyn ObjectStore>, _) = match &config.store {
            Store::S3(s3) => (s3::open(s3)?, None),
            Store::Folder => {
                std::fs::create_dir_all(&folder)?;
                let files = LocalFileSystem::new_with_prefix(&folder)?.with_fsync(true);
                (Arc::new(files), Some(folder))
            }
        };
        Ok(Storage {
            objects,
            folder,
            uploads,
            decoders: Arc::new(Semaphore::new(DECODERS)),
        })
    }

    /// An empty file for what is on its way in; it vanishes when it is dropped.
    pub fn temporary_file(&self) -> io::Result<NamedTempFile> {
        NamedTempFile::new_in(&self.uploads)
    }

    /// The file behind an object, for programs that read files (ffmpeg); none if the objects lie elsewhere.
    pub fn local_path(&self, key: &str) -> Option<PathBuf> {
        Some(self.folder.as_ref()?.join(key))
    }

    /// Writes an object, reads it and deletes it.
    ///
    /// # Errors
    /// The store can't be used.
    pub async fn check(&self) -> Result<()> {
        let key = path_of(&format!("check-{}", Uuid::new_v4()))?;
        let content = "lectern";
        self.objects
            .put(&key, content.into())
            .await
            .map_err(failed)?;
        let read = self.objects.get(&key).await.map_err(failed)?;
        let read = read.bytes().await.map_err(failed)?;
        self.objects.delete(&key).await.map_err(failed)?;
        if read != content.as_bytes() {
            return Err(AppError::Internal(anyhow::anyhow!(
                "what was written is not what is read"
            )));
        }
        Ok(())
    }

    /// Deletes what an earlier run of the server left unfinished when it was killed. Only for the one that holds the lock
    /// on the data folder, before it serves.
    pub async fn clear_uploads(&self) -> io::Result<()> {
        let mut files = fs::read_dir(&self.uploads).await?;
        while let Some(file) = files.next_entry().await? {
            fs::remove_file(file.path()).await?;
        }
        Ok(())
    }

    pub(super) fn uploads_folder(&self) -> &Path {
        &self.uploads
    }

    /// Moves a whole file into the store; once this returns, it is there for good.
    pub(super) async fn put_file(&self, key: &str, file: &Path) -> Result<()> {
        if let Some(target) = self.local_path(key) {
            match move_durably(file, &target).await {
                Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {}
                outcome => return Ok(outcome?),
            }
        }
        let upload = self.objects.put_multipart(&path_of(key)?).await;
        let mut upload = WriteMultipart::new(upload.map_err(failed)?);
        let mut reader = fs::File::open(file).await?;
        let mut piece = vec![0; CHUNK];
        loop {
            match reader.read(&mut piece).await {
                Ok(0) => break,
                Ok(length) => upload.write(&piece[..length]),
                Err(error) => {
                    // What was sent so far is of no use; should this fail too, the store drops it in its time.
                    let _ = upload.abort().await;
                    return Err(error.into());
                }
            }
        }
        upload.finish().await.map_err(failed)?;
        Ok(())
    }

    /// Keeps these bytes under a new key; once this returns, they are there for good.
    pub async fn put(&self, key: &str, content: Bytes) -> Result<()> {
        self.objects
            .put(&path_of(key)?, content.into())
            .await
            .map_err(failed)?;
        Ok(())
    }

    /// The whole of an object that has this many bytes.
    pub async fn read_whole(&self, key: &str, byte_size: u64) -> Result<Bytes> {
        let mut content = self.get(key, 0..byte_size).await?;
        let mut whole = BytesMut::with_capacity(byte_size as usize);
        while let Some(piece) = content.next().await {
            whole.extend_from_slice(&piece?);
        }
        Ok(whole.freeze())
    }

    /// These bytes of an object. The range lies within the object.
    pub(super) async fn get(&self, key: &str, range: Range<u64>) -> Result<Content> {
        let part = (range.end < u64::MAX).then(|| range.clone());
        let options = GetOptions::new().with_range(part);
        match self.local_path(key) {
            Some(file) => read_file(file, range).await,
            None => {
                let object = self.objects.get_opts(&path_of(key)?, options).await;
                let content = object.map_err(failed)?.into_stream();
                Ok(content.map_err(failed).boxed())
            }
        }
    }

    /// Deletes an object; that it is gone already is fine.
    pub async fn delete(&self, key: &str) -> Result<()> {
        match self.objects.delete(&path_of(key)?).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }

    /// The keys of all objects that are older than this.
    pub(super) fn older_than(&self, age: chrono::Duration) -> BoxStream<'static, Result<String>> {
        let before = chrono::Utc::now() - age;
        self.objects
            .list(None)
            .map_err(failed)
            .try_filter(move |object| std::future::ready(object.last_modified < before))
            .map_ok(|object| object.location.to_string())
            .boxed()
    }
}

/// A new key. Objects are spread over folders, so that none grows too large to list.
pub(super) fn new_key(ending: &str) -> String {
    let name = Uuid::new_v4().simple().to_string();
    format!("media/{}/{name}{ending}", &name[..2])
}

async fn move_durably(from: &Path, to: &Path) -> io::Result<()> {
    let folder = to.parent().unwrap_or(to);
    fs::create_dir_all(folder).await?;
    fs::File::open(from).await?.sync_all().await?;
    fs::rename(from, to).await?;
    fs::File::open(folder).await?.sync_all().await
}

/// Reads in larger pieces than `object_store` does: one trip to the blocking pool for each.
async fn read_file(file: PathBuf, range: Range<u64>) -> Result<Content> {
    use tokio::io::AsyncSeekExt;
    let mut file = fs::File::open(file)
        .await
        .map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => missing(),
            _ => error.into(),
        })?;
    file.set_max_buf_size(CHUNK);
    file.seek(io::SeekFrom::Start(range.start)).await?;
    let content = file.take(range.end - range.start);
    Ok(tokio_util::io::ReaderStream::with_capacity(content, CHUNK)
        .map_err(AppError::from)
        .boxed())
}

pub(super) fn path_of(key: &str) -> Result<path::Path> {
    path::Path::parse(key).map_err(|error| AppError::Internal(error.into()))
}
