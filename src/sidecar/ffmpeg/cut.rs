//! A stretch of a film as a film of its own, without encoding anything anew.

use std::path::Path;
use std::time::Duration;

use anyhow::{Result, ensure};

use super::{Format, Probe, address, ffmpeg, ffprobe, input, probe, publish, unfinished};
use crate::sidecar::process::finish;

const LIMIT: Duration = Duration::from_secs(60 * 60);
const LOOKING: Duration = Duration::from_secs(60);
/// Encoders that make keyframes more rarely than this are told so while they publish.
const LOOK_AHEAD_SECONDS: u32 = 30;
/// A film may differ from what was asked for by the frames and the sound at its ends.
const TOLERANCE: Duration = Duration::from_millis(1500);

/// The finished stretch.
#[derive(Clone, Debug)]
pub struct Cut {
    pub probe: Probe,
    /// Where it really begins in the whole film.
    pub from: Duration,
}

/// Writes what an MP4 shows from one moment to another to `out`.
///
/// A picture can only begin with a keyframe. It is the first one after `from`, so nothing that was to go is left; only
/// where none comes before `to` is it the last one before.
///
/// # Errors
/// ffmpeg fails, or what it made has not the length it should have; then there is nothing at `out`.
pub async fn cut(film: &Path, from: Duration, to: Duration, out: &Path) -> Result<Cut> {
    ensure!(from < to, "an empty stretch");
    let start = start_of(film, from, to).await?;
    let length = to.saturating_sub(start);
    let unfinished = unfinished(out);
    let mut command = ffmpeg()?;
    // A millisecond more than the keyframe's own time: times are rounded.
    let seek = start.as_secs_f64() + if start.is_zero() { 0.0 } else { 0.001 };
    command
        .args(["-ss", &format!("{seek:.3}")])
        .args(input(film, Format::Mp4))
        .args(["-t", &format!("{:.3}", length.as_secs_f64())])
        .args(["-map", "0:v?", "-map", "0:a?", "-c", "copy"])
        .args(["-avoid_negative_ts", "make_zero"])
        .args(["-movflags", "+faststart", "-f", "mp4"])
        .arg(address(&unfinished));
    finish(command, b"", LIMIT).await?;
    let probe = probe(&unfinished, Format::Mp4).await?;
    let made = Duration::from_millis(u64::try_from(probe.duration_ms)?);
    ensure!(
        made.abs_diff(length) <= TOLERANCE,
        "the stretch has {made:?} in place of {length:?}"
    );
    publish(&unfinished, out)?;
    Ok(Cut { probe, from: start })
}

async fn start_of(film: &Path, from: Duration, to: Duration) -> Result<Duration> {
    if from.is_zero() {
        return Ok(from);
    }
    let mut command = ffprobe()?;
    let interval = format!("{:.3}%+{LOOK_AHEAD_SECONDS}", from.as_secs_f64());
    command
        .args(["-select_streams", "v:0", "-read_intervals", &interval])
        .args(["-show_entries", "packet=pts_time,flags", "-of", "csv=p=0"])
        .args(input(film, Format::Mp4));
    let output = finish(command, b"", LOOKING).await?;
    let lines = String::from_utf8_lossy(&output.stdout);
    Ok(choose(&keyframes(&lines), from, to))
}

/// The times of the keyframes among packets as ffprobe lists them.
fn keyframes(lines: &str) -> Vec<Duration> {
    let times = lines
        .lines()
        .filter_map(|line| line.split_once(",K"))
        .filter_map(|(time, _)| time.parse().ok())
        .filter(|time: &f64| *time >= 0.0);
    times.map(Duration::from_secs_f64).collect()
}

/// Without a keyframe there is no picture, and sound can begin anywhere.
fn choose(keyframes: &[Duration], from: Duration, to: Duration) -> Duration {
    const FRAME: Duration = Duration::from_millis(20);
    let after = keyframes.iter().find(|time| **time + FRAME >= from);
    let before = || keyframes.iter().rev().find(|time| **time < from);
    let after = after.filter(|time| **time + 10 * FRAME < to);
    after.or_else(before).copied().unwrap_or(from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_keyframe_after_the_moment_begins_the_stretch() {
        let times = keyframes("0.000000,K__\n0.040000,___\n4.000000,K__\n8.000000,K_\nN/A,K__\n");
        let seconds = Duration::from_secs_f64;
        assert_eq!(times, [0.0, 4.0, 8.0].map(seconds));
        assert_eq!(choose(&times, seconds(3.0), seconds(60.0)), seconds(4.0));
        assert_eq!(choose(&times, seconds(4.01), seconds(60.0)), seconds(4.0));
        assert_eq!(choose(&times, seconds(5.0), seconds(7.0)), seconds(4.0));
        assert_eq!(choose(&[], seconds(5.0), seconds(7.0)), seconds(5.0));
    }
}
