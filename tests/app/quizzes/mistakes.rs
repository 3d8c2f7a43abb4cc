//! 错题本: what was wrong comes up, again and again, until it sticks.

use super::{capital, classmate, essay, hand_in, option, page, save, set_up, start, sum};
use crate::support::{Browser, Person, TestApp};

#[tokio::test]
async fn a_wrong_question_is_practised_at_growing_intervals() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[capital(), sum()]).await;
    let learner = app.student().await;
    assert!(learner.get("/learning/mistakes").await.html().has(".empty"));
    let attempt = start(&learner, &paper).await;
    save(&learner, attempt, 2, 1, "2").await;
    hand_in(&learner, attempt).await;
    let days =
        "SELECT round(extract(epoch FROM due_at - last_at) / 86400)::bigint AS n FROM mistakes";
    let mut waited = Vec::new();
    for _ in 0..3 {
        let shown = learner.get("/learning/mistakes").await.html();
        assert_eq!(
            shown.count("#mistakes tbody tr"),
            1,
            "what was right is not in"
        );
        let chosen = practised(&shown, "巴黎");
        let mut form = shown.form("#practice");
        form.fields.push(("answer-1".into(), chosen));
        let told = learner.submit(&form).await.html();
        assert!(told.has("#answered .notice--success") && told.has("[data-key=right]"));
        assert_eq!(learner.submit(&form).await.status(), 409, "once is once");
        waited.push(app.count(days));
        assert!(
            !learner
                .get("/learning/mistakes")
                .await
                .html()
                .has("#practice"),
            "not due"
        );
        app.execute("UPDATE mistakes SET due_at = now()");
    }
    assert_eq!(waited, [1, 2, 4]);
    let shown = learner.get("/learning/mistakes").await.html();
    let mut form = shown.form("#practice");
    form.fields
        .push(("answer-1".into(), practised(&shown, "里昂")));
    let told = learner.submit(&form).await.html();
    assert!(told.has("#answered .notice--warning"));
    assert_eq!(
        app.count("SELECT count(*) AS n FROM mistakes WHERE right_streak = 0"),
        1
    );
    assert_eq!(app.count(days), 0);
    app.finish().await;
}

fn practised(page: &crate::support::Document, words: &str) -> String {
    let texts = page.texts("#practice .option__text");
    let values = page.attributes("#practice .option input", "value");
    let at = texts.iter().position(|text| text == words);
    values[at.expect("the option")].clone()
}

#[tokio::test]
async fn a_question_is_held_back_until_its_key_is_released() {
    let app = TestApp::start().await;
    let rules = [
        ("close_at", "2999-01-01T00:00"),
        ("release_answers", "after_close"),
    ];
    let paper = set_up(&app, &rules, &[capital(), essay()]).await;
    let learner = app.student().await;
    let attempt = start(&learner, &paper).await;
    hand_in(&learner, attempt).await;
    let shown = learner.get("/learning/mistakes").await;
    assert!(shown.html().has(".empty") && !shown.text().contains("canary"));
    let id = app.count("SELECT min(id) AS n FROM mistakes");
    let fields = [("turn", "1"), ("answer-1", "0")];
    let forced = learner
        .post(&format!("/learning/mistakes/{id}"), &fields)
        .await;
    assert_eq!(forced.status(), 404);
    app.execute("UPDATE quizzes SET close_at = now()");
    let shown = learner.get("/learning/mistakes").await.html();
    assert_eq!(
        shown.count("#mistakes tbody tr"),
        1,
        "an essay is not practised"
    );
    // Nor by anybody else, nor by who has left.
    let other = classmate(&app).await;
    assert_eq!(
        other
            .post(&format!("/learning/mistakes/{id}"), &fields)
            .await
            .status(),
        404
    );
    app.execute("DELETE FROM enrollments");
    assert_eq!(
        learner
            .post(&format!("/learning/mistakes/{id}"), &fields)
            .await
            .status(),
        404
    );
    app.finish().await;
}

#[tokio::test]
async fn the_analysis_tells_facility_discrimination_time_and_options() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[capital(), sum(), sum()]).await;
    let (learner, other) = (app.student().await, classmate(&app).await);
    let teacher = app.teacher().await;
    let path = format!("{}/analysis", paper.path());
    assert!(teacher.get(&path).await.html().has(".empty"));
    for (client, words, number) in [
        (&learner, "巴黎", "2"),
        (&other, "里昂", "3"),
        (&teacher, "马赛", "9"),
    ] {
        let attempt = start(client, &paper).await;
        let chosen = option(&page(client, attempt).await, 1, words);
        save(client, attempt, 1, 1, &chosen).await;
        save(client, attempt, 2, 1, number).await;
        save(client, attempt, 3, 1, number).await;
        hand_in(client, attempt).await;
    }
    let shown = teacher.get(&path).await.html();
    let figures = shown.texts("#figures tbody tr:first-child td");
    assert_eq!(
        figures[2..6],
        ["2", "0", "50 %", "1.00"],
        "staff are left out: {figures:?}"
    );
    assert_eq!(shown.count("svg rect.chart__bar"), 3 * 3 + 3);
    let options = shown.texts("#options tr");
    assert_eq!(options.len(), 3);
    assert!(
        options
            .iter()
            .any(|row| row.starts_with("巴黎") && row.ends_with('1')),
        "{options:?}"
    );
    for stranger in [learner, app.other_teacher().await] {
        assert_eq!(stranger.get(&path).await.status(), 404);
    }
    assert_eq!(app.assistant().await.get(&path).await.status(), 200);

    let browser = Browser::open(&app.origin(), 1280, 900).await;
    browser.sign_in(Person::Wang).await;
    browser.visit(&path).await;
    browser.photograph("quiz-9-analysis-1280").await;
    browser.resize(500, 900).await;
    browser.visit(&path).await;
    browser.photograph("quiz-10-analysis-500").await;
    assert_eq!(browser.complaints().await, Vec::<String>::new());
    browser.close().await;
    let browser = Browser::open(&app.origin(), 500, 900).await;
    browser.sign_in(Person::Xiaohong).await;
    browser.visit("/learning/mistakes").await;
    browser.photograph("quiz-11-mistakes-500").await;
    browser.close().await;
    app.finish().await;
}
