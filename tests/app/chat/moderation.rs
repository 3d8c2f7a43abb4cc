//! Keeping a room civil.

use super::Room;
use crate::support::{Answer, Client, Person, TestApp};

async fn act(room: &Room, client: &Client, path: &str, fields: &[(&str, &str)]) -> Answer {
    client.post(&format!("{}/{path}", room.path), fields).await
}

async fn against(app: &TestApp, room: &Room, client: &Client, what: &str) -> Answer {
    let path = format!("people/{}/{what}", app.id_of(Person::Xiaoming));
    let fields = [("minutes", "60"), ("hours", "1"), ("reason", "刷屏")];
    act(room, client, &path, &fields).await
}

#[tokio::test]
async fn a_muted_member_reads_but_does_not_write_until_it_is_over() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, assistant) = (app.student().await, app.assistant().await);
    let id = room.said(&student, "之前说的").await;
    let muted = against(&app, &room, &assistant, "mute").await;
    assert_eq!(muted.status(), 303, "{muted:?}");
    let refused = room.say(&student, "还能说吗").await;
    assert_eq!(refused.status(), 422);
    assert!(
        refused.text().contains("60"),
        "it says for how long: {refused:?}"
    );
    let path = format!("{}/messages/{id}", room.path);
    let edit = student.post_htmx(&path, &[("content", "改一改")]).await;
    assert_eq!(edit.status(), 422, "nor by the back door");
    assert_eq!(student.get(&room.path).await.status(), 200);
    assert_eq!(room.say(&assistant, "管理照常").await.status(), 201);
    app.execute("UPDATE chat_room_members SET muted_until = now() - interval '1 second' WHERE muted_until IS NOT NULL");
    assert_eq!(room.say(&student, "又能说了").await.status(), 201);
    app.finish().await;
}

#[tokio::test]
async fn a_banned_member_loses_the_room_at_once_and_gets_it_back_by_a_pardon() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let (mut socket, _) = room.open(&app, Person::Xiaoming).await;
    assert_eq!(against(&app, &room, &teacher, "ban").await.status(), 303);
    assert_eq!(socket.close_code().await, 4403);
    assert_eq!(student.get(&room.path).await.status(), 404);
    assert_eq!(room.say(&student, "我还在吗").await.status(), 404);
    app.execute("UPDATE enrollments SET enrolled_at = now()");
    assert_eq!(student.get(&room.path).await.status(), 404);
    let desk = teacher.get(&format!("{}/moderation", room.path)).await;
    assert!(
        desk.text().contains("刷屏"),
        "it is written down with its reason"
    );
    assert_eq!(against(&app, &room, &teacher, "pardon").await.status(), 303);
    assert_eq!(student.get(&room.path).await.status(), 200);
    app.finish().await;
}

#[tokio::test]
async fn all_that_somebody_wrote_in_a_time_is_deleted_and_one_is_brought_back() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let id = room.said(&student, "canary-spam 1").await;
    room.said(&student, "canary-spam 2").await;
    room.said(&teacher, "stays").await;
    assert_eq!(
        against(&app, &room, &teacher, "deletion").await.status(),
        303
    );
    let later = room.changes(&teacher, 0).await;
    assert!(!later.to_string().contains("canary-spam"));
    let back = format!("messages/{id}/restoration");
    assert_eq!(act(&room, &student, &back, &[]).await.status(), 403);
    assert_eq!(act(&room, &teacher, &back, &[]).await.status(), 303);
    let page = student.get(&room.path).await.text();
    assert!(page.contains("canary-spam 1") && !page.contains("canary-spam 2"));
    let found = student.get("/chat/search?q=canary").await.html();
    assert_eq!(found.count(".found__message"), 1, "found as before");
    app.finish().await;
}

#[tokio::test]
async fn authors_undo_their_own_deletion_for_a_minute() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let student = app.student().await;
    let id = room.said(&student, "手滑").await;
    let deletion = format!("messages/{id}/deletion");
    let back = format!("messages/{id}/restoration");
    act(&room, &student, &deletion, &[]).await;
    assert_eq!(act(&room, &student, &back, &[]).await.status(), 303);
    assert!(student.get(&room.path).await.text().contains("手滑"));
    act(&room, &student, &deletion, &[]).await;
    app.execute("UPDATE messages SET deleted_at = now() - interval '2 minutes' WHERE deleted_at IS NOT NULL");
    assert_eq!(act(&room, &student, &back, &[]).await.status(), 403);
    app.finish().await;
}

