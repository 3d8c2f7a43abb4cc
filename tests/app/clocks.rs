//! The program's own clock is an hour ahead or behind (row R23): nothing ends early and nothing stays open, as all of it goes
//! by the clock of the database; Stripe's notices, which alone go by the machine's, raise an alarm.
//!
//! libfaketime shifts the clock of the real program, and of nothing else.

use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::{DateTime, Utc};

use crate::accounts::second_factor;
use crate::orders;
use crate::quizzes;
use crate::support::{Client, Database, PASSWORD, Peers, Program, eventually};

/// As libfaketime writes them, and in seconds.
const AHEAD: (&str, i64) = ("+1h", 3600);
const BEHIND: (&str, i64) = ("-1h", -3600);

/// Near enough, in seconds: a machine that is busy takes its time.
const NEAR: i64 = 60;

/// What is over in half an hour, and what has been for as long: within the hour that the clock is off.
const SOON: (&str, bool) = ("now() + interval '30 minutes'", true);
const JUST: (&str, bool) = ("now() - interval '30 minutes'", false);

/// A program whose clock is off, with everything that it owns.
struct Scene {
    database: Database,
    data: tempfile::TempDir,
    log: PathBuf,
    settings: Vec<(&'static str, String)>,
    shift: i64,
}

impl Scene {
    fn set((words, shift): (&str, i64), peers: &Peers) -> Scene {
        let data = tempfile::tempdir().expect("a folder");
        let mut settings = vec![
            ("LD_PRELOAD", library().display().to_string()),
            ("FAKETIME", words.to_owned()),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1".to_owned()),
            ("LECTERN_RTMP_LISTEN", "off".to_owned()),
        ];
        settings.extend(peers.stripe_settings());
        Scene {
            database: Database::create(),
            log: data.path().join("log"),
            data,
            settings,
            shift,
        }
    }

    fn settings(&self) -> Vec<(&str, &str)> {
        let settings = self.settings.iter();
        settings
            .map(|(name, value)| (*name, value.as_str()))
            .collect()
    }

    async fn serve(&self) -> Program {
        let (url, settings) = (self.database.url(), self.settings());
        Program::serve_noting(&self.log, &url, self.data.path(), &settings).await
    }

    fn execute(&self, sql: &str) {
        self.database.execute(sql);
    }

    fn count(&self, sql: &str) -> i64 {
        self.database.count(sql)
    }

