//! Setting a quiz up: by writers of the course alone, with words for what cannot be.

use super::{question, quiz_lesson, rules, set_up, start, sum};
use crate::support::{Person, TestApp};

#[tokio::test]
async fn a_quiz_is_set_up_from_its_lesson_and_looking_changes_nothing() {
    let app = TestApp::start().await;
    let (teacher, lesson) = (app.teacher().await, quiz_lesson(&app));
    let base = format!("/courses/{}/lessons/{lesson}/quiz", app.cast.course);
    let learner = app.student().await;
    let early = learner.get(&base).await;
    assert!(early.html().has(".empty"), "{early:?}");
    let shown = teacher.get(&format!("{base}/edit")).await.html();
    assert!(shown.has("#rules"));
    assert_eq!(app.count("SELECT count(*) AS n FROM quizzes"), 0);
    assert_eq!(teacher.submit(&shown.form("#rules")).await.status(), 303);
    assert_eq!(
        app.count("SELECT count(*) AS n FROM quizzes WHERE grade_item_id IS NOT NULL"),
        1
    );
    let fragment = learner
        .request(reqwest::Method::GET, &base)
        .header("HX-Request", "true");
    let fragment = learner.send(fragment).await;
    assert!(!fragment.text().contains("<html") && fragment.html().has("#quiz"));
    app.finish().await;
}

#[tokio::test]
async fn slots_are_added_changed_moved_and_removed() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[sum(), sum(), sum()]).await;
    let teacher = app.teacher().await;
    let order = || {
        let list = |place: i32| {
            app.count(&format!(
                "SELECT question_id AS n FROM quiz_slots WHERE \"order\" = {place}"
            ))
        };
        [list(1), list(2), list(3)]
    };
    let [a, b, c] = [0, 1, 2].map(|at: usize| paper.questions[at]);
    let slot = |question: i64| {
        app.count(&format!(
            "SELECT id AS n FROM quiz_slots WHERE question_id = {question}"
        ))
    };
    let path = |slot: i64, what: &str| format!("{}/slots/{slot}{what}", paper.base());
    teacher
        .post(&path(slot(c), "/position"), &[("direction", "up")])
        .await;
    assert_eq!(order(), [a, c, b]);
    teacher
        .post(&path(slot(a), "/position"), &[("direction", "up")])
        .await;
    assert_eq!(order(), [a, c, b], "the first stays the first");
    let changed = teacher.post(&path(slot(c), ""), &[("points", "7.5")]).await;
    assert_eq!(changed.status(), 303);
    let worth = "SELECT (max_points * 10)::bigint AS n FROM grade_items i JOIN quizzes q ON q.grade_item_id = i.id";
    assert_eq!(app.count(worth), 115);
    let wrong = teacher
        .post(&path(slot(c), ""), &[("points", "much")])
        .await;
    assert_eq!(wrong.status(), 422);
    assert_eq!(
        wrong
            .html()
            .attribute(&format!("#slot-{} .slot__points", slot(c)), "value"),
        "much"
    );
    teacher.post(&path(slot(a), "/deletion"), &[]).await;
    assert_eq!(
        app.count("SELECT max(\"order\")::bigint AS n FROM quiz_slots"),
        2
    );
    let twice = [("question_id", &*b.to_string()), ("points", "1")];
    assert_eq!(
        teacher
            .post(&format!("{}/slots", paper.base()), &twice)
            .await
            .status(),
        422
    );
    app.finish().await;
}

#[tokio::test]
async fn what_cannot_be_kept_is_named_and_what_was_typed_stays() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[]).await;
    let teacher = app.teacher().await;
    let path = format!("{}/edit", paper.base());
    let wrong = rules(&[
        ("time_limit", "-3"),
        ("release_answers", "after_close"),
        ("instructions", "请独立完成"),
    ]);
    let again = teacher.post(&path, &wrong).await;
    assert_eq!(again.status(), 422);
    let shown = again.html();
    assert!(shown.has("#time_limit-error") && shown.has("#release_answers-error"));
    assert_eq!(shown.text("#instructions"), "请独立完成");
    assert_eq!(
        app.count("SELECT count(*) AS n FROM quizzes WHERE time_limit_ms IS NULL"),
        1
    );
    app.finish().await;
}

#[tokio::test]
async fn only_writers_of_the_course_set_up() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[sum()]).await;
    let slot = app.count("SELECT id AS n FROM quiz_slots");
    let slots = format!("{}/slots", paper.base());
    let writes = [
        format!("{}/edit", paper.base()),
        slots.clone(),
        format!("{slots}/{slot}"),
        format!("{slots}/{slot}/deletion"),
        format!("{}/accommodations", paper.base()),
        format!(
            "{}/accommodations/{}/deletion",
            paper.base(),
            app.id_of(Person::Xiaoming)
        ),
    ];
    for stranger in [
        app.student().await,
        app.assistant().await,
        app.other_teacher().await,
    ] {
        for path in &writes {
            assert_eq!(
                stranger.post(path, &rules(&[])).await.status(),
                404,
                "{path}"
            );
        }
        let step = [("direction", "up")];
        let moved = stranger
            .post(&format!("{slots}/{slot}/position"), &step)
            .await;
        assert_eq!(moved.status(), 404);
    }
    // A slot of this quiz is not found below another lesson, nor a text lesson as a quiz.
    let teacher = app.teacher().await;
    let other = quiz_lesson(&app);
    let foreign = format!(
        "/courses/{}/lessons/{other}/quiz/slots/{slot}/deletion",
        paper.course
    );
    assert_eq!(teacher.post(&foreign, &[]).await.status(), 404);
    let text = format!(
        "/courses/{}/lessons/{}/quiz/edit",
        paper.course, app.cast.lesson
    );
    assert_eq!(teacher.get(&text).await.status(), 404);
    assert_eq!(app.count("SELECT count(*) AS n FROM quiz_slots"), 1);
    app.finish().await;
}

#[tokio::test]
async fn a_question_of_another_course_cannot_be_asked() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[]).await;
    let foreign = question(&app, &sum());
    app.execute(&format!(
        "UPDATE questions SET course_id = {} WHERE id = {foreign}",
        app.cast.foreign_course
    ));
    let slot = [("question_id", &*foreign.to_string()), ("points", "1")];
    let refused = app
        .teacher()
        .await
        .post(&format!("{}/slots", paper.base()), &slot)
        .await;
    assert_eq!(refused.status(), 422);
    assert_eq!(app.count("SELECT count(*) AS n FROM quiz_slots"), 0);
    app.finish().await;
}

#[tokio::test]
async fn changes_count_for_later_attempts_alone() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[sum()]).await;
    let learner = app.student().await;
    let attempt = start(&learner, &paper).await;
    let teacher = app.teacher().await;
    let more = question(&app, &sum()).to_string();
    let slot = [("question_id", more.as_str()), ("points", "1")];
    teacher
        .post(&format!("{}/slots", paper.base()), &slot)
        .await;
    let shown = super::page(&learner, attempt).await;
    assert_eq!(shown.count(".question"), 1);
    app.finish().await;
}
