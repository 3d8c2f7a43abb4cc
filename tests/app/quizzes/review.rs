//! Keys, weights and feedback stay on the server until they are released (row Z3).

use serde_json::json;

use super::{capital, classmate, essay, hand_in, option, page, save, set_up, start, sum};
use crate::support::{Client, TestApp};

/// Words that stand in keys and feedback alone.
const CANARIES: [&str; 6] = [
    "canary-general",
    "canary-paris",
    "canary-lyon",
    "canary-sum",
    "canary-blank",
    "canary-guidance",
];

fn cloze() -> serde_json::Value {
    json!({
        "stem": "水的化学式是 ____。", "points": "1",
        "body": { "type": "fill_blank", "blanks": [{ "answers": ["canary-blank"] }] }
    })
}

const HELD_BACK: [(&str, &str); 4] = [
    ("close_at", "2999-01-01T00:00"),
    ("release_marks", "after_close"),
    ("release_answers", "after_close"),
    ("release_feedback", "after_close"),
];

/// Everything a learner can open of a quiz and an attempt.
async fn everything(learner: &Client, paths: &[String]) -> String {
    let mut seen = String::new();
    for path in paths {
        let answer = learner.get(path).await;
        seen += &format!("{path} {answer:?}\n");
        seen += &String::from_utf8_lossy(&answer.body);
        let fragment = learner
            .request(reqwest::Method::GET, path)
            .header("HX-Request", "true");
        seen += &String::from_utf8_lossy(&learner.send(fragment).await.body);
    }
    seen
}

#[tokio::test]
async fn nothing_of_the_key_reaches_a_learner_before_it_is_released() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &HELD_BACK, &[capital(), sum(), cloze(), essay()]).await;
    let learner = app.student().await;
    let attempt = start(&learner, &paper).await;
    let paths = [
        paper.path(),
        paper.base(),
        format!("{}/edit", paper.base()),
        format!("{}/attempts", paper.path()),
        format!("{}/regrade", paper.path()),
        format!("{}/marking", paper.path()),
        format!("{}/analysis", paper.path()),
        format!("/courses/{}/lessons/{}", paper.course, paper.lesson),
        format!("/courses/{}", paper.course),
        format!("/attempts/{attempt}"),
        format!("/attempts/{attempt}/submission"),
        format!("/courses/{}/questions", paper.course),
        format!("/courses/{}/questions/{}", paper.course, paper.questions[0]),
        "/learning".into(),
        "/learning/mistakes".into(),
    ];
    let before = everything(&learner, &paths).await;
    let lyon = option(&page(&learner, attempt).await, 1, "里昂");
    let saved = save(&learner, attempt, 1, 1, &lyon).await.text()
        + &save(&learner, attempt, 1, 1, "9").await.text();
    hand_in(&learner, attempt).await;
    let after = everything(&learner, &paths).await;
    for canary in CANARIES {
        let seen = [&before, &saved, &after].map(|text| text.contains(canary));
        assert_eq!(seen, [false; 3], "{canary}");
    }
    let shown = page(&learner, attempt).await;
    assert!(shown.has("#held-back") && !shown.has("#score"));
    assert!(!shown.has("[data-key]") && !shown.has(".question__result"));

    // Once it has closed, all of it is there, but for what is for whoever marks.
    app.execute("UPDATE quizzes SET close_at = now()");
    let released = everything(&learner, &[format!("/attempts/{attempt}")]).await;
    let are_there = CANARIES.map(|canary| released.contains(canary));
    assert_eq!(
        are_there,
        [true, false, true, true, true, false],
        "{released}"
    );
    let shown = page(&learner, attempt).await;
    assert_eq!(shown.count("[data-key=right]"), 1);
    assert_eq!(shown.count("[data-key=wrong]"), 1);
    app.finish().await;
}

#[tokio::test]
async fn marks_answers_and_feedback_are_released_separately() {
    let app = TestApp::start().await;
    let rules = [
        ("release_answers", "after_grading"),
        ("release_feedback", "after_grading"),
    ];
    let paper = set_up(&app, &rules, &[capital(), essay()]).await;
    let learner = app.student().await;
    let attempt = start(&learner, &paper).await;
    save(&learner, attempt, 2, 1, "……").await;
    hand_in(&learner, attempt).await;
    let shown = page(&learner, attempt).await;
    assert_eq!(shown.texts(".question__result").len(), 2, "marks");
    assert!(!shown.has("[data-key]") && !shown.has(".question__feedback"));
    let teacher = app.teacher().await;
    let marks = [("marks", "2"), ("comment", "写得好")];
    teacher
        .post(&format!("/attempts/{attempt}/answers/2/marks"), &marks)
        .await;
    let shown = page(&learner, attempt).await;
    assert!(shown.has("[data-key=right]") && shown.has(".question__feedback"));
    assert_eq!(shown.text(".question__comment p:last-child"), "写得好");
    app.finish().await;
}

#[tokio::test]
async fn an_answer_that_is_checked_is_final_and_shows_what_is_released_at_once() {
    let app = TestApp::start().await;
    let rules = [
        ("release_marks", "immediately"),
        ("release_feedback", "immediately"),
    ];
    let paper = set_up(&app, &rules, &[sum(), capital()]).await;
    let learner = app.student().await;
    let attempt = start(&learner, &paper).await;
    let mut form = page(&learner, attempt)
        .await
        .form("#attempt")
        .with("answer-1", "3");
    form.fields.push(("act".into(), "check-1".into()));
    assert_eq!(learner.submit(&form).await.status(), 303);
    let shown = page(&learner, attempt).await;
    assert_eq!(
        shown.attribute("#question-1 .question__result", "data-state"),
        "wrong"
    );
    assert!(!shown.has("#question-2 .question__result"));
    assert!(
        !shown.has("[data-key]"),
        "the key waits for its own release"
    );
    let changed = save(&learner, attempt, 1, 5, "2").await;
    assert_eq!(changed.status(), 409, "final");
    hand_in(&learner, attempt).await;
    assert_eq!(
        app.count("SELECT count(*) AS n FROM submissions WHERE score = 0"),
        1
    );
    app.finish().await;
}

#[tokio::test]
async fn nothing_can_be_checked_where_nothing_is_released_at_once() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[sum()]).await;
    let learner = app.student().await;
    let attempt = start(&learner, &paper).await;
    let mut form = page(&learner, attempt)
        .await
        .form("#attempt")
        .with("answer-1", "3");
    form.fields.push(("act".into(), "check-1".into()));
    assert_eq!(learner.submit(&form).await.status(), 404);
    app.finish().await;
}

#[tokio::test]
async fn another_learner_sees_nothing_of_it() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[capital()]).await;
    let (learner, other) = (app.student().await, classmate(&app).await);
    let attempt = start(&learner, &paper).await;
    hand_in(&learner, attempt).await;
    assert_eq!(
        other.get(&format!("/attempts/{attempt}")).await.status(),
        404
    );
    for path in ["attempts", "regrade", "marking", "analysis"] {
        let path = format!("{}/{path}", paper.path());
        assert_eq!(other.get(&path).await.status(), 404, "{path}");
    }
    app.finish().await;
}
