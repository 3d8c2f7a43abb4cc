//! Registering and signing in, and what must not be possible there (rows A1, A2, A8).

mod changing_email;
mod confirming;
mod devices;
mod forgotten;
mod in_browser;
mod leaving;
mod people;
mod profile;
pub mod second_factor;
mod sessions;
mod teaching;
mod timing;

use crate::support::{Answer, Client, Database, PASSWORD, Person, Program, TestApp};

/// The text of each mail that has become a file, the oldest first.
pub async fn mails(app: &TestApp) -> Vec<String> {
    app.jobs_done().await;
    let mut files = Vec::new();
    for entry in std::fs::read_dir(app.data().join("mails"))
        .into_iter()
        .flatten()
    {
        let path = entry.expect("a file").path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            let written = path.metadata().and_then(|about| about.modified());
            files.push((written.expect("a time"), path));
        }
    }
    files.sort();
    let read = |(_, path)| std::fs::read_to_string(path).expect("a mail");
    files.into_iter().map(read).collect()
}

/// The path that the newest mail leads to.
pub async fn link(app: &TestApp) -> String {
    let mail = mails(app).await.pop().expect("a mail");
    let line = mail.lines().find(|line| line.starts_with("http"));
    let link = line.expect("a link").to_owned();
    let path = link.strip_prefix("http://localhost:8080");
    path.expect("a link of the configured origin").to_owned()
}

/// What the database keeps of where this person is reached: the address, and whether it is confirmed.
fn address_of(app: &TestApp, username: &str) -> String {
    app.text(&format!(
        "SELECT email || CASE WHEN email_confirmed_at IS NULL THEN ' ?' ELSE '' END AS t
         FROM users WHERE username = '{username}'"
    ))
}

/// Somebody who has just registered with this address, signed in.
async fn newcomer(app: &TestApp, username: &str, email: &str) -> Client {
    let client = app.anonymous();
    let answer = sign_up(&client, username, email).await;
    assert_eq!(answer.status(), 303, "{answer:?}");
    client
}

async fn sign_up(client: &Client, username: &str, email: &str) -> Answer {
    let form = [
        ("username", username),
        ("email", email),
        ("password", PASSWORD),
    ];
    client.post("/register", &form).await
}

async fn is_signed_in(client: &Client) -> bool {
    client.get("/settings").await.status() == 200
}

async fn register(app: &TestApp, username: &str, password: &str) -> u16 {
    let email = format!("{username}@example.org");
    let form = [
        ("username", username),
        ("email", &email),
        ("password", password),
    ];
    app.anonymous().post("/register", &form).await.status()
}

async fn can_sign_in(app: &TestApp, login: &str, password: &str) -> bool {
    let visitor = app.anonymous();
    let answer = visitor
        .post("/login", &[("login", login), ("password", password)])
        .await;
    assert!(matches!(answer.status(), 303 | 422), "{answer:?}");
    is_signed_in(&visitor).await
}

#[tokio::test]
async fn a_visitor_registers_through_the_form_and_is_signed_in() {
    let app = TestApp::start().await;
    let visitor = app.anonymous();
    let form = visitor
        .get("/register")
        .await
        .html()
        .form("form[action='/register']");
    let form = form
        .with("username", "xiaogang")
        .with("email", "xiaogang@example.org")
        .with("password", PASSWORD);
    let answer = visitor.submit(&form).await;
    assert_eq!((answer.status(), answer.location()), (303, "/"));
    assert!(is_signed_in(&visitor).await);
    assert!(can_sign_in(&app, "XiaoGang", PASSWORD).await);
    app.finish().await;
}

#[tokio::test]
async fn everybody_of_the_cast_signs_in() {
    let app = TestApp::start().await;
    for person in [Person::Xiaoming, Person::Wang, Person::Zhang, Person::Root] {
        assert!(is_signed_in(&app.sign_in(person).await).await, "{person:?}");
    }
    assert!(!is_signed_in(&app.anonymous()).await);
    app.finish().await;
}

#[tokio::test]
async fn a_form_that_needs_another_look_keeps_what_was_typed_and_says_what_is_wrong() {
    let app = TestApp::start().await;
    let form = [
        ("username", "Wang"),
        ("email", "not an address"),
        ("password", "short"),
    ];
    let answer = app.anonymous().post("/register", &form).await;
    assert_eq!(answer.status(), 422);
    let page = answer.html();
    assert_eq!(page.attribute("input[name=username]", "value"), "Wang");
    assert_eq!(page.count("[aria-invalid=true]"), 2, "email and password");
    let taken = [
        ("username", "WANG"),
        ("email", "new@example.org"),
        ("password", PASSWORD),
    ];
    let answer = app.anonymous().post("/register", &taken).await;
    assert_eq!(answer.status(), 422);
    assert!(
        answer.html().has("input[name=username][aria-invalid=true]"),
        "taken in any case"
    );
    app.finish().await;
}