    fn log(&self) -> String {
        std::fs::read_to_string(&self.log).expect("the log")
    }
}

/// Debian's, or another's.
fn library() -> PathBuf {
    let folders = std::fs::read_dir("/usr/lib").expect("libraries").flatten();
    let mut folders: Vec<PathBuf> = folders.map(|entry| entry.path()).collect();
    folders.extend(["/usr/lib64".into(), "/usr/local/lib".into()]);
    let files = folders
        .iter()
        .map(|folder| folder.join("faketime/libfaketimeMT.so.1"));
    let mut found = files.filter(|file| file.exists());
    found
        .next()
        .expect("faketime is installed (Debian: faketime)")
}

async fn sign_in(program: &Program, name: &str) -> Client {
    let client = program.client();
    let form = [("login", name), ("password", PASSWORD)];
    assert_eq!(client.post("/login", &form).await.status(), 303, "{name}");
    client
}

/// How far a clock that is told is from ours, in seconds.
fn apart(told: DateTime<Utc>) -> i64 {
    (told - Utc::now()).num_seconds()
}

async fn is_off(scene: &Scene, program: &Program) {
    let answer = program.client().get("/healthz").await;
    let told = DateTime::parse_from_rfc2822(answer.header("date")).expect("a date");
    let shift = apart(told.to_utc());
    assert!((shift - scene.shift).abs() < NEAR, "it is off by {shift} s");
    // Whoever watches the numbers is told.
    let numbers = program.client().get("/metrics").await.text();
    let line = numbers
        .lines()
        .find_map(|line| line.strip_prefix("lectern_clock_apart_seconds "));
    let told: i64 = line.and_then(|line| line.parse().ok()).expect("seconds");
    assert!((told + scene.shift).abs() < NEAR, "{told}");
}

/// Four browsers are signed in; two of the sessions are over by the time that the program is started again.
async fn sessions(scene: &Scene) -> Program {
    let (program, mut clients) = (scene.serve().await, Vec::new());
    is_off(scene, &program).await;
    let cases = [
        (
            "xiaoming",
            "expires_at = now() + interval '30 minutes'",
            true,
        ),
        (
            "wang",
            "created_at = now() - interval '31 days', expires_at = now() - interval '30 minutes'",
            false,
        ),
        (
            "li",
            "created_at = now() - interval '90 days' + interval '30 minutes'",
            true,
        ),
        (
            "zhang",
            "created_at = now() - interval '90 days' - interval '30 minutes'",
            false,
        ),
    ];
    for (name, ..) in cases {
        let answer = {
            let form = [("login", name), ("password", PASSWORD), ("remember", "on")];
            program.client().post("/login", &form).await
        };
        let cookies = answer.headers("set-cookie");
        let cookie = cookies.iter().find(|cookie| cookie.starts_with("lectern="));
        let cookie = cookie.and_then(|cookie| cookie.split(';').next());
        clients.push(cookie.expect("a session").to_owned());
    }
    let right = "SELECT count(*) AS n FROM sessions
                 WHERE abs(extract(epoch FROM expires_at - now() - interval '30 days')) < 60";
    assert_eq!(scene.count(right), 4, "each lasts for a month from now");
    for (name, change, _) in cases {
        scene.execute(&format!(
            "UPDATE sessions SET {change} WHERE user_id = (SELECT id FROM users WHERE username = '{name}')"
        ));
    }
    program.stop().await;
    let program = scene.serve().await;
    for ((_, change, is_open), cookie) in cases.into_iter().zip(clients) {
        let seen = program.client();
        let request = seen.request(reqwest::Method::GET, "/settings");
        let answer = seen.send(request.header("Cookie", cookie)).await;
        assert_eq!(answer.status() == 200, is_open, "{change}");
    }
    program
}

async fn tokens(scene: &Scene, program: &Program) {
    for (end, is_open) in [SOON, JUST] {
        scene.execute(&format!(
            "DELETE FROM account_tokens;
             INSERT INTO account_tokens (token_hash, user_id, purpose, created_at, expires_at)
             SELECT sha256('a-token'), id, 'reset_password', now() - interval '2 hours', {end} FROM users WHERE username = 'wang'"
        ));
        let page = program.client().get("/password/reset/a-token").await;
        assert_eq!(
            page.status(),
            if is_open { 200 } else { 404 },
            "a link until {end}"
        );
    }
}

async fn studies(scene: &Scene, program: &Program) {
    let learner = sign_in(program, "xiaoming").await;
    let (course, quiz) = quizzes::killed::quiz(&scene.database);
    let begun = learner
        .post(&format!("/courses/{course}/quizzes/{quiz}/attempts"), &[])
        .await;
    let attempt = quizzes::attempt_in(&begun);
    scene.execute(&format!(
        "INSERT INTO lessons (course_id, section_id, title, kind, \"order\")
         SELECT {course}, id, '作业', 'assignment', 98 FROM sections WHERE course_id = {course};
         INSERT INTO assignments (course_id, lesson_id, title)
         SELECT course_id, id, title FROM lessons WHERE kind = 'assignment'"
    ));
    let lesson = scene.count("SELECT id AS n FROM lessons WHERE kind = 'assignment'");
    let base = format!("/courses/{course}/lessons/{lesson}/assignment");
    let room = learner.get(&format!("/chat/courses/{course}")).await;
    let messages = format!("{}/messages", room.location());
    for (at, (end, is_open)) in [SOON, JUST].into_iter().enumerate() {
        let sequence = (at + 1).to_string();
        scene.execute(&format!(
            "UPDATE attempts SET deadline_at = {end}; UPDATE assignments SET close_at = {end}"
        ));
        let answer = [("sequence-1", sequence.as_str()), ("answer-1", "2")];
        let saved = learner
            .post(&format!("/attempts/{attempt}/answers/1"), &answer)
            .await;
        assert_eq!(
            saved.status() == 200,
            is_open,
            "a quiz until {end}: {saved:?}"
        );
        let draft = [("sequence", sequence.as_str()), ("body", "words")];
        let saved = learner.post(&format!("{base}/draft"), &draft).await;
        assert_eq!(
            saved.status() == 200,
            is_open,
            "an assignment until {end}: {saved:?}"
        );
        scene.execute(&format!("UPDATE chat_room_members SET muted_until = {end}"));
        let nonce = uuid::Uuid::now_v7().to_string();
        let said = learner
            .post(&messages, &[("content", "hello"), ("nonce", &nonce)])
            .await;
        assert_eq!(said.status() >= 400, is_open, "muted until {end}: {said:?}");
    }
    // What somebody's phone shows by the right time is the right code.
    second_factor::turn_on(&learner).await;
}

async fn sales(scene: &Scene, program: &Program) {
    let buyer = sign_in(program, "xiaohong").await;
    scene.execute(
        "UPDATE courses SET price_minor = 19900 WHERE title = '线性代数';
         INSERT INTO coupons (course_id, code, percent, expires_at)
         SELECT id, 'SOON', 10, now() + interval '30 minutes' FROM courses WHERE title = '线性代数'
         UNION ALL SELECT id, 'JUST', 10, now() - interval '30 minutes' FROM courses WHERE title = '线性代数'",
    );
    let course = scene.count("SELECT id AS n FROM courses WHERE title = '线性代数'");
    let placing = format!("/courses/{course}/orders");
    assert_eq!(
        buyer.post(&placing, &[("coupon", "JUST")]).await.status(),
        422
    );
    let placed = buyer.post(&placing, &[("coupon", "SOON")]).await;
    assert_eq!(placed.status(), 303, "{placed:?}");
    let order = placed.location().to_owned();
    for (paid, is_open) in [SOON, JUST] {
        scene.execute(&format!(
            "UPDATE orders SET status = 'paid', paid_at = {paid} - interval '14 days'"
        ));
        let page = buyer.get(&order).await.html();
        assert_eq!(page.has("#refund"), is_open, "money back until {paid}");
    }
    scene.execute("UPDATE orders SET status = 'pending', paid_at = NULL");
    for (age, status) in [("20 minutes", "pending"), ("31 minutes", "cancelled")] {
        // A job that is in somebody's hands for another half hour, and one whose worker is gone.
        scene.execute(&format!(
            "UPDATE orders SET created_at = now() - interval '{age}';
             DELETE FROM jobs WHERE name IN ('orders.expire', 'jobs.prune_finished');
             INSERT INTO jobs (name, payload, max_attempts, attempts, lease, leased_until) VALUES
                 ('jobs.prune_finished', '{{\"held\": 1}}', 5, 1, gen_random_uuid(), now() + interval '30 minutes'),
                 ('jobs.prune_finished', '{{\"gone\": 1}}', 5, 1, gen_random_uuid(), now() - interval '30 minutes');
             INSERT INTO jobs (name, payload, max_attempts) VALUES ('orders.expire', '{{}}', 5)"
        ));
        let done = "SELECT count(*) AS n FROM jobs WHERE finished_at IS NOT NULL
                    AND (name = 'orders.expire' OR payload ? 'gone')";
        eventually("the jobs are done", async || scene.count(done) >= 2).await;
        let kept = "SELECT count(*) AS n FROM jobs WHERE payload ? 'held' AND lease IS NOT NULL AND attempts = 1";
        assert_eq!(scene.count(kept), 1, "a lease is kept to");
        let found = format!("SELECT count(*) AS n FROM orders WHERE status = '{status}'");
        assert_eq!(scene.count(&found), 1, "{status} after {age}");
    }
}

/// Stripe's notices are refused, and somebody is told why.
async fn alarm(scene: &Scene, program: &Program, peers: &Peers) {
    let tell = async |signature: &str| {
        let client = program.client();
        let told = orders::tell(&client, "stripe", Some(signature), "{}".into());
        told.await.status()
    };
    let (now, words) = (
        Utc::now().timestamp(),
        "Stripe has signed a notice whose time",
    );
    let forged = format!("t={now},v1={}", "0".repeat(64));
    assert_eq!(tell(&forged).await, 422);
    assert!(
        !scene.log().contains(words),
        "whoever forges raises no alarm"
    );
    let signature = peers.stripe_signature("{}", now).await;
    assert_eq!(tell(&signature).await, 422);
    let log = scene.log();
    let line = log.lines().find(|line| line.contains(words));
    assert!(line.is_some_and(|line| line.contains("ERROR")), "{log}");
    for (shift, word) in [(true, "WARN"), (false, "ok")] {
        let found = examine(
            &scene.database,
            scene.data.path(),
            scene.settings().into_iter().take(if shift { 3 } else { 0 }),
        );
        let line = found.lines().find(|line| line.contains("database clock"));
        assert!(line.is_some_and(|line| line.starts_with(word)), "{found}");
    }
}

/// What `lectern doctor` says.
fn examine<'a>(
    database: &Database,
    data: &Path,
    settings: impl Iterator<Item = (&'a str, &'a str)>,
) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_lectern"))
        .arg("doctor")
        .env("DATABASE_URL", database.url())
        .env("LECTERN_DATA", data)
        .envs(settings)
        .output()
        .expect("lectern runs");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

async fn keeps_time(shift: (&str, i64)) {
    let peers = Peers::start().await;
    let scene = Scene::set(shift, &peers);
    let program = sessions(&scene).await;
    tokens(&scene, &program).await;
    studies(&scene, &program).await;
    sales(&scene, &program).await;
    alarm(&scene, &program, &peers).await;
    program.stop().await;
    peers.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_whose_clock_is_an_hour_ahead_ends_nothing_early() {
    keeps_time(AHEAD).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_whose_clock_is_an_hour_behind_lets_nothing_go_on() {
    keeps_time(BEHIND).await;
}
