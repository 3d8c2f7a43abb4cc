//! Deadlines by the clock of the database (rows Z4 and R23): nothing is taken late, and nothing waits for a browser.

use super::{capital, hand_in, option, page, save, set_up, start, stored, sum};
use crate::support::TestApp;

/// Has the deadline of every open attempt lie so many seconds back.
fn let_time_pass(app: &TestApp, seconds: i32) {
    app.execute(&format!(
        "UPDATE attempts SET deadline_at = now() - interval '{seconds} s'"
    ));
}

#[tokio::test]
async fn an_attempt_that_nobody_looks_at_is_handed_in_with_what_is_there() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[("time_limit", "30")], &[capital(), sum()]).await;
    let learner = app.student().await;
    let attempt = start(&learner, &paper).await;
    save(&learner, attempt, 2, 1, "2").await;
    let_time_pass(&app, 11);
    app.execute("UPDATE jobs SET run_at = now() WHERE name = 'quizzes.close_attempt'");
    app.jobs_done().await;
    let closed =
        "SELECT count(*) AS n FROM attempts WHERE status = 'graded' AND is_timed_out AND score = 2";
    assert_eq!(app.count(closed), 1);
    assert_eq!(
        app.count("SELECT count(*) AS n FROM grades WHERE points = 2"),
        1
    );
    let seen = page(&learner, attempt).await;
    assert_eq!(seen.text("#score"), "2 / 4 分");
    app.finish().await;
}

#[tokio::test]
async fn a_job_whose_deadline_has_moved_does_nothing() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[("time_limit", "30")], &[sum()]).await;
    let learner = app.student().await;
    start(&learner, &paper).await;
    app.execute("UPDATE jobs SET run_at = now() WHERE name = 'quizzes.close_attempt'");
    app.jobs_done().await;
    assert_eq!(
        app.count("SELECT count(*) AS n FROM attempts WHERE status = 'open'"),
        1
    );
    app.finish().await;
}

#[tokio::test]
async fn ten_seconds_of_grace_and_not_one_more() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[("time_limit", "30")], &[sum()]).await;
    let learner = app.student().await;
    let attempt = start(&learner, &paper).await;
    let_time_pass(&app, 2);
    assert_eq!(
        save(&learner, attempt, 1, 1, "3").await.status(),
        200,
        "in the grace"
    );
    let_time_pass(&app, 10);
    let late = save(&learner, attempt, 1, 2, "2").await;
    assert_eq!(late.status(), 409);
    assert!(late.text().contains("\"isClosed\":true"), "{late:?}");
    assert!(
        stored(&app, attempt, 1).contains("\"3\""),
        "what was stored is kept"
    );
    // The refusal has handed it in, and that stands.
    assert_eq!(
        app.count("SELECT count(*) AS n FROM attempts WHERE is_timed_out AND score = 0"),
        1
    );
    app.finish().await;
}

#[tokio::test]
async fn handing_in_late_hands_in_what_was_saved_before() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[("time_limit", "30")], &[sum()]).await;
    let learner = app.student().await;
    let attempt = start(&learner, &paper).await;
    save(&learner, attempt, 1, 1, "2").await;
    let filled = page(&learner, attempt)
        .await
        .form("#attempt")
        .with("answer-1", "7");
    let_time_pass(&app, 11);
    let refused = learner.submit(&filled).await;
    assert_eq!(refused.status(), 409);
    assert_eq!(refused.html().text("#score"), "2 / 2 分");
    assert_eq!(hand_in(&learner, attempt).await.status(), 303);
    assert_eq!(
        app.count("SELECT count(*) AS n FROM submissions WHERE score = 2"),
        1
    );
    app.finish().await;
}

#[tokio::test]
async fn the_deadline_is_the_earlier_of_limit_and_close_and_follows_accommodations() {
    let app = TestApp::start().await;
    let rules = [("time_limit", "30"), ("close_at", "2999-01-01T00:00")];
    let paper = set_up(&app, &rules, &[sum()]).await;
    let learner = app.student().await;
    start(&learner, &paper).await;
    let minutes = "SELECT round(extract(epoch FROM deadline_at - started_at) / 60)::bigint AS n FROM attempts";
    assert_eq!(app.count(minutes), 30);
    let teacher = app.teacher().await;
    let more = [("username", "xiaoming"), ("factor", "150"), ("extra", "5")];
    let given = teacher
        .post(&format!("{}/accommodations", paper.base()), &more)
        .await;
    assert_eq!(given.status(), 303);
    assert_eq!(app.count(minutes), 50, "the open attempt follows");
    // Closing in ten minutes cuts it short.
    app.execute("UPDATE quizzes SET close_at = now() + interval '10 minutes'");
    let again = teacher
        .post(&format!("{}/accommodations", paper.base()), &more)
        .await;
    assert_eq!(again.status(), 303);
    assert_eq!(app.count(minutes), 10);
    let gone = teacher
        .post(
            &format!(
                "{}/accommodations/{}/deletion",
                paper.base(),
                app.id_of(crate::support::Person::Xiaoming)
            ),
            &[],
        )
        .await;
    assert_eq!(gone.status(), 303);
    assert_eq!(
        app.count("SELECT count(*) AS n FROM quiz_accommodations"),
        0
    );
    app.finish().await;
}

#[tokio::test]
async fn a_quiz_is_taken_between_opening_and_closing_alone() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[capital()]).await;
    let learner = app.student().await;
    let begin = format!("{}/attempts", paper.path());
    app.execute("UPDATE quizzes SET open_at = now() + interval '1 minute'");
    assert_eq!(learner.post(&begin, &[]).await.status(), 409);
    app.execute("UPDATE quizzes SET open_at = NULL, close_at = now()");
    assert_eq!(learner.post(&begin, &[]).await.status(), 409);
    app.execute("UPDATE quizzes SET close_at = now() + interval '1 minute'");
    let attempt = start(&learner, &paper).await;
    let shown = page(&learner, attempt).await;
    let left: i64 = shown
        .attribute("#attempt", "data-left")
        .parse()
        .expect("milliseconds");
    assert!((50_000..=60_000).contains(&left), "{left}");
    let paris = option(&shown, 1, "巴黎");
    assert_eq!(save(&learner, attempt, 1, 1, &paris).await.status(), 200);
    app.finish().await;
}
