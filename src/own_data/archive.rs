//! The archive as a file: `data.json`, and the person's own files beside it. It is written to the disk piece by piece, so
//! it may be as large as it likes.

use std::fs::File;
use std::io::{BufWriter, Write};

use anyhow::Context;
use bytes::Bytes;
use futures_util::TryStreamExt;
use i18n_embed_fl::fl;
use tempfile::NamedTempFile;
use tokio::sync::mpsc::{self, Receiver, Sender};
use url::Url;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::contents::{Contents, LeftOut};
use crate::i18n::{Loader, file_size};
use crate::state::App;

/// Pieces on their way from the store to the disk.
const AHEAD: usize = 4;

/// What is written next.
enum Piece {
    /// A file of this name begins.
    File(String),
    Content(Bytes),
}

/// Writes the archive. A file that is gone from the store is left out: its row says what it was.
pub(super) async fn write(app: &App, contents: Contents) -> anyhow::Result<NamedTempFile> {
    let archive = app.storage.temporary_file()?;
    let disk = archive.reopen()?;
    let (sender, receiver) = mpsc::channel(AHEAD);
    let writing = tokio::task::spawn_blocking(move || write_pieces(disk, receiver));
    let sent = send_all(app, contents, &sender).await;
    drop(sender);
    // What went wrong with the disk says more than that nobody took the pieces.
    writing.await??;
    sent?;
    Ok(archive)
}

async fn send_all(app: &App, contents: Contents, to: &Sender<Piece>) -> anyhow::Result<()> {
    to.send(Piece::File("data.json".into())).await?;
    to.send(Piece::Content(contents.json.into())).await?;
    if !contents.left_out.is_empty() {
        let l = contents.locale.loader();
        to.send(Piece::File(fl!(l, "own-data-left-out-file")))
            .await?;
        let words = left_out(&contents.left_out, l, &app.config.http.public_url);
        to.send(Piece::Content(words.into())).await?;
    }
    for file in contents.files {
        if !app.storage.has(&file.storage_key).await? {
            continue;
        }
        to.send(Piece::File(file.name)).await?;
        let mut content = app.storage.content(&file.storage_key).await?;
        while let Some(bytes) = content.try_next().await? {
            to.send(Piece::Content(bytes)).await?;
        }
    }
    Ok(())
}

/// Names the files that are not in the archive, and says how to get them. With a byte order mark and the line ends that every
/// editor of text knows.
fn left_out(files: &[LeftOut], l: Loader, site: &Url) -> String {
    let mut words = format!("\u{feff}{}\r\n", fl!(l, "own-data-left-out-about"));
    for file in files {
        let address = site.join(&file.address);
        let address = address.map_or_else(|_| file.address.clone(), String::from);
        let size = file_size(file.size);
        // A name may be anything, an end of a line too.
        let name = file.name.replace(char::is_control, " ");
        words += &format!("\r\n{name}  {size}\r\n{address}\r\n");
    }
    words
}

/// Pictures and videos don't get smaller, so nothing is compressed. Any one may be larger than 4 GB.
fn write_pieces(disk: File, mut pieces: Receiver<Piece>) -> anyhow::Result<()> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .large_file(true);
    let mut archive = ZipWriter::new(BufWriter::new(disk));
    while let Some(piece) = pieces.blocking_recv() {
        match piece {
            Piece::File(name) => archive.start_file(name, options)?,
            Piece::Content(bytes) => archive.write_all(&bytes)?,
        }
    }
    archive
        .finish()?
        .flush()
        .context("the archive is not whole")
}
