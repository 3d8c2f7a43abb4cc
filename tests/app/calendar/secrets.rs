//! The address of a feed, and the link for a forgotten password, are in no log and no file of the program.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::process::{Child, Command};

use crate::support::{Database, eventually};

/// Nothing else in the world looks like them.
const FEED: &str = "canaryfeed0canaryfeed0canaryfeed0canaryfeed";
const RESET: &str = "canaryreset0canaryreset0canaryreset0canary0";

/// The program as a process, telling all it can tell.
fn serve(database: &Database, data: &Path, port: u16) -> Child {
    let log = |name: &str| Stdio::from(File::create(data.join(name)).unwrap());
    Command::new(env!("CARGO_BIN_EXE_lectern"))
        .arg("serve")
        .env("DATABASE_URL", database.url())
        .env("LECTERN_DATA", data)
        .env("LECTERN_LISTEN", format!("127.0.0.1:{port}"))
        .env("LECTERN_RTMP_LISTEN", "off")
        .env("LECTERN_LOG", "trace")
        .stdout(log("out.log"))
        .stderr(log("err.log"))
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().flatten();
    entries
        .flat_map(|entry| match entry.file_type() {
            Ok(kind) if kind.is_dir() => files_below(&entry.path()),
            _ => vec![entry.path()],
        })
        .collect()
}

#[tokio::test]
async fn tokens_in_addresses_are_in_no_log() {
    lectern::app::choose_cryptography();
    let database = Database::create();
    diesel::RunQueryDsl::execute(
        diesel::sql_query(format!(
            "INSERT INTO calendar_feeds (user_id, token_hash) SELECT id, sha256('{FEED}') FROM users WHERE username = 'xiaoming'"
        )),
        &mut database.connect(),
    )
    .unwrap();
    let data = tempfile::tempdir().unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let mut program = serve(&database, data.path(), port);
    let status = async |path: &str| {
        let answer = reqwest::get(format!("http://127.0.0.1:{port}{path}")).await;
        answer.map_or(0, |answer| answer.status().as_u16())
    };
    eventually("it serves", async || status("/readyz").await == 200).await;
    assert_eq!(status(&format!("/calendar/{FEED}.ics")).await, 200);
    assert_eq!(status(&format!("/calendar/{FEED}")).await, 404);
    assert_eq!(
        status(&format!("/calendar/{FEED}x.ics?again={FEED}")).await,
        404
    );
    assert_eq!(status(&format!("/password/reset/{RESET}")).await, 404);
    // What nobody foresaw is logged together with what was asked.
    let rename = "ALTER TABLE calendar_feeds RENAME TO feeds_elsewhere";
    diesel::RunQueryDsl::execute(diesel::sql_query(rename), &mut database.connect()).unwrap();
    assert_eq!(status(&format!("/calendar/{FEED}.ics")).await, 500);
    let pid = nix::unistd::Pid::from_raw(program.id().unwrap() as i32);
    nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGTERM).unwrap();
    program.wait().await.unwrap();

    let mut is_logged = false;
    for file in files_below(data.path()) {
        let content = fs::read(&file).unwrap_or_default();
        let text = String::from_utf8_lossy(&content);
        is_logged |= text.contains("request failed") && text.contains("\"/calendar/\"");
        for secret in [FEED, RESET] {
            let at = text.find(secret);
            let around = at.map(|at| {
                text[at.saturating_sub(300)..]
                    .chars()
                    .take(400)
                    .collect::<String>()
            });
            assert_eq!(around, None, "in {}", file.display());
        }
    }
    assert!(is_logged, "the log tells of the failure, and where");
}
