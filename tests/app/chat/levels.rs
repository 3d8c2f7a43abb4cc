//! What a member is told of: everything, mentions, or nothing.

use super::Room;
use crate::support::{Client, Person, TestApp};

async fn choose(room: &Room, client: &Client, level: &str) -> u16 {
    let path = format!("{}/level", room.path);
    client.post(&path, &[("level", level)]).await.status()
}

async fn badge(client: &Client) -> String {
    let badge = client.get("/chat/badge").await.html();
    badge.texts(".badge").pop().unwrap_or_default()
}

fn told(app: &TestApp, reason: &str) -> i64 {
    app.count(&format!(
        "SELECT count(*) AS n FROM message_notifications JOIN users ON users.id = user_id
         WHERE username = 'xiaoming' AND reason = '{reason}'"
    ))
}

#[tokio::test]
async fn in_a_course_room_one_is_told_of_mentions_until_one_chooses() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    room.said(&teacher, "大家好").await;
    assert_eq!(
        (badge(&student).await.as_str(), told(&app, "subscribed")),
        ("", 0)
    );
    room.said(&teacher, "@小明 看这里").await;
    assert_eq!(
        (badge(&student).await.as_str(), told(&app, "mention")),
        ("1", 1)
    );
    let list = student.get("/chat").await.html();
    let unread = list.texts(".room .badge:not(.badge--mention)");
    assert_eq!(unread, ["2"], "the list says all that is unread");
    assert_eq!(choose(&room, &student, "everything").await, 303);
    room.said(&teacher, "第三条").await;
    assert_eq!(
        (badge(&student).await.as_str(), told(&app, "subscribed")),
        ("3", 1)
    );
    room.said(&teacher, "@小明 第四条").await;
    assert_eq!(
        told(&app, "mention"),
        2,
        "called by name, not as a subscriber"
    );
    assert_eq!(told(&app, "subscribed"), 1);
    app.finish().await;
}

#[tokio::test]
async fn who_wants_to_hear_nothing_is_told_nothing() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let own = room.said(&student, "我问一下").await;
    assert_eq!(choose(&room, &student, "nothing").await, 303);
    room.said(&teacher, "@小明 @所有人").await;
    let path = format!("{}/messages", room.path);
    let reply = [("content", "答"), ("reply_to", &own.to_string())];
    assert_eq!(teacher.post_htmx(&path, &reply).await.status(), 201);
    let all = "SELECT count(*) AS n FROM message_notifications JOIN users ON users.id = user_id WHERE username = 'xiaoming'";
    assert_eq!(app.count(all), 0);
    assert_eq!(badge(&student).await, "");
    let list = student.get("/chat").await.html();
    assert_eq!(list.texts(".room[data-muted] .badge"), ["2"]);
    app.finish().await;
}

#[tokio::test]
async fn a_conversation_of_two_tells_everything_until_one_wants_less() {
    let app = TestApp::start().await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let path = format!("/chat/people/{}", app.id_of(Person::Xiaoming));
    let room = Room::at(&teacher.post(&path, &[]).await);
    room.said(&teacher, "一").await;
    assert_eq!(
        (badge(&student).await.as_str(), told(&app, "direct")),
        ("1", 1)
    );
    let page = student.get(&room.path).await.html();
    let pressed = page.attribute("[name=level][aria-pressed=true]", "value");
    assert_eq!(pressed, "everything");
    choose(&room, &student, "mentions").await;
    room.said(&teacher, "二").await;
    assert_eq!(
        (badge(&student).await.as_str(), told(&app, "direct")),
        ("", 1)
    );
    app.finish().await;
}

#[tokio::test]
async fn a_level_is_one_of_three_and_of_a_room_one_is_in() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    assert_eq!(choose(&room, &app.student().await, "loud").await, 422);
    for outsider in [app.other_student().await, app.admin().await] {
        assert_eq!(choose(&room, &outsider, "nothing").await, 404);
    }
    let chosen = "SELECT count(*) AS n FROM chat_room_members WHERE notification_level IS NOT NULL";
    assert_eq!(app.count(chosen), 0);
    app.finish().await;
}
