//! Messages that wait for a moderator: nobody else comes upon them, by any road.

use reqwest::multipart::{Form, Part};
use uuid::Uuid;

use super::Room;
use crate::support::{Answer, Client, Person, TestApp};

async fn act(room: &Room, client: &Client, path: &str, fields: &[(&str, &str)]) -> Answer {
    client.post(&format!("{}/{path}", room.path), fields).await
}

async fn hold(room: &Room, teacher: &Client, words: &str) {
    let set = act(room, teacher, "moderation", &[("held_words", words)]).await;
    assert_eq!(set.status(), 303, "{set:?}");
}

fn waiting(app: &TestApp) -> i64 {
    app.count("SELECT id AS n FROM held_messages WHERE decided_at IS NULL ORDER BY id LIMIT 1")
}

#[tokio::test]
async fn a_held_message_is_seen_by_its_author_and_the_moderators_and_by_nobody_else() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    app.execute(&format!(
        "INSERT INTO enrollments (user_id, course_id) VALUES ({}, {})",
        app.id_of(Person::Xiaohong),
        app.cast.course
    ));
    let other = app.other_student().await;
    other
        .post(&format!("{}/level", room.path), &[("level", "everything")])
        .await;
    hold(&room, &teacher, "答案").await;
    let asked = room.said(&teacher, "有问题吗？").await;
    let (mut socket, mut copy) = room.open(&app, Person::Xiaohong).await;
    let held = room.say(&student, "@小红 canary-held 答 案").await;
    assert_eq!(held.status(), 202, "{held:?}");
    assert!(held.html().has(".message--held"));
    room.said(&teacher, "marker").await;
    assert!(copy.apply(&socket.frame().await));
    assert!(
        copy.texts()
            .iter()
            .all(|text| !text.contains("canary-held"))
    );
    for path in [
        room.path.clone(),
        format!("{}?before=999", room.path),
        format!("{}/changes?after=0", room.path),
        "/chat/search?q=canary-held".to_owned(),
        "/chat".to_owned(),
        "/notifications".to_owned(),
        format!("{}/pins", room.path),
    ] {
        let seen = other.get(&path).await.text();
        assert!(!seen.contains("canary-held 答"), "{path}");
    }
    let told =
        "SELECT count(*) AS n FROM message_notifications JOIN messages ON messages.id = message_id
        WHERE content LIKE '%canary-held%'";
    assert_eq!(app.count(told), 0);
    let own = student.get(&room.path).await.html();
    assert_eq!(own.count(".message--held"), 1);
    let search = student.get("/chat/search?q=canary-held").await.html();
    assert_eq!(search.count(".found__message"), 0);
    let desk = format!("{}/moderation", room.path);
    let page = teacher.get(&desk).await;
    assert!(page.text().contains("canary-held"));
    for outsider in [&student, &other] {
        assert_eq!(outsider.get(&desk).await.status(), 403);
    }
    let moderators = "SELECT count(*) AS n FROM notifications WHERE kind = 'chat.held'";
    assert_eq!(app.count(moderators), 2, "teacher and assistant are told");
    let seq = "SELECT last_seq AS n FROM chat_rooms WHERE course_id IS NOT NULL AND last_seq > 0";
    assert_eq!(app.count(seq), 2, "it has no number");
    let reply = [("content", "答案是 3"), ("reply_to", &asked.to_string())];
    let reply = student
        .post_htmx(&format!("{}/messages", room.path), &reply)
        .await;
    assert_eq!(reply.status(), 202);
    app.finish().await;
}

#[tokio::test]
async fn a_moderator_lets_it_through_once_and_it_is_a_message_like_others() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    hold(&room, &teacher, "答案").await;
    let (mut socket, _) = room.open(&app, Person::Zhang).await;
    let nonce = Uuid::now_v7();
    for _ in 0..2 {
        let held = room.say_as(&student, "@张助教 答案", nonce).await;
        assert_eq!(held.status(), 202, "sent again, it waits once");
    }
    let id = waiting(&app);
    let approval = format!("held/{id}/approval");
    assert_eq!(act(&room, &student, &approval, &[]).await.status(), 403);
    let outsider = app.other_teacher().await;
    assert_eq!(act(&room, &outsider, &approval, &[]).await.status(), 404);
    assert_eq!(act(&room, &teacher, &approval, &[]).await.status(), 303);
    let frame = socket.frame().await;
    assert_eq!(frame["items"][0]["nonce"], nonce.to_string());
    assert_eq!(frame["items"][0]["user"], app.id_of(Person::Xiaoming));
    assert_eq!(act(&room, &teacher, &approval, &[]).await.status(), 404);
    let again = room.say_as(&student, "@张助教 答案", nonce).await;
    assert_eq!(again.status(), 200, "the message is stored by now");
    assert_eq!(app.count("SELECT count(*) AS n FROM messages"), 1);
    let called = "SELECT count(*) AS n FROM message_notifications WHERE reason = 'mention'";
    assert_eq!(app.count(called), 1, "now it calls whom it calls");
    let own = student.get(&room.path).await.html();
    assert_eq!(
        (own.count(".message--held"), own.count("[data-id]")),
        (0, 1)
    );
    app.finish().await;
}

