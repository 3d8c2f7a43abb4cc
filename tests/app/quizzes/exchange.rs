//! Questions as GIFT: previewed with every problem by line, imported whole and once, exported so that they come back
//! equal.

use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::{capital, essay, file, question, sum};
use crate::support::{Answer, Client, TestApp};

/// One question of every form that the documentation shows.
const DOCUMENTED: &str = include_str!("documented.gift.txt");

const STORED: &str = "SELECT count(*) AS n FROM questions";

fn bank(app: &TestApp) -> String {
    format!("/courses/{}/questions", app.cast.course)
}

async fn preview(client: &Client, app: &TestApp, file: impl Into<Vec<u8>>) -> Answer {
    let part = Part::bytes(file.into()).file_name("题目.gift.txt");
    let path = format!("{}/import/preview", bank(app));
    client.upload(&path, Form::new().part("file", part)).await
}

/// Sends the form of a preview, as its button does.
async fn import(client: &Client, preview: &Answer) -> Answer {
    let form = preview.html().form("#import-form");
    let fields = form.fields.into_iter();
    let body = fields.fold(Form::new(), |body, (name, value)| body.text(name, value));
    client.upload(&form.action, body).await
}

#[tokio::test]
async fn a_file_is_shown_first_and_then_comes_in_whole_and_once() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let shown = preview(&teacher, &app, DOCUMENTED).await;
    assert_eq!(shown.status(), 200, "{shown:?}");
    let page = shown.html();
    assert_eq!(page.count("#coming .bank__line"), 18);
    assert_eq!(page.count("#notices li"), 1, "the description is left out");
    assert!(!page.has("#problems"));
    assert_eq!(app.count(STORED), 0, "nothing is stored by looking");

    let (one, other) = tokio::join!(import(&teacher, &shown), import(&teacher, &shown));
    assert_eq!(
        (one.status(), other.status()),
        (303, 303),
        "{one:?} {other:?}"
    );
    assert_eq!(app.count(STORED), 18, "both at the same moment count once");
    assert_eq!(import(&teacher, &shown).await.status(), 303);
    assert_eq!(app.count(STORED), 18, "and so does one more");
    let listed = teacher.get(&bank(&app)).await.html();
    assert_eq!(listed.count(".bank__line"), 18);

    let anew = preview(&teacher, &app, DOCUMENTED).await;
    assert_eq!(import(&teacher, &anew).await.status(), 303);
    assert_eq!(app.count(STORED), 36, "a new preview is a new import");
    app.finish().await;
}

#[tokio::test]
async fn of_a_broken_file_every_problem_is_named_by_line_and_nothing_is_imported() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let broken = "好题{=对 ~错}\n\n缺括号{=对 ~错\n\n数{#二}\n\n没有答案{~甲 ~乙}";
    let shown = preview(&teacher, &app, broken).await;
    assert_eq!(shown.status(), 422);
    let page = shown.html();
    assert_eq!(
        page.texts("#problems li > strong"),
        ["第 3 行", "第 5 行", "第 7 行"]
    );
    assert_eq!(
        page.texts("#problems li code"),
        ["缺括号{=对 ~错", "数{#二}", "没有答案{~甲 ~乙}"]
    );
    assert!(!page.has("#import-form"), "there is nothing to press");
    assert_eq!(
        page.form("#source-form").fields[0].1.trim(),
        broken,
        "what was sent stays"
    );

    let forced = Form::new()
        .text("text", broken)
        .text("id", uuid::Uuid::nil().to_string());
    let path = format!("{}/import", bank(&app));
    assert_eq!(teacher.upload(&path, forced).await.status(), 422);
    assert_eq!(app.count(STORED), 0);
    app.finish().await;
}

#[tokio::test]
async fn what_is_no_text_and_what_is_empty_is_refused_in_words() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let latin = preview(&teacher, &app, b"a{}\n\ncaf\xe9{}".to_vec()).await;
    assert_eq!(latin.status(), 422);
    assert_eq!(latin.html().texts("#problems li > strong"), ["第 3 行"]);
    let path = format!("{}/import/preview", bank(&app));
    let empty = teacher.upload(&path, Form::new().text("text", " \n")).await;
    assert_eq!(empty.status(), 422);
    assert!(empty.html().has("#file-error"));
    let large = preview(&teacher, &app, vec![b'x'; 500_001]).await;
    assert_eq!(large.status(), 413);
    assert!(large.html().has("#file-error"));
    let typed = Form::new().text("text", "::名::对吗？{T}");
    let typed = teacher.upload(&path, typed).await;
    assert_eq!(typed.html().count("#coming .bank__line"), 1);
    app.finish().await;
}

