//! The real program is killed in the middle of a job, and right after the transaction that asked for one (rows R14, R15).

use std::path::Path;

use diesel::connection::SimpleConnection;

use crate::quizzes;
use crate::support::{Client, Database, MailServer, Mood, PASSWORD, Program, eventually};

/// The lease of what was being done lasts for a minute at most; its time is moved, so that nobody waits for it.
fn end_leases(database: &Database) {
    let long = "SELECT count(*) AS n FROM jobs WHERE leased_until > now() + interval '60 s'";
    assert_eq!(database.count(long), 0, "no lease is longer than a minute");
    let held = "SELECT count(*) AS n FROM jobs WHERE leased_until > now()";
    assert!(database.count(held) >= 1, "it was in somebody's hands");
    database
        .execute("UPDATE jobs SET leased_until = now() - interval '1 s' WHERE lease IS NOT NULL");
}

async fn serve(database: &Database, data: &Path, mail: &str) -> Program {
    let mail = format!("smtp://{mail}");
    let settings = [("SMTP_URL", mail.as_str()), ("LECTERN_RTMP_LISTEN", "off")];
    Program::serve_with(&database.url(), data, &settings).await
}

async fn ask_for_a_link(client: &Client) {
    let asked = client.post("/password/reset", &[("login", "xiaoming")]);
    assert_eq!(asked.await.status(), 303);
}

const SENT: &str = "SELECT count(*) AS n FROM mails WHERE sent_at IS NOT NULL";

