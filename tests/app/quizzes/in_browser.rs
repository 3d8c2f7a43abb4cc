//! A learner answers on a phone, goes on elsewhere, and lets the time run out with no browser open.

use super::{capital, essay, set_up, sum};
use crate::support::{Browser, Person, TestApp};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_follow_their_learner_and_are_handed_in_without_them() {
    let app = TestApp::start().await;
    let questions = [capital(), sum(), essay(), matching(), ordering(), cloze()];
    let paper = set_up(&app, &[("time_limit", "30")], &questions).await;
    let phone = Browser::open(&app.origin(), 500, 900).await;
    phone.sign_in(Person::Xiaoming).await;
    phone.visit(&paper.path()).await;
    phone.photograph("quiz-1-begin-500").await;
    phone.click("#quiz form button").await;
    phone.confirm().await;
    phone.find("#attempt").await;
    phone
        .click_within("#question-1 .option", "巴黎", "input")
        .await;
    phone.sees("#question-1 [data-saved]", "已保存").await;
    phone.type_into("#answer-2", "2").await;
    phone.sees("#question-2 [data-saved]", "已保存").await;
    phone.photograph("quiz-2-attempt-500").await;
    let running = phone.text("[data-countdown]").await;
    assert!(
        running.starts_with("29:") || running.starts_with("30:"),
        "{running}"
    );
    assert_eq!(phone.complaints().await, Vec::<String>::new());
    phone.close().await;

    let desk = Browser::open(&app.origin(), 1280, 900).await;
    desk.sign_in(Person::Xiaoming).await;
    desk.visit(&paper.path()).await;
    desk.click("#quiz a.button--primary").await;
    desk.wait_until("return document.querySelector('#answer-2')?.value == '2'")
        .await;
    desk.wait_until("return !!document.querySelector('#question-1 input:checked')")
        .await;
    desk.photograph("quiz-3-attempt-1280").await;
    desk.type_into("#answer-2", "3").await;
    desk.sees("#question-2 [data-saved]", "已保存").await;
    desk.type_into("#answer-2", "2").await;
    desk.sees("#question-2 [data-saved]", "已保存").await;
    desk.wait_until("return sessionStorage.length == 0").await;
    desk.click("button[value=finish].button--primary").await;
    desk.find("#unanswered").await;
    desk.photograph("quiz-4-hand-in-1280").await;
    desk.close().await;

    app.execute("UPDATE attempts SET deadline_at = now() - interval '11 s'");
    app.execute("UPDATE jobs SET run_at = now() WHERE name = 'quizzes.close_attempt'");
    app.jobs_done().await;
    assert_eq!(
        app.count("SELECT count(*) AS n FROM attempts WHERE is_timed_out AND score = 4"),
        1
    );

    let phone = Browser::open(&app.origin(), 500, 900).await;
    phone.sign_in(Person::Xiaoming).await;
    phone.visit(&paper.path()).await;
    phone.click("#attempts a").await;
    phone.sees("#score", "4 / 12").await;
    phone.photograph("quiz-5-review-500").await;
    phone.close().await;

    let teacher = Browser::open(&app.origin(), 1280, 900).await;
    teacher.sign_in(Person::Wang).await;
    teacher.visit(&format!("{}/edit", paper.base())).await;
    teacher.photograph("quiz-6-edit-1280").await;
    teacher.visit(&format!("{}/attempts", paper.path())).await;
    teacher.photograph("quiz-7-attempts-1280").await;
    teacher.resize(500, 900).await;
    teacher.visit(&format!("{}/edit", paper.base())).await;
    teacher.photograph("quiz-8-edit-500").await;
    assert_eq!(teacher.complaints().await, Vec::<String>::new());
    teacher.close().await;

    app.execute("UPDATE users SET locale = 'en', theme = 'dark' WHERE username = 'zhang'");
    let assistant = Browser::open(&app.origin(), 1280, 900).await;
    assistant.sign_in(Person::Zhang).await;
    assistant.visit(&paper.path()).await;
    assistant.photograph("quiz-12-begin-en-dark-1280").await;
    let attempt = app.count("SELECT max(id) AS n FROM attempts");
    assistant
        .visit(&format!("/attempts/{attempt}#question-3"))
        .await;
    assistant.sees("#marking-3", "Marks").await;
    assistant.photograph("quiz-13-marking-en-dark-1280").await;
    assistant
        .visit(&format!(
            "/courses/{}/lessons/{}",
            paper.course, paper.lesson
        ))
        .await;
    assistant.find("#quiz").await;
    assistant.photograph("quiz-14-lesson-en-dark-1280").await;
    assistant.close().await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_could_not_be_sent_is_kept_and_sent_later() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[sum()]).await;
    let browser = Browser::open(&app.origin(), 500, 900).await;
    browser.sign_in(Person::Xiaoming).await;
    browser.visit(&paper.path()).await;
    browser.click("#quiz form button").await;
    browser.find("#attempt").await;
    app.cut_off_database();
    browser.type_into("#answer-1", "2").await;
    browser
        .sees("#question-1 [data-state=failed]", "没有保存")
        .await;
    app.let_database_back();
    browser.sees("#question-1 [data-saved]", "已保存").await;
    let kept = "SELECT count(*) AS n FROM attempt_answers WHERE answer->>'text' = '2'";
    assert_eq!(app.count(kept), 1);
    browser.close().await;
    app.finish().await;
}

fn matching() -> serde_json::Value {
    serde_json::json!({
        "stem": "把首都与国家连起来。", "points": "1",
        "body": { "type": "matching", "pairs": [
            { "left": "法国", "right": "巴黎" }, { "left": "日本", "right": "东京" },
        ], "distractors": ["罗马"] }
    })
}

fn ordering() -> serde_json::Value {
    serde_json::json!({
        "stem": "按时间先后排列。", "points": "1",
        "body": { "type": "ordering", "items": ["秦", "汉", "唐"], "policy": "subsequence" }
    })
}

fn cloze() -> serde_json::Value {
    serde_json::json!({
        "stem": "水由 ____ 和 ____ 两种元素组成。", "points": "1",
        "body": { "type": "fill_blank", "blanks": [{ "answers": ["氢"] }, { "answers": ["氧"] }] }
    })
}
