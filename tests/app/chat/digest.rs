//! The mail about missed messages: one for all of them, of what its reader may still read, and nothing twice (row R20).

use lectern::chat::GatherDigests;

use super::{Room, cookie_of};
use crate::support::{Client, MailServer, Mood, Person, TestApp, eventually};

async fn start(server: &MailServer) -> TestApp {
    let url = format!("smtp://{}", server.address);
    TestApp::start_with(|config| config.mail.smtp_url = Some(url)).await
}

/// Nobody has been here for so many minutes.
fn wait(app: &TestApp, minutes: i32) {
    for (table, column) in [
        ("message_notifications", "notified_at"),
        ("sessions", "last_seen_at"),
        ("chat_digests", "created_at"),
    ] {
        app.execute(&format!(
            "UPDATE {table} SET {column} = {column} - interval '{minutes} minutes'"
        ));
    }
}

async fn gather(app: &TestApp) {
    let enqueue = |conn: &mut _| lectern::jobs::enqueue(conn, &GatherDigests::default());
    app.app().db.run(enqueue).await.expect("it is enqueued");
    app.jobs_done().await;
}

/// A mail as people read it, its text part decoded.
fn text(mail: &str) -> String {
    use base64::Engine;
    let part = mail
        .split("Content-Type: text/plain")
        .nth(1)
        .expect("a text");
    let (head, body) = part.split_once("\r\n\r\n").expect("a body");
    let body = body.split("\r\n--").next().unwrap_or(body);
    if head.contains("base64") {
        let packed: String = body.split_whitespace().collect();
        let bytes = base64::engine::general_purpose::STANDARD.decode(packed);
        return String::from_utf8(bytes.expect("base64")).expect("text");
    }
    let mut bytes = Vec::new();
    let joined = body.replace("=\r\n", "");
    let mut letters = joined.bytes();
    while let Some(letter) = letters.next() {
        if letter != b'=' {
            bytes.push(letter);
            continue;
        }
        let code: Vec<u8> = letters.by_ref().take(2).collect();
        let code = std::str::from_utf8(&code).expect("two digits");
        bytes.push(u8::from_str_radix(code, 16).expect("two digits"));
    }
    String::from_utf8(bytes).expect("text")
}

/// The digests among the mails that were taken: letters about an account, as of a sign-in, can't be turned off.
fn digests(server: &MailServer) -> Vec<String> {
    let mut mails = server.taken();
    mails.retain(|mail| mail.contains("List-Unsubscribe"));
    mails
}

/// 王老师 calls 小明 in the room of the course and writes to them alone; gives the room and the message that calls.
async fn missed(app: &TestApp) -> (Client, Room, i64) {
    let (teacher, room) = (app.teacher().await, Room::of_course(app).await);
    let path = format!("/chat/people/{}", app.id_of(Person::Xiaoming));
    let direct = Room::at(&teacher.post(&path, &[]).await);
    let called = room.said(&teacher, "@小明 请看**第三题**").await;
    direct.said(&teacher, "明天来一下办公室").await;
    (teacher, room, called)
}

#[tokio::test]
async fn what_was_missed_comes_in_one_mail_and_never_again() {
    let server = MailServer::start(Mood::Takes).await;
    let app = start(&server).await;
    let (teacher, room, _) = missed(&app).await;
    room.said(&teacher, "大家好").await;
    gather(&app).await;
    assert_eq!(digests(&server).len(), 0, "it may yet be read");
    wait(&app, 16);
    gather(&app).await;
    let mails = digests(&server);
    assert_eq!(mails.len(), 1);
    assert!(mails[0].contains("To: xiaoming@example.org"));
    assert!(mails[0].contains("/notifications/unsubscribe/"));
    let said = text(&mails[0]);
    for words in [
        "王老师：@小明 请看第三题",
        "王老师：明天来一下办公室",
        "http://localhost:8080/chat",
    ] {
        assert!(said.contains(words), "{words} in {said}");
    }
    assert!(!said.contains("大家好"), "it calls nobody");
    gather(&app).await;
    room.said(&teacher, "@小明 还有第四题").await;
    wait(&app, 16);
    gather(&app).await;
    assert_eq!(digests(&server).len(), 1, "one in four hours");
    wait(&app, 240);
    gather(&app).await;
    let mails = digests(&server);
    assert_eq!(mails.len(), 2);
    let said = text(&mails[1]);
    assert!(
        said.contains("第四题") && !said.contains("第三题"),
        "{said}"
    );
    app.finish().await;
}

