//! Pinned messages.

use super::Room;
use crate::support::{Client, Person, TestApp};

async fn pin(room: &Room, client: &Client, message: i64, pinned: &str) -> u16 {
    let path = format!("{}/messages/{message}/pin", room.path);
    client
        .post_htmx(&path, &[("pinned", pinned)])
        .await
        .status()
}

#[tokio::test]
async fn the_staff_pin_messages_that_the_room_keeps_in_sight() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let id = room.said(&teacher, "canary-pinned").await;
    assert_eq!(pin(&room, &student, id, "true").await, 403);
    assert_eq!(
        pin(&room, &app.other_teacher().await, id, "true").await,
        404
    );
    assert_eq!(pin(&room, &teacher, id, "maybe").await, 422);
    let (mut socket, _) = room.open(&app, Person::Xiaoming).await;
    assert_eq!(pin(&room, &teacher, id, "true").await, 204);
    assert!(socket.frame().await.to_string().contains("data-pinned"));
    let pins = format!("{}/pins", room.path);
    let page = student.get(&pins).await;
    assert!(page.text().contains("canary-pinned"));
    let when = page.html().text(".message time");
    assert!(when.contains('日'), "a pin of any day says which: {when}");
    assert_eq!(app.other_student().await.get(&pins).await.status(), 404);
    let rev = app.count("SELECT max(rev) AS n FROM messages");
    assert_eq!(pin(&room, &teacher, id, "true").await, 204);
    let again = app.count("SELECT max(rev) AS n FROM messages");
    assert_eq!(rev, again, "it is pinned once");
    let deletion = format!("{}/messages/{id}/deletion", room.path);
    teacher.post_htmx(&deletion, &[]).await;
    assert!(!student.get(&pins).await.text().contains("canary-pinned"));
    app.finish().await;
}

#[tokio::test]
async fn between_two_people_both_pin() {
    let app = TestApp::start().await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let other = format!("/chat/people/{}", app.id_of(Person::Wang));
    let room = Room::at(&student.post(&other, &[]).await);
    let id = room.said(&teacher, "周五答疑").await;
    assert_eq!(pin(&room, &student, id, "true").await, 204);
    assert_eq!(pin(&room, &teacher, id, "false").await, 204);
    let pinned = "SELECT count(*) AS n FROM messages WHERE pinned_at IS NOT NULL";
    assert_eq!(app.count(pinned), 0);
    app.finish().await;
}