#[tokio::test]
async fn what_is_refused_stays_unsaid_its_author_is_told_and_it_can_be_let_through_after_all() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    hold(&room, &teacher, "答案").await;
    room.say(&student, "canary-refused 答案").await;
    let id = waiting(&app);
    let refusal = format!("held/{id}/refusal");
    assert_eq!(act(&room, &student, &refusal, &[]).await.status(), 403);
    for _ in 0..2 {
        assert_eq!(act(&room, &teacher, &refusal, &[]).await.status(), 303);
    }
    let told = "SELECT count(*) AS n FROM notifications WHERE kind = 'chat.refused'";
    assert_eq!(app.count(told), 1);
    let page = student.get(&room.path).await.text();
    assert!(!page.contains("canary-refused"));
    let desk = teacher.get(&format!("{}/moderation", room.path)).await;
    assert!(
        desk.text().contains("拒绝了小明的一条待审核消息"),
        "on record"
    );
    let approval = format!("held/{id}/approval");
    assert_eq!(act(&room, &teacher, &approval, &[]).await.status(), 303);
    let page = app.assistant().await.get(&room.path).await.text();
    assert!(page.contains("canary-refused"));
    app.finish().await;
}

#[tokio::test]
async fn the_rule_holds_for_members_and_for_edits_and_has_an_end() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let id = room.said(&student, "一句好话").await;
    hold(&room, &teacher, "答案").await;
    assert_eq!(room.say(&teacher, "答案在书后").await.status(), 201);
    let path = format!("{}/messages/{id}", room.path);
    let edit = student.post_htmx(&path, &[("content", "答案")]).await;
    assert_eq!(edit.status(), 422, "nor by the back door");
    assert_eq!(room.say(&student, "答案").await.status(), 202);
    app.execute(
        "INSERT INTO held_messages (chat_room_id, user_id, content, word, nonce)
         SELECT chat_room_id, user_id, content, word, gen_random_uuid() FROM held_messages, generate_series(1, 9)",
    );
    let one_more = room.say(&student, "答案").await;
    assert_eq!(one_more.status(), 422, "{one_more:?}");
    let foreign = app.count("SELECT min(id) AS n FROM held_messages");
    app.execute(&format!(
        "UPDATE held_messages SET chat_room_id = (SELECT id FROM chat_rooms WHERE name = 'Foreign course') WHERE id = {foreign}"
    ));
    for what in ["approval", "refusal"] {
        let path = format!("held/{foreign}/{what}");
        assert_eq!(act(&room, &teacher, &path, &[]).await.status(), 404);
    }
    app.finish().await;
}

#[tokio::test]
async fn a_file_of_a_held_message_is_read_by_its_author_and_the_moderators_alone() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    hold(&room, &teacher, "答案").await;
    app.execute(&format!(
        "INSERT INTO enrollments (user_id, course_id) VALUES ({}, {})",
        app.id_of(Person::Xiaohong),
        app.cast.course
    ));
    let part = Part::bytes(b"canary-file".to_vec()).file_name("a.txt");
    let form = Form::new().text("content", "答案").part("file", part);
    let sent = student
        .upload(&format!("{}/messages", room.path), form)
        .await;
    assert_eq!(sent.status(), 303, "{sent:?}");
    let desk = teacher.get(&format!("{}/moderation", room.path)).await;
    let file = desk.html().attribute(".held a[href^='/media/']", "href");
    let other = app.other_student().await;
    assert_eq!(other.get(&file).await.status(), 404);
    assert_eq!(app.other_teacher().await.get(&file).await.status(), 404);
    assert_eq!(student.get(&file).await.status(), 200);
    assert_eq!(teacher.get(&file).await.status(), 200);
    let approval = format!("held/{}/approval", waiting(&app));
    act(&room, &teacher, &approval, &[]).await;
    assert_eq!(other.get(&file).await.status(), 200);
    app.finish().await;
}

#[tokio::test]
async fn whoever_has_left_says_nothing_any_more() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    hold(&room, &teacher, "答案").await;
    room.say(&student, "答案").await;
    app.execute("DELETE FROM enrollments");
    let approval = format!("held/{}/approval", waiting(&app));
    assert_eq!(act(&room, &teacher, &approval, &[]).await.status(), 409);
    assert_eq!(app.count("SELECT count(*) AS n FROM messages"), 0);
    app.finish().await;
}
