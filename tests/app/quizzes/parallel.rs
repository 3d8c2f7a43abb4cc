//! Fifty of the same at once (row R8 of the reliability table): one attempt, one submission, one grade.

use futures_util::future::join_all;

use super::{attempt_in, essay, hand_in, save, set_up, start, sum};
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_starts_make_one_attempt() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[("time_limit", "30")], &[sum()]).await;
    let learner = app.student().await;
    let path = format!("{}/attempts", paper.path());
    let answers = join_all((0..50).map(|_| learner.post(&path, &[]))).await;
    // A pool that is busy for too long answers 503, which is an answer.
    let started: Vec<_> = answers
        .iter()
        .filter(|answer| answer.status() != 503)
        .collect();
    let first = attempt_in(started[0]);
    assert!(started.iter().all(|answer| attempt_in(answer) == first));
    assert_eq!(app.count("SELECT count(*) AS n FROM attempts"), 1);
    assert_eq!(app.count("SELECT count(*) AS n FROM attempt_answers"), 1);
    let jobs = "SELECT count(*) AS n FROM jobs WHERE name = 'quizzes.close_attempt'";
    assert_eq!(app.count(jobs), 1);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_submissions_make_one_with_one_grade() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[sum()]).await;
    let learner = app.student().await;
    let attempt = start(&learner, &paper).await;
    save(&learner, attempt, 1, 1, "2").await;
    let answers = join_all((0..50).map(|_| hand_in(&learner, attempt))).await;
    assert!(
        answers
            .iter()
            .all(|answer| [303, 503].contains(&answer.status()))
    );
    assert_eq!(
        app.count("SELECT count(*) AS n FROM submissions WHERE score = 2"),
        1
    );
    assert_eq!(
        app.count("SELECT count(*) AS n FROM grades WHERE points = 2"),
        1
    );
    assert_eq!(app.count("SELECT count(*) AS n FROM grade_changes"), 1);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_marks_for_one_essay_make_one_grade() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[essay()]).await;
    let learner = app.student().await;
    let attempt = start(&learner, &paper).await;
    save(&learner, attempt, 1, 1, "我认为……").await;
    hand_in(&learner, attempt).await;
    let teacher = app.teacher().await;
    let path = format!("/attempts/{attempt}/answers/1/marks");
    let fields = [("marks", "1.5"), ("comment", "很好")];
    let answers = join_all((0..50).map(|_| teacher.post(&path, &fields))).await;
    assert!(
        answers
            .iter()
            .all(|answer| [303, 503].contains(&answer.status()))
    );
    assert_eq!(
        app.count("SELECT count(*) AS n FROM grades WHERE points = 1.5"),
        1
    );
    assert_eq!(
        app.count("SELECT count(*) AS n FROM submissions WHERE score = 1.5"),
        1
    );
    app.finish().await;
}
