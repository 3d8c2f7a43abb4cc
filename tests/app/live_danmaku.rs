//! What is said in a class: chat and danmaku are one log, delivered in order, deleted everywhere.

use std::time::Instant;

use lectern::realtime::Person as Listener;
use serde_json::Value;
use uuid::Uuid;

use crate::support::{Class, Client, Copy, Handshake, Person, Socket, TestApp};

/// Says something as the page does.
async fn say(client: &Client, class: &Class<'_>, content: &str, nonce: Uuid) -> u16 {
    let fields = [
        ("content", content),
        ("nonce", &nonce.to_string()),
        ("colour", "yellow"),
        ("mode", "top"),
        ("media_time_ms", ""),
    ];
    let path = format!("/live/{}/messages", class.id);
    client.post_htmx(&path, &fields).await.status()
}

async fn said(client: &Client, class: &Class<'_>, content: &str) {
    assert_eq!(say(client, class, content, Uuid::now_v7()).await, 200);
}

fn id_of(app: &TestApp, content: &str) -> i64 {
    app.count(&format!(
        "SELECT id AS n FROM live_chat_messages WHERE content = '{content}'"
    ))
}

async fn socket(app: &TestApp, person: Option<Person>, class: &Class<'_>) -> Result<Socket, u16> {
    let path = format!("/live/{}/socket", class.id);
    app.socket(&path, person).await
}

/// The next frame of changes; what is told once is passed over.
async fn changes(socket: &mut Socket) -> Value {
    loop {
        let frame = socket.frame().await;
        if frame["type"] != "event" {
            return frame;
        }
    }
}

#[tokio::test]
async fn a_message_reaches_every_page_and_a_deletion_takes_it_from_all() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let mut page = Copy::default();
    let mut open = socket(&app, Some(Person::Wang), &class)
        .await
        .expect("a socket");
    open.resume(0).await;
    assert!(page.apply(&changes(&mut open).await));
    said(&student, &class, "老师好 canary").await;
    assert!(page.apply(&changes(&mut open).await));
    let html = page.messages.values().next().expect("the message").clone();
    assert!(html.contains("老师好 canary") && html.contains("data-colour=\"yellow\""));
    let list = format!("/live/{}", class.id);
    assert!(teacher.get(&list).await.text().contains("老师好 canary"));

    let deletion = format!("{list}/messages/{}/deletion", id_of(&app, "老师好 canary"));
    assert_eq!(
        app.assistant()
            .await
            .post_htmx(&deletion, &[])
            .await
            .status(),
        204
    );
    let frame = changes(&mut open).await;
    assert!(
        !frame.to_string().contains("canary"),
        "a tombstone says nothing"
    );
    assert!(page.apply(&frame) && page.messages.is_empty());
    for path in [
        list.clone(),
        format!("{list}/messages?before=99"),
        format!("{list}/changes?after=0"),
    ] {
        assert!(
            !teacher.get(&path).await.text().contains("canary"),
            "{path}"
        );
    }
    let again = app.assistant().await.post_htmx(&deletion, &[]).await;
    assert_eq!(again.status(), 204, "deleting twice is deleting once");
    assert_eq!(app.count("SELECT last_rev AS n FROM live_rooms"), 2);
    app.finish().await;
}

#[tokio::test]
async fn only_its_author_and_the_staff_delete_a_message() {
    let app = TestApp::start().await;
    let class = app.plan_open_class().await;
    let (student, other) = (app.student().await, app.other_student().await);
    said(&student, &class, "mine").await;
    let message = id_of(&app, "mine");
    let deletion = format!("/live/{}/messages/{message}/deletion", class.id);
    assert_eq!(other.post_htmx(&deletion, &[]).await.status(), 403);
    let foreign = app.plan_open_class().await;
    let misplaced = format!("/live/{}/messages/{message}/deletion", foreign.id);
    assert_eq!(
        app.teacher()
            .await
            .post_htmx(&misplaced, &[])
            .await
            .status(),
        404
    );
    assert_eq!(student.post_htmx(&deletion, &[]).await.status(), 204);
    app.finish().await;
}

