//! Mail against a real mail server that fails: nothing is lost, nothing comes twice, no header is forged (rows R20, I6).

use std::time::{Duration, Instant};

use lectern::i18n::{Locale, Text};
use lectern::mail::{self, Letter};

use crate::support::{MailServer, Mood, TestApp, eventually};

async fn start(address: &str) -> TestApp {
    let url = format!("smtp://{address}");
    TestApp::start_with(|config| config.mail.smtp_url = Some(url)).await
}

async fn ask_for_a_link(app: &TestApp) {
    let started = Instant::now();
    let answer = app
        .anonymous()
        .post("/password/reset", &[("login", "xiaoming")])
        .await;
    assert_eq!(answer.status(), 303);
    assert!(
        started.elapsed() < Duration::from_secs(5),
        "the request waits for no mail server"
    );
}

fn words(text: &'static str) -> Text {
    Text::new(move |_| text.to_owned())
}

#[tokio::test]
async fn a_mail_waits_while_the_server_is_away_and_arrives_once_when_it_is_back() {
    let address = MailServer::start(Mood::Takes).await.address.clone();
    let app = start(&address).await;
    ask_for_a_link(&app).await;
    eventually("the mail has found nobody", async || {
        app.count("SELECT count(*) AS n FROM mails WHERE error <> '' AND sent_at IS NULL") == 1
    })
    .await;
    let server = MailServer::start_at(&address, Mood::Takes).await;
    app.jobs_done().await;
    assert_eq!(server.taken().len(), 1);
    let mail = &server.taken()[0];
    assert!(mail.contains("To: xiaoming@example.org"), "{mail}");
    assert!(
        mail.contains("From: Lectern <lectern@school.example>"),
        "{mail}"
    );
    assert!(mail.contains("multipart/alternative"), "{mail}");
    let kept =
        "SELECT count(*) AS n FROM mails WHERE sent_at IS NOT NULL AND html = '' AND plain = ''";
    assert_eq!(app.count(kept), 1, "what it said is not kept");
    app.finish().await;
}

#[tokio::test]
async fn a_mail_that_is_put_off_is_sent_again_and_arrives_once() {
    let server = MailServer::start(Mood::PutsOff).await;
    let app = start(&server.address).await;
    ask_for_a_link(&app).await;
    eventually("the mail is put off", async || server.attempts() == 1).await;
    server.set_mood(Mood::Takes);
    app.jobs_done().await;
    assert_eq!((server.attempts(), server.taken().len()), (2, 1));
    app.finish().await;
}

#[tokio::test]
async fn a_mail_that_is_refused_for_good_stops_and_the_admin_is_told_why() {
    let server = MailServer::start(Mood::Refuses).await;
    let app = start(&server.address).await;
    ask_for_a_link(&app).await;
    app.jobs_done().await;
    assert_eq!(server.attempts(), 1, "it is not tried again");
    let failed = "SELECT count(*) AS n FROM mails WHERE failed_at IS NOT NULL AND plain = ''";
    assert_eq!(app.count(failed), 1);
    let page = app.admin().await.get("/admin/mails").await.text();
    assert!(page.contains("no such mailbox"), "{page}");
    assert!(page.contains("xiaoming@example.org"));
    app.finish().await;
}

#[tokio::test]
async fn no_words_end_a_header_line() {
    let server = MailServer::start(Mood::Takes).await;
    let app = start(&server.address).await;
    app.app()
        .db
        .run(|conn| {
            let letter = Letter {
                subject: words("Hello\r\nBcc: evil@example.org\r\n\r\nX"),
                paragraphs: vec![words("<script>alert(1)</script>\r\n.\r\nMAIL FROM:<x@y.z>")],
                action: None,
            };
            mail::post(conn, "xiaoming@example.org", Locale::En, &letter)
        })
        .await
        .expect("the mail is posted");
    app.jobs_done().await;
    let mails = server.taken();
    assert_eq!(mails.len(), 1, "the dot on a line of its own ends nothing");
    let head = mails[0].split("\r\n\r\n").next().unwrap();
    assert!(
        !head
            .lines()
            .any(|line| line.to_ascii_lowercase().starts_with("bcc")),
        "{head}"
    );
    assert!(!mails[0].contains("<script>alert(1)</script></p>"));
    app.finish().await;
}

#[tokio::test]
async fn only_admins_read_the_mails_that_became_files() {
    let app = TestApp::start().await;
    ask_for_a_link(&app).await;
    app.jobs_done().await;
    let id = app.count("SELECT max(id) AS n FROM mails");
    let page = format!("/admin/mails/{id}");
    let shown = app.admin().await.get(&page).await;
    assert_eq!(shown.status(), 200);
    assert!(shown.html().has("a[href*='/password/reset/']"));
    for path in ["/admin/mails", page.as_str()] {
        assert_eq!(app.student().await.get(path).await.status(), 404, "{path}");
        assert_ne!(app.anonymous().get(path).await.status(), 200, "{path}");
    }
    app.finish().await;
}

#[tokio::test]
async fn a_server_that_dawdles_holds_up_no_request_and_the_mail_arrives_once() {
    let server = MailServer::start(Mood::Dawdles).await;
    let app = start(&server.address).await;
    ask_for_a_link(&app).await;
    for _ in 0..20 {
        let started = Instant::now();
        assert_eq!(app.anonymous().get("/courses").await.status(), 200);
        assert!(started.elapsed() < Duration::from_secs(2));
    }
    app.jobs_done().await;
    assert_eq!((server.attempts(), server.taken().len()), (1, 1));
    app.finish().await;
}