#[tokio::test]
async fn what_is_exported_comes_back_equal() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let imported = format!("$CATEGORY: $course$/top/第一章\n\n// [tag:易]\n{DOCUMENTED}");
    let shown = preview(&teacher, &app, imported).await;
    assert_eq!(import(&teacher, &shown).await.status(), 303);
    let page = teacher.get(&format!("{}/export", bank(&app))).await.html();
    assert!(!page.has("#losses"), "nothing gets lost");
    let file = teacher.get(&page.attribute("#download", "href")).await;
    assert_eq!(file.header("content-type"), "text/plain; charset=utf-8");
    assert!(
        file.header("content-disposition")
            .starts_with("attachment;")
    );

    let again = preview(&teacher, &app, file.text()).await;
    assert_eq!(again.status(), 200, "{again:?}");
    assert_eq!(import(&teacher, &again).await.status(), 303);
    let contents = |rows: &str| {
        app.text(&format!(
            "SELECT jsonb_agg(jsonb_build_array(v.content, (SELECT jsonb_agg(t.tag ORDER BY t.tag)
                 FROM question_tags t WHERE t.question_id = q.id)) ORDER BY q.id)::text AS t
             FROM (SELECT id FROM questions ORDER BY id {rows} LIMIT 18) q
             JOIN question_versions v ON v.question_id = q.id"
        ))
    };
    let (before, after) = (contents("ASC"), contents("DESC"));
    assert_eq!(before.matches("第一章").count(), 18, "{before}");
    assert_eq!(before, after);
    app.finish().await;
}

#[tokio::test]
async fn what_the_file_cannot_say_is_named_before_it_is_taken() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    for content in [&capital(), &sum(), &essay(), &file(), &exam()] {
        question(&app, content);
    }
    let page = teacher.get(&format!("{}/export", bank(&app))).await.html();
    let losses = page.texts("#losses summary");
    let named = ["没有这种题", "计分方式", "次序", "评分说明"];
    assert_eq!(losses.len(), named.len(), "{losses:?}");
    assert!(
        named
            .iter()
            .zip(&losses)
            .all(|(words, loss)| loss.contains(words)),
        "{losses:?}"
    );
    let file = teacher
        .get(&page.attribute("#download", "href"))
        .await
        .text();
    assert!(
        file.contains("法国的首都是哪里？{") && !file.contains("请上传实验报告。"),
        "{file}"
    );
    assert!(!file.contains("canary-guidance"), "{file}");

    let numbers = format!("{}/export?type=numeric", bank(&app));
    let page = teacher.get(&numbers).await.html();
    assert!(!page.has("#losses"));
    let file = teacher
        .get(&page.attribute("#download", "href"))
        .await
        .text();
    assert_eq!(
        file.matches("[markdown]").count(),
        1,
        "the filter is kept: {file}"
    );
    app.finish().await;
}

#[tokio::test]
async fn only_writers_of_the_course_bring_in_and_take_out_questions() {
    let app = TestApp::start().await;
    question(&app, &capital());
    for stranger in [
        app.student().await,
        app.other_teacher().await,
        app.assistant().await,
    ] {
        for page in ["/import", "/export", ".gift.txt"] {
            let answer = stranger.get(&format!("{}{page}", bank(&app))).await;
            assert_eq!(answer.status(), 404, "{page}: {answer:?}");
            assert!(!answer.text().contains("canary"));
        }
        assert_eq!(preview(&stranger, &app, DOCUMENTED).await.status(), 404);
        let form = Form::new()
            .text("text", "x{}")
            .text("id", uuid::Uuid::nil().to_string());
        let sent = stranger
            .upload(&format!("{}/import", bank(&app)), form)
            .await;
        assert_eq!(sent.status(), 404);
    }
    assert_eq!(app.count(STORED), 1);
    app.finish().await;
}

#[tokio::test]
async fn an_export_asks_the_database_as_often_for_many_as_for_few() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let tables = ["questions", "question_versions", "question_tags"];
    let mut asked = Vec::new();
    for _ in 0..2 {
        for _ in 0..4 {
            question(&app, &sum());
        }
        let before = app.queries_about(&tables);
        teacher.get(&format!("{}.gift.txt", bank(&app))).await;
        asked.push(app.queries_about(&tables) - before);
    }
    assert!(asked[0] > 0 && asked[0] == asked[1], "{asked:?}");
    app.finish().await;
}

/// A multiple choice as Chinese exams grade it.
fn exam() -> Value {
    json!({
        "stem": "哪些是质数？", "points": "1",
        "body": {
            "type": "multiple_choice", "policy": { "policy": "exam", "partial": "0.5" }, "shuffle": true,
            "options": [
                { "text": "2", "weight": "1" }, { "text": "3", "weight": "1" }, { "text": "4", "weight": "0" },
            ]
        }
    })
}
