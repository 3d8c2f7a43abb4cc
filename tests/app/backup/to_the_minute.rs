//! A site on a Postgres of its own comes back to any minute (row R27), by the lines of the README themselves.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;

use diesel::connection::SimpleConnection;
use lectern::sidecar::postgres::Binaries;
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::support::{
    Cast, Client, PASSWORD, Person, Program, as_owner, eventually, owner_of_postgres, populate,
};

const README: &str = include_str!("../../../README.md");

/// The lines of the README that stand together from this one on.
fn told(first: &str) -> String {
    let from = README.find(first).expect(first);
    let lines = README[from..].lines().take_while(|line| !line.is_empty());
    lines.map(str::trim).collect::<Vec<_>>().join("\n")
}

/// A Postgres with a disk elsewhere beside it.
struct Cluster {
    folder: TempDir,
    binaries: PathBuf,
}

impl Cluster {
    fn make() -> Cluster {
        let folder = tempfile::tempdir().expect("a folder");
        let cluster = Cluster {
            folder,
            binaries: Binaries::newest().expect("Postgres").folder,
        };
        fs::create_dir_all(cluster.path("backup/wal")).expect("the disk elsewhere");
        if let Some((user, group)) = owner_of_postgres() {
            for path in ["", "backup", "backup/wal"] {
                std::os::unix::fs::chown(cluster.path(path), Some(user), Some(group)).expect(path);
            }
        }
        let (data, locale) = (cluster.text("data"), "--locale=C.UTF-8");
        cluster.run(
            "initdb",
            &[
                "-D", &data, "-U", "postgres", "-A", "trust", "-E", "UTF8", locale,
            ],
        );
        cluster.configure(&told("archive_mode = on"));
        cluster.start();
        cluster
    }

    fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    fn text(&self, below: &str) -> String {
        self.path(below).display().to_string()
    }

    /// Adds lines of the README to the configuration, with the disk where it is here.
    fn configure(&self, lines: &str) {
        let lines = lines.replace("/backup", &self.text("backup"));
        let path = self.path("data/postgresql.conf");
        let mut file = OpenOptions::new()
            .append(true)
            .open(path)
            .expect("the file");
        writeln!(file, "{lines}").expect("the lines");
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        let mut command = as_owner(&self.binaries.join(program), owner_of_postgres());
        let output = command.args(arguments).stderr(Stdio::piped()).output();
        let output = output.expect("it starts");
        assert!(output.status.success(), "{program}: {}", words(&output));
    }

    fn start(&self) {
        let options = format!(
            "-c listen_addresses= -c unix_socket_directories={}",
            self.text("")
        );
        let (data, log) = (self.text("data"), self.text("log"));
        self.run(
            "pg_ctl",
            &[
                "-D", &data, "-w", "-t", "60", "-o", &options, "-l", &log, "start",
            ],
        );
    }

    fn stop(&self) {
        self.run(
            "pg_ctl",
            &["-D", &self.text("data"), "-w", "-m", "fast", "stop"],
        );
    }

    fn url(&self, database: &str) -> String {
        let host = self.text("").replace('/', "%2F");
        format!("postgresql://postgres@{host}/{database}")
    }

    fn connect(&self, database: &str) -> PgConnection {
        PgConnection::establish(&self.url(database)).expect("it answers")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let mut command = as_owner(&self.binaries.join("pg_ctl"), owner_of_postgres());
        let data = self.text("data");
        let _ = command
            .args(["-D", &data, "-m", "immediate", "stop"])
            .status();
    }
}

async fn room_of(program: &Program, course: i64) -> (Client, String) {
    let client = program.client();
    let form = [
        ("login", Person::Xiaoming.username()),
        ("password", PASSWORD),
    ];
    assert_eq!(client.post("/login", &form).await.status(), 303);
    let room = client.get(&format!("/chat/courses/{course}")).await;
    let room = room.location().to_owned();
    (client, room)
}

async fn say(client: &Client, room: &str, words: &str) {
    let nonce = Uuid::now_v7().to_string();
    let fields = [("content", words), ("nonce", nonce.as_str())];
    let said = client.post_htmx(&format!("{room}/messages"), &fields).await;
    assert_eq!(said.status(), 201, "{words}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_site_on_its_own_postgres_comes_back_to_the_minute_one_names() {
    let (cluster, data) = (Cluster::make(), tempfile::tempdir().unwrap());
    let create = "CREATE DATABASE lectern";
    cluster.connect("postgres").batch_execute(create).unwrap();
    let url = cluster.url("lectern");
    populate(&url);
    let course = Cast::find(&mut cluster.connect("lectern")).course;
    let program = Program::serve_with(&url, data.path(), &[]).await;
    let (client, room) = room_of(&program, course).await;
    say(&client, &room, "before the copy").await;
    let copy = told("pg_basebackup");
    assert!(copy.contains("--checkpoint=fast"), "{copy}");
    let (host, base) = (cluster.text(""), cluster.text("backup/base"));
    let arguments = [
        "-h",
        &host,
        "-U",
        "postgres",
        "-D",
        &base,
        "--checkpoint=fast",
    ];
    cluster.run("pg_basebackup", &arguments);
    say(&client, &room, "after the copy").await;
    let mut conn = cluster.connect("lectern");
    let minute = texts(&mut conn, "SELECT clock_timestamp()::text AS t").remove(0);
    say(&client, &room, "a mistake").await;
    // The rest of the log is on the disk elsewhere within a minute; the test does not wait for it.
    conn.batch_execute("SELECT pg_switch_wal()").unwrap();
    drop(conn);
    program.stop().await;
    cluster.stop();

    fs::remove_dir_all(cluster.path("data")).unwrap();
    fs::rename(cluster.path("backup/base"), cluster.path("data")).unwrap();
    let lines = told("restore_command");
    let time = "recovery_target_time = '";
    let (above, below) = lines.split_once(time).expect(time);
    let (_, below) = below.split_once('\'').expect("the end of the time");
    cluster.configure(&format!("{above}{time}{minute}'{below}"));
    fs::write(cluster.path("data/recovery.signal"), "").unwrap();
    if let Some((user, group)) = owner_of_postgres() {
        let signal = cluster.path("data/recovery.signal");
        std::os::unix::fs::chown(signal, Some(user), Some(group)).unwrap();
    }
    cluster.start();
    let serves = "SELECT (NOT pg_is_in_recovery())::text AS t";
    let is_there = async || texts(&mut cluster.connect("lectern"), serves) == ["true"];
    eventually("it has come to that time", is_there).await;
    let program = Program::serve_with(&url, data.path(), &[]).await;
    let (client, room) = room_of(&program, course).await;
    let page = client.get(&room).await.text();
    assert!(page.contains("before the copy") && page.contains("after the copy"));
    assert!(!page.contains("a mistake"), "later than that minute");
    say(&client, &room, "and it goes on").await;
    program.stop().await;
}
