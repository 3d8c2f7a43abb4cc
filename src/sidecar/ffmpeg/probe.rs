//! What is in a file.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use super::{Format, ffmpeg, ffprobe, input};
use crate::sidecar::process::{Refused, finish};

const LIMIT: Duration = Duration::from_secs(30);

/// The facts about a file that decide whether and how it can be played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    /// As the file says; 0 if it does not.
    pub duration_ms: i64,
    pub width: Option<u32>,
    pub height: Option<u32>,
    /// In ffmpeg's words: `h264`, `hevc`, `vp9`.
    pub video_codec: Option<String>,
    /// In ffmpeg's words: `aac`, `opus`.
    pub audio_codec: Option<String>,
}

/// There is neither sound nor picture in a file, or it is not of the format it should be.
#[derive(Debug, thiserror::Error)]
#[error("nothing playable in it: {0}")]
pub struct Unplayable(String);

/// Reads the header of a file.
///
/// # Errors
/// [`Unplayable`], which trying again will not change; anything else if it could not be read to the end this time.
pub async fn probe(path: &Path, format: Format) -> Result<Probe> {
    let mut command = ffprobe()?;
    command
        .args(["-of", "json", "-show_entries"])
        .arg("format=duration:stream=codec_type,codec_name,width,height:stream_disposition=attached_pic")
        .args(input(path, format));
    let output = finish(command, b"", LIMIT).await;
    let output = output.map_err(|error| match error.downcast::<Refused>() {
        Ok(refused) => Unplayable(refused.to_string()).into(),
        Err(error) => error,
    })?;
    let answer: Answer = serde_json::from_slice(&output.stdout).context("ffprobe's answer")?;
    let of_kind = |kind: &str| {
        let wanted =
            |stream: &&Stream| stream.codec_type == kind && stream.disposition.attached_pic == 0;
        answer.streams.iter().find(wanted)
    };
    let (video, audio) = (of_kind("video"), of_kind("audio"));
    if video.or(audio).is_none() {
        return Err(Unplayable("neither sound nor picture".into()).into());
    }
    let seconds = answer.format.duration.and_then(|text| text.parse().ok());
    Ok(Probe {
        duration_ms: (seconds.unwrap_or(0.0_f64) * 1000.0).round() as i64,
        width: video.and_then(|video| video.width),
        height: video.and_then(|video| video.height),
        video_codec: video.and_then(|video| video.codec_name.clone()),
        audio_codec: audio.and_then(|audio| audio.codec_name.clone()),
    })
}

/// The longest time between two keyframes in the file's first half minute; nothing if it has fewer than two.
pub async fn keyframe_interval(path: &Path, format: Format) -> Result<Option<Duration>> {
    let mut command = ffprobe()?;
    command
        .args(["-select_streams", "v:0", "-read_intervals", "%+30"])
        .args(["-show_entries", "packet=pts_time,flags", "-of", "csv=p=0"])
        .args(input(path, format));
    let output = finish(command, b"", LIMIT).await?;
    let lines = String::from_utf8_lossy(&output.stdout);
    let keyframes: Vec<f64> = lines
        .lines()
        .filter_map(|line| line.split_once(",K"))
        .filter_map(|(time, _)| time.parse().ok())
        .collect();
    let longest = keyframes
        .windows(2)
        .map(|pair| pair[1] - pair[0])
        .fold(0.0, f64::max);
    Ok((longest > 0.0).then(|| Duration::from_secs_f64(longest)))
}

/// How long a file really plays, read to its end: also right for a recording whose writer was killed.
pub(super) async fn measure(path: &Path, format: Format, limit: Duration) -> Result<Duration> {
    let mut command = ffmpeg()?;
    command.args(input(path, format)).args([
        "-c",
        "copy",
        "-f",
        "null",
        "-progress",
        "pipe:1",
        "-stats_period",
        "10",
        "-",
    ]);
    let output = finish(command, b"", limit).await?;
    let progress = String::from_utf8_lossy(&output.stdout);
    let last = progress
        .lines()
        .rev()
        .find_map(|line| line.strip_prefix("out_time_us="))
        .context("ffmpeg did not say how far it came")?;
    Ok(Duration::from_micros(last.trim().parse().unwrap_or(0)))
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    streams: Vec<Stream>,
    #[serde(default)]
    format: FormatAnswer,
}

#[derive(Default, Deserialize)]
struct FormatAnswer {
    duration: Option<String>,
}

#[derive(Deserialize)]
struct Stream {
    #[serde(default)]
    codec_type: String,
    codec_name: Option<String>,
    width: Option<u32>,
    height: Option<u32>,
    #[serde(default)]
    disposition: Disposition,
}

#[derive(Default, Deserialize)]
struct Disposition {
    #[serde(default)]
    attached_pic: u8,
}
