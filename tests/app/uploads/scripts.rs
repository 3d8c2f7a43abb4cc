//! Playlists and lists of ffmpeg in the dress of a video (row U6): refused, and what they name is never opened.

use std::io::ErrorKind;
use std::time::Duration;

use lectern::sidecar::ffmpeg::{Format, probe};
use nix::sys::stat::Mode;
use nix::unistd::mkfifo;

use super::form;
use crate::support::{TestApp, eventually};
use crate::teaching::add_lesson;

/// Whether somebody has opened the pipe to read from it.
fn is_read(pipe: &std::path::Path) -> bool {
    use std::os::unix::fs::OpenOptionsExt;
    let opened = std::fs::OpenOptions::new()
        .write(true)
        .custom_flags(nix::libc::O_NONBLOCK)
        .open(pipe);
    match opened {
        Ok(_) => true,
        Err(error) if error.raw_os_error() == Some(nix::libc::ENXIO) => false,
        Err(error) => panic!("{error} ({:?})", ErrorKind::Other),
    }
}

#[tokio::test]
async fn a_playlist_in_the_dress_of_a_video_reads_nothing_of_another_course() {
    let app = TestApp::start().await;
    let (teacher, course) = (app.teacher().await, app.cast.course);
    let of = format!("SELECT id AS n FROM sections WHERE course_id = {course}");
    let section = app.count(&of).to_string();
    let lesson = add_lesson(&teacher, course, &section, "video", "视频").await;
    // Where a file of another course would lie; whoever opens it is seen.
    let foreign = app.data().join("storage/media/foreign.ts");
    std::fs::create_dir_all(foreign.parent().unwrap()).unwrap();
    mkfifo(&foreign, Mode::S_IRWXU).unwrap();
    let named = foreign.display();
    let playlist = format!("#EXTM3U\n#EXTINF:1,\nfile://{named}\n#EXT-X-ENDLIST\n");
    let list = format!("ffconcat version 1.0\nfile '{named}'\n");
    let disguises = [
        playlist.clone().into_bytes(),
        list.clone().into_bytes(),
        // With the first bytes of a video, past the look at what it is.
        [&b"\0\0\0\x14ftypisom\0\0\x02\0isom\n"[..], playlist.as_bytes()].concat(),
        [&b"\0\0\0\x14ftypisom\0\0\x02\0isom\n"[..], list.as_bytes()].concat(),
        [
            &b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm\n"[..],
            playlist.as_bytes(),
        ]
        .concat(),
    ];
    let path = format!("/courses/{course}/lessons/{lesson}/file");
    for (number, content) in disguises.into_iter().enumerate() {
        let sent = teacher.upload(&path, form(content, "lecture.mp4"));
        let watch = async {
            loop {
                assert!(!is_read(&foreign), "number {number} was followed");
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let refused = tokio::select! { refused = sent => refused, () = watch => unreachable!() };
        assert_eq!(refused.status(), 422, "number {number}: {refused:?}");
        assert!(refused.html().has("#file-error, .notice--error"));
    }
    std::fs::remove_file(&foreign).unwrap();
    assert_eq!(app.count("SELECT count(*) AS n FROM media"), 0);
    let storage = app.data().join("storage");
    eventually("nothing is kept", async || {
        crate::support::bytes_below(&storage) == 0
    })
    .await;
    app.finish().await;
}

#[tokio::test]
async fn the_watch_on_the_pipe_would_see_a_reader() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    mkfifo(&pipe, Mode::S_IRWXU).unwrap();
    assert!(!is_read(&pipe));
    let reader = pipe.clone();
    let reading = tokio::task::spawn_blocking(move || std::fs::read(reader));
    eventually("the reader is seen", async || is_read(&pipe)).await;
    reading.await.unwrap().unwrap();
}

#[tokio::test]
async fn what_looks_into_files_is_bound_in_time_and_memory() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("endless.mp4");
    mkfifo(&pipe, Mode::S_IRWXU).unwrap();
    let path = pipe.clone();
    let probing = tokio::spawn(async move { probe(&path, Format::Mp4).await });
    let limits = || crate::support::limits_of_processes_beside(folder.path());
    eventually("ffprobe runs", async || !limits().is_empty()).await;
    let limits = limits().concat();
    let limit = |name: &str| {
        let line = limits.lines().find(|line| line.starts_with(name));
        let line = line.unwrap_or_else(|| panic!("{name} in {limits}"));
        line[name.len()..]
            .split_whitespace()
            .next()
            .and_then(|number| number.parse::<u64>().ok())
    };
    assert!(
        limit("Max cpu time").is_some_and(|seconds| seconds <= 60),
        "{limits}"
    );
    assert!(
        limit("Max address space").is_some_and(|bytes| bytes <= 1 << 30),
        "{limits}"
    );
    probing.abort();
    eventually("it ends with whoever asked", async || {
        crate::support::limits_of_processes_beside(folder.path()).is_empty()
    })
    .await;
}