#[tokio::test]
async fn long_passwords_of_any_script_are_told_apart_to_the_last_byte() {
    let app = TestApp::start().await;
    let emoji = "🎓".repeat(64);
    assert_eq!(register(&app, "emoji", &emoji).await, 303);
    assert!(can_sign_in(&app, "emoji", &emoji).await);
    assert!(!can_sign_in(&app, "emoji", &"🎓".repeat(63)).await);
    for length in [71, 72, 73] {
        let (name, stem) = (
            format!("long{length}"),
            "correct horse battery staple ".repeat(3),
        );
        let stem = &stem[..length - 1];
        assert_eq!(register(&app, &name, &format!("{stem}a")).await, 303);
        assert!(
            can_sign_in(&app, &name, &format!("{stem}a")).await,
            "{length} bytes"
        );
        assert!(
            !can_sign_in(&app, &name, &format!("{stem}b")).await,
            "{length} bytes"
        );
    }
    app.finish().await;
}

#[tokio::test]
async fn short_and_common_passwords_are_refused() {
    let app = TestApp::start().await;
    for (at, password) in [
        "password1",
        "iloveyou",
        "12345678",
        "qwertyuiop",
        "seven77",
        "",
    ]
    .iter()
    .enumerate()
    {
        assert_eq!(
            register(&app, &format!("person{at}"), password).await,
            422,
            "{password}"
        );
    }
    assert_eq!(
        app.count("SELECT count(*) AS n FROM users WHERE username LIKE 'person%'"),
        0
    );
    app.finish().await;
}

#[tokio::test]
async fn a_nul_in_a_password_neither_registers_nor_signs_in() {
    let app = TestApp::start().await;
    assert_eq!(register(&app, "nul", "quiet lamp\0quiet lamp").await, 422);
    assert_eq!(register(&app, "nul", "quiet lamp").await, 303);
    assert!(!can_sign_in(&app, "nul", "quiet lamp\0").await);
    assert!(!can_sign_in(&app, "nul", "quiet lamp\0quiet lamp").await);
    assert!(
        can_sign_in(&app, "nul", "quiet lamp").await,
        "the account is there"
    );
    app.finish().await;
}

