//! The program as a process: what it refuses to start with, and what survives a restart (row K1).

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::{Database, PASSWORD, Program, TestApp};

#[tokio::test]
async fn a_start_with_a_weak_secret_is_refused_in_words() {
    let (database, data) = (Database::create(), tempfile::tempdir().unwrap());
    let weak = [
        "secret",
        "changeme",
        &"changeme".repeat(16),
        &"a".repeat(64),
        &"x7".repeat(31),
    ];
    for secret in weak {
        let refusal = Program::refused(&database, data.path(), "LECTERN_SECRET", secret).await;
        assert!(!refusal.is_success, "{secret}");
        assert!(
            refusal.words.contains("LECTERN_SECRET") && refusal.words.contains("64"),
            "{}",
            refusal.words
        );
        assert!(
            !refusal.words.contains(secret) || secret == "secret",
            "it repeats the secret"
        );
    }
}

#[tokio::test]
async fn settings_that_mean_nothing_are_refused_in_words() {
    let (database, data) = (Database::create(), tempfile::tempdir().unwrap());
    let settings = [
        ("PUBLIC_URL", "ftp://school.example"),
        ("LECTERN_BCRYPT_COST", "3"),
        ("LECTERN_LISTEN", "nowhere"),
        ("TRUSTED_PROXIES", "everybody"),
        ("SMTP_URL", "http://mail.example"),
        ("LECTERN_MAIL_FROM", "nobody"),
        ("REDIS_URL", "http://redis.example"),
        ("STORAGE_URL", "ftp://files.example"),
        ("STORAGE_URL", "s3://bucket-without-a-key"),
        ("LECTERN_ARCHIVE_AFTER_DAYS", "1"),
        ("LECTERN_ARCHIVE_AFTER_DAYS", "soon"),
    ];
    for (name, value) in settings {
        let refusal = Program::refused(&database, data.path(), name, value).await;
        assert!(
            !refusal.is_success && refusal.words.contains(name),
            "{name}: {}",
            refusal.words
        );
    }
}

#[tokio::test]
async fn people_stay_signed_in_over_a_restart_and_over_being_killed() {
    let (database, data) = (Database::create(), tempfile::tempdir().unwrap());
    let program = Program::serve(&database, data.path()).await;
    let form = [("login", "xiaoming"), ("password", PASSWORD)];
    let answer = program.client().post("/login", &form).await;
    let cookies = answer.headers("set-cookie");
    let session = cookies.iter().find(|cookie| cookie.starts_with("lectern="));
    let cookie = session.unwrap().split(';').next().unwrap().to_owned();
    program.stop().await;
    let program = Program::serve(&database, data.path()).await;
    assert_eq!(settings(&program, &cookie).await, 200, "after Ctrl-C");
    program.kill().await;
    let program = Program::serve(&database, data.path()).await;
    assert_eq!(settings(&program, &cookie).await, 200, "after kill -9");
    assert_ne!(settings(&program, "lectern=forged").await, 200);
    program.stop().await;
}

async fn settings(program: &Program, cookie: &str) -> u16 {
    let client = program.client();
    let request = client
        .request(reqwest::Method::GET, "/settings")
        .header("Cookie", cookie);
    client.send(request).await.status()
}

fn file(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(root.join(path)).expect(path)
}

/// The variables that `src/config` reads: the program reads the environment nowhere else.
fn variables_read() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/config");
    let mut names = BTreeSet::new();
    for entry in std::fs::read_dir(root)
        .expect("the configuration")
        .flatten()
    {
        let source = std::fs::read_to_string(entry.path()).expect("a source file");
        let literals = source.split('"').skip(1).step_by(2);
        names.extend(literals.filter(|text| is_variable(text)).map(str::to_owned));
    }
    names
}

fn is_variable(text: &str) -> bool {
    let is_name =
        |letter: char| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_';
    text.contains('_') && text.chars().all(is_name)
}

