//! The door: looks at what a file is, decides whether it may come in, and puts it away.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::picture::{self, Picture, Unusable};
use super::store::new_key;
use super::{MediaKind, Received, Storage, Stored};
use crate::error::{AppError, Result};
use crate::text;

/// How much of a file is looked at to tell what it is.
const HEAD: u64 = 8 * 1024;

/// What a route takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Accept {
    /// JPEG, PNG, WebP, GIF.
    Image,
    /// MP4 or WebM.
    Video,
    Pdf,
    /// Whatever it is. Only images, videos and PDF will open in the browser; the rest is downloaded.
    Anything,
}

/// What a look at the content tells.
struct Sort {
    kind: MediaKind,
    content_type: &'static str,
}

impl Received {
    /// Whether its content is that of a PDF.
    pub fn is_pdf(&self) -> Result<bool> {
        Ok(sort_of(&self.path)?.content_type == PDF)
    }
}

/// Looks at the file, and keeps it if it is what the route takes. It has no row yet: see [`commit`](super::commit()).
///
/// # Errors
/// [`AppError::Invalid`] with words about the field `file`; nothing is kept then.
pub async fn take(storage: &Storage, file: Received, accept: Accept) -> Result<Stored> {
    if file.byte_size == 0 {
        return Err(refused(text!("media-empty")));
    }
    let sort = sort_of(&file.path)?;
    let wanted = match accept {
        Accept::Image => sort.kind == MediaKind::Image,
        Accept::Video => sort.kind == MediaKind::Video,
        Accept::Pdf => sort.content_type == PDF,
        Accept::Anything => true,
    };
    match (wanted, sort.kind) {
        (true, MediaKind::Image) => take_picture(storage, file, accept).await,
        (true, _) => take_whole(storage, file, sort).await,
        (false, _) => Err(refused(match accept {
            Accept::Image => text!("media-not-an-image"),
            Accept::Video => text!("media-not-a-video"),
            Accept::Pdf | Accept::Anything => text!("media-not-a-pdf"),
        })),
    }
}

async fn take_whole(storage: &Storage, file: Received, sort: Sort) -> Result<Stored> {
    let mut stored = Stored::new(storage, file.name, sort.kind, sort.content_type);
    stored.describe(file.byte_size, file.sha256);
    storage
        .put_file(stored.claim_key(new_key("")), &file.path)
        .await?;
    Ok(stored)
}

async fn take_picture(storage: &Storage, file: Received, accept: Accept) -> Result<Stored> {
    let turn = storage.decoders.clone().acquire_owned().await;
    let path = file.path.to_path_buf();
    let redrawn = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        let source = File::open(path).map_err(|_| Unusable::NotAPicture)?;
        picture::redrawn(BufReader::new(source))
    });
    match redrawn
        .await
        .map_err(|error| AppError::Internal(error.into()))?
    {
        Ok(picture) => put_picture(storage, file.name, picture).await,
        Err(Unusable::TooManyPixels) => Err(refused(text!("media-too-many-pixels"))),
        // It only begins like a picture: somebody may still want to send it as it is.
        Err(Unusable::NotAPicture) if accept == Accept::Anything => {
            take_whole(storage, file, UNKNOWN).await
        }
        Err(Unusable::NotAPicture) => Err(refused(text!("media-not-an-image"))),
    }
}

async fn put_picture(storage: &Storage, name: String, picture: Picture) -> Result<Stored> {
    let mut stored = Stored::new(storage, name, MediaKind::Image, picture.content_type);
    stored.describe(
        picture.content.len() as u64,
        Sha256::digest(&picture.content).into(),
    );
    stored.measure(picture.width, picture.height);
    storage
        .put(stored.claim_key(new_key("")), picture.content)
        .await?;
    let key = stored.claim_thumbnail_key(new_key(picture.thumbnail_ending));
    storage.put(key, picture.thumbnail).await?;
    Ok(stored)
}

fn refused(words: crate::i18n::Text) -> AppError {
    AppError::invalid("file", words)
}

pub(super) const PDF: &str = "application/pdf";

/// What a browser must not interpret.
const UNKNOWN: Sort = Sort {
    kind: MediaKind::Other,
    content_type: "application/octet-stream",
};

/// Tells the sort of a file from its first bytes. Text of any sort, HTML, SVG and scripts among it, is unknown.
fn sort_of(path: &Path) -> Result<Sort> {
    let mut head = Vec::new();
    File::open(path)?.take(HEAD).read_to_end(&mut head)?;
    Ok(sort_of_head(&head))
}

fn sort_of_head(head: &[u8]) -> Sort {
    use infer::MatcherType::{Archive, Audio, Doc};
    let sort = |kind, content_type| Sort { kind, content_type };
    let Some(found) = infer::get(head) else {
        return UNKNOWN;
    };
    match (found.matcher_type(), found.mime_type()) {
        (_, content_type @ ("image/jpeg" | "image/png" | "image/webp" | "image/gif")) => {
            sort(MediaKind::Image, content_type)
        }
        (_, "video/mp4" | "video/x-m4v") => sort(MediaKind::Video, "video/mp4"),
        // `infer` takes every EBML file for WebM or Matroska; the document type says which it is.
        (_, "video/webm") if has_doc_type_webm(head) => sort(MediaKind::Video, "video/webm"),
        (_, PDF) => sort(MediaKind::Document, PDF),
        (Audio, content_type) => sort(MediaKind::Audio, content_type),
        (Doc, content_type) => sort(MediaKind::Document, content_type),
        (Archive, content_type) => sort(MediaKind::Other, content_type),
        _ => UNKNOWN,
    }
}

fn has_doc_type_webm(head: &[u8]) -> bool {
    head[..head.len().min(64)]
        .windows(7)
        .any(|bytes| bytes == b"\x42\x82\x84webm")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_browser_could_run_has_a_type() {
        for head in [
            "<!DOCTYPE html><script>alert(1)</script>",
            "<html><body onload=alert(1)>",
            "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            "<svg onload=alert(1)>",
            "MIME-Version: 1.0\nContent-Type: multipart/related",
            "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd",
            "alert(1)",
        ] {
            assert_eq!(
                sort_of_head(head.as_bytes()).content_type,
                UNKNOWN.content_type,
                "{head}"
            );
        }
    }

    #[test]
    fn videos_and_documents_are_known_by_their_first_bytes() {
        let kind = |head: &[u8]| sort_of_head(head).content_type;
        assert_eq!(kind(b"%PDF-1.7\n%\xe2\xe3"), PDF);
        assert_eq!(
            kind(b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41"),
            "video/mp4"
        );
        assert_eq!(
            kind(b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm"),
            "video/webm"
        );
        assert_ne!(
            kind(b"\x1a\x45\xdf\xa3\xa3\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x88matroska"),
            "video/webm"
        );
    }
}
