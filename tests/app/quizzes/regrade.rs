//! A wrong key is corrected: who changes is seen first, then it is done with an audit line.

use diesel::prelude::*;
use lectern::quizzes::questions::{Content, NewVersion};
use serde_json::Value;

use super::{capital, classmate, hand_in, option, page, save, set_up, start};
use crate::support::{Person, TestApp};

/// The next version of a question.
fn correct(app: &TestApp, question: i64, content: &Value) {
    let content: Content = serde_json::from_value(content.clone()).expect("a content");
    let author = app.id_of(Person::Wang);
    let version = NewVersion {
        content: &content,
        author,
    };
    app.database()
        .transaction(|conn| version.of(conn, question))
        .expect("a version");
}

/// The capital of France is 里昂 here, and the options stand in another order.
fn wrong_key() -> Value {
    let mut content = capital();
    content["body"]["options"]
        .as_array_mut()
        .expect("options")
        .reverse();
    content["body"]["options"][1]["weight"] = "0".into();
    content["body"]["options"][2]["weight"] = "1".into();
    content
}

#[tokio::test]
async fn a_corrected_key_is_tried_out_and_then_changes_marks_with_an_audit_line() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[("shuffles_options", "on")], &[wrong_key()]).await;
    let (learner, other) = (app.student().await, classmate(&app).await);
    let mut attempts = Vec::new();
    for (client, words) in [(&learner, "巴黎"), (&other, "里昂")] {
        let attempt = start(client, &paper).await;
        let chosen = option(&page(client, attempt).await, 1, words);
        save(client, attempt, 1, 1, &chosen).await;
        hand_in(client, attempt).await;
        attempts.push(attempt);
    }
    let scores = || {
        [1, 0].map(|at: usize| {
            app.count(&format!(
                "SELECT score::bigint AS n FROM attempts WHERE id = {}",
                attempts[at]
            ))
        })
    };
    assert_eq!(scores(), [2, 0]);
    let teacher = app.teacher().await;
    let path = format!("{}/regrade", paper.path());
    assert!(!teacher.get(&path).await.html().has("#outdated"));
    correct(&app, paper.questions[0], &capital());

    let tried = teacher
        .get(&format!("{path}?question={}", paper.questions[0]))
        .await
        .html();
    assert_eq!(tried.count("#dry-run tr[data-changed]"), 2);
    assert_eq!(scores(), [2, 0], "trying out changes nothing");
    assert_eq!(
        app.count("SELECT count(*) AS n FROM audit_log WHERE action = 'quiz.regrade'"),
        0
    );
    let form = tried.form("#regrade");
    for stranger in [
        app.assistant().await,
        app.other_teacher().await,
        app.student().await,
    ] {
        assert_eq!(stranger.submit(&form).await.status(), 404);
    }
    let stale = form.clone().with("version", "1");
    assert_eq!(teacher.submit(&stale).await.status(), 409);
    assert_eq!(teacher.submit(&form).await.status(), 303);
    assert_eq!(scores(), [0, 2]);
    assert_eq!(
        app.count("SELECT count(*) AS n FROM audit_log WHERE action = 'quiz.regrade'"),
        1
    );
    assert_eq!(
        app.count("SELECT count(*) AS n FROM grades WHERE points IN (0, 2)"),
        2
    );
    // What the learner chose is still what they chose.
    let shown = page(&learner, attempts[0]).await;
    let texts = shown.texts("#question-1 .option:has(input[checked]) .option__text");
    assert_eq!(texts, ["巴黎"]);
    assert_eq!(teacher.submit(&form).await.status(), 409, "it is done");
    app.finish().await;
}

#[tokio::test]
async fn another_question_under_the_same_number_is_no_correction() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[capital()]).await;
    let learner = app.student().await;
    let attempt = start(&learner, &paper).await;
    let chosen = option(&page(&learner, attempt).await, 1, "巴黎");
    save(&learner, attempt, 1, 1, &chosen).await;
    hand_in(&learner, attempt).await;
    let mut other = capital();
    other["body"]["options"][0]["text"] = "尼斯".into();
    correct(&app, paper.questions[0], &other);
    let teacher = app.teacher().await;
    let path = format!("{}/regrade", paper.path());
    let tried = teacher
        .get(&format!("{path}?question={}", paper.questions[0]))
        .await;
    assert!(!tried.html().has("#regrade"));
    let question = paper.questions[0].to_string();
    let forced = [("question", question.as_str()), ("version", "2")];
    assert_eq!(teacher.post(&path, &forced).await.status(), 409);
    assert_eq!(
        app.count("SELECT count(*) AS n FROM attempts WHERE score = 2"),
        1
    );
    app.finish().await;
}

#[tokio::test]
async fn an_open_attempt_keeps_the_version_it_began_with() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[capital()]).await;
    let learner = app.student().await;
    let attempt = start(&learner, &paper).await;
    let mut other = capital();
    other["stem"] = "另一道题".into();
    correct(&app, paper.questions[0], &other);
    let shown = page(&learner, attempt).await;
    assert_eq!(shown.text(".question__stem"), "法国的首都是哪里？");
    app.finish().await;
}
