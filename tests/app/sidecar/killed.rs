//! The program itself is killed or stopped: nothing stays behind, nothing is lost.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use diesel::prelude::*;
use lectern::sidecar::DataLock;
use lectern::sidecar::postgres::url_of_running;
use tokio::process::{Child, Command};

use crate::support::processes_beside;

fn serve(data: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_lectern"))
        .arg("serve")
        .env("LECTERN_DATA", data)
        .env("LECTERN_LISTEN", "127.0.0.1:0")
        .env("LECTERN_RTMP_LISTEN", "127.0.0.1:0")
        .env_remove("DATABASE_URL")
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

async fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let until = Instant::now() + Duration::from_secs(30);
    while !is_so() {
        assert!(Instant::now() < until, "not within 30 s: {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn is_serving(data: &Path) -> bool {
    let said = std::fs::read_to_string(data.join("lectern.lock")).unwrap_or_default();
    said.contains("http://") && url_of_running(data).is_some()
}

fn is_kept(url: &str) -> bool {
    let conn = PgConnection::establish(url);
    conn.is_ok_and(|mut conn| {
        diesel::sql_query("SELECT * FROM kept")
            .execute(&mut conn)
            .is_ok()
    })
}

#[tokio::test]
async fn a_killed_lectern_takes_its_sidecars_along_and_the_next_start_works() {
    let data = tempfile::tempdir().unwrap();
    let mut killed = serve(data.path());
    eventually("it serves", || is_serving(data.path())).await;
    let url = url_of_running(data.path()).unwrap();
    let mut conn = PgConnection::establish(&url).unwrap();
    diesel::sql_query("CREATE TABLE kept (id int)")
        .execute(&mut conn)
        .unwrap();
    let running = processes_beside(data.path()).join("\n");
    assert!(
        running.contains("postgres") && running.contains("nginx"),
        "{running}"
    );

    killed.start_kill().unwrap();
    killed.wait().await.unwrap();
    // At once, while the old Postgres may still be writing its last.
    let mut next = serve(data.path());
    let next_pid = format!("process {},", next.id().unwrap());
    eventually("the next serves, with all that was there", || {
        let said = std::fs::read_to_string(data.path().join("lectern.lock")).unwrap();
        said.contains(&next_pid) && is_serving(data.path()) && is_kept(&url)
    })
    .await;

    next.start_kill().unwrap();
    next.wait().await.unwrap();
    eventually("no process is left", || {
        processes_beside(data.path()).is_empty()
    })
    .await;
}

#[tokio::test]
async fn ctrl_c_leaves_no_process_behind_and_a_second_start_says_that_one_runs() {
    let data = tempfile::tempdir().unwrap();
    let mut running = serve(data.path());
    eventually("it serves", || is_serving(data.path())).await;
    assert!(DataLock::take(data.path()).is_err());

    let second = Command::new(env!("CARGO_BIN_EXE_lectern"))
        .arg("serve")
        .env("LECTERN_DATA", data.path())
        .output()
        .await
        .unwrap();
    let words = String::from_utf8_lossy(&second.stderr);
    assert!(
        !second.status.success() && words.contains("already running"),
        "{words}"
    );

    let pid = nix::unistd::Pid::from_raw(running.id().unwrap() as i32);
    nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGINT).unwrap();
    let ended = tokio::time::timeout(Duration::from_secs(20), running.wait()).await;
    assert!(ended.unwrap().unwrap().success());
    assert_eq!(processes_beside(data.path()), Vec::<String>::new());
}