/// The variables in the first column of the README's table.
fn variables_told() -> BTreeSet<String> {
    let readme = file("README.md");
    let rows = readme.lines().filter(|line| line.starts_with("| `"));
    let cells = rows.filter_map(|row| row.split('|').nth(1));
    let names = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2));
    names
        .filter(|name| is_variable(name))
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_readme_tells_of_each_variable_that_is_read_and_of_no_other() {
    let (read, told) = (variables_read(), variables_told());
    assert!(read.len() > 25, "{read:?}");
    let untold: Vec<_> = read.difference(&told).collect();
    let unread: Vec<_> = told.difference(&read).collect();
    assert!(untold.is_empty(), "not in the README's table: {untold:?}");
    assert!(
        unread.is_empty(),
        "in the README's table, and nobody reads it: {unread:?}"
    );
}

#[test]
fn what_is_deployed_sets_variables_that_there_are() {
    let known = variables_read();
    for path in [
        "bin/deploy/lectern.service",
        "bin/deploy/compose.yaml",
        "bin/deploy/Dockerfile",
    ] {
        let text = file(path);
        let code: String = text
            .lines()
            .filter(|line| !line.trim_start().starts_with('#'))
            .collect::<Vec<_>>()
            .join("\n");
        let names = code.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
        let ours = names.filter(|name| {
            is_variable(name) && (name.starts_with("LECTERN_") || name.ends_with("_URL"))
        });
        let names: Vec<_> = ours.collect();
        assert!(!names.is_empty(), "{path}");
        let strangers: Vec<_> = names
            .iter()
            .filter(|name| !known.contains(**name))
            .collect();
        assert!(strangers.is_empty(), "{path}: {strangers:?}");
    }
    let compose = file("bin/deploy/compose.yaml");
    for (number, line) in compose.lines().enumerate() {
        let indent = line.len() - line.trim_start().len();
        assert!(
            !line.contains('\t') && indent % 2 == 0,
            "compose.yaml, line {}",
            number + 1
        );
    }
}

#[tokio::test]
async fn each_alert_asks_for_a_number_that_the_program_tells() {
    let app = TestApp::start().await;
    app.student().await.get("/courses").await;
    let told = app.anonymous().get("/metrics").await.text();
    let alerts = file("bin/deploy/alerts.yaml");
    let names = alerts.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    let asked: BTreeSet<&str> = names.filter(|name| name.starts_with("lectern_")).collect();
    assert!(asked.len() >= 6, "{asked:?}");
    for name in asked {
        let is_told = told.lines().any(|line| line.starts_with(name));
        assert!(
            is_told || name == "lectern_overflows_total",
            "{name} is not told"
        );
    }
    for level in [
        "jobs_waiting",
        "jobs_running",
        "jobs_failed",
        "mails_waiting",
        "live_classes",
        "database_connections",
    ] {
        assert!(
            told.contains(&format!("lectern_level{{of=\"{level}\"}}")),
            "{level}"
        );
    }
    app.finish().await;
}

#[test]
fn nginx_takes_the_configuration_of_the_proxy() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("x.sock");
    let server: String = file("bin/deploy/nginx.conf")
        .lines()
        .filter(|line| {
            !line.contains("ssl_certificate")
                && !line.contains("listen [::]")
                && !line.contains("http2")
        })
        .map(|line| match line.trim_start().starts_with("listen") {
            true => format!(
                "listen unix:{}{};\n",
                socket.display(),
                line.matches("443").count()
            ),
            false => format!("{line}\n"),
        })
        .collect();
    let whole = format!(
        "pid {0}/pid; error_log stderr; events {{}} http {{ access_log off; {server} }}",
        folder.path().display()
    );
    let path = folder.path().join("nginx.conf");
    std::fs::write(&path, whole).unwrap();
    let nginx = lectern::sidecar::nginx_rtmp::Binaries::find().expect("nginx is installed");
    let output = std::process::Command::new(nginx.nginx)
        .arg("-t")
        .arg("-c")
        .arg(&path)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
