//! Notes in lessons: private, bound to a moment, kept with or without a script.

use crate::support::{Browser, Person, TestApp};

#[tokio::test]
async fn a_learner_keeps_notes_without_a_script() {
    let app = TestApp::start().await;
    app.make_video();
    let path = app.video_path();
    let student = app.student().await;
    for (at, body) in [("1:05", "**行列式** <b>"), ("0:20", "加法"), ("", "开头")] {
        let form = student.get(&path).await.html().form("#note-form");
        let form = form.with("at", at).with("body", body);
        assert_eq!(student.submit(&form).await.status(), 303);
    }
    let page = student.get(&path).await.html();
    assert_eq!(page.texts(".note__time"), ["0:00", "0:20", "1:05"]);
    assert_eq!(
        page.attributes(".note__time", "data-seek"),
        ["0", "20", "65"]
    );
    assert_eq!(page.text(".note__text strong"), "行列式");
    assert!(!page.has(".note__text b"), "HTML is text");

    for (at, body) in [
        ("x", "a"),
        ("9:99", "a"),
        ("59:00", "a"),
        ("", "  "),
        ("", &"长".repeat(4_001)),
    ] {
        let form = student.get(&path).await.html().form("#note-form");
        let refused = student
            .submit(&form.with("at", at).with("body", body))
            .await;
        assert_eq!(refused.status(), 422, "{at} {body}");
        let page = refused.html();
        assert!(page.has("#note-form .field__error"));
        assert_eq!(
            page.text("#note-body").trim(),
            body.trim(),
            "what was typed stays"
        );
    }
    assert_eq!(app.count("SELECT count(*) AS n FROM lesson_notes"), 3);

    let change = student
        .get(&path)
        .await
        .html()
        .form(".note:nth-child(2) .note__edit form");
    student
        .submit(&change.with("body", "加法与数乘").with("at", "0:25"))
        .await;
    let page = student.get(&path).await.html();
    assert_eq!(page.texts(".note__time"), ["0:00", "0:25", "1:05"]);

    let deletion = page.form(".note:nth-child(1) .note__delete");
    let told = student
        .follow(&student.submit(&deletion).await)
        .await
        .html();
    assert_eq!(told.texts(".note__time"), ["0:25", "1:05"]);
    student.submit(&told.form(".notes__undo")).await;
    let page = student.get(&path).await.html();
    assert_eq!(page.texts(".note__time").len(), 3, "undone");

    let file = student.get(&format!("{path}/notes/export")).await;
    assert_eq!(file.header("content-type"), "text/markdown; charset=utf-8");
    assert!(file.header("content-disposition").starts_with("attachment"));
    assert!(
        file.text().contains("## 1:05\n\n**行列式** <b>\n"),
        "{}",
        file.text()
    );
    app.finish().await;
}

#[tokio::test]
async fn notes_are_their_writers_alone() {
    let app = TestApp::start().await;
    app.make_video();
    let path = app.video_path();
    let student = app.student().await;
    let body = [("body", "canary-note")];
    assert_eq!(
        student.post(&format!("{path}/notes"), &body).await.status(),
        303
    );
    let note = app.count("SELECT id AS n FROM lesson_notes");
    for teacher in [app.teacher().await, app.assistant().await] {
        let page = teacher.get(&path).await;
        assert!(!page.text().contains("canary-note"));
        assert!(
            !teacher
                .get(&format!("{path}/notes/export"))
                .await
                .text()
                .contains("canary")
        );
        for verb in ["", "/deletion", "/restoration"] {
            let answer = teacher
                .post(&format!("{path}/notes/{note}{verb}"), &body)
                .await;
            assert_eq!(answer.status(), 404, "{verb}");
        }
    }
    for stranger in [
        app.other_student().await,
        app.other_teacher().await,
        app.admin().await,
    ] {
        for below in ["notes", "notes/export", "danmaku"] {
            assert_eq!(stranger.get(&format!("{path}/{below}")).await.status(), 404);
        }
        assert_eq!(
            stranger
                .post(&format!("{path}/notes"), &body)
                .await
                .status(),
            404
        );
    }
    // Below another lesson of the same course it is not found either.
    let other = format!("/courses/{}/lessons/{}", app.cast.course, app.cast.preview);
    let answer = student
        .post(&format!("{other}/notes/{note}/deletion"), &[])
        .await;
    assert_eq!(answer.status(), 404);
    assert_eq!(
        app.count("SELECT count(*) AS n FROM lesson_notes WHERE deleted_at IS NULL"),
        1
    );
    app.finish().await;
}

#[tokio::test]
async fn many_notes_come_in_pages_and_the_lesson_asks_no_more_often_for_them() {
    let app = TestApp::start().await;
    app.make_video();
    let path = app.video_path();
    let student = app.student().await;
    let tables = [
        "lesson_notes",
        "lesson_danmaku",
        "lessons",
        "progress",
        "completion_rules",
        "lesson_subtitles",
    ];
    student.get(&path).await;
    let before = app.queries_about(&tables);
    student.get(&path).await;
    let empty = app.queries_about(&tables) - before;
    app.execute(&format!(
        "INSERT INTO lesson_notes (lesson_id, user_id, position_ms, body)
         SELECT {0}, {1}, n / 2 * 1000, 'n' || n FROM generate_series(1, 120) n",
        app.cast.lesson,
        app.id_of(Person::Xiaoming)
    ));
    app.execute(&format!(
        "INSERT INTO lesson_danmaku (lesson_id, user_id, position_ms, content, nonce)
         SELECT {0}, {1}, n * 500, 'd' || n, gen_random_uuid() FROM generate_series(1, 120) n",
        app.cast.lesson,
        app.id_of(Person::Xiaoming)
    ));
    let before = app.queries_about(&tables);
    let mut page = student.get(&path).await.html();
    assert_eq!(app.queries_about(&tables) - before, empty);
    assert_eq!(page.count("#danmaku-list .message"), 120);
    let mut seen = page.texts(".note__text");
    while page.has("a[href*='after_ms=']") {
        let next = page.attribute("a[href*='after_ms=']", "href");
        page = student.get(&next).await.html();
        seen.extend(page.texts(".note__text"));
    }
    let wanted: Vec<String> = (1..=120).map(|n| format!("n{n}")).collect();
    assert_eq!(seen, wanted, "each once, in order");
    app.finish().await;
}

#[tokio::test]
async fn a_note_takes_the_moment_that_is_seen_and_leads_back_to_it() {
    let app = TestApp::start().await;
    let path = app.make_film().await;
    let browser = Browser::open(&app.origin(), 1280, 900).await;
    browser.sign_in(Person::Xiaoming).await;
    browser.visit(&format!("{path}#t=12")).await;
    browser
        .video_is("v.readyState > 0 && Math.abs(v.currentTime - 12) < 0.5")
        .await;
    browser.press("n").await;
    browser
        .wait_until("return document.activeElement.id == 'note-body'")
        .await;
    browser.type_into("#note-body", "这里要紧").await;
    browser.click("#note-form button").await;
    browser.sees(".note__text", "这里要紧").await;
    browser.sees(".note__time", "0:12").await;
    browser
        .evaluate("document.querySelector('video').currentTime = 30")
        .await;
    browser.click(".note__time").await;
    browser.video_is("Math.abs(v.currentTime - 12) < 0.5").await;
    browser.photograph("notes-desk").await;
    browser.click(".note__delete button").await;
    browser.click(".notes__undo button").await;
    browser.sees(".note__text", "这里要紧").await;
    assert_eq!(browser.complaints().await, Vec::<String>::new());
    browser.close().await;
    app.finish().await;
}
