//! Calling people by name.

use super::Room;
use crate::support::{Person, TestApp};

fn told(app: &TestApp, username: &str) -> i64 {
    app.count(&format!(
        "SELECT count(*) AS n FROM message_notifications JOIN users ON users.id = user_id
         WHERE reason = 'mention' AND NOT is_read AND username = '{username}'"
    ))
}

#[tokio::test]
async fn whoever_is_called_is_told_and_nobody_else() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    room.said(&teacher, "@小明 请看第三题，`@张助教` 不算。")
        .await;
    assert_eq!(told(&app, "xiaoming"), 1);
    let all = "SELECT count(*) AS n FROM message_notifications";
    assert_eq!(app.count(all), 1);
    let list = student.get("/chat").await.html();
    assert_eq!(list.count(".badge--mention"), 1);
    let page = student.get(&room.path).await.html();
    assert_eq!(page.count(".message--mention"), 1);
    let page = teacher.get(&room.path).await.html();
    assert_eq!(page.count(".message--mention"), 0, "it calls somebody else");
    student
        .post_htmx(&format!("{}/read", room.path), &[("seq", "1")])
        .await;
    assert_eq!(told(&app, "xiaoming"), 0, "read with the message");
    app.finish().await;
}

#[tokio::test]
async fn everybody_is_called_by_the_staff_alone() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, assistant) = (app.student().await, app.assistant().await);
    room.said(&student, "@所有人 谁会第三题？").await;
    let all = "SELECT count(*) AS n FROM message_notifications";
    assert_eq!(app.count(all), 0);
    room.said(&assistant, "@all 明天停课").await;
    let members = "SELECT count(*) AS n FROM chat_room_members JOIN chat_rooms ON chat_rooms.id = chat_room_id WHERE kind = 'course' AND is_active AND chat_rooms.id = ";
    let members = app.count(&format!("{members}{}", room.id));
    assert_eq!(app.count(all), members - 1, "all but the one who calls");
    app.finish().await;
}

#[tokio::test]
async fn an_edit_calls_whom_it_adds_and_tells_nobody_twice() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let teacher = app.teacher().await;
    let id = room.said(&teacher, "@小明").await;
    let path = format!("{}/messages/{id}", room.path);
    teacher
        .post_htmx(&path, &[("content", "@小明 @张助教")])
        .await;
    let all = "SELECT count(*) AS n FROM message_notifications";
    assert_eq!(app.count(all), 2);
    let named = "SELECT count(*) AS n FROM message_mentions";
    assert_eq!(app.count(named), 2);
    teacher.post_htmx(&path, &[("content", "算了")]).await;
    assert_eq!(app.count(named), 0);
    app.finish().await;
}

#[tokio::test]
async fn names_are_offered_from_the_room_alone() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let path = |typed: &str| format!("{}/mentions?q={typed}", room.path);
    let offered = student.get(&path("张")).await.html();
    assert_eq!(offered.attribute("[role=option]", "data-name"), "张助教");
    let all = student.get(&path("")).await.html();
    assert_eq!(
        all.count("#mention-all"),
        0,
        "learners call nobody at large"
    );
    let others = app.id_of(Person::Xiaohong);
    assert_eq!(all.count(&format!("#mention-{others}")), 0);
    assert_eq!(teacher.get(&path("")).await.html().count("#mention-all"), 1);
    assert_eq!(student.get(&path("%25")).await.html().count("li"), 0);
    let outsider = app.other_student().await;
    assert_eq!(outsider.get(&path("")).await.status(), 404);
    app.finish().await;
}
