//! Editing what one has said; what it said before is for those who moderate.

use super::Room;
use crate::support::{Answer, Client, Person, TestApp};

async fn edit(room: &Room, client: &Client, message: i64, words: &str) -> Answer {
    let path = format!("{}/messages/{message}", room.path);
    client.post_htmx(&path, &[("content", words)]).await
}

#[tokio::test]
async fn an_edited_message_reaches_open_pages_and_its_staff_see_what_it_said() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let id = room.said(&student, "canary-before").await;
    let (mut socket, mut copy) = room.open(&app, Person::Wang).await;
    assert_eq!(
        edit(&room, &student, id, "canary-after").await.status(),
        204
    );
    let frame = socket.frame().await;
    assert!(copy.apply(&frame));
    assert_eq!(copy.texts(), ["canary-after"]);
    assert!(!frame.to_string().contains("canary-before"));
    assert!(frame.to_string().contains("data-edited"));
    let page = student.get(&room.path).await.text();
    assert!(page.contains("canary-after") && !page.contains("canary-before"));
    let revisions = format!("{}/messages/{id}/revisions", room.path);
    let said = teacher.get(&revisions).await.html();
    let said = said.texts(".revision .message__body");
    assert_eq!(said, ["canary-after", "canary-before"], "the latest first");
    assert_eq!(student.get(&revisions).await.status(), 403);
    assert_eq!(
        edit(&room, &student, id, "canary-after").await.status(),
        204
    );
    let kept = "SELECT count(*) AS n FROM message_revisions";
    assert_eq!(app.count(kept), 1, "saving the same again changes nothing");
    app.finish().await;
}

#[tokio::test]
async fn only_its_author_edits_a_message_that_is_there() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let id = room.said(&student, "stays").await;
    assert_eq!(edit(&room, &teacher, id, "changed").await.status(), 403);
    for outsider in [app.other_student().await, app.other_teacher().await] {
        assert_eq!(edit(&room, &outsider, id, "changed").await.status(), 404);
        let form = format!("{}/messages/{id}/edit", room.path);
        assert_eq!(outsider.get(&form).await.status(), 404);
    }
    let deletion = format!("{}/messages/{id}/deletion", room.path);
    student.post_htmx(&deletion, &[]).await;
    assert_eq!(edit(&room, &student, id, "changed").await.status(), 404);
    let changed = "SELECT count(*) AS n FROM messages WHERE content = 'changed'";
    assert_eq!(app.count(changed), 0);
    app.finish().await;
}

#[tokio::test]
async fn without_scripts_the_form_keeps_what_was_typed_and_says_what_is_wrong() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let student = app.student().await;
    let id = room.said(&student, "第一版").await;
    let form = student
        .get(&format!("{}/messages/{id}/edit", room.path))
        .await;
    assert_eq!(form.html().text("textarea"), "第一版");
    let path = format!("{}/messages/{id}", room.path);
    let long = "长".repeat(4_001);
    let refused = student.post(&path, &[("content", &long)]).await;
    assert_eq!(refused.status(), 422);
    assert!(refused.html().text(".field__error").contains('1'));
    assert_eq!(refused.html().text("textarea"), long);
    let empty = student.post(&path, &[("content", "  ")]).await;
    assert_eq!(empty.status(), 422);
    let saved = student.post(&path, &[("content", "第二版")]).await;
    assert_eq!(saved.status(), 303);
    assert!(student.get(&room.path).await.text().contains("第二版"));
    app.finish().await;
}
