//! What `lectern doctor` says of a whole machine and of a broken one.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::TestApp;

fn examine(data: &Path, settings: &[(&str, &str)]) -> (Output, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_lectern"))
        .arg("doctor")
        .env("LECTERN_DATA", data)
        .env("LECTERN_LISTEN", "127.0.0.1:0")
        .env("LECTERN_RTMP_LISTEN", "127.0.0.1:0")
        .env_remove("DATABASE_URL")
        .envs(settings.iter().copied())
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&output.stdout).into_owned();
    (output, words)
}

#[test]
fn a_machine_with_every_part_is_healthy() {
    let data = tempfile::tempdir().unwrap();
    let (output, words) = examine(data.path(), &[]);
    assert!(output.status.success(), "{words}");
    for part in [
        "postgres",
        "nginx-rtmp",
        "ffmpeg",
        "pdftoppm",
        "storage",
        "disk space",
    ] {
        assert!(words.contains(part), "{words}");
    }
    assert!(
        !data.path().join("postgres").exists(),
        "it makes no cluster"
    );
}

#[test]
fn what_is_broken_is_named_with_what_to_do() {
    let data = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let settings = [
        (
            "LECTERN_RTMP_LISTEN",
            taken.local_addr().unwrap().to_string(),
        ),
        (
            "DATABASE_URL",
            "postgres://u:hunter2@127.0.0.1:1/x".to_owned(),
        ),
    ];
    let settings = settings
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let (output, words) = examine(data.path(), &settings);
    assert_eq!(output.status.code(), Some(1));
    assert!(words.contains("set LECTERN_RTMP_LISTEN"), "{words}");
    assert!(words.contains("correct DATABASE_URL"), "{words}");
    assert!(!words.contains("hunter2"), "no password is shown");
}

#[tokio::test]
async fn administrators_see_which_programs_there_are() {
    let app = TestApp::start().await;
    let page = app.admin().await.get("/admin/system").await.html();
    let parts = page.texts("#parts .list__title");
    for program in ["ffmpeg", "pdftoppm"] {
        assert!(parts.iter().any(|part| part == program), "{parts:?}");
    }
    assert!(app.teacher().await.get("/admin/system").await.status() == 404);
    app.finish().await;
}
