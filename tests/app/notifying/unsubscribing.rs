//! `List-Unsubscribe`: one click turns the mails of one topic off for one person, and nothing else.

use lectern::notifications::Event;
use reqwest::Method;

use super::{tell, told};
use crate::support::{Answer, Client, MailServer, Mood, Person, TestApp};

const ORIGIN: &str = "http://localhost:8080";

async fn start(server: &MailServer) -> TestApp {
    let url = format!("smtp://{}", server.address);
    TestApp::start_with(|config| config.mail.smtp_url = Some(url)).await
}

/// The header of a mail, with its folded lines joined.
fn header(mail: &str, name: &str) -> Option<String> {
    let head = mail.split("\r\n\r\n").next()?.replace("\r\n ", " ");
    let line = head
        .lines()
        .find_map(|line| line.strip_prefix(&format!("{name}: ")))?;
    Some(line.trim().to_owned())
}

/// The path behind the header of the newest mail.
fn path(server: &MailServer) -> String {
    let mail = server.taken().pop().expect("a mail");
    let address = header(&mail, "List-Unsubscribe").expect("the header");
    let address = address.trim_matches(['<', '>']).to_owned();
    address.strip_prefix(ORIGIN).expect("our own").to_owned()
}

/// What a mail program sends: no cookie, no origin.
async fn click(client: &Client, path: &str, body: reqwest::multipart::Form) -> Answer {
    let mut request = client
        .request(Method::POST, path)
        .multipart(body)
        .build()
        .expect("a request");
    request.headers_mut().remove("Origin");
    request.headers_mut().remove("Sec-Fetch-Site");
    client.execute(request).await
}

fn one_click() -> reqwest::multipart::Form {
    reqwest::multipart::Form::new().text("List-Unsubscribe", "One-Click")
}

#[tokio::test]
async fn one_click_turns_off_the_mails_of_one_topic_and_nothing_else() {
    let server = MailServer::start(Mood::Takes).await;
    let app = start(&server).await;
    let id = app.id_of(Person::Xiaoming);
    tell(&app, vec![id], Event::GradePosted, "《期中》的成绩公布了").await;
    app.jobs_done().await;
    let mail = server.taken().pop().expect("a mail");
    assert_eq!(
        header(&mail, "List-Unsubscribe-Post").as_deref(),
        Some("List-Unsubscribe=One-Click")
    );
    let path = path(&server);
    let guest = app.anonymous();
    for _ in 0..2 {
        let looked = guest.get(&path).await;
        assert_eq!(looked.status(), 200);
        assert!(looked.text().contains("停止这类邮件"), "{looked:?}");
    }
    assert_eq!(
        app.count("SELECT count(*) AS n FROM notification_choices"),
        0,
        "looking changes nothing"
    );
    assert_eq!(click(&guest, &path, one_click()).await.status(), 200);
    tell(&app, vec![id], Event::AssignmentGraded, "x").await;
    assert_eq!(told(&app), (2, 1), "the page still tells");
    tell(&app, vec![id], Event::DueSoon, "x").await;
    tell(
        &app,
        vec![app.id_of(Person::Xiaohong)],
        Event::GradePosted,
        "x",
    )
    .await;
    app.jobs_done().await;
    assert_eq!(
        server.taken().len(),
        3,
        "other topics and people are as they were"
    );

    let page = guest.get(&path).await.html();
    assert!(page.text(".auth").contains("已停止这类邮件"));
    let mut undo = page.form(".auth__form");
    undo.fields.push(("act".into(), "on".into()));
    let undone = guest.submit(&undo).await;
    assert_eq!((undone.status(), undone.location()), (303, path.as_str()));
    tell(&app, vec![id], Event::GradePosted, "x").await;
    assert_eq!(told(&app).1, 3);
    app.finish().await;
}

#[tokio::test]
async fn no_other_link_opens_anything_and_a_person_who_is_gone_has_none() {
    let server = MailServer::start(Mood::Takes).await;
    let app = start(&server).await;
    let (id, other) = (app.id_of(Person::Xiaoming), app.id_of(Person::Xiaohong));
    tell(&app, vec![id], Event::GradePosted, "x").await;
    app.jobs_done().await;
    let path = path(&server);
    let forged = [
        path.replace(&format!("/{id}-"), &format!("/{other}-")),
        path.replace("-grade-", "-due-"),
        path.replace("-grade-", "-nonsense-"),
        path[..path.len() - 2].to_owned(),
        "/notifications/unsubscribe/1-grade-".into(),
        "/notifications/unsubscribe/x".into(),
    ];
    let guest = app.anonymous();
    for forged in forged {
        assert_eq!(guest.get(&forged).await.status(), 404, "{forged}");
        assert_eq!(
            click(&guest, &forged, one_click()).await.status(),
            404,
            "{forged}"
        );
    }
    app.execute("UPDATE users SET deleted_at = now() WHERE username = 'xiaoming'");
    assert_eq!(guest.get(&path).await.status(), 404);
    assert_eq!(click(&guest, &path, one_click()).await.status(), 404);
    assert_eq!(
        app.count("SELECT count(*) AS n FROM notification_choices"),
        0
    );
    app.finish().await;
}

#[tokio::test]
async fn a_mail_that_waits_is_taken_back_by_who_wants_no_more_of_them() {
    let server = MailServer::start(Mood::PutsOff).await;
    let app = start(&server).await;
    let (student, id) = (app.student().await, app.id_of(Person::Xiaoming));
    tell(&app, vec![id], Event::GradePosted, "x").await;
    crate::support::eventually("it is put off", async || server.attempts() >= 1).await;
    student.post("/settings/notifications", &[]).await;
    assert_eq!(told(&app), (1, 0));
    server.set_mood(Mood::Takes);
    app.jobs_done().await;
    assert_eq!(server.taken().len(), 0);
    app.finish().await;
}

#[tokio::test]
async fn a_mail_is_written_in_its_receivers_language_and_one_about_security_cannot_be_turned_off() {
    let server = MailServer::start(Mood::Takes).await;
    let app = start(&server).await;
    app.execute("UPDATE users SET locale = 'en' WHERE username = 'xiaohong'");
    let people = vec![app.id_of(Person::Xiaoming), app.id_of(Person::Xiaohong)];
    tell(
        &app,
        people,
        Event::OrderPaid,
        "words\r\nBcc: evil@example.org",
    )
    .await;
    app.anonymous()
        .post("/password/reset", &[("login", "xiaoming")])
        .await;
    app.jobs_done().await;
    let mails = server.taken();
    let to = |name: &str| -> Vec<&String> {
        let line = format!("To: {name}@example.org");
        mails.iter().filter(|mail| mail.contains(&line)).collect()
    };
    let english = to("xiaohong")[0];
    assert!(
        english.contains("lang=3D\"en\"") || english.contains("lang=\"en\""),
        "{english}"
    );
    assert!(english.contains("Stop this kind of mail"), "{english}");
    assert_eq!(header(english, "Bcc"), None, "row I6");
    let offs = to("xiaoming")
        .into_iter()
        .filter(|mail| header(mail, "List-Unsubscribe").is_some());
    assert_eq!(
        (to("xiaoming").len(), offs.count()),
        (2, 1),
        "the link for a password has none"
    );
    app.finish().await;
}