fn message_id(mail: &str) -> Option<&str> {
    mail.lines().find(|line| line.starts_with("Message-ID: "))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_whose_sender_is_killed_over_it_is_sent_by_the_next_one_as_the_same_mail() {
    let (database, data) = (Database::create(), tempfile::tempdir().expect("a folder"));
    let server = MailServer::start(Mood::Dawdles).await;
    let program = serve(&database, data.path(), &server.address).await;
    ask_for_a_link(&program.client()).await;
    // The server has heard it all and takes its time over the answer, which the program will never hear.
    eventually("the mail is under way", async || server.attempts() == 1).await;
    program.kill().await;
    assert_eq!(database.count(SENT), 0);
    eventually("the server has taken it", async || {
        server.taken().len() == 1
    })
    .await;
    server.set_mood(Mood::Takes);
    let program = serve(&database, data.path(), &server.address).await;
    end_leases(&database);
    eventually("it is sent", async || database.count(SENT) == 1).await;
    let taken = server.taken();
    assert_eq!(taken.len(), 2, "nobody could know that it had arrived");
    assert!(message_id(&taken[0]).is_some());
    assert_eq!(
        message_id(&taken[0]),
        message_id(&taken[1]),
        "so the receiver's program can tell that it is the same"
    );
    program.stop().await;
    let left = "SELECT count(*) AS n FROM jobs WHERE name = 'mail.send' AND finished_at IS NULL";
    assert_eq!(database.count(left), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_attempt_whose_closing_is_killed_is_closed_once() {
    let (database, data) = (Database::create(), tempfile::tempdir().expect("a folder"));
    let (course, quiz) = quizzes::killed::quiz(&database);
    database.execute("UPDATE quizzes SET time_limit_ms = 1800000");
    let program = Program::serve(&database, data.path()).await;
    let learner = program.client();
    let form = [("login", "xiaoming"), ("password", PASSWORD)];
    assert_eq!(learner.post("/login", &form).await.status(), 303);
    let path = format!("/courses/{course}/quizzes/{quiz}/attempts");
    let attempt = quizzes::attempt_in(&learner.post(&path, &[]).await);
    quizzes::save(&learner, attempt, 1, 1, "2").await;
    // Its time is over, and the job gets as far as the attempt, which somebody else holds.
    let mut holder = database.connect();
    holder
        .batch_execute("BEGIN; SELECT 1 FROM attempts FOR UPDATE")
        .expect("the attempt is held");
    let waits = "SELECT count(*) AS n FROM pg_stat_activity
                 WHERE datname = current_database() AND wait_event_type = 'Lock'";
    database.execute("UPDATE jobs SET run_at = now() WHERE name = 'quizzes.close_attempt'");
    eventually("the job waits", async || database.count(waits) > 0).await;
    program.kill().await;
    holder
        .batch_execute("UPDATE attempts SET deadline_at = now() - interval '1 minute'; COMMIT")
        .expect("it is let go");
    eventually("its statements end", async || database.count(waits) == 0).await;
    let open = "SELECT count(*) AS n FROM attempts WHERE status = 'open'";
    assert_eq!(database.count(open), 1, "nothing was half done");
    let program = Program::serve(&database, data.path()).await;
    end_leases(&database);
    eventually("it is closed", async || database.count(open) == 0).await;
    program.stop().await;
    let submissions = "SELECT count(*) AS n FROM submissions WHERE score = 2";
    assert_eq!(database.count(submissions), 1, "with what was saved");
    let again = "SELECT attempts::bigint AS n FROM jobs WHERE name = 'quizzes.close_attempt'";
    assert_eq!(database.count(again), 2, "it was begun twice");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_asked_for_is_done_though_the_program_is_killed_right_after() {
    let (database, data) = (Database::create(), tempfile::tempdir().expect("a folder"));
    let server = MailServer::start(Mood::Takes).await;
    // Nobody listens there yet.
    let away = crate::support::free_address();
    let program = serve(&database, data.path(), &away).await;
    let client = program.client();
    ask_for_a_link(&client).await;
    program.kill().await;
    let program = serve(&database, data.path(), &server.address).await;
    database.execute("UPDATE jobs SET run_at = now(), leased_until = now() - interval '1 s' WHERE finished_at IS NULL",
    );
    eventually("the mail arrives", async || server.taken().len() == 1).await;
    eventually("it is noted", async || database.count(SENT) == 1).await;
    program.stop().await;
    assert_eq!(server.attempts(), 1);
}

/// A request that never comes to its end, as the program is killed over it, has asked for nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_not_committed_leaves_no_job_behind() {
    let (database, data) = (Database::create(), tempfile::tempdir().expect("a folder"));
    let program = Program::serve(&database, data.path()).await;
    let admin = program.client();
    let form = [("login", "root"), ("password", PASSWORD)];
    assert_eq!(admin.post("/login", &form).await.status(), 303);
    database.execute(
        "INSERT INTO orders (user_id, course_id, amount, currency, status, paid_at)
         SELECT u.id, c.id, 19900, 'CNY', 'paid', now() FROM users u, courses c
         WHERE u.username = 'xiaohong' AND c.title = '线性代数';
         INSERT INTO payments (order_id, gateway, reference, amount, currency, status)
         SELECT id, 'sandbox', gen_random_uuid(), amount, currency, 'succeeded' FROM orders",
    );
    let order = database.count("SELECT id AS n FROM orders");
    // Giving money back is asked of a job, in a transaction that ends with a line of the audit log; somebody holds that.
    let mut holder = database.connect();
    holder
        .batch_execute("BEGIN; LOCK TABLE audit_log IN ACCESS EXCLUSIVE MODE")
        .expect("the log is held");
    let waits = "SELECT count(*) AS n FROM pg_stat_activity
                 WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let path = format!("/admin/orders/{order}/refund");
    let refunding = tokio::spawn(async move {
        let request = admin.request(reqwest::Method::POST, &path);
        request.send().await.is_err()
    });
    eventually("it waits for the log", async || database.count(waits) > 0).await;
    program.kill().await;
    assert!(refunding.await.expect("it ends"), "nobody was answered");
    holder.batch_execute("ROLLBACK").expect("it is let go");
    eventually("its statements end", async || database.count(waits) == 0).await;
    let ghosts = "SELECT count(*) AS n FROM jobs WHERE name IN ('orders.give_back', 'mail.send')";
    assert_eq!(database.count(ghosts), 0, "nobody gives anything back");
    let paid = "SELECT count(*) AS n FROM orders WHERE status = 'paid'";
    assert_eq!(database.count(paid), 1);
    // The same again, with nobody in its way.
    let program = Program::serve(&database, data.path()).await;
    let admin = program.client();
    assert_eq!(admin.post("/login", &form).await.status(), 303);
    let path = format!("/admin/orders/{order}/refund");
    assert_eq!(admin.post(&path, &[]).await.status(), 303);
    assert_eq!(database.count(paid), 0);
    assert!(database.count(ghosts) >= 1, "and now there is a job");
    program.stop().await;
}
