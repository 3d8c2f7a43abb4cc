//! The program as a process: what it refuses to start with, and what survives a restart (row K1).

use crate::support::{Database, PASSWORD, Program};

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
