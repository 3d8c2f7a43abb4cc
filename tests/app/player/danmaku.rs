//! Danmaku over a video lesson: written at a moment, drawn there for everybody who studies it, gone once taken back.

use uuid::Uuid;

use crate::support::{Answer, Browser, Client, Person, TestApp};

async fn write(client: &Client, path: &str, content: &str, at: &str) -> Answer {
    let nonce = Uuid::new_v4().to_string();
    let fields = [
        ("content", content),
        ("nonce", &nonce),
        ("position_ms", at),
        ("colour", "red"),
        ("mode", "top"),
    ];
    client.post(&format!("{path}/danmaku"), &fields).await
}

#[tokio::test]
async fn learners_and_staff_write_and_read_and_nobody_else() {
    let app = TestApp::start().await;
    app.make_video();
    let path = app.video_path();
    let (student, teacher) = (app.student().await, app.teacher().await);
    assert_eq!(
        write(&student, &path, " 学到\n了 ", "61000").await.status(),
        303
    );
    assert_eq!(
        write(&teacher, &path, "注意这里", "5000").await.status(),
        303
    );
    let page = student.get(&path).await.html();
    assert_eq!(
        page.texts("#danmaku-list .message__body"),
        ["注意这里", "学到 了"]
    );
    assert_eq!(
        page.attributes("#danmaku-list .message", "data-film"),
        ["5000", "61000"]
    );
    assert_eq!(
        page.attribute("#danmaku-list .message[data-film='5000']", "data-rank"),
        "teacher"
    );
    assert_eq!(page.attribute(".message--own", "data-colour"), "red");
    for stranger in [
        app.other_student().await,
        app.other_teacher().await,
        app.admin().await,
    ] {
        assert_eq!(stranger.get(&format!("{path}/danmaku")).await.status(), 404);
        assert_eq!(write(&stranger, &path, "x", "0").await.status(), 404);
    }
    let foreign = format!(
        "/courses/{}/lessons/{}",
        app.cast.course, app.cast.foreign_lesson
    );
    assert_eq!(write(&student, &foreign, "x", "0").await.status(), 404);
    let text = format!("/courses/{}/lessons/{}", app.cast.course, app.cast.preview);
    assert_eq!(
        write(&student, &text, "x", "0").await.status(),
        404,
        "no video"
    );
    for (content, at) in [
        ("", "0"),
        (&*"长".repeat(201), "0"),
        ("x", "-1"),
        ("x", "999999999"),
        ("x", ""),
    ] {
        let refused = write(&student, &path, content, at).await;
        assert_eq!(refused.status(), 422, "{content} {at}");
        assert!(refused.html().has("#danmaku-error:not([hidden])"));
    }
    app.execute("UPDATE lessons SET is_preview = true WHERE kind = 'video'");
    assert!(
        !app.anonymous().get(&path).await.text().contains("学到"),
        "a preview shows none"
    );
    assert_eq!(app.count("SELECT count(*) AS n FROM lesson_danmaku"), 2);
    app.finish().await;
}

#[tokio::test]
async fn a_line_is_stored_once_and_too_many_are_refused() {
    let app = TestApp::start().await;
    app.make_video();
    let path = app.video_path();
    let student = app.student().await;
    let nonce = Uuid::new_v4().to_string();
    let fields = [
        ("content", "一次"),
        ("nonce", nonce.as_str()),
        ("position_ms", "0"),
    ];
    for _ in 0..2 {
        student.post(&format!("{path}/danmaku"), &fields).await;
    }
    assert_eq!(app.count("SELECT count(*) AS n FROM lesson_danmaku"), 1);
    let mut last = 303;
    for _ in 0..20 {
        last = write(&student, &path, "刷屏", "0").await.status();
    }
    assert_eq!(last, 429);
    app.finish().await;
}