#[tokio::test]
async fn sending_twice_stores_once() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    let student = app.student().await;
    let nonce = Uuid::now_v7();
    assert_eq!(say(&student, &class, "一次", nonce).await, 200);
    assert_eq!(say(&student, &class, "一次", nonce).await, 200);
    assert_eq!(say(&student, &class, "另一句", nonce).await, 409);
    assert_eq!(app.count("SELECT count(*) AS n FROM live_chat_messages"), 1);
    app.finish().await;
}

#[tokio::test]
async fn who_may_not_watch_neither_reads_nor_writes() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    let stranger = app.other_student().await;
    assert_eq!(say(&stranger, &class, "x", Uuid::now_v7()).await, 404);
    assert_eq!(
        socket(&app, Some(Person::Xiaohong), &class).await.err(),
        Some(404)
    );
    let student = app.student().await;
    let mut open = socket(&app, Some(Person::Xiaoming), &class)
        .await
        .expect("a socket");
    open.resume(0).await;
    changes(&mut open).await;
    app.execute("DELETE FROM enrollments");
    lectern::realtime::recheck(app.app(), app.id_of(Person::Xiaoming)).await;
    assert_eq!(open.close_code().await, 4403);
    assert_eq!(say(&student, &class, "x", Uuid::now_v7()).await, 404);
    app.finish().await;
}

#[tokio::test]
async fn a_guest_reads_an_open_class_and_writes_nothing() {
    let app = TestApp::start().await;
    let class = app.plan_open_class().await;
    let guest = app.anonymous();
    let page = guest.get(&format!("/live/{}", class.id)).await;
    assert!(page.header("set-cookie").contains("live_guest="));
    assert!(!page.html().has("form#composer"));
    let mut open = socket(&app, None, &class).await.expect("a socket");
    open.resume(0).await;
    changes(&mut open).await;
    let topic = lectern::realtime::Topic::of::<lectern::live::LiveLog>(class.id);
    let present = app.app().hub.present(topic);
    assert!(
        present
            .iter()
            .all(|person| matches!(person, Listener::Guest(_)))
    );
    assert_eq!(say(&guest, &class, "x", Uuid::now_v7()).await, 401);
    app.finish().await;
}

#[tokio::test]
async fn a_message_keeps_the_moment_that_its_sender_saw() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    let student = app.student().await;
    said(&student, &class, "开始之前").await;
    class.start().await;
    app.execute("UPDATE live_rooms SET started_at = now() - interval '10 minutes'");
    let now = chrono::Utc::now().timestamp_millis();
    for (content, claimed) in [("真的", now - 4_000), ("未来", now + 60_000), ("远古", 5)] {
        let fields = [
            ("content", content),
            ("nonce", &Uuid::now_v7().to_string()),
            ("media_time_ms", &claimed.to_string()),
        ];
        let path = format!("/live/{}/messages", class.id);
        assert_eq!(student.post_htmx(&path, &fields).await.status(), 200);
    }
    let moment = |content: &str| {
        app.count(&format!(
            "SELECT coalesce(media_time_ms, 0) AS n FROM live_chat_messages WHERE content = '{content}'"
        ))
    };
    assert_eq!(moment("开始之前"), 0, "nothing was to be seen");
    assert_eq!(moment("真的"), now - 4_000);
    assert!(
        (moment("未来") - now).abs() < 20_000,
        "nobody sees the future"
    );
    assert!((moment("远古") - now).abs() < 20_000);
    app.finish().await;
}

