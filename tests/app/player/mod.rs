//! The player of video lessons: what learners see and hear of it, and what of theirs nobody else does.

mod browser;
mod danmaku;
mod danmaku_reports;
mod notes;
mod subtitles;
mod text;

use std::process::Command;
use std::sync::OnceLock;

use reqwest::multipart::{Form, Part};

use crate::support::TestApp;

/// How long the film of these tests is, in seconds.
const FILM_SECONDS: u32 = 40;

impl TestApp {
    /// The address of the lesson of the cast.
    pub(crate) fn video_path(&self) -> String {
        format!("/courses/{}/lessons/{}", self.cast.course, self.cast.lesson)
    }

    /// Makes the lesson of the cast a video with a real film; answers its address.
    pub(crate) async fn make_film(&self) -> String {
        let path = self.video_path();
        self.execute(&format!(
            "UPDATE lessons SET kind = 'video', title = '五分钟看懂矩阵' WHERE id = {}",
            self.cast.lesson
        ));
        let file = Form::new().part("file", Part::bytes(film().to_vec()).file_name("film.mp4"));
        let teacher = self.teacher().await;
        let stored = teacher.upload(&format!("{path}/file"), file).await;
        assert_eq!(stored.status(), 303, "{stored:?}");
        path
    }
}

/// A picture that moves and a tone, made once for all tests.
fn film() -> &'static [u8] {
    static FILM: OnceLock<Vec<u8>> = OnceLock::new();
    FILM.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("film.mp4");
        let picture = format!("gradients=size=640x360:rate=10:duration={FILM_SECONDS}:c0=0x243b55:c1=0x7a9e9f:speed=0.02:seed=7");
        let tone = format!("sine=frequency=330:duration={FILM_SECONDS}");
        let made = Command::new("ffmpeg")
            .args(["-v", "error", "-f", "lavfi", "-i", &picture])
            .args(["-f", "lavfi", "-i", &tone])
            .args(["-c:v", "libx264", "-preset", "ultrafast", "-g", "10", "-pix_fmt", "yuv420p"])
            .args(["-c:a", "aac", "-movflags", "+faststart"])
            .arg(&path)
            .status()
            .expect("ffmpeg is installed");
        assert!(made.success());
        std::fs::read(path).expect("the film")
    })
}
