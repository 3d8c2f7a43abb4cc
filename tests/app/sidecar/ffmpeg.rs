//! Recordings become films, and no file makes ffmpeg read another.

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::Duration;

use lectern::sidecar::ffmpeg::{self, Format, keyframe_interval, poster, probe, remux_to_mp4};

const LIMIT: Duration = Duration::from_secs(60);

/// A recording of some seconds, as the RTMP server would leave it.
async fn recording(folder: &Path, name: &str, seconds: u32) -> PathBuf {
    let out = folder.join(name);
    let picture = format!("testsrc=size=320x240:rate=25:duration={seconds}");
    let sound = format!("sine=duration={seconds}");
    let arguments = [
        "-f",
        "lavfi",
        "-i",
        &picture,
        "-f",
        "lavfi",
        "-i",
        &sound,
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-g",
        "25",
        "-c:a",
        "aac",
        "-f",
        "flv",
    ];
    let arguments = arguments
        .map(Into::into)
        .into_iter()
        .chain([out.clone().into_os_string()]);
    ffmpeg::run(arguments, LIMIT).await.unwrap();
    out
}

#[tokio::test]
async fn parts_become_one_film_even_if_their_writer_was_killed() {
    let folder = tempfile::tempdir().unwrap();
    let whole = recording(folder.path(), "it's 1.flv", 4).await;
    let cut = recording(folder.path(), "2.flv", 4).await;
    let length = fs::metadata(&cut).unwrap().len();
    OpenOptions::new()
        .write(true)
        .open(&cut)
        .unwrap()
        .set_len(length / 2)
        .unwrap();
    let empty = folder.path().join("3.flv");
    fs::write(&empty, "FLV").unwrap();

    let out = folder.path().join("film.mp4");
    let film = remux_to_mp4(&[whole.clone(), empty, cut.clone()], &out)
        .await
        .unwrap();

    let inputs: Vec<_> = film.parts.iter().map(|part| &part.input).collect();
    assert_eq!(inputs, [&whole, &cut]);
    assert_eq!(film.parts[1].offset, film.parts[0].duration);
    assert!(
        (4000..4200).contains(&film.parts[0].duration.as_millis()),
        "{film:?}"
    );
    assert!(
        (1000..3500).contains(&film.parts[1].duration.as_millis()),
        "{film:?}"
    );
    let found = probe(&out, Format::Mp4).await.unwrap();
    assert_eq!(found, film.probe);
    assert_eq!(
        (found.width, found.video_codec.as_deref()),
        (Some(320), Some("h264"))
    );
    assert_eq!(found.audio_codec.as_deref(), Some("aac"));
    let interval = keyframe_interval(&out, Format::Mp4).await.unwrap().unwrap();
    assert!((0.9..1.1).contains(&interval.as_secs_f64()), "{interval:?}");
    assert!(whole.exists() && cut.exists(), "the sources are kept");

    let picture = folder.path().join("poster.jpg");
    poster(&out, Format::Mp4, Duration::from_secs(1), &picture)
        .await
        .unwrap();
    assert!(fs::read(&picture).unwrap().starts_with(&[0xff, 0xd8]));
    let beyond = poster(
        &out,
        Format::Mp4,
        Duration::from_secs(99),
        &folder.path().join("no.jpg"),
    )
    .await;
    assert!(beyond.is_err() && !folder.path().join("no.jpg").exists());
    assert!(
        hidden(folder.path()).is_empty(),
        "{:?}",
        hidden(folder.path())
    );
}

fn hidden(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    names.filter(|name| name.starts_with('.')).collect()
}

#[tokio::test]
async fn a_recording_without_anything_in_it_is_an_error_and_makes_no_film() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("1.flv");
    fs::write(&empty, "").unwrap();
    let out = folder.path().join("film.mp4");
    remux_to_mp4(&[empty], &out).await.unwrap_err();
    assert!(!out.exists());
}

#[tokio::test]
async fn a_playlist_that_calls_itself_a_video_opens_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let secret = recording(folder.path(), "secret.flv", 1).await;
    for script in [
        format!(
            "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{}\n#EXT-X-ENDLIST\n",
            secret.display()
        ),
        format!("ffconcat version 1.0\nfile '{}'\n", secret.display()),
    ] {
        let disguised = folder.path().join("video.mp4");
        fs::write(&disguised, script).unwrap();
        for format in [Format::Mp4, Format::Matroska, Format::Flv, Format::MpegTs] {
            probe(&disguised, format).await.unwrap_err();
        }
    }
}
