//! ffmpeg and ffprobe, run for moments: to measure, to rewrap, to take a picture; and as long as somebody broadcasts
//! out of a browser.
//!
//! Files come from outside, so each call names the one format a file may have and allows no protocol but local files:
//! a playlist that calls itself a video cannot make ffmpeg read something else. Every run is in the background of the
//! machine, has a time limit, and is killed when nobody waits for it any more. What is made appears under its name
//! only when it is whole.

mod broadcast;
mod cut;
mod picture;
mod probe;
mod remux;
mod renditions;

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result};
use tokio::process::Command;

pub use self::broadcast::{Gone, Inlet, Picture, Run, broadcast};
pub use self::cut::{Cut, cut};
pub use self::picture::poster;
pub use self::probe::{Probe, Unplayable, keyframe_interval, probe};
pub use self::remux::{Part, Remuxed, remux_to_mp4};
pub use self::renditions::{Size, smaller};
use super::bounds::Bounds;
use super::process::{Start, command, finish};

/// What a file may be. ffmpeg is never left to guess it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// MP4, MOV and their kin.
    Mp4,
    /// Matroska and WebM.
    Matroska,
    Flv,
    /// An HLS segment.
    MpegTs,
}

impl Format {
    fn demuxer(self) -> &'static str {
        match self {
            Self::Mp4 => "mov",
            Self::Matroska => "matroska",
            Self::Flv => "flv",
            Self::MpegTs => "mpegts",
        }
    }
}

/// Runs ffmpeg with arguments that come from this program alone, such as to generate a demo video. Paths among them
/// must be absolute.
///
/// # Errors
/// ffmpeg is missing, complains, or takes longer than `limit`.
pub async fn run(
    arguments: impl IntoIterator<Item = impl AsRef<OsStr>>,
    limit: Duration,
) -> Result<()> {
    let mut ffmpeg = ffmpeg()?;
    ffmpeg.args(arguments);
    finish(ffmpeg, b"", limit).await.map(drop)
}

/// What ffmpeg answers to a question about itself, such as `-formats`.
pub async fn about(question: &str) -> Result<String> {
    let mut ffmpeg = ffmpeg()?;
    ffmpeg.arg(question);
    let output = finish(ffmpeg, b"", Duration::from_secs(10)).await?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Where ffmpeg and ffprobe are; an error that says what to install if they are not.
pub fn find(name: &str) -> Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain(["/usr/bin".into(), "/usr/local/bin".into()])
        .map(|folder| folder.join(name))
        .find(|program| program.exists())
        .with_context(|| {
            format!("{name} is not installed: install it (Debian, Ubuntu: apt install ffmpeg)")
        })
}

/// Reading a header takes a moment, whatever the file.
const PROBING: Bounds = Bounds {
    processor_seconds: 30,
    memory_bytes: 1 << 30,
};

const WORKING: Bounds = Bounds {
    processor_seconds: 3600,
    memory_bytes: 4 << 30,
};

fn ffmpeg() -> Result<Command> {
    let mut command = bounded("ffmpeg", WORKING)?;
    command.args(["-nostdin", "-hide_banner", "-v", "error", "-y"]);
    Ok(command)
}

fn ffprobe() -> Result<Command> {
    let mut command = bounded("ffprobe", PROBING)?;
    command.args(["-hide_banner", "-v", "error"]);
    Ok(command)
}

fn bounded(name: &str, bounds: Bounds) -> Result<Command> {
    let start = Start {
        bounds: Some(bounds),
        ..Start::default()
    };
    Ok(command(&find(name)?, start))
}

/// The arguments that open one file as one format and nothing else.
fn input(path: &Path, format: Format) -> [OsString; 8] {
    let demuxer = format.demuxer();
    [
        "-protocol_whitelist".into(),
        "file".into(),
        "-format_whitelist".into(),
        demuxer.into(),
        "-f".into(),
        demuxer.into(),
        "-i".into(),
        address(path),
    ]
}

/// A path that ffmpeg can't take for an option or another protocol, and that does not depend on where it runs.
fn address(path: &Path) -> OsString {
    let mut address = OsString::from("file:");
    address.push(std::path::absolute(path).unwrap_or_else(|_| path.to_owned()));
    address
}

/// The name a file has until it is whole: beside it, so that renaming is one step.
fn unfinished(out: &Path) -> PathBuf {
    let mut name = OsString::from(".unfinished-");
    name.push(out.file_name().unwrap_or_default());
    out.with_file_name(name)
}

/// Gives a whole file its name, for good even if the power goes.
fn publish(unfinished: &Path, out: &Path) -> Result<()> {
    File::open(unfinished)?.sync_all()?;
    std::fs::rename(unfinished, out)?;
    if let Some(folder) = out.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}
