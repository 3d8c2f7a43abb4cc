//! Signs without a word: who is lost counts once in ten seconds and keeps their moment, emoji are counted and gone.

use crate::support::{Browser, Class, Client, Person, Socket, TestApp};

async fn lost(client: &Client, class: &Class<'_>, at: &str) -> u16 {
    let path = format!("/live/{}/lost", class.id);
    client
        .post_htmx(&path, &[("media_time_ms", at)])
        .await
        .status()
}

async fn emoji(client: &Client, class: &Class<'_>, emoji: &str) -> u16 {
    let path = format!("/live/{}/emoji", class.id);
    client.post_htmx(&path, &[("emoji", emoji)]).await.status()
}

async fn page_of(app: &TestApp, class: &Class<'_>) -> Socket {
    let socket = format!("/live/{}/socket", class.id);
    let socket = app.socket(&socket, Some(Person::Wang)).await;
    let mut page = socket.expect("a socket");
    page.resume(0).await;
    page.event("state").await;
    page
}

#[tokio::test]
async fn being_lost_counts_once_in_a_while_and_keeps_the_moment_that_was_seen() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    let student = app.student().await;
    assert_eq!(lost(&student, &class, "").await, 409, "not live");
    class.start().await;
    app.execute("UPDATE live_rooms SET started_at = now() - interval '1 minute'");
    let mut page = page_of(&app, &class).await;
    let seen = app.count("SELECT (extract(epoch FROM now()) * 1000)::bigint - 5000 AS n");
    for _ in 0..3 {
        assert_eq!(lost(&student, &class, &seen.to_string()).await, 204);
    }
    assert_eq!(page.event("lost").await, 1);
    let slots = "SELECT count(DISTINCT slot) - count(*) AS n FROM live_lost_taps";
    assert_eq!(app.count(slots), 0);
    assert!(
        app.count("SELECT count(*) AS n FROM live_lost_taps") <= 2,
        "throttled"
    );
    assert_eq!(
        app.count("SELECT min(media_time_ms) AS n FROM live_lost_taps"),
        seen
    );
    let curve = format!("/live/{}/lost", class.id);
    let shown = app.assistant().await.get(&curve).await.html();
    assert_eq!(shown.texts("[data-lost]"), ["1"], "people, not taps");
    assert!(shown.has("svg polyline"));
    assert_eq!(student.get(&curve).await.status(), 403);
    assert_eq!(app.other_student().await.get(&curve).await.status(), 404);
    assert_eq!(lost(&app.other_student().await, &class, "").await, 404);
    assert_eq!(lost(&app.anonymous(), &class, "").await, 401);
    app.finish().await;
}

#[tokio::test]
async fn emoji_are_counted_into_few_frames_and_kept_nowhere() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    let student = app.student().await;
    assert_eq!(emoji(&student, &class, "👍").await, 409, "not live");
    class.start().await;
    let mut page = page_of(&app, &class).await;
    for _ in 0..4 {
        assert_eq!(emoji(&student, &class, "👍").await, 204);
    }
    let (mut frames, mut thumbs) = (0, 0);
    while thumbs < 4 {
        let told = page.event("emoji").await;
        thumbs += told["👍"].as_i64().expect("a count");
        frames += 1;
    }
    assert!(thumbs == 4 && frames <= 3, "{frames} frames");
    assert_eq!(emoji(&student, &class, "💣").await, 422);
    assert_eq!(emoji(&student, &class, "<b>").await, 422);
    let mut answers = Vec::new();
    for _ in 0..14 {
        answers.push(emoji(&student, &class, "🎉").await);
    }
    assert!(answers.contains(&429), "{answers:?}");
    assert_eq!(emoji(&app.other_student().await, &class, "👍").await, 404);
    assert_eq!(emoji(&app.anonymous(), &class, "👍").await, 401);
    app.finish().await;
}

#[tokio::test]
async fn in_a_browser_emoji_rise_over_the_picture_and_being_lost_is_told() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let room = format!("/live/{}", class.id);
    let learner = Browser::open(&app.origin(), 390, 844).await;
    learner.sign_in(Person::Xiaoming).await;
    learner.visit(&room).await;
    learner.find("#stage video").await;
    learner.click("[data-send='👏']").await;
    learner.sees(".stage__emoji span", "👏").await;
    learner.photograph("signals").await;
    learner
        .wait_until("return !document.querySelector('.stage__emoji span')")
        .await;
    learner.click("#signals .signals__lost button").await;
    learner.sees("#signals .signals__lost", "老师知道了").await;
    assert_eq!(app.count("SELECT count(*) AS n FROM live_lost_taps"), 1);
    assert!(learner.complaints().await.is_empty());
    learner.close().await;
    app.finish().await;
}
