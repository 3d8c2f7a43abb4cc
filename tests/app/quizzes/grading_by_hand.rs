//! Marks and comments that the staff give (row Z6).

use super::{classmate, essay, hand_in, page, save, set_up, start, sum};
use crate::support::TestApp;

#[tokio::test]
async fn an_essay_waits_for_the_staff_and_then_counts() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[essay(), sum()]).await;
    let learner = app.student().await;
    let attempt = start(&learner, &paper).await;
    save(&learner, attempt, 1, 1, "**我**<script>alert(1)</script>").await;
    save(&learner, attempt, 2, 1, "2").await;
    hand_in(&learner, attempt).await;
    assert_eq!(page(&learner, attempt).await.text("#score"), "待批阅");
    assert_eq!(
        app.count("SELECT count(*) AS n FROM grades WHERE points IS NOT NULL"),
        0
    );

    let assistant = app.assistant().await;
    let listed = assistant
        .get(&format!("{}/attempts?show=waiting", paper.path()))
        .await
        .html();
    assert_eq!(listed.count("#attempts tbody tr"), 1);
    let next = assistant.get(&format!("{}/marking", paper.path())).await;
    assert_eq!(next.location(), format!("/attempts/{attempt}#question-1"));
    let form = page(&assistant, attempt).await.form("#marking-1");
    let wrong = assistant
        .submit(&form.clone().with("marks", "2.5").with("comment", "太多"))
        .await;
    assert_eq!(wrong.status(), 422, "more than the question has");
    assert!(wrong.html().has("#marks-1-error"));
    assert_eq!(
        wrong.html().text("#comment-1"),
        "太多",
        "what was typed stays"
    );
    let right = assistant
        .submit(&form.with("marks", "1.5").with("comment", "很好"))
        .await;
    assert_eq!(right.status(), 303);
    let seen = page(&learner, attempt).await;
    assert_eq!(seen.text("#score"), "3.5 / 4 分");
    assert_eq!(
        seen.text("#question-1 .question__comment p:last-child"),
        "很好"
    );
    assert_eq!(
        app.count("SELECT count(*) AS n FROM grades WHERE points = 3.5"),
        1
    );
    let done = assistant.get(&format!("{}/marking", paper.path())).await;
    assert_eq!(done.location(), format!("{}/attempts", paper.path()));
    app.finish().await;
}

#[tokio::test]
async fn only_staff_mark_and_only_what_is_handed_in() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[essay()]).await;
    let (learner, other) = (app.student().await, classmate(&app).await);
    let attempt = start(&learner, &paper).await;
    save(&learner, attempt, 1, 1, "……").await;
    let path = format!("/attempts/{attempt}/answers/1/marks");
    let marks = [("marks", "2"), ("comment", "")];
    assert_eq!(
        app.teacher().await.post(&path, &marks).await.status(),
        409,
        "still open"
    );
    hand_in(&learner, attempt).await;
    for stranger in [learner, other, app.other_teacher().await, app.admin().await] {
        assert_eq!(stranger.post(&path, &marks).await.status(), 404);
    }
    assert_eq!(
        app.count("SELECT count(*) AS n FROM attempt_answers WHERE marks IS NOT NULL"),
        0
    );
    app.finish().await;
}

#[tokio::test]
async fn the_list_of_attempts_asks_no_more_for_more_of_them() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[essay()]).await;
    let teacher = app.teacher().await;
    let path = format!("{}/attempts", paper.path());
    let mut asked = Vec::new();
    for many in [1, 60] {
        app.execute(&format!(
            "INSERT INTO attempts (quiz_id, user_id, number, status, submitted_at, max_score)
             SELECT {}, {}, n + {many} * 1000, 'submitted', now(), 2 FROM generate_series(1, {many}) n",
            paper.quiz,
            app.id_of(crate::support::Person::Xiaoming)
        ));
        let before = app.queries_about(&["attempts"]);
        let listed = teacher.get(&path).await;
        asked.push(app.queries_about(&["attempts"]) - before);
        assert_eq!(listed.html().count("#attempts tbody tr"), many.min(50));
    }
    assert_eq!(asked[0], asked[1]);
    let pages = teacher
        .get(&path)
        .await
        .html()
        .attribute("a[rel=next]", "href");
    assert_eq!(
        teacher.get(&pages).await.html().count("#attempts tbody tr"),
        11
    );
    app.finish().await;
}
