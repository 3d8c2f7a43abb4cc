//! A still picture out of a film.

use std::path::Path;
use std::time::Duration;

use anyhow::{Result, ensure};

use super::{Format, address, ffmpeg, input, publish, unfinished};
use crate::sidecar::process::finish;

const LIMIT: Duration = Duration::from_secs(60);

/// Writes the picture shown at `at` to `out` as a JPEG at most 1280 pixels wide.
///
/// # Errors
/// There is no picture at that time, or the file cannot be read.
pub async fn poster(path: &Path, format: Format, at: Duration, out: &Path) -> Result<()> {
    let unfinished = unfinished(out);
    let mut command = ffmpeg()?;
    command
        .args(["-ss", &format!("{:.3}", at.as_secs_f64())])
        .args(input(path, format))
        .args([
            "-frames:v",
            "1",
            "-update",
            "1",
            "-vf",
            "scale='min(1280,iw)':-2",
        ])
        .args(["-c:v", "mjpeg", "-q:v", "3", "-f", "image2"])
        .arg(address(&unfinished));
    finish(command, b"", LIMIT).await?;
    ensure!(unfinished.exists(), "no picture at {at:?}");
    publish(&unfinished, out)
}