#[tokio::test]
async fn without_scripts_the_form_works_and_says_what_is_wrong() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    let student = app.student().await;
    let path = format!("/live/{}", class.id);
    let form = student.get(&path).await.html().form("form#composer");
    let answer = student.submit(&form.with("content", "没有脚本")).await;
    assert_eq!(answer.status(), 303);
    let page = student.get(&path).await.html();
    assert_eq!(page.texts("#messages .message__body"), ["没有脚本"]);
    assert!(page.has("#messages .message--own .message__actions form"));
    let long = "长".repeat(201);
    let form = student.get(&path).await.html().form("form#composer");
    let refused = student.submit(&form.with("content", &long)).await;
    assert_eq!(refused.status(), 422);
    assert_eq!(
        refused.html().attribute("input[name=content]", "value"),
        long
    );
    assert!(refused.html().has("#composer-error"));
    app.finish().await;
}

#[tokio::test]
async fn too_many_messages_are_slowed_down_and_an_ended_class_is_silent() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    let student = app.student().await;
    let mut answers = Vec::new();
    for n in 0..14 {
        answers.push(say(&student, &class, &format!("刷屏 {n}"), Uuid::now_v7()).await);
    }
    assert!(answers.contains(&429), "{answers:?}");
    class.start().await;
    class.end().await;
    let late = say(&app.teacher().await, &class, "太晚了", Uuid::now_v7()).await;
    assert_eq!(late, 409);
    app.finish().await;
}

/// Row W1.
#[tokio::test]
async fn a_socket_is_opened_from_pages_of_this_site_alone() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    let cookie = app.session_cookie(Person::Xiaoming).await;
    let path = format!("/live/{}/socket", class.id);
    let handshake = || Handshake::new(&app.origin(), &path, &cookie);
    for origin in [Some("https://evil.example"), Some("null"), None] {
        let foreign = handshake().with_header("Origin", origin);
        assert_eq!(foreign.open().await.err(), Some(403), "{origin:?}");
    }
    assert!(handshake().open().await.is_ok());
    app.finish().await;
}

#[tokio::test]
async fn in_a_hot_room_a_page_has_ten_frames_a_second_at_most_and_every_message_once() {
    let app = TestApp::start().await;
    let class = app.plan_open_class().await;
    class.start().await;
    let mut page = Copy::default();
    let mut open = socket(&app, None, &class).await.expect("a socket");
    open.resume(0).await;
    assert!(page.apply(&changes(&mut open).await));
    let writers = [
        app.student().await,
        app.other_student().await,
        app.assistant().await,
        app.teacher().await,
        app.other_teacher().await,
    ];
    let started = Instant::now();
    for number in 0..40 {
        said(&writers[number % 5], &class, &format!("第 {number} 条")).await;
    }
    // The first at once, and one more for each tenth of a second that has begun.
    let most = started.elapsed().as_millis() / 100 + 2;
    assert!(most < 40, "too slow to tell: {most}");
    let mut frames = 0;
    while page.messages.len() < 40 {
        assert!(page.apply(&changes(&mut open).await), "none is missing");
        frames += 1;
    }
    assert!(frames <= most, "{frames} frames where {most} may come");
    let texts: Vec<String> = page.messages.into_values().collect();
    for (number, html) in texts.iter().enumerate() {
        assert!(
            html.contains(&format!("第 {number} 条")),
            "in order: {html}"
        );
    }
    app.finish().await;
}

#[tokio::test]
async fn history_goes_back_page_by_page() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    app.execute(&format!(
        "INSERT INTO live_chat_messages (live_room_id, user_id, content, seq, rev, nonce)
         SELECT {}, {}, '第' || n || '条', n, n, gen_random_uuid() FROM generate_series(1, 100) AS n",
        class.id,
        app.id_of(Person::Xiaoming)
    ));
    app.execute("UPDATE live_rooms SET last_seq = 100, last_rev = 100");
    let student = app.student().await;
    let page = student.get(&format!("/live/{}", class.id)).await.html();
    assert_eq!(page.count(".message[data-id]"), 60);
    let older = student
        .get(&page.attribute("[data-older]", "href"))
        .await
        .html();
    assert_eq!(older.texts(".message__body")[0], "第1条");
    assert_eq!(older.count(".message"), 40);
    assert!(!older.has("[data-older]"));
    app.finish().await;
}
