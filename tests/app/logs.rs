//! What is secret is in no log (row K2): not in the program's, however much it tells, nor in those of Postgres and nginx, even
//! of requests that fail; and nobody writes a line of their own into one.

use std::path::Path;

use lectern::sidecar::postgres::url_of_running;
use reqwest::Method;

use crate::support::{Client, PASSWORD, Program, eventually, populate};

/// Where each is typed or sent.
const CANARIES: [&str; 8] = [
    "canary-password-81fe",
    "canary-message-27ab",
    "canary-search-55cd",
    "canary-reset-90aa",
    "canary-confirm-13bb",
    "canary-undo-77cc",
    "canary-feed-42dd",
    "canary-unsubscribe-64ee",
];

/// Of a card that everybody tests with, as people write it and as programs do.
const CARDS: [&str; 2] = ["4242424242424242", "4242 4242 4242 4242"];

/// What it would take to write a line of one's own.
const FORGED: &str = "\r\n{\"level\":\"ERROR\",\"message\":\"forged-line-3c\"}\r\n";

/// What each person does, whose requests are answered or fail.
async fn use_secrets(client: &Client, other: i64) {
    let [
        password,
        message,
        search,
        reset,
        confirm,
        undo,
        feed,
        unsubscribe,
    ] = CANARIES;
    let typed = [("login", "wang"), ("password", password)];
    client.post("/login", &typed).await;
    // A password in the wrong field is a password all the same.
    client
        .post("/login", &[("login", password), ("password", "x")])
        .await;
    let registered = [
        ("username", "neu"),
        ("email", "neu@example.org"),
        ("password", password),
        ("password_again", password),
    ];
    client.post("/register", &registered).await;
    client
        .post(
            "/settings/password",
            &[("current_password", password), ("new_password", password)],
        )
        .await;
    let room = client.post(&format!("/chat/people/{other}"), &[]).await;
    let room = match room.location() {
        "" => "/chat/rooms/1",
        room => room,
    };
    let nonce = uuid::Uuid::now_v7().to_string();
    for text in [message, CARDS[1], FORGED] {
        client
            .post(
                &format!("{room}/messages"),
                &[("content", text), ("nonce", &nonce)],
            )
            .await;
    }
    client.get(&format!("/chat/search?q={search}")).await;
    client
        .get(&format!("/courses?q={search}&next=/x%0d%0a{search}"))
        .await;
    client.get(&format!("/password/reset/{reset}")).await;
    client
        .post(
            &format!("/password/reset/{reset}"),
            &[("new_password", password)],
        )
        .await;
    client.get(&format!("/email/confirmation/{confirm}")).await;
    client.get(&format!("/email/undo/{undo}")).await;
    client.get(&format!("/calendar/{feed}.ics")).await;
    client
        .get(&format!("/notifications/unsubscribe/{unsubscribe}"))
        .await;
    client
        .post("/courses/1/orders", &[("coupon", CARDS[0])])
        .await;
    for (header, value) in [
        ("User-Agent", "a\tforged"),
        ("Referer", "http://x/?canary-search-55cd"),
        ("Authorization", "Bearer canary-password-81fe"),
    ] {
        let request = client
            .request(Method::GET, "/courses/%0d%0aforged-line-3c")
            .header(header, value);
        client.send(request).await;
    }
}

/// The text of every log below the folder, beside that of the program.
fn logs_below(folder: &Path) -> String {
    let logs = crate::support::files_below(folder).into_iter();
    let logs = logs.filter(|file| file.to_string_lossy().contains("log"));
    logs.map(|file| String::from_utf8_lossy(&std::fs::read(file).unwrap_or_default()).into_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_secret_and_no_forged_line_is_in_any_log() {
    let data = tempfile::tempdir().expect("a folder");
    let log = data.path().join("program.log");
    let settings = [("LECTERN_LOG", "debug"), ("LECTERN_DATABASE_POOL", "4")];
    // With its own Postgres, whose log counts too.
    let program = Program::serve_noting(&log, "", data.path(), &settings).await;
    let url = url_of_running(data.path()).expect("its Postgres");
    populate(&url);
    let student = program.client();
    let signed_in = student
        .post("/login", &[("login", "xiaoming"), ("password", PASSWORD)])
        .await;
    assert_eq!(signed_in.status(), 303);
    let session = signed_in.headers("set-cookie").join(";");
    let session = session
        .split(['=', ';'])
        .nth(1)
        .expect("a session")
        .to_owned();
    use_secrets(&student, 1).await;
    use_secrets(&program.client(), 1).await;
    // Whatever fails is logged with its request.
    break_tables(&url);
    use_secrets(&student, 1).await;
    use_secrets(&program.client(), 1).await;
    let read = || std::fs::read_to_string(&log).expect("the log");
    eventually("the failures are logged", async || {
        read().contains("request failed")
    })
    .await;
    program.kill().await;

    let (own, others) = (read(), logs_below(data.path()));
    assert!(
        own.contains("\"http.target\":\"/chat/search\""),
        "requests are told without what was asked"
    );
    assert!(own.contains("/password/reset/"), "{own}");
    let mut secrets: Vec<&str> = CANARIES.into_iter().chain(CARDS).collect();
    secrets.extend([session.as_str(), PASSWORD]);
    for secret in secrets {
        let found = own
            .lines()
            .chain(others.lines())
            .find(|line| line.contains(secret));
        assert_eq!(found, None, "{secret}");
    }
    for line in own.lines() {
        let told: serde_json::Value =
            serde_json::from_str(line).unwrap_or_else(|_| panic!("no line of ours: {line}"));
        assert_ne!(told["message"], "forged-line-3c");
        assert!(told["timestamp"].is_string(), "{line}");
    }
}

/// Everything that asks who is there, or for what they said, fails from now on.
fn break_tables(url: &str) {
    use diesel::connection::{Connection, SimpleConnection};
    let mut conn = diesel::PgConnection::establish(url).expect("its Postgres answers");
    for table in [
        "messages",
        "account_tokens",
        "email_changes",
        "calendar_feeds",
        "audit_log",
        "chat_room_members",
    ] {
        conn.batch_execute(&format!("ALTER TABLE {table} RENAME TO {table}_away"))
            .expect(table);
    }
}
