//! pdftoppm of poppler-utils, run for moments: the pages of a PDF as images.
//!
//! Files come from outside, so it runs in the background of the machine, within bounds of time and memory, and is killed when
//! nobody waits for it any more (security row U6). What it makes is looked at like any other image before it is kept.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result};

use super::bounds::Bounds;
use super::process::{Start, command, finish};

pub use super::process::Refused;

const BOUNDS: Bounds = Bounds {
    processor_seconds: 90,
    memory_bytes: 2 << 30,
};

const LIMIT: Duration = Duration::from_secs(120);

/// The longer side of a page, in pixels.
const SIZE: u32 = 1600;

/// Draws the first pages of a PDF, at most so many, into an empty folder; returns the images in the order of the pages.
///
/// # Errors
/// [`Refused`] for what is no PDF that can be read; anything else if it is not installed, or took too long.
pub async fn pages(pdf: &Path, folder: &Path, most: u32) -> Result<Vec<PathBuf>> {
    let start = Start {
        bounds: Some(BOUNDS),
        ..Start::default()
    };
    let mut pdftoppm = command(&find()?, start);
    pdftoppm
        .args(["-jpeg", "-q", "-scale-to", &SIZE.to_string()])
        .args(["-f", "1", "-l", &most.to_string()])
        .arg(std::path::absolute(pdf)?)
        .arg(std::path::absolute(folder.join("page"))?);
    finish(pdftoppm, b"", LIMIT).await?;
    let files = std::fs::read_dir(folder)?;
    let files: std::io::Result<Vec<PathBuf>> = files.map(|file| Ok(file?.path())).collect();
    let mut files = files?;
    // Their numbers are filled up with zeros.
    files.sort();
    Ok(files)
}

/// Which version there is, in its own words.
///
/// # Errors
/// It is not installed, or does not run.
pub async fn about() -> Result<String> {
    let mut pdftoppm = command(&find()?, Start::default());
    pdftoppm.arg("-v");
    let output = finish(pdftoppm, b"", Duration::from_secs(10)).await?;
    let words = String::from_utf8_lossy(&output.stderr);
    Ok(words.lines().next().unwrap_or_default().to_owned())
}

/// Where it is; an error that says what to install if it is not there.
pub fn find() -> Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain(["/usr/bin".into(), "/usr/local/bin".into()])
        .map(|folder| folder.join("pdftoppm"))
        .find(|program| program.exists())
        .context("pdftoppm is not installed: install poppler-utils")
}
