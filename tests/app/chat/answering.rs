//! Answering a message: by a reply that quotes it, and by an emoji.

use uuid::Uuid;

use super::Room;
use crate::support::{Answer, Client, Person, TestApp};

async fn reply(room: &Room, client: &Client, to: i64, words: &str) -> Answer {
    let (to, nonce) = (to.to_string(), Uuid::now_v7().to_string());
    let fields = [
        ("content", words),
        ("reply_to", to.as_str()),
        ("nonce", &nonce),
    ];
    let path = format!("{}/messages", room.path);
    client.post_htmx(&path, &fields).await
}

async fn react(room: &Room, client: &Client, to: i64, emoji: &str) -> u16 {
    let path = format!("{}/messages/{to}/reactions", room.path);
    let answer = client.post_htmx(&path, &[("emoji", emoji)]).await;
    answer.status()
}

#[tokio::test]
async fn a_reply_quotes_the_message_until_that_is_deleted() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let asked = room.said(&student, "**canary-quoted** 怎么做？").await;
    let answer = reply(&room, &teacher, asked, "先化简").await;
    assert_eq!(answer.status(), 201, "{answer:?}");
    let html = answer.html();
    assert!(
        html.text(".message__quote")
            .contains("canary-quoted 怎么做")
    );
    assert_eq!(
        html.attribute(".message__quote", "data-of"),
        asked.to_string()
    );
    let told = "SELECT count(*) AS n FROM message_notifications JOIN users ON users.id = user_id WHERE reason = 'reply' AND username = 'xiaoming'";
    assert_eq!(app.count(told), 1, "the one who asked is told, nobody else");
    reply(&room, &student, asked, "谢谢").await;
    let all = "SELECT count(*) AS n FROM message_notifications";
    assert_eq!(app.count(all), 1, "nobody is told of their own answer");
    let deletion = format!("{}/messages/{asked}/deletion", room.path);
    assert_eq!(student.post_htmx(&deletion, &[]).await.status(), 204);
    let page = student.get(&room.path).await.text();
    let changes = room.changes(&student, 0).await.to_string();
    for seen in [page, changes] {
        assert!(seen.contains("先化简"), "the reply stays");
        assert!(!seen.contains("canary-quoted"), "its quotation does not");
    }
    let late = reply(&room, &teacher, asked, "too late").await;
    assert_eq!(late.status(), 422);
    app.finish().await;
}

#[tokio::test]
async fn a_reply_quotes_nothing_of_another_room() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let to_assistant = format!("/chat/people/{}", app.id_of(Person::Zhang));
    let private = Room::at(&teacher.post(&to_assistant, &[]).await);
    let secret = private.said(&teacher, "canary-elsewhere").await;
    let answer = reply(&room, &student, secret, "what is there?").await;
    assert_eq!(answer.status(), 422);
    assert!(!answer.text().contains("canary-elsewhere"));
    let page = student.get(&format!("{}?reply={secret}", room.path)).await;
    assert_eq!(page.status(), 200);
    assert!(!page.text().contains("canary-elsewhere"));
    let stored = "SELECT count(*) AS n FROM messages WHERE reply_to_id IS NOT NULL";
    assert_eq!(app.count(stored), 0);
    app.finish().await;
}

#[tokio::test]
async fn a_reaction_is_a_change_that_reaches_pages_which_come_back() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let id = room.said(&teacher, "明天停课").await;
    let (mut socket, _) = room.open(&app, Person::Zhang).await;
    assert_eq!(react(&room, &student, id, "🎉").await, 204);
    let frame = socket.frame().await;
    assert_eq!((&frame["from"], &frame["to"]), (&2.into(), &2.into()));
    let html = frame["items"][0]["html"].as_str().unwrap_or_default();
    assert!(html.contains("🎉 1"), "{html}");
    assert_eq!(react(&room, &teacher, id, "🎉").await, 204);
    let later = room.changes(&student, 1).await;
    assert_eq!(later["to"], 3);
    assert!(later.to_string().contains("🎉 2"));
    assert_eq!(react(&room, &student, id, "🎉").await, 204, "taken back");
    let page = student.get(&room.path).await.html();
    let chip = ".message__reactions button";
    assert!(page.text(chip).contains("🎉 1"));
    assert_eq!(page.attribute(chip, "aria-pressed"), "false");
    let page = teacher.get(&room.path).await.html();
    assert_eq!(page.attribute(chip, "aria-pressed"), "true");
    app.finish().await;
}

#[tokio::test]
async fn only_who_is_in_the_room_reacts_and_only_with_what_is_offered() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let id = room.said(&teacher, "hello").await;
    for outsider in [app.other_student().await, app.other_teacher().await] {
        assert_eq!(react(&room, &outsider, id, "👍").await, 404);
    }
    assert_eq!(react(&room, &app.anonymous(), id, "👍").await, 401);
    for emoji in ["", "<b>", "💣", "👍👍"] {
        assert_eq!(react(&room, &student, id, emoji).await, 422, "{emoji}");
    }
    assert_eq!(react(&room, &student, 999_999, "👍").await, 404);
    let to_student = format!("/chat/people/{}", app.id_of(Person::Xiaoming));
    let private = Room::at(&teacher.post(&to_student, &[]).await);
    assert_eq!(
        react(&private, &student, id, "👍").await,
        404,
        "of another room"
    );
    let deletion = format!("{}/messages/{id}/deletion", room.path);
    assert_eq!(teacher.post_htmx(&deletion, &[]).await.status(), 204);
    assert_eq!(react(&room, &student, id, "👍").await, 404, "gone");
    assert_eq!(app.count("SELECT count(*) AS n FROM message_reactions"), 0);
    let revs = "SELECT last_rev AS n FROM chat_rooms WHERE kind = 'course' AND last_seq > 0";
    assert_eq!(app.count(revs), 2, "what is refused takes no revision");
    app.finish().await;
}

#[tokio::test]
async fn a_room_asks_no_more_of_the_database_the_more_is_answered() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let first = room.said(&teacher, "one").await;
    reply(&room, &student, first, "two").await;
    react(&room, &student, first, "👍").await;
    let asked = async || {
        const TABLES: [&str; 3] = ["\"messages\"", "\"message_reactions\"", "\"users\""];
        let before = app.queries_about(&TABLES);
        assert_eq!(student.get(&room.path).await.status(), 200);
        app.queries_about(&TABLES) - before
    };
    let few = asked().await;
    for n in 0..4 {
        reply(&room, &teacher, first, &format!("more {n}")).await;
        let id = room.said(&student, "again").await;
        react(&room, &teacher, id, "🎉").await;
    }
    assert_eq!(asked().await, few);
    app.finish().await;
}
