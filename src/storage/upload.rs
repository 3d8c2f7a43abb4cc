//! A multipart body on its way in: fields to memory, the files to temporary ones, each counted while it streams.
//!
//! Nothing is read beyond a limit, and a file that is not wanted in the end vanishes with its handle, whether the
//! sender goes away, a limit is passed or the form turns out to be wrong.

use std::path::{Path, PathBuf};

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::error::PayloadError;
use futures_util::{StreamExt, TryStreamExt};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use tempfile::TempPath;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::{Admitted, Storage, name};
use crate::error::{AppError, Result};
use crate::i18n;
use crate::text;

/// All the fields of a form that are not files, together.
const FIELDS_BYTES: usize = 512 * 1024;
const FIELDS: usize = 200;

/// How much a route takes.
#[derive(Clone, Copy, Debug)]
pub struct UploadLimits {
    /// Bytes of one file.
    pub file_bytes: u64,
    /// Files of one form.
    pub files: usize,
}

/// A form with files.
#[derive(Debug)]
pub struct Upload {
    fields: Vec<(String, String)>,
    /// The files that were chosen, in order. A file input left empty is none.
    pub files: Vec<Received>,
}

impl Upload {
    /// The fields that are not files.
    ///
    /// # Errors
    /// [`AppError::Invalid`] if they are not those of the form.
    pub fn form<T: DeserializeOwned>(&self) -> Result<T> {
        let encoded = serde_urlencoded::to_string(&self.fields).map_err(|_| unreadable())?;
        serde_urlencoded::from_str(&encoded).map_err(|_| unreadable())
    }

    /// The first file from this input.
    pub fn take_file(&mut self, field: &str) -> Option<Received> {
        let index = self.files.iter().position(|file| file.field == field)?;
        Some(self.files.remove(index))
    }
}

/// A file that has come in whole, and that nobody has looked at yet.
#[derive(Debug)]
pub struct Received {
    field: String,
    pub(super) name: String,
    pub(super) path: TempPath,
    pub(super) byte_size: u64,
    pub(super) sha256: [u8; 32],
}

impl Received {
    /// A file that the program itself has made; it is moved or deleted, never left where it is.
    pub async fn adopt(path: PathBuf, name: &str) -> Result<Received> {
        let mut file = tokio::fs::File::open(&path).await?;
        let (mut hash, mut byte_size) = (Sha256::new(), 0);
        let mut piece = vec![0; 256 * 1024];
        loop {
            let length = file.read(&mut piece).await?;
            if length == 0 {
                break;
            }
            hash.update(&piece[..length]);
            byte_size += length as u64;
        }
        Ok(Received {
            field: String::new(),
            name: name::cleaned(name),
            path: TempPath::try_from_path(path)?,
            byte_size,
            sha256: hash.finalize().into(),
        })
    }

    /// All of it, for small files whose content the program itself reads.
    pub async fn read(&self) -> Result<Vec<u8>> {
        Ok(tokio::fs::read(&self.path).await?)
    }

    /// What the person called it, cleaned of what could mislead.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where it is as long as this handle is, for programs that read files.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// In bytes.
    pub fn byte_size(&self) -> u64 {
        self.byte_size
    }
}

/// Reads the whole form.
///
/// # Errors
/// [`AppError::TooLarge`] or [`AppError::NoRoom`] as soon as a limit is passed, [`AppError::Invalid`] for a body that is
/// not a form.
pub async fn receive(
    storage: &Storage,
    body: impl Into<Multipart>,
    admitted: impl Into<Admitted>,
) -> Result<Upload> {
    let (mut body, mut admitted) = (body.into(), admitted.into());
    let limits = admitted.limits;
    let mut upload = Upload {
        fields: Vec::new(),
        files: Vec::new(),
    };
    let mut room = FIELDS_BYTES;
    while let Some(field) = body.try_next().await.map_err(broken)? {
        let disposition = field.content_disposition();
        match disposition.and_then(|about| about.get_filename()) {
            Some("") => drain_empty(field).await?,
            Some(_) if upload.files.len() == limits.files => {
                return Err(AppError::TooLarge(text!(
                    "media-too-many-files",
                    count = limits.files
                )));
            }
            Some(_) => upload
                .files
                .push(receive_file(storage, field, &mut admitted).await?),
            None if upload.fields.len() == FIELDS => return Err(too_long()),
            None => upload.fields.push(receive_field(field, &mut room).await?),
        }
    }
    Ok(upload)
}

async fn receive_field(mut field: Field, room: &mut usize) -> Result<(String, String)> {
    let name = field.name().unwrap_or_default().to_owned();
    let mut value = Vec::new();
    while let Some(piece) = field.try_next().await.map_err(broken)? {
        *room = room.checked_sub(piece.len()).ok_or_else(too_long)?;
        value.extend_from_slice(&piece);
    }
    let value = String::from_utf8(value).map_err(|_| unreadable())?;
    if name.contains('\0') || value.contains('\0') {
        return Err(AppError::invalid("", text!("errors-form-nul")));
    }
    Ok((name, value))
}

async fn receive_file(
    storage: &Storage,
    mut field: Field,
    admitted: &mut Admitted,
) -> Result<Received> {
    let limit = admitted.limits.file_bytes;
    let given = field
        .content_disposition()
        .and_then(|about| about.get_filename());
    let name = name::cleaned(given.unwrap_or_default());
    let input = field.name().unwrap_or_default().to_owned();
    let (file, path) = storage.temporary_file()?.into_parts();
    let mut file = tokio::io::BufWriter::with_capacity(256 * 1024, tokio::fs::File::from_std(file));
    let (mut hash, mut byte_size) = (Sha256::new(), 0);
    while let Some(piece) = field.try_next().await.map_err(broken)? {
        byte_size += piece.len() as u64;
        if byte_size > limit {
            let size = i18n::file_size(limit as i64);
            return Err(AppError::TooLarge(text!("media-too-large", limit = size)));
        }
        admitted.spend(piece.len() as u64)?;
        hash.update(&piece);
        file.write_all(&piece).await?;
    }
    file.flush().await?;
    Ok(Received {
        field: input,
        name,
        path,
        byte_size,
        sha256: hash.finalize().into(),
    })
}

/// A file input that was left empty is sent as an empty file without a name.
async fn drain_empty(mut field: Field) -> Result<()> {
    match field.next().await {
        None => Ok(()),
        Some(Err(error)) => Err(broken(error)),
        Some(Ok(_)) => Err(unreadable()),
    }
}

fn unreadable() -> AppError {
    AppError::invalid("", text!("errors-form-unreadable"))
}

fn too_long() -> AppError {
    AppError::TooLarge(text!("errors-form-too-large"))
}

fn broken(error: MultipartError) -> AppError {
    match error {
        MultipartError::Payload(PayloadError::Overflow) => too_long(),
        MultipartError::ContentTypeIncompatible | MultipartError::ContentTypeMissing => {
            AppError::Unsupported(text!("errors-form-expected"))
        }
        _ => unreadable(),
    }
}