#[tokio::test]
async fn whoever_is_here_or_wants_no_such_mail_or_has_read_it_all_gets_none() {
    let server = MailServer::start(Mood::Takes).await;
    let app = start(&server).await;
    missed(&app).await;
    wait(&app, 16);
    cookie_of(&app, Person::Xiaoming).await;
    gather(&app).await;
    assert_eq!(digests(&server).len(), 0, "they are here");
    wait(&app, 16);
    app.execute(&format!(
        "INSERT INTO notification_choices (user_id, topic, channel, is_on) VALUES ({}, 'message', 'mail', false)",
        app.id_of(Person::Xiaoming)
    ));
    gather(&app).await;
    assert_eq!(digests(&server).len(), 0, "they have said so");
    app.execute("DELETE FROM notification_choices");
    app.execute("UPDATE chat_room_members SET notification_level = 'nothing'");
    gather(&app).await;
    assert_eq!(
        digests(&server).len(),
        0,
        "they want to hear of nothing there"
    );
    app.execute("UPDATE chat_room_members SET notification_level = NULL");
    app.execute("UPDATE message_notifications SET is_read = true");
    gather(&app).await;
    assert_eq!(digests(&server).len(), 0);
    assert_eq!(app.count("SELECT count(*) AS n FROM chat_digests"), 0);
    app.finish().await;
}

#[tokio::test]
async fn a_mail_that_waits_says_nothing_that_was_deleted_or_put_out_of_reach_meanwhile() {
    let server = MailServer::start(Mood::PutsOff).await;
    let app = start(&server).await;
    let (teacher, room, called) = missed(&app).await;
    room.said(&teacher, "@小明 留下的一条").await;
    wait(&app, 16);
    let enqueue = |conn: &mut _| lectern::jobs::enqueue(conn, &GatherDigests::default());
    app.app().db.run(enqueue).await.expect("it is enqueued");
    eventually("it is put off", async || server.attempts() >= 1).await;
    let words = "SELECT count(*) AS n FROM mails WHERE html || plain || subject || coalesce(letter::text, '') LIKE '%第三题%'";
    assert_eq!(app.count(words), 0, "no words wait");
    let deletion = format!("{}/messages/{called}/deletion", room.path);
    assert!(teacher.post_htmx(&deletion, &[]).await.status() < 400);
    // The conversation is closed to them.
    app.execute("UPDATE chat_room_members SET is_active = false WHERE chat_room_id IN (SELECT id FROM chat_rooms WHERE kind = 'direct')");
    server.set_mood(Mood::Takes);
    app.jobs_done().await;
    let mails = digests(&server);
    assert_eq!(mails.len(), 1, "one after its server is back");
    let said = text(&mails[0]);
    assert!(said.contains("留下的一条"), "{said}");
    assert!(
        !said.contains("第三题") && !said.contains("办公室"),
        "{said}"
    );
    app.finish().await;
}

#[tokio::test]
async fn a_mail_with_nothing_left_to_say_is_not_sent() {
    let server = MailServer::start(Mood::PutsOff).await;
    let app = start(&server).await;
    missed(&app).await;
    wait(&app, 16);
    let enqueue = |conn: &mut _| lectern::jobs::enqueue(conn, &GatherDigests::default());
    app.app().db.run(enqueue).await.expect("it is enqueued");
    eventually("it is put off", async || server.attempts() >= 1).await;
    app.execute("UPDATE message_notifications SET is_read = true");
    server.set_mood(Mood::Takes);
    app.jobs_done().await;
    assert_eq!(digests(&server).len(), 0);
    assert_eq!(app.count("SELECT count(*) AS n FROM mails"), 0);
    app.finish().await;
}
