//! The private Postgres is killed, restarted, and kept in folders with awkward names.

use std::path::Path;
use std::time::{Duration, Instant};

use diesel::prelude::*;
use lectern::sidecar::postgres::url_of_running;
use lectern::sidecar::{DataLock, Postgres};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

fn query(url: &str, sql: &str) -> QueryResult<usize> {
    let mut conn = PgConnection::establish(url)
        .map_err(|_| diesel::result::Error::BrokenTransactionManager)?;
    diesel::sql_query(sql).execute(&mut conn)
}

fn signal(pid: u32, signal: Signal) {
    kill(Pid::from_raw(pid as i32), signal).unwrap();
}

async fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let until = Instant::now() + Duration::from_secs(20);
    while !is_so() {
        assert!(Instant::now() < until, "not within 20 s: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn what_was_committed_outlives_kills_and_restarts() {
    let data = tempfile::tempdir().unwrap();
    let lock = DataLock::take(data.path()).unwrap();
    let postgres = Postgres::start(&lock).await.unwrap();
    let url = postgres.url().to_owned();
    query(&url, "CREATE TABLE kept (id int)").unwrap();
    query(&url, "INSERT INTO kept VALUES (1)").unwrap();

    let first = postgres.pid().unwrap();
    signal(first, Signal::SIGKILL);
    eventually("it is started again", || {
        postgres.pid().is_some_and(|pid| pid != first) && query(&url, "SELECT * FROM kept").is_ok()
    })
    .await;

    postgres.stop().await;
    assert!(query(&url, "SELECT 1").is_err(), "nothing runs after stop");
    assert!(!data.path().join("postgres/postmaster.pid").exists());

    let began = Instant::now();
    let postgres = Postgres::start(&lock).await.unwrap();
    assert!(
        began.elapsed() < Duration::from_secs(2),
        "{:?}",
        began.elapsed()
    );
    assert_eq!(query(postgres.url(), "SELECT * FROM kept").unwrap(), 1);
    postgres.stop().await;
}

#[tokio::test]
async fn a_data_folder_with_a_long_path_works() {
    let root = tempfile::tempdir().unwrap();
    let data = root.path().join("long".repeat(30)).join("讲堂 'data'");
    let lock = DataLock::take(&data).unwrap();
    let postgres = Postgres::start(&lock).await.unwrap();
    query(postgres.url(), "SELECT 1").unwrap();
    assert_eq!(url_of_running(&data).as_deref(), Some(postgres.url()));
    postgres.stop().await;
    assert_eq!(url_of_running(&data), None);
}

#[tokio::test]
async fn nobody_else_can_enter_the_cluster() {
    use std::os::unix::fs::MetadataExt;
    let data = tempfile::tempdir().unwrap();
    let lock = DataLock::take(data.path()).unwrap();
    let postgres = Postgres::start(&lock).await.unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().mode() & 0o777;
    assert_eq!(mode(&data.path().join("postgres")), 0o700);
    postgres.stop().await;
}
