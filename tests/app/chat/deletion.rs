//! What was deleted is gone, from every page (security row Z11).

use super::Room;
use crate::support::{Person, TestApp};

#[tokio::test]
async fn a_deleted_message_leaves_open_pages_and_those_that_come_back() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let student = app.student().await;
    let id = room.said(&student, "canary-deleted").await;
    let (mut socket, mut copy) = room.open(&app, Person::Xiaoming).await;
    assert_eq!(copy.texts(), ["canary-deleted"]);
    let assistant = app.assistant().await;
    let path = format!("{}/messages/{id}/deletion", room.path);
    assert_eq!(assistant.post(&path, &[]).await.status(), 303);
    let frame = socket.frame().await;
    assert_eq!(frame["items"][0]["deleted"], true);
    assert!(!frame.to_string().contains("canary-deleted"));
    assert!(copy.apply(&frame));
    assert!(copy.texts().is_empty());
    let later = room.changes(&student, 0).await;
    assert!(!later.to_string().contains("canary-deleted"));
    for path in [
        room.path.as_str(),
        "/chat",
        &format!("{}?before=9", room.path),
    ] {
        let page = student.get(path).await.text();
        assert!(!page.contains("canary-deleted"), "{path}");
    }
    let audit = "SELECT count(*) AS n FROM audit_log WHERE action = 'message.delete'";
    assert_eq!(app.count(audit), 1, "moderation is written down");
    assert_eq!(assistant.post_htmx(&path, &[]).await.status(), 204);
    assert_eq!(app.count(audit), 1, "it is deleted once");
    app.finish().await;
}

#[tokio::test]
async fn only_its_author_and_moderators_delete_a_message() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let id = room.said(&teacher, "stays").await;
    let path = format!("{}/messages/{id}/deletion", room.path);
    assert_eq!(student.post_htmx(&path, &[]).await.status(), 403);
    for outsider in [app.other_student().await, app.other_teacher().await] {
        assert_eq!(outsider.post_htmx(&path, &[]).await.status(), 404);
    }
    assert_eq!(app.anonymous().post_htmx(&path, &[]).await.status(), 401);
    let elsewhere = teacher
        .post(
            &format!("/chat/people/{}", app.id_of(Person::Xiaoming)),
            &[],
        )
        .await;
    let foreign = format!("{}/messages/{id}/deletion", elsewhere.location());
    assert_eq!(teacher.post_htmx(&foreign, &[]).await.status(), 404);
    let left = "SELECT count(*) AS n FROM messages WHERE deleted_at IS NULL";
    assert_eq!(app.count(left), 1);
    assert_eq!(app.admin().await.post_htmx(&path, &[]).await.status(), 204);
    assert_eq!(app.count(left), 0);
    app.finish().await;
}
