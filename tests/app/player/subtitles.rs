//! Subtitles and chapters: checked by line, kept by teachers, read by whoever may open the lesson.

use reqwest::multipart::{Form, Part};

use crate::support::{Answer, Client, TestApp};

const GOOD: &str = "WEBVTT\n\n00:00.000 --> 00:30.000\n矩阵是什么？\n";

/// Sends a subtitle file through the teacher's form.
pub(super) async fn send(client: &Client, lesson: &str, language: &str, file: &str) -> Answer {
    let part = Part::bytes(file.as_bytes().to_vec()).file_name("words.vtt");
    let form = Form::new()
        .text("language", language.to_owned())
        .text("label", "")
        .part("subtitles", part);
    client.upload(&format!("{lesson}/subtitles"), form).await
}

#[tokio::test]
async fn a_teacher_keeps_subtitles_in_several_languages() {
    let app = TestApp::start().await;
    app.make_video();
    let path = app.video_path();
    let teacher = app.teacher().await;
    for (language, words) in [("zh-CN", "矩阵"), ("en", "Matrix"), ("en", "The matrix")] {
        let file = GOOD.replace("矩阵是什么？", words);
        assert_eq!(send(&teacher, &path, language, &file).await.status(), 303);
    }
    assert_eq!(app.count("SELECT count(*) AS n FROM lesson_subtitles"), 2);
    let student = app.student().await;
    let english = student.get(&format!("{path}/subtitles/en.vtt")).await;
    assert_eq!(english.header("content-type"), "text/vtt; charset=utf-8");
    assert!(english.text().contains("The matrix"), "the last one counts");
    let page = student.get(&path).await.html();
    assert_eq!(page.attributes("track", "srclang"), ["zh-CN", "en"]);
    assert_eq!(page.attribute("track[default]", "srclang"), "zh-CN");
    assert_eq!(page.texts("[data-subtitles] option").len(), 3);

    let deletion = teacher
        .get(&format!("{path}/edit"))
        .await
        .html()
        .form("form[action$='/subtitles/en/deletion']");
    assert_eq!(teacher.submit(&deletion).await.status(), 303);
    let gone = student.get(&format!("{path}/subtitles/en.vtt")).await;
    assert_eq!(gone.status(), 404);
    app.finish().await;
}

#[tokio::test]
async fn a_broken_file_is_refused_with_every_problem_by_line_and_changes_nothing() {
    let app = TestApp::start().await;
    app.make_video();
    let path = app.video_path();
    let teacher = app.teacher().await;
    send(&teacher, &path, "en", GOOD).await;
    let broken = "WEBVTT\n\n00:00 --> 00:30\nx\n\n00:40.000 --> 00:35.000\n<script>alert(1)</script>\n\nwords";
    let refused = send(&teacher, &path, "en", broken).await;
    assert_eq!(refused.status(), 422);
    let problems = refused.html().texts("#subtitles-form .problems li");
    assert_eq!(problems.len(), 3, "{problems:?}");
    for (problem, line) in problems.iter().zip(["3", "6", "9"]) {
        assert!(problem.contains(line), "{problem}");
    }
    for (language, file) in [("xx", GOOD), ("en", "\u{0}"), ("en", "")] {
        assert_eq!(send(&teacher, &path, language, file).await.status(), 422);
    }
    let kept =
        app.count("SELECT count(*) AS n FROM lesson_subtitles WHERE file LIKE '%矩阵是什么%'");
    assert_eq!(kept, 1, "what was there stays");
    let large = format!("{GOOD}\nNOTE {}", "x".repeat(2_000_000));
    assert_eq!(send(&teacher, &path, "en", &large).await.status(), 413);
    app.finish().await;
}

#[tokio::test]
async fn nobody_else_reads_or_writes_subtitles() {
    let app = TestApp::start().await;
    app.make_video();
    let path = app.video_path();
    send(&app.teacher().await, &path, "en", GOOD).await;
    let file = format!("{path}/subtitles/en.vtt");
    let foreign = format!(
        "/courses/{}/lessons/{}",
        app.cast.course, app.cast.foreign_lesson
    );
    assert_eq!(app.student().await.get(&file).await.status(), 200);
    for client in [
        app.anonymous(),
        app.other_student().await,
        app.other_teacher().await,
    ] {
        assert_eq!(client.get(&file).await.status(), 404);
    }
    for client in [
        app.student().await,
        app.other_teacher().await,
        app.assistant().await,
    ] {
        assert_eq!(send(&client, &path, "zh-CN", GOOD).await.status(), 404);
        let deletion = format!("{path}/subtitles/en/deletion");
        assert_eq!(client.post(&deletion, &[]).await.status(), 404);
    }
    let teacher = app.teacher().await;
    assert_eq!(send(&teacher, &foreign, "en", GOOD).await.status(), 404);
    assert_eq!(
        teacher
            .get(&format!("{foreign}/subtitles/en.vtt"))
            .await
            .status(),
        404
    );
    assert_eq!(app.count("SELECT count(*) AS n FROM lesson_subtitles"), 1);
    app.execute("UPDATE lessons SET is_preview = true WHERE kind = 'video'");
    assert_eq!(
        app.anonymous().get(&file).await.status(),
        200,
        "of a preview"
    );
    app.finish().await;
}

#[tokio::test]
async fn chapters_are_read_line_by_line_and_listed_beside_the_video() {
    let app = TestApp::start().await;
    app.make_video();
    let path = app.video_path();
    let teacher = app.teacher().await;
    let form = teacher
        .get(&format!("{path}/edit"))
        .await
        .html()
        .form("form#lesson");
    let wrong = "0:00 开始\n没有时间\n0:50 后\n0:20 前\n9:00 太晚";
    let refused = teacher.submit(&form.clone().with("chapters", wrong)).await;
    assert_eq!(refused.status(), 422);
    let page = refused.html();
    let errors = page.texts(".field__error");
    assert_eq!(errors.len(), 3, "{errors:?}");
    for (error, line) in errors.iter().zip(["2", "4", "5"]) {
        assert!(error.contains(line), "{error}");
    }
    assert!(
        page.text("#chapters").contains("没有时间"),
        "what was typed stays"
    );

    let right = "00:00 开始\r\n\r\n0:50 <b>后</b>";
    let saved = teacher.submit(&form.with("chapters", right)).await;
    assert_eq!(saved.status(), 303);
    let page = app.student().await.get(&path).await.html();
    assert_eq!(page.attributes(".chapters a", "data-seek"), ["0", "50"]);
    assert_eq!(
        page.texts(".chapters a > span:last-child"),
        ["开始", "<b>后</b>"]
    );
    app.finish().await;
}
