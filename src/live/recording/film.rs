//! One film out of the recorded parts: what came before the class is cut off, parts unlike the rest are made like it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Result, ensure};
use chrono::{DateTime, Utc};

use crate::live::model::RecordingPart;
use crate::sidecar::ffmpeg::{self, Format, Probe, Unplayable};

/// Encoding anew is slow; the class is as long as its teacher made it.
const ENCODING_LIMIT: Duration = Duration::from_secs(2 * 3600);
const COPYING_LIMIT: Duration = Duration::from_secs(600);
/// A start this little into a part is its beginning: keyframes are no closer.
const NOTHING: Duration = Duration::from_secs(2);

/// The film, finished in the work folder, and what is in it.
pub(super) struct Film {
    pub file: PathBuf,
    pub probe: Probe,
    pub parts: Vec<Placed>,
}

/// A part's place in the film.
pub(super) struct Placed {
    pub id: i64,
    /// Wall clock of its first picture in the film.
    pub started_at: DateTime<Utc>,
    pub offset: Duration,
    pub duration: Duration,
}

/// A part on its way into the film.
struct Source {
    id: i64,
    started_at: DateTime<Utc>,
    file: PathBuf,
    probe: Probe,
}

/// Makes the film of these parts from the start of the class on; nothing if there is nothing to show.
///
/// # Errors
/// ffmpeg fails or hangs. Everything it made is in the work folder; the recordings are as before.
pub(super) async fn make(
    parts: &[RecordingPart],
    recordings: &Path,
    work: &Path,
    class_began: DateTime<Utc>,
) -> Result<Option<Film>> {
    let mut sources = Vec::new();
    for part in parts {
        let source = Source {
            id: part.id,
            started_at: part.started_at,
            file: recordings.join(&part.flv_path),
            probe: match ffmpeg::probe(&recordings.join(&part.flv_path), Format::Flv).await {
                Ok(probe) => probe,
                Err(error) if error.is::<Unplayable>() => {
                    tracing::warn!(part = part.id, "left out of the replay: {error:#}");
                    continue;
                }
                Err(error) => return Err(error),
            },
        };
        sources.extend(since(source, work, class_began).await?);
    }
    let Some(model) = most_common(&sources) else {
        return Ok(None);
    };
    for source in &mut sources {
        if facts(&source.probe) != facts(&model) {
            let file = work.join(format!("alike-{}.flv", source.id));
            ffmpeg::run(encoding(source, &model, &file), ENCODING_LIMIT).await?;
            source.file = file;
        }
    }
    let inputs: Vec<PathBuf> = sources.iter().map(|source| source.file.clone()).collect();
    let file = work.join("film.mp4");
    let film = ffmpeg::remux_to_mp4(&inputs, &file).await?;
    ensure!(
        film.parts.len() == inputs.len(),
        "a part is missing in the film"
    );
    let placed = film.parts.iter().filter_map(|part| {
        let source = sources.iter().find(|source| source.file == part.input)?;
        Some(Placed {
            id: source.id,
            started_at: source.started_at,
            offset: part.offset,
            duration: part.duration,
        })
    });
    Ok(Some(Film {
        parts: placed.collect(),
        probe: film.probe,
        file,
    }))
}

/// The source from that moment on, to the keyframe before it; nothing if it ended earlier.
async fn since(source: Source, work: &Path, moment: DateTime<Utc>) -> Result<Option<Source>> {
    let before = (moment - source.started_at).to_std().unwrap_or_default();
    let whole = duration(&source.probe);
    if before < NOTHING {
        return Ok(Some(source));
    }
    if before >= whole {
        return Ok(None);
    }
    let file = work.join(format!("since-{}.flv", source.id));
    let mut arguments = vec!["-ss".into(), format!("{:.3}", before.as_secs_f64())];
    arguments.extend(input(&source.file));
    arguments.extend(["-map", "0", "-c", "copy", "-f", "flv"].map(Into::into));
    arguments.push(address(&file));
    ffmpeg::run(arguments, COPYING_LIMIT).await?;
    let probe = ffmpeg::probe(&file, Format::Flv).await?;
    let cut = whole.saturating_sub(duration(&probe));
    Ok(Some(Source {
        started_at: source.started_at + cut,
        file,
        probe,
        ..source
    }))
}

/// What most of the time looks like; that is not encoded anew.
fn most_common(sources: &[Source]) -> Option<Probe> {
    let time_like = |probe: &Probe| -> Duration {
        let alike = sources
            .iter()
            .filter(|source| facts(&source.probe) == facts(probe));
        alike.map(|source| duration(&source.probe)).sum()
    };
    let with_picture = sources
        .iter()
        .filter(|source| source.probe.video_codec.is_some());
    with_picture
        .max_by_key(|source| time_like(&source.probe))
        .or(sources.first())
        .map(|source| source.probe.clone())
}

/// What must be equal for parts to be joined without encoding.
fn facts(probe: &Probe) -> (Option<u32>, Option<u32>, Option<&str>, Option<&str>) {
    let codecs = (probe.video_codec.as_deref(), probe.audio_codec.as_deref());
    (probe.width, probe.height, codecs.0, codecs.1)
}

/// The arguments that make a source like the model: its picture fitted into the same frame, black or silence where it
/// has none, no sound where the model has none.
fn encoding(source: &Source, model: &Probe, out: &Path) -> Vec<String> {
    let (width, height) = (model.width.unwrap_or(1280), model.height.unwrap_or(720));
    let mut arguments = input(&source.file);
    let mut picture = "0:v";
    let mut sound = "0:a";
    if source.probe.video_codec.is_none() {
        let black = format!("color=black:size={width}x{height}:rate=25");
        arguments.extend(["-f".into(), "lavfi".into(), "-i".into(), black]);
        picture = "1:v";
    }
    if source.probe.audio_codec.is_none() {
        let silence = "anullsrc=sample_rate=48000";
        arguments.extend(["-f", "lavfi", "-i", silence].map(Into::into));
        sound = if picture == "1:v" { "2:a" } else { "1:a" };
    }
    let fit = format!(
        "scale={width}:{height}:force_original_aspect_ratio=decrease,pad={width}:{height}:-1:-1,setsar=1"
    );
    arguments.extend(["-map", picture, "-vf", &fit].map(Into::into));
    arguments.extend(["-c:v", "libx264", "-preset", "veryfast"].map(Into::into));
    if model.audio_codec.is_some() {
        arguments.extend(["-map", sound, "-c:a", "aac"].map(Into::into));
    }
    arguments.extend(["-shortest", "-f", "flv"].map(Into::into));
    arguments.push(address(out));
    arguments
}

/// A recording as an input that can be nothing else.
fn input(file: &Path) -> Vec<String> {
    let mut arguments =
        Vec::from(["-protocol_whitelist", "file", "-f", "flv", "-i"].map(String::from));
    arguments.push(address(file));
    arguments
}

fn address(file: &Path) -> String {
    format!("file:{}", file.display())
}

fn duration(probe: &Probe) -> Duration {
    Duration::from_millis(probe.duration_ms.max(0).unsigned_abs())
}
