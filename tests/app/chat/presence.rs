//! Who is there, and who is writing: told once, to those who are in the room, and kept nowhere.

use serde_json::json;

use super::Room;
use crate::support::{Client, Person, TestApp};

async fn types(room: &Room, client: &Client) -> u16 {
    let path = format!("{}/typing", room.path);
    client.post_htmx(&path, &[]).await.status()
}

#[tokio::test]
async fn who_writes_is_told_to_the_room_and_to_nobody_else() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let student = app.student().await;
    let (mut teacher, _) = room.open(&app, Person::Wang).await;
    assert_eq!(types(&room, &student).await, 204);
    let data = teacher.event("typing").await;
    assert_eq!(
        data,
        json!({ "user": app.id_of(Person::Xiaoming), "name": "小明" })
    );
    for outsider in [app.other_student().await, app.admin().await] {
        assert_eq!(types(&room, &outsider).await, 404);
    }
    let muted = "UPDATE chat_room_members SET muted_until = now() + interval '1 hour' WHERE role = 'member'";
    app.execute(muted);
    assert_eq!(types(&room, &student).await, 204);
    room.said(&app.assistant().await, "结束").await;
    loop {
        let frame = teacher.frame().await;
        assert_ne!(frame["name"], "typing", "the muted write nothing");
        if frame["type"] == "changes" {
            break;
        }
    }
    assert_eq!(app.count("SELECT count(*) AS n FROM messages"), 1);
    app.finish().await;
}

#[tokio::test]
async fn who_types_without_end_is_told_to_wait() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let student = app.student().await;
    let mut refused = 0;
    for _ in 0..30 {
        refused += u32::from(types(&room, &student).await == 429);
    }
    assert!(refused > 0);
    assert_eq!(room.say(&student, "说话不受影响").await.status(), 201);
    app.finish().await;
}

#[tokio::test]
async fn a_room_is_told_who_comes_and_goes() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (wang, xiaoming) = (app.id_of(Person::Wang), app.id_of(Person::Xiaoming));
    let (mut teacher, _) = room.open(&app, Person::Wang).await;
    let (student, _) = room.open(&app, Person::Xiaoming).await;
    let mut both = vec![wang, xiaoming];
    both.sort_unstable();
    while teacher.event("presence").await != json!({ "count": 2, "people": both }) {}
    let people = format!("{}/people", room.path);
    let page = app.assistant().await.get(&people).await.html();
    assert_eq!(page.count(".person__online:not([hidden])"), 2);
    drop(student);
    while teacher.event("presence").await != json!({ "count": 1, "people": [wang] }) {}
    app.finish().await;
}