#[tokio::test]
async fn no_form_takes_a_role_or_a_state_that_it_does_not_offer() {
    let app = TestApp::start().await;
    let extra = [
        ("role", "admin"),
        ("is_suspended", "false"),
        ("id", "1"),
        ("owner_id", "1"),
        ("teacher_id", "1"),
        ("price_minor", "0"),
        ("enrolled_count", "99"),
        ("deleted_at", ""),
        ("email_verified", "true"),
        ("email_confirmed_at", "2020-01-01"),
        ("avatar_id", "6f0d9d3c-2f6e-4a8e-8f6e-0d1c2b3a4f5e"),
    ];
    let visitor = app.anonymous();
    let fields = [
        ("username", "climber"),
        ("email", "climber@example.org"),
        ("password", PASSWORD),
    ];
    let fields: Vec<_> = fields.into_iter().chain(extra).collect();
    assert_eq!(visitor.post("/register", &fields).await.status(), 303);
    let form = visitor
        .get("/settings")
        .await
        .html()
        .form("form[action='/settings']");
    let fields = form
        .fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let fields: Vec<_> = fields.chain(extra).collect();
    assert_eq!(visitor.post("/settings", &fields).await.status(), 303);
    assert_eq!(
        app.count("SELECT count(*) AS n FROM users WHERE username = 'climber' AND role = 'student' AND id > 1
             AND email_confirmed_at IS NULL AND avatar_id IS NULL"),
        1
    );
    assert_eq!(visitor.get("/admin").await.status(), 404);
    app.finish().await;
}

#[tokio::test]
async fn guessing_is_slowed_down_for_one_account_from_one_address() {
    let app = TestApp::start().await;
    let visitor = app.anonymous();
    let mut statuses = Vec::new();
    for _ in 0..20 {
        let form = [("login", "wang"), ("password", "wrong wrong wrong")];
        statuses.push(visitor.post("/login", &form).await.status());
    }
    assert_eq!(statuses.first(), Some(&422));
    let last = visitor
        .post("/login", &[("login", "wang"), ("password", PASSWORD)])
        .await;
    assert_eq!(last.status(), 429);
    assert!(!last.header("retry-after").is_empty());
    let forged = visitor
        .request(reqwest::Method::POST, "/login")
        .header("X-Forwarded-For", "203.0.113.9");
    let forged = forged.form(&[("login", "wang"), ("password", PASSWORD)]);
    assert_eq!(
        visitor.send(forged).await.status(),
        429,
        "a header of the client's changes nothing"
    );
    assert!(
        can_sign_in(&app, "li", PASSWORD).await,
        "other accounts are not slowed down"
    );
    app.finish().await;
}

#[tokio::test]
async fn what_shows_that_the_owner_asks_cannot_be_left_out() {
    let app = TestApp::start().await;
    let client = app.student().await;
    let (secret, codes) = second_factor::turn_on(&client).await;
    let acts: [(&str, &[(&str, &str)]); 5] = [
        (
            "/settings/password",
            &[("new_password", "another quiet lamp 48")],
        ),
        ("/settings/email", &[("email", "ming@example.net")]),
        ("/settings/account/deletion", &[("code", &codes[0])]),
        ("/settings/two-factor/removal", &[("code", &codes[0])]),
        ("/settings/two-factor/codes", &[("code", &codes[0])]),
    ];
    for (path, fields) in acts {
        let answer = client.post(path, fields).await;
        assert_eq!(answer.status(), 422, "{path}");
    }
    let form = [("current_password", PASSWORD)];
    let codeless = client.post("/settings/account/deletion", &form).await;
    assert_eq!(codeless.status(), 422, "nor the code");
    let kept = "SELECT count(*) AS n FROM users WHERE username = 'xiaoming' AND email = 'xiaoming@example.org'
        AND deleted_at IS NULL";
    assert_eq!(app.count(kept), 1);
    assert_eq!(app.count("SELECT count(*) AS n FROM second_factors"), 1);
    assert!(!secret.is_empty() && is_signed_in(&client).await);
    app.finish().await;
}

/// Has the command line make an administrator; whether it did.
async fn makes_admin(database: &Database, data: &std::path::Path, name: &str) -> bool {
    use tokio::io::AsyncWriteExt;
    let mut process = tokio::process::Command::new(env!("CARGO_BIN_EXE_lectern"))
        .args(["admin", "create", name, &format!("{name}@example.org")])
        .env("DATABASE_URL", database.url())
        .env("LECTERN_DATA", data)
        .env("LECTERN_BCRYPT_COST", "4")
        .env("LECTERN_LOG", "warn")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("lectern starts");
    let mut input = process.stdin.take().expect("its input");
    let typed = format!("{PASSWORD}\n");
    input.write_all(typed.as_bytes()).await.expect("it reads");
    drop(input);
    process.wait().await.expect("its status").success()
}

#[tokio::test]
async fn nobody_has_an_account_on_a_new_site_but_whom_the_command_line_makes_an_admin_of() {
    let (database, data) = (
        Database::create_empty(),
        tempfile::tempdir().expect("a folder"),
    );
    let program = Program::serve(&database, data.path()).await;
    assert_eq!(database.count("SELECT count(*) AS n FROM users"), 0);
    for (login, password) in [
        ("admin", "admin"),
        ("root", "password"),
        ("lectern", "lectern"),
    ] {
        let form = [("login", login), ("password", password)];
        let answer = program.client().post("/login", &form).await;
        assert_eq!(answer.status(), 422, "{login}");
    }
    // Whoever registers first is a learner like everybody after them.
    let first = program.client();
    let answer = sign_up(&first, "first", "first@example.org").await;
    assert_eq!(answer.status(), 303, "{answer:?}");
    assert_eq!(first.get("/admin").await.status(), 404);
    let made = (0..6).map(|_| makes_admin(&database, data.path(), "head"));
    let made = futures_util::future::join_all(made).await;
    assert_eq!(made.iter().filter(|made| **made).count(), 1, "{made:?}");
    assert!(!makes_admin(&database, data.path(), "FIRST").await, "taken");
    let admins = "SELECT count(*) AS n FROM users WHERE role = 'admin'";
    assert_eq!(database.count(admins), 1);
    let head = program.client();
    let form = [("login", "head"), ("password", PASSWORD)];
    assert_eq!(head.post("/login", &form).await.status(), 303);
    assert_eq!(head.get("/admin").await.status(), 200);
    program.stop().await;
}

#[tokio::test]
async fn a_password_that_was_hashed_cheaply_is_hashed_anew_by_who_knows_it() {
    let app = TestApp::start_with(|config| config.security.bcrypt_cost = 5).await;
    let hash = || app.text("SELECT password AS t FROM users WHERE username = 'xiaoming'");
    let old = hash();
    assert!(old.contains("$04$"), "{old}");
    assert!(!can_sign_in(&app, "xiaoming", "wrong wrong wrong").await);
    assert_eq!(hash(), old);
    assert!(can_sign_in(&app, "xiaoming", PASSWORD).await);
    let new = hash();
    assert!(new.contains("$05$"), "{new}");
    assert!(can_sign_in(&app, "xiaoming", PASSWORD).await);
    assert_eq!(hash(), new, "once");
    app.finish().await;
}
