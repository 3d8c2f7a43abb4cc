//! What may be uploaded, by whom, and what becomes of the rest.

use std::path::Path;
use std::process::Command;

use reqwest::multipart::{Form, Part};

use super::add_lesson;
use crate::support::TestApp;

/// The smallest thing that every reader takes for a PDF.
pub const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
    2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
    3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// A form with one file in the field `file`.
pub fn file(content: Vec<u8>, name: &str) -> Form {
    Form::new().part("file", Part::bytes(content).file_name(name.to_owned()))
}

/// Two seconds of colour bars, made by ffmpeg. format: `mp4` or `webm`.
pub fn video(format: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(format!("clip.{format}"));
    let codec = if format == "mp4" { "libx264" } else { "libvpx" };
    let made = Command::new("ffmpeg")
        .args([
            "-v",
            "error",
            "-f",
            "lavfi",
            "-i",
            "testsrc=size=160x90:rate=10:duration=2",
        ])
        .args(["-c:v", codec, "-pix_fmt", "yuv420p"])
        .arg(&path)
        .status()
        .expect("ffmpeg is installed");
    assert!(made.success());
    std::fs::read(path).expect("the video")
}

pub fn picture() -> Vec<u8> {
    let mut png = Vec::new();
    let pixels =
        image::RgbImage::from_fn(64, 36, |x, y| image::Rgb([x as u8 * 3, y as u8 * 5, 90]));
    let format = image::ImageFormat::Png;
    pixels
        .write_to(&mut std::io::Cursor::new(&mut png), format)
        .expect("a picture");
    png
}

/// How many files there are below the data folder's storage and uploads.
pub fn stored(app: &TestApp) -> usize {
    fn files(folder: &Path) -> usize {
        let Ok(entries) = std::fs::read_dir(folder) else {
            return 0;
        };
        entries
            .flatten()
            .map(|entry| match entry.path() {
                path if path.is_dir() => files(&path),
                _ => 1,
            })
            .sum()
    }
    files(&app.data().join("storage")) + files(&app.data().join("uploads"))
}

/// A file is deleted in the background once its handle is dropped.
async fn nothing_stored(app: &TestApp) {
    for _ in 0..200 {
        if stored(app) == 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("{} files stay behind", stored(app));
}

#[tokio::test]
async fn oversized_and_disguised_files_are_refused_in_words_and_leave_nothing() {
    let app = TestApp::start().await;
    let (teacher, course) = (app.teacher().await, app.cast.course);
    let section = app
        .count(&format!(
            "SELECT id AS n FROM sections WHERE course_id = {course}"
        ))
        .to_string();
    let clip = add_lesson(&teacher, course, &section, "video", "视频").await;
    let cover = format!("/courses/{course}/cover");
    let clip = format!("/courses/{course}/lessons/{clip}/file");
    let text = format!("/courses/{course}/lessons/{}/file", app.cast.lesson);
    let html = b"<!doctype html><script>alert(1)</script>".to_vec();
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec();
    let mut truncated = video("mp4");
    truncated.truncate(200);
    let playlist = b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n".to_vec();

    for (path, content, name, wanted) in [
        (&cover, html, "cover.png", 422),
        (&cover, svg, "cover.svg", 422),
        (&cover, PDF.to_vec(), "cover.jpg", 422),
        (&cover, Vec::new(), "cover.png", 422),
        (&cover, vec![0; 10_000_001], "cover.png", 413),
        (&clip, picture(), "clip.mp4", 422),
        (&clip, playlist, "clip.mp4", 422),
        (&clip, truncated, "clip.mp4", 422),
        (&text, PDF.to_vec(), "notes.pdf", 422),
    ] {
        let refused = teacher.upload(path, file(content, name)).await;
        assert_eq!(refused.status(), wanted, "{name} to {path}: {refused:?}");
        let page = refused.html();
        assert!(
            page.has("#file-error, .notice--error"),
            "{name}: {refused:?}"
        );
    }
    let empty = teacher.upload(&cover, Form::new()).await;
    assert_eq!(empty.status(), 422, "no file was chosen");
    let urlencoded = teacher.post(&cover, &[("file", "x")]).await;
    assert!((400..500).contains(&urlencoded.status()), "{urlencoded:?}");
    nothing_stored(&app).await;
    assert_eq!(app.count("SELECT count(*) AS n FROM media"), 0);
    app.finish().await;
}

#[tokio::test]
async fn a_new_file_takes_the_place_of_the_old_one_which_goes() {
    let app = TestApp::start().await;
    let (teacher, course) = (app.teacher().await, app.cast.course);
    let section = app
        .count(&format!(
            "SELECT id AS n FROM sections WHERE course_id = {course}"
        ))
        .to_string();
    let lesson = add_lesson(&teacher, course, &section, "video", "视频").await;
    let upload = format!("/courses/{course}/lessons/{lesson}/file");
    for (format, name) in [("mp4", "first.mp4"), ("webm", "second.webm")] {
        let answer = teacher.upload(&upload, file(video(format), name)).await;
        assert_eq!(answer.status(), 303, "{answer:?}");
    }
    app.jobs_done().await;
    assert_eq!(app.count("SELECT count(*) AS n FROM media"), 1);
    assert_eq!(stored(&app), 1, "the old file is gone");
    let now = format!(
        "SELECT count(*) AS n FROM lessons l JOIN media m ON m.id = l.media_id WHERE l.id = {lesson}
         AND m.content_type = 'video/webm' AND l.content_url = '/media/' || m.id || '/second.webm'"
    );
    assert_eq!(app.count(&now), 1);
    let removal = format!("/courses/{course}/lessons/{lesson}/deletion");
    teacher.post(&removal, &[("confirm", "yes")]).await;
    app.jobs_done().await;
    assert_eq!(stored(&app), 0, "the lesson has taken its file with it");
    app.finish().await;
}

#[tokio::test]
async fn whoever_may_not_upload_is_sent_away_before_the_body_is_read() {
    let app = TestApp::start().await;
    let student = app.student().await;
    let endless = futures_util::stream::pending::<Result<Vec<u8>, std::io::Error>>();
    let request = student
        .request(
            reqwest::Method::POST,
            &format!("/courses/{}/cover", app.cast.course),
        )
        .header("content-type", "multipart/form-data; boundary=x")
        .body(reqwest::Body::wrap_stream(endless));
    let answer =
        tokio::time::timeout(std::time::Duration::from_secs(5), student.send(request)).await;
    assert_eq!(answer.expect("an answer without a body").status(), 404);
    app.finish().await;
}
