//! What the rules of a room say of links and of repetition.

use super::Room;
use crate::support::{Client, TestApp};

async fn set(room: &Room, client: &Client, rules: &[(&str, &str)]) -> u16 {
    let path = format!("{}/moderation", room.path);
    client.post(&path, rules).await.status()
}

#[tokio::test]
async fn links_are_taken_as_the_room_has_it_and_from_moderators_always() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let foreign = "看 [这里](https://evil.example/x)";
    let id = room.said(&student, foreign).await;
    let trusted = [
        ("link_policy", "trusted"),
        ("trusted_hosts", "School.example"),
    ];
    assert_eq!(set(&room, &student, &trusted).await, 403);
    assert_eq!(set(&room, &teacher, &trusted).await, 303);
    let refused = room.say(&student, foreign).await;
    assert_eq!(refused.status(), 422);
    assert!(refused.text().contains("school.example"), "{refused:?}");
    let path = format!("{}/messages/{id}", room.path);
    let edit = [("content", "改成 https://evil.example")];
    assert_eq!(student.post_htmx(&path, &edit).await.status(), 422);
    let taken = "https://www.school.example/a 和 [课程](/courses)";
    assert_eq!(room.say(&student, taken).await.status(), 201);
    assert_eq!(set(&room, &teacher, &[("link_policy", "none")]).await, 303);
    assert_eq!(room.say(&student, taken).await.status(), 422);
    assert_eq!(room.say(&student, "[课程](/courses)").await.status(), 201);
    assert_eq!(room.say(&teacher, foreign).await.status(), 201);
    app.finish().await;
}

#[tokio::test]
async fn the_same_is_said_so_often_and_not_again_until_time_has_passed() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let twice = [("repeats_allowed", "2"), ("repeat_minutes", "5")];
    assert_eq!(set(&room, &teacher, &twice).await, 303);
    let id = room.said(&student, "加我微信").await;
    let deletion = format!("{}/messages/{id}/deletion", room.path);
    student.post_htmx(&deletion, &[]).await;
    assert_eq!(room.say(&student, "加我 微信！").await.status(), 201);
    let refused = room.say(&student, "加我微信～").await;
    assert_eq!(refused.status(), 422, "what was deleted counts");
    assert!(refused.text().contains('5'), "{refused:?}");
    assert_eq!(room.say(&student, "别的话").await.status(), 201);
    for _ in 0..3 {
        assert_eq!(room.say(&teacher, "下课").await.status(), 201);
    }
    app.execute("UPDATE messages SET created_at = created_at - interval '6 minutes'");
    assert_eq!(room.say(&student, "加我微信").await.status(), 201);
    app.finish().await;
}

#[tokio::test]
async fn rules_that_cannot_be_read_are_refused_and_kept_as_typed() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let teacher = app.teacher().await;
    let path = format!("{}/moderation", room.path);
    for (field, typed) in [
        ("link_policy", "some"),
        ("trusted_hosts", "no host"),
        ("repeats_allowed", "21"),
        ("repeat_minutes", "0"),
        (
            "held_words",
            "长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长",
        ),
    ] {
        let refused = teacher.post(&path, &[(field, typed)]).await;
        assert_eq!(refused.status(), 422, "{field}");
        assert!(
            refused.html().has(&format!("#{field}[aria-invalid]")),
            "{field}"
        );
    }
    let form = teacher.get(&path).await.html();
    let form = form.form("form[action$='/moderation']");
    let set = teacher.submit(&form.with("held_words", "答案\n代写")).await;
    assert_eq!(set.status(), 303);
    let kept = teacher.get(&path).await.html();
    assert_eq!(kept.text("#held_words"), "答案 代写");
    app.finish().await;
}

#[tokio::test]
async fn a_change_of_the_rules_is_on_record_with_what_they_were() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let teacher = app.teacher().await;
    let rules = [
        ("slow_seconds", "30"),
        ("blocked_words", "代写\n广告"),
        ("link_policy", "none"),
    ];
    for _ in 0..2 {
        assert_eq!(set(&room, &teacher, &rules).await, 303);
    }
    let acts = "SELECT count(*) AS n FROM audit_log WHERE action = 'room.rules'";
    assert_eq!(app.count(acts), 1, "setting them as they are is no change");
    let kept =
        app.text("SELECT details ->> 'changes' AS t FROM audit_log WHERE action = 'room.rules'");
    let kept: serde_json::Value = serde_json::from_str(&kept).expect("JSON");
    assert_eq!(
        kept,
        serde_json::json!({ "slow_seconds": [0, 30], "blocked_words": [[], ["代写", "广告"]], "link_policy": ["all", "none"] })
    );
    let page = teacher
        .get(&format!("{}/moderation", room.path))
        .await
        .html();
    let act = page.text(".acts li");
    for words in [
        "间隔的秒数：0 → 30",
        "屏蔽词：无 → 代写、广告",
        "可以发任何链接 → 不能发链接",
    ] {
        assert!(act.contains(words), "{words}: {act}");
    }
    app.finish().await;
}
