//! Everybody gets everything, once, in order.

use futures_util::future::join_all;
use serde_json::json;
use uuid::Uuid;

use super::Room;
use crate::support::{Person, TestApp};

#[tokio::test]
async fn fifty_who_write_at_once_leave_no_gap_in_the_numbers() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (mut socket, mut copy) = room.open(&app, Person::Wang).await;
    app.execute(
        "INSERT INTO users (username, email, password, display_name)
         SELECT 'writer' || n, 'writer' || n || '@example.org', (SELECT password FROM users LIMIT 1), 'Writer' || n
         FROM generate_series(1, 50) n",
    );
    app.execute(
        "INSERT INTO enrollments (user_id, course_id)
         SELECT u.id, c.id FROM users u, courses c WHERE u.username LIKE 'writer%' AND c.title = '线性代数'",
    );
    let names: Vec<String> = (1..=50).map(|n| format!("writer{n}")).collect();
    let clients = join_all(names.iter().map(|name| app.sign_in_as(name))).await;
    let say = |index: usize| {
        let (room, client) = (&room, &clients[index]);
        async move {
            for n in 0..4 {
                let answer = room.say(client, &format!("{index}-{n}")).await;
                assert_eq!(answer.status(), 201, "{answer:?}");
            }
        }
    };
    join_all((0..50).map(say)).await;
    while copy.last < 200 {
        assert!(copy.apply(&socket.frame().await), "no frame is missing");
    }
    assert_eq!(copy.messages.len(), 200, "each message came once");
    let sql = "SELECT count(*) AS n FROM (SELECT seq, rev, row_number() OVER (ORDER BY seq) AS place FROM messages) m
               WHERE seq = place AND rev = place";
    assert_eq!(app.count(sql), 200, "numbered from 1 without a gap");
    let counters = "SELECT last_seq * 1000 + last_rev AS n FROM chat_rooms WHERE course_id IS NOT NULL AND last_seq > 0";
    assert_eq!(app.count(counters), 200_200);
    for n in 0..50 {
        let own: Vec<String> = copy.texts();
        let own: Vec<&String> = own
            .iter()
            .filter(|text| text.starts_with(&format!("{n}-")))
            .collect();
        assert!(own.is_sorted(), "each in the order of its author: {own:?}");
    }
    app.finish().await;
}

#[tokio::test]
async fn a_message_sent_twice_is_stored_once() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let client = app.student().await;
    let nonce = Uuid::now_v7();
    let answers = join_all((0..8).map(|_| room.say_as(&client, "你好", nonce))).await;
    let new = answers.iter().filter(|answer| answer.status() == 201);
    assert_eq!(new.count(), 1);
    let ids: Vec<String> = answers
        .iter()
        .map(|answer| answer.html().attribute(".message", "data-id"))
        .collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    assert_eq!(app.count("SELECT count(*) AS n FROM messages"), 1);
    app.finish().await;
}

#[tokio::test]
async fn one_nonce_does_not_serve_two_messages() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let client = app.student().await;
    let nonce = Uuid::now_v7();
    assert_eq!(room.say_as(&client, "first", nonce).await.status(), 201);
    assert_eq!(room.say_as(&client, "second", nonce).await.status(), 409);
    assert_eq!(room.say_as(&client, "first", nonce).await.status(), 200);
    let teacher = app.teacher().await;
    let theirs = room.say_as(&teacher, "second", nonce).await;
    assert_eq!(theirs.status(), 201, "a nonce is its sender's own");
    app.finish().await;
}

#[tokio::test]
async fn a_page_that_was_away_gets_what_it_missed() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    room.said(&student, "one").await;
    let (socket, mut copy) = room.open(&app, Person::Wang).await;
    drop(socket);
    let missed = room.said(&student, "two").await;
    room.said(&teacher, "three").await;
    let path = format!("{}/messages/{missed}/deletion", room.path);
    assert_eq!(student.post_htmx(&path, &[]).await.status(), 204);
    let mut socket = room.socket(&app, Person::Wang).await;
    socket.resume(copy.last).await;
    let frame = socket.frame().await;
    assert_eq!((&frame["from"], &frame["to"]), (&json!(2), &json!(4)));
    assert!(copy.apply(&frame));
    assert_eq!(copy.texts(), ["one", "three"]);
    assert_eq!(room.changes(&teacher, 1).await, frame, "the same over HTTP");
    room.said(&student, "four").await;
    assert!(copy.apply(&socket.frame().await));
    assert_eq!(copy.texts(), ["one", "three", "four"]);
    app.finish().await;
}

#[tokio::test]
async fn whoever_missed_more_than_five_hundred_starts_over() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    app.execute(&format!(
        "INSERT INTO messages (chat_room_id, user_id, content, seq, rev, nonce)
         SELECT {}, {}, 'm' || n, n, n, gen_random_uuid() FROM generate_series(1, 501) n",
        room.id,
        app.id_of(Person::Wang)
    ));
    app.execute("UPDATE chat_rooms SET last_seq = 501, last_rev = 501 WHERE course_id IS NOT NULL");
    let student = app.student().await;
    let reset = json!({"type": "reset", "room": room.id, "to": 501});
    assert_eq!(room.changes(&student, 0).await, reset);
    let barely = room.changes(&student, 1).await;
    assert_eq!(barely["items"].as_array().map(Vec::len), Some(500));
    for nonsense in [502, -1, i64::MAX, i64::MIN] {
        assert_eq!(room.changes(&student, nonsense).await, reset, "{nonsense}");
    }
    app.finish().await;
}