#[tokio::test]
async fn slow_mode_and_blocked_words_hold_for_members_alone() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let rules = [("slow_seconds", "60"), ("blocked_words", "代写\nSPAM")];
    assert_eq!(
        act(&room, &student, "moderation", &rules).await.status(),
        403
    );
    assert_eq!(
        act(&room, &teacher, "moderation", &rules).await.status(),
        303
    );
    let refused = room.say(&student, "作业 代 写").await;
    assert_eq!(refused.status(), 422);
    assert!(refused.text().contains("代写"), "{refused:?}");
    assert_eq!(room.say(&student, "第一句").await.status(), 201);
    let early = room.say(&student, "第二句").await;
    assert_eq!(early.status(), 429);
    let wait: u64 = early.headers("retry-after")[0].parse().expect("seconds");
    assert!((50..=60).contains(&wait), "{wait}");
    for words in ["代写举报到这里", "再说一句"] {
        assert_eq!(room.say(&teacher, words).await.status(), 201);
    }
    let wrong = [("slow_seconds", "soon"), ("blocked_words", "代写")];
    let refused = act(&room, &teacher, "moderation", &wrong).await;
    assert_eq!(refused.status(), 422);
    assert_eq!(refused.html().attribute("#slow_seconds", "value"), "soon");
    app.finish().await;
}

#[tokio::test]
async fn a_report_reaches_the_moderators_and_is_settled_by_them() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let id = room.said(&app.assistant().await, "看着不对的话").await;
    let report = format!("messages/{id}/report");
    let nothing = act(&room, &student, &report, &[("reason", " ")]).await;
    assert_eq!(nothing.status(), 422);
    for _ in 0..2 {
        let sent = act(&room, &student, &report, &[("reason", "广告")]).await;
        assert_eq!(sent.status(), 303);
    }
    let rows = "SELECT count(*) AS n FROM message_reports";
    assert_eq!(app.count(rows), 1, "reported once");
    let told = "SELECT count(*) AS n FROM notifications WHERE kind = 'chat.report'";
    assert_eq!(app.count(told), 2, "teacher and assistant, once each");
    let desk = format!("{}/moderation", room.path);
    let author = app.assistant().await.get(&desk).await.html();
    let told = author.text("article.reported");
    let by = !told.contains(Person::Xiaoming.display_name());
    assert!(told.contains("广告") && by, "not by whom: {told}");
    assert_eq!(student.get(&desk).await.status(), 403);
    assert_eq!(app.other_teacher().await.get(&desk).await.status(), 404);
    let dismissal = format!("messages/{id}/dismissal");
    assert_eq!(act(&room, &student, &dismissal, &[]).await.status(), 403);
    assert_eq!(act(&room, &teacher, &dismissal, &[]).await.status(), 303);
    assert_eq!(teacher.get(&desk).await.html().count("article.reported"), 0);
    let own = room.said(&student, "自己的").await;
    let own = format!("messages/{own}/report");
    assert_eq!(
        act(&room, &student, &own, &[("reason", "x")])
            .await
            .status(),
        409
    );
    app.finish().await;
}

#[tokio::test]
async fn who_does_not_moderate_sanctions_nobody_and_moderators_are_safe_from_each_other() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    for what in ["mute", "ban", "pardon", "deletion"] {
        let student = app.student().await;
        assert_eq!(
            against(&app, &room, &student, what).await.status(),
            403,
            "{what}"
        );
        for outsider in [app.other_student().await, app.other_teacher().await] {
            assert_eq!(
                against(&app, &room, &outsider, what).await.status(),
                404,
                "{what}"
            );
        }
        let guest = app.anonymous();
        assert_eq!(
            against(&app, &room, &guest, what).await.status(),
            303,
            "{what}"
        );
    }
    let assistant = app.assistant().await;
    let teacher = format!("people/{}/ban", app.id_of(Person::Wang));
    let refused = act(&room, &assistant, &teacher, &[("reason", "x")]).await;
    assert_eq!(refused.status(), 409);
    let foreign = format!("people/{}/ban", app.id_of(Person::Xiaohong));
    assert_eq!(
        act(&room, &assistant, &foreign, &[("reason", "x")])
            .await
            .status(),
        404
    );
    let path = format!("people/{}/mute", app.id_of(Person::Xiaoming));
    let without = act(&room, &assistant, &path, &[("minutes", "10")]).await;
    assert_eq!(without.status(), 422);
    let sanctioned = "SELECT count(*) AS n FROM chat_room_members WHERE muted_until IS NOT NULL OR banned_at IS NOT NULL";
    assert_eq!(app.count(sanctioned), 0);
    app.finish().await;
}