#[tokio::test]
async fn the_writer_and_the_staff_take_lines_back_and_then_they_are_gone_everywhere() {
    let app = TestApp::start().await;
    app.make_video();
    let path = app.video_path();
    let (student, assistant) = (app.student().await, app.assistant().await);
    write(&student, &path, "canary-one", "1000").await;
    write(&assistant, &path, "canary-two", "2000").await;
    let id = |content: &str| {
        app.count(&format!(
            "SELECT id AS n FROM lesson_danmaku WHERE content = '{content}'"
        ))
    };
    let (one, two) = (id("canary-one"), id("canary-two"));
    let deletion = |line: i64| format!("{path}/danmaku/{line}/deletion");
    assert_eq!(
        student.post(&deletion(two), &[]).await.status(),
        403,
        "of somebody else"
    );
    assert_eq!(
        app.other_teacher()
            .await
            .post(&deletion(one), &[])
            .await
            .status(),
        404
    );
    let part = student.get(&format!("{path}/danmaku")).await.html();
    let known = part.attribute("[data-part]", "data-version");

    assert_eq!(assistant.post(&deletion(one), &[]).await.status(), 303);
    assert_eq!(
        student.post(&deletion(one), &[]).await.status(),
        303,
        "once more is no harm"
    );
    for reader in [&student, &assistant] {
        for below in ["", "/danmaku", &format!("/danmaku?known={known}")] {
            let page = reader.get(&format!("{path}{below}")).await;
            assert!(page.text().contains("canary-two") && !page.text().contains("canary-one"));
        }
    }
    app.finish().await;
}

#[tokio::test]
async fn a_line_is_drawn_at_its_moment_in_another_browser() {
    let app = TestApp::start().await;
    let path = app.make_film().await;
    let writer = Browser::open(&app.origin(), 1280, 900).await;
    writer.sign_in(Person::Xiaoming).await;
    writer.visit(&format!("{path}#t=14")).await;
    writer
        .video_is("v.readyState > 0 && Math.abs(v.currentTime - 14) < 0.5")
        .await;
    writer.click("[data-tabs] a[href='#danmaku-panel']").await;
    writer
        .type_into("#danmaku-form [name=content]", "原来如此")
        .await;
    writer.click("#danmaku-form .composer__row button").await;
    writer
        .sees("#danmaku-list .message__body", "原来如此")
        .await;
    writer
        .evaluate(
            "document.querySelector('video').muted = true; document.querySelector('video').play()",
        )
        .await;
    writer.sees(".danmaku-line--own", "原来如此").await;
    writer.photograph("danmaku-desk").await;
    assert_eq!(writer.complaints().await, Vec::<String>::new());

    let reader = Browser::open(&app.origin(), 390, 844).await;
    reader.sign_in(Person::Zhang).await;
    reader.visit(&format!("{path}#t=12")).await;
    reader
        .video_is("v.readyState > 0 && Math.abs(v.currentTime - 12) < 0.5")
        .await;
    assert_eq!(
        reader.count(".danmaku-line").await,
        0,
        "its moment has not come"
    );
    reader
        .evaluate(
            "document.querySelector('video').muted = true; document.querySelector('video').play()",
        )
        .await;
    reader.sees(".danmaku-line", "原来如此").await;
    reader.video_is("v.currentTime >= 13.9").await;
    reader.click("[data-tabs] a[href='#danmaku-panel']").await;
    reader.photograph("danmaku-phone").await;
    reader
        .evaluate("document.querySelector('#danmaku-list [data-take-back]').requestSubmit()")
        .await;
    reader.confirm().await;
    reader.loses("#danmaku-list", "原来如此").await;
    assert_eq!(reader.complaints().await, Vec::<String>::new());

    // Gone in the writer's browser as well, without a reload.
    writer
        .evaluate("document.querySelector('video').pause(); document.querySelector('video').play()")
        .await;
    writer.loses("#danmaku-list", "原来如此").await;
    reader.close().await;
    writer.close().await;
    app.finish().await;
}
