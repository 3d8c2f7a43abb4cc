//! A segment of a stream with a smaller picture, for lines too thin for the whole one.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;

use super::{Format, address, ffmpeg, input};
use crate::sidecar::process::finish;

/// Whoever takes longer for a second of picture will not catch up.
const LIMIT: Duration = Duration::from_secs(8);

/// A picture to be made of a larger one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// In lines; the width follows.
    pub height: u32,
    pub bits_per_second: u64,
}

/// Writes the segment once in each size to the folder: the same times, the same sound, so that players can go from one to
/// another at any segment.
///
/// # Returns
/// The files, in the order of the sizes.
///
/// # Errors
/// ffmpeg fails or is too slow.
pub async fn smaller(segment: &Path, sizes: &[Size], folder: &Path) -> Result<Vec<PathBuf>> {
    let mut command = ffmpeg()?;
    command.arg("-copyts").args(input(segment, Format::MpegTs));
    let mut files = Vec::new();
    for size in sizes {
        let rate = size.bits_per_second.to_string();
        let file = folder.join(format!("{}.ts", size.height));
        command
            .args(["-map", "0:v:0", "-map", "0:a:0?"])
            .args(["-vf", &format!("scale=-2:{}", size.height)])
            // Each picture keeps its time to the tick.
            .args(["-vsync", "passthrough", "-enc_time_base", "-1"])
            .args(["-c:v", "libx264", "-preset", "veryfast"])
            .args(["-profile:v", "main", "-pix_fmt", "yuv420p"])
            .args(["-b:v", &rate, "-maxrate", &rate, "-bufsize", &rate])
            // One keyframe, at the beginning; no frame that leans on one before it.
            .args(["-g", "9999", "-sc_threshold", "0", "-bf", "0"])
            .args(["-c:a", "copy", "-muxdelay", "0", "-muxpreload", "0"])
            .args(["-mpegts_copyts", "1", "-f", "mpegts"])
            .arg(address(&file));
        files.push(file);
    }
    finish(command, b"", LIMIT).await?;
    Ok(files)
}
