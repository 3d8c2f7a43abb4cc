//! Recordings become one film: nothing is encoded anew, only wrapped so that browsers can seek in it.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context as _, Result, bail, ensure};

use super::probe::measure;
use super::{Format, Probe, Unplayable, address, ffmpeg, probe, publish, unfinished};
use crate::sidecar::process::finish;

const LIMIT: Duration = Duration::from_secs(2 * 60 * 60);
/// ffmpeg copies or moves bytes all the time; if its file does not change this long, it hangs.
const STALL: Duration = Duration::from_secs(30);
/// By how much the film may differ from its parts together.
const TOLERANCE: Duration = Duration::from_secs(1);

/// A finished film.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remuxed {
    pub probe: Probe,
    /// What it consists of, in order. An input with nothing playable in it is left out.
    pub parts: Vec<Part>,
}

/// Where one input is in the film.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub input: PathBuf,
    pub offset: Duration,
    pub duration: Duration,
}

/// Joins FLV recordings of equal codecs into one MP4 at `out`, whose length has been checked when this returns.
///
/// The inputs are left as they are. Killed at any moment, it leaves nothing at `out`, and can be begun again.
///
/// # Errors
/// Nothing playable in any input, codecs or sizes that differ, ffmpeg fails, hangs or makes too short a film.
pub async fn remux_to_mp4(inputs: &[PathBuf], out: &Path) -> Result<Remuxed> {
    let parts = playable(inputs).await?;
    let total: Duration = parts.iter().map(|part| part.duration).sum();
    let film = unfinished(out);
    let list = film.with_extension("parts");
    std::fs::write(&list, concat_list(&parts)?)?;
    let mut command = ffmpeg()?;
    command
        .args([
            "-protocol_whitelist",
            "file",
            "-format_whitelist",
            "concat,flv",
        ])
        .args(["-f", "concat", "-safe", "0", "-i"])
        .arg(address(&list))
        .args(["-map", "0:v?", "-map", "0:a?", "-c", "copy"])
        .args(["-movflags", "+faststart", "-f", "mp4"])
        .arg(address(&film));
    tokio::select! {
        made = finish(command, b"", LIMIT) => made.map(drop)?,
        () = stall(&film) => bail!("ffmpeg hangs: nothing written for {} s", STALL.as_secs()),
    }
    std::fs::remove_file(&list)?;
    let probe = probe(&film, Format::Mp4).await?;
    let made = Duration::from_millis(u64::try_from(probe.duration_ms)?);
    ensure!(
        made.abs_diff(total) <= TOLERANCE + total / 100,
        "the film has {made:?}, its parts {total:?}"
    );
    publish(&film, out)?;
    Ok(Remuxed { probe, parts })
}

async fn playable(inputs: &[PathBuf]) -> Result<Vec<Part>> {
    let mut parts: Vec<Part> = Vec::new();
    let mut first: Option<Probe> = None;
    let mut offset = Duration::ZERO;
    for input in inputs {
        let found = match probe(input, Format::Flv).await {
            Ok(found) => found,
            Err(error) if error.is::<Unplayable>() => {
                tracing::warn!(input = %input.display(), "left out of the film: {error:#}");
                continue;
            }
            Err(error) => return Err(error),
        };
        let duration = measure(input, Format::Flv, LIMIT).await?;
        if duration.is_zero() {
            continue;
        }
        match &first {
            Some(first) => ensure!(
                is_alike(first, &found),
                "the parts of the recording differ: {first:?} and {found:?}"
            ),
            None => first = Some(found),
        }
        parts.push(Part {
            input: input.clone(),
            offset,
            duration,
        });
        offset += duration;
    }
    ensure!(!parts.is_empty(), "nothing playable in the recording");
    Ok(parts)
}

fn is_alike(a: &Probe, b: &Probe) -> bool {
    let facts = |p: &Probe| {
        (
            p.width,
            p.height,
            p.video_codec.clone(),
            p.audio_codec.clone(),
        )
    };
    facts(a) == facts(b)
}

/// The script of ffmpeg's concat demuxer.
fn concat_list(parts: &[Part]) -> Result<String> {
    let mut list = String::from("ffconcat version 1.0\n");
    for part in parts {
        let path = part.input.canonicalize()?;
        let path = path.to_str().context("a path that is not UTF-8")?;
        ensure!(!path.contains('\n'), "a path with a line break");
        let quoted = path.replace('\'', r"'\''");
        let seconds = part.duration.as_secs_f64();
        list += &format!("file 'file:{quoted}'\nduration {seconds:.6}\n");
    }
    Ok(list)
}

/// Returns when `film` has not changed for [`STALL`].
async fn stall(film: &Path) {
    let state = || -> Option<(u64, SystemTime)> {
        let about = std::fs::metadata(film).ok()?;
        Some((about.len(), about.modified().ok()?))
    };
    let (mut last, mut since) = (state(), Instant::now());
    while since.elapsed() < STALL {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let now = state();
        if now != last {
            (last, since) = (now, Instant::now());
        }
    }
}
