//! A stream key is known to its teacher and to nobody who reads files, pages or logs.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Binary;
use sha2::{Digest, Sha256};
use tokio::process::{Child, Command};

use crate::support::{Database, Encoder, eventually};

/// The secrets of the right key and of a wrong one; nothing else in the world looks like them.
const RIGHT: &str = "ca4a41ca4a41ca4a41ca4a41ca4a41ca4a41ca4a";
const WRONG: &str = "bad0bad0bad0bad0bad0bad0bad0bad0bad0bad0";

fn plan_class(conn: &mut PgConnection) {
    sql_query(
        "INSERT INTO live_rooms (title, teacher_id, access, status, started_at, stream_key_hash, stream_key_hint)
         SELECT '直播课', id, 'everyone', 'live', now(), $1, 'ca4a' FROM users WHERE username = 'wang'",
    )
    .bind::<Binary, _>(Sha256::digest(format!("1-{RIGHT}")).to_vec())
    .execute(conn)
    .unwrap();
}

/// The program as a process, telling all it can tell.
fn serve(database: &Database, data: &Path, ports: (u16, u16)) -> Child {
    let log = |name: &str| Stdio::from(File::create(data.join(name)).unwrap());
    Command::new(env!("CARGO_BIN_EXE_lectern"))
        .arg("serve")
        .env("DATABASE_URL", database.url())
        .env("LECTERN_DATA", data)
        .env("LECTERN_LISTEN", format!("127.0.0.1:{}", ports.0))
        .env("LECTERN_RTMP_LISTEN", format!("127.0.0.1:{}", ports.1))
        .env("LECTERN_LOG", "trace")
        .stdout(log("out.log"))
        .stderr(log("err.log"))
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// Every file below the folder.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().flatten();
    entries
        .flat_map(|entry| match entry.file_type() {
            Ok(kind) if kind.is_dir() => files_below(&entry.path()),
            _ => vec![entry.path()],
        })
        .collect()
}

fn holds(bytes: &[u8], secret: &str) -> bool {
    bytes
        .windows(secret.len())
        .any(|window| window == secret.as_bytes())
}

#[tokio::test]
async fn keys_are_in_no_path_no_file_no_page_and_no_log() {
    lectern::app::choose_cryptography();
    let database = Database::create();
    plan_class(&mut database.connect());
    let data = tempfile::tempdir().unwrap();
    let ports = (free_port(), free_port());
    let mut program = serve(&database, data.path(), ports);
    let page = async |path: &str| {
        let answer = reqwest::get(format!("http://127.0.0.1:{}{path}", ports.0)).await;
        match answer {
            Ok(answer) if answer.status() == 200 => answer.text().await.unwrap(),
            _ => String::new(),
        }
    };
    eventually("it serves", async || page("/readyz").await == "ready").await;

    let url = |secret: &str| format!("rtmp://127.0.0.1:{}/live/1-{secret}", ports.1);
    Encoder::publish(&url(WRONG)).ended().await;
    Encoder::publish(&format!("{}?name={RIGHT}", url(RIGHT)))
        .ended()
        .await;
    let encoder = Encoder::publish(&url(RIGHT));
    eventually("there is a picture", async || {
        page("/live/1/hls/index.m3u8").await.contains(".ts")
    })
    .await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    for path in ["/live/1/hls/index.m3u8", "/live/1", "/live", "/"] {
        let text = page(path).await;
        assert!(
            !text.contains(RIGHT) && !text.contains(WRONG),
            "{path}: {text}"
        );
    }
    encoder.kill().await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let pid = nix::unistd::Pid::from_raw(program.id().unwrap() as i32);
    nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGTERM).unwrap();
    program.wait().await.unwrap();

    let files = files_below(data.path());
    assert!(files.iter().any(|file| file.ends_with("out.log")));
    assert!(
        files
            .iter()
            .any(|file| file.extension().is_some_and(|end| end == "flv"))
    );
    for file in files {
        let content = fs::read(&file).unwrap_or_default();
        for secret in [RIGHT, WRONG] {
            assert!(
                !file.to_string_lossy().contains(secret),
                "{}",
                file.display()
            );
            assert!(!holds(&content, secret), "in {}", file.display());
        }
    }
}
