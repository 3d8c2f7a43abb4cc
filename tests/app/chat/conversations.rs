//! Direct conversations, what is unread, and the form under a room (security rows Z10, I1, D2).

use futures_util::future::join_all;

use super::Room;
use crate::support::{Person, TestApp};

#[tokio::test]
async fn two_people_have_one_conversation_that_nobody_else_sees() {
    let app = TestApp::start().await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let (to_teacher, to_student) = (
        format!("/chat/people/{}", app.id_of(Person::Wang)),
        format!("/chat/people/{}", app.id_of(Person::Xiaoming)),
    );
    let answers = join_all((0..10).map(|n| match n % 2 {
        0 => student.post(&to_teacher, &[]),
        _ => teacher.post(&to_student, &[]),
    }))
    .await;
    let places: Vec<&str> = answers.iter().map(|answer| answer.location()).collect();
    assert!(places.iter().all(|place| *place == places[0]), "{places:?}");
    let room = Room::at(&answers[0]);
    room.said(&student, "canary-direct").await;
    assert!(teacher.get("/chat").await.text().contains("canary-direct"));
    for outsider in [
        app.other_student().await,
        app.assistant().await,
        app.admin().await,
    ] {
        assert_eq!(outsider.get(&room.path).await.status(), 404);
        assert!(!outsider.get("/chat").await.text().contains("canary-direct"));
    }
    app.finish().await;
}

#[tokio::test]
async fn a_conversation_needs_somebody_else_who_is_there() {
    let app = TestApp::start().await;
    let student = app.student().await;
    let open = async |id: i64| {
        student
            .post(&format!("/chat/people/{id}"), &[])
            .await
            .status()
    };
    assert_eq!(open(app.id_of(Person::Xiaoming)).await, 409);
    assert_eq!(open(999_999).await, 404);
    app.execute("UPDATE users SET is_suspended = true WHERE username = 'li'");
    assert_eq!(open(app.id_of(Person::Li)).await, 404);
    app.finish().await;
}

#[tokio::test]
async fn unread_messages_are_counted_until_they_are_read() {
    let app = TestApp::start().await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let room = Room::at(
        &teacher
            .post(
                &format!("/chat/people/{}", app.id_of(Person::Xiaoming)),
                &[],
            )
            .await,
    );
    room.said(&teacher, "one").await;
    room.said(&teacher, "two").await;
    let badge = async |client: &crate::support::Client| {
        client.get("/chat/badge").await.html().text(".badge")
    };
    assert_eq!(badge(&student).await, "2");
    assert!(
        !teacher.get("/chat/badge").await.html().has(".badge"),
        "one's own are read"
    );
    let told =
        "SELECT count(*) AS n FROM message_notifications WHERE NOT is_read AND reason = 'direct'";
    assert_eq!(app.count(told), 2);
    let page = student.get(&room.path).await.html();
    assert_eq!(page.count(".new-divider"), 1);
    student
        .post(&format!("{}/read", room.path), &[("seq", "1")])
        .await;
    assert_eq!(badge(&student).await, "1");
    assert_eq!(app.count(told), 1);
    student
        .post(&format!("{}/read", room.path), &[("seq", "99999")])
        .await;
    student
        .post(&format!("{}/read", room.path), &[("seq", "-5")])
        .await;
    assert!(
        !student.get("/chat/badge").await.html().has(".badge"),
        "it never goes back"
    );
    app.finish().await;
}

#[tokio::test]
async fn the_form_works_without_scripts() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let student = app.student().await;
    let form = student.get(&room.path).await.html().form("#composer");
    let sent = form.with("content", "**你好**\r\n世界");
    let answer = student.submit(&sent).await;
    assert_eq!(answer.location(), room.path);
    student.submit(&sent).await;
    let page = student.get(&room.path).await.html();
    assert_eq!(
        page.count(".message[data-id]"),
        1,
        "sent twice, stored once"
    );
    assert_eq!(page.text(".message__body strong"), "你好");
    let long = student.get(&room.path).await.html().form("#composer");
    let refused = student
        .submit(&long.with("content", &"字".repeat(4_001)))
        .await;
    assert_eq!(refused.status(), 422);
    let page = refused.html();
    assert!(page.has(".field__error"));
    assert_eq!(
        page.text("#composer textarea").chars().count(),
        4_001,
        "what was typed is kept"
    );
    app.finish().await;
}

#[tokio::test]
async fn nonsense_is_refused_in_words() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let student = app.student().await;
    let path = format!("{}/messages", room.path);
    for fields in [
        vec![("content", "")],
        vec![("content", " \n ")],
        vec![],
        vec![("content", "a\0b")],
        vec![("content", "x"), ("nonce", "not-a-uuid")],
    ] {
        let answer = student.post_htmx(&path, &fields).await;
        assert_eq!(answer.status(), 422, "{fields:?}");
    }
    assert_eq!(app.count("SELECT count(*) AS n FROM messages"), 0);
    app.finish().await;
}

#[tokio::test]
async fn who_writes_too_fast_is_told_when_to_go_on() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let answers = join_all((0..30).map(|n| {
        let (room, student) = (&room, &student);
        async move { room.say(student, &n.to_string()).await }
    }))
    .await;
    let refused: Vec<_> = answers
        .iter()
        .filter(|answer| answer.status() == 429)
        .collect();
    assert!(!refused.is_empty());
    for answer in refused {
        let seconds: u64 = answer.header("retry-after").parse().expect("seconds");
        assert!((1..=30).contains(&seconds));
    }
    assert_eq!(
        room.say(&teacher, "calm").await.status(),
        201,
        "others go on"
    );
    app.finish().await;
}

#[tokio::test]
async fn what_people_write_does_nothing_in_the_page() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    app.execute("UPDATE users SET display_name = '<img src=x onerror=alert(1)>' WHERE username = 'xiaoming'");
    let student = app.student().await;
    let naughty = "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1)) <div hx-get=/logout>\"}]";
    room.said(&student, naughty).await;
    let changes = room.changes(&app.teacher().await, 0).await;
    let fragment = changes["items"][0]["html"]
        .as_str()
        .expect("html")
        .to_owned();
    let page = app.teacher().await.get(&room.path).await.text();
    for html in [fragment, page] {
        let html = crate::support::Document::parse(&html);
        for selector in [
            ".message script",
            ".message img",
            ".message [href^='javascript']",
            ".message [hx-get]",
            ".message [onerror]",
        ] {
            assert!(!html.has(selector), "{selector}");
        }
        assert!(html.text("[data-id] .message__name").contains("<img"));
    }
    app.finish().await;
}
