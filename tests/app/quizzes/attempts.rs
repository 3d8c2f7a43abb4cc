//! An attempt from start to end, by its learner and by those who may not.

use super::{capital, classmate, essay, hand_in, option, page, save, set_up, start, stored, sum};
use crate::support::{Person, TestApp};

#[tokio::test]
async fn a_learner_answers_without_a_script_and_sees_the_marks() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[capital(), sum()]).await;
    let learner = app.student().await;
    let shown = learner
        .get(&format!("{}/quiz", paper.base().trim_end_matches("/quiz")))
        .await;
    assert!(shown.html().has("#quiz form button"), "{shown:?}");

    let attempt = start(&learner, &paper).await;
    let questions = page(&learner, attempt).await;
    let paris = option(&questions, 1, "巴黎");
    let form = questions.form("#attempt");
    let mut sent = form.clone();
    sent.fields.push(("answer-1".into(), paris));
    sent = sent.with("answer-2", "3");
    sent.fields.push(("act".into(), "finish".into()));
    let asked = learner.follow(&learner.submit(&sent).await).await;
    assert_eq!(asked.status(), 200);
    assert!(!asked.html().has("#unanswered"));
    let done = learner.submit(&asked.html().form("#submission")).await;
    let seen = learner.follow(&done).await.html();
    assert_eq!(seen.text("#score"), "2 / 4 分");
    assert_eq!(
        seen.attribute("#question-1 .question__result", "data-state"),
        "right"
    );
    assert_eq!(
        seen.attribute("#question-2 .question__result", "data-state"),
        "wrong"
    );
    assert_eq!(
        app.count(
            "SELECT count(*) AS n FROM submissions WHERE score = 2 AND attempt_id IS NOT NULL"
        ),
        1
    );
    let graded = "SELECT count(*) AS n FROM grades g JOIN quizzes q ON q.grade_item_id = g.item_id WHERE g.points = 2";
    assert_eq!(app.count(graded), 1);
    app.finish().await;
}

#[tokio::test]
async fn handing_in_names_the_questions_without_an_answer() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[capital(), sum(), essay()]).await;
    let learner = app.student().await;
    let attempt = start(&learner, &paper).await;
    save(&learner, attempt, 2, 1, "2").await;
    let asked = learner
        .get(&format!("/attempts/{attempt}/submission"))
        .await;
    assert_eq!(asked.html().texts("#unanswered a"), ["1", "3"]);
    app.finish().await;
}

#[tokio::test]
async fn reload_and_a_second_device_go_on_with_the_same_attempt_in_the_same_order() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[("shuffles_options", "on")], &[capital(), sum()]).await;
    let learner = app.student().await;
    let attempt = start(&learner, &paper).await;
    let first = page(&learner, attempt).await.texts(".option__text");
    save(&learner, attempt, 2, 1, "2").await;
    let elsewhere = app.student().await;
    assert_eq!(start(&elsewhere, &paper).await, attempt);
    let again = page(&elsewhere, attempt).await;
    assert_eq!(again.texts(".option__text"), first);
    assert_eq!(again.attribute("#answer-2", "value"), "2");
    assert_eq!(again.attribute("[name=sequence-2]", "value"), "2");
    app.finish().await;
}

#[tokio::test]
async fn an_older_save_never_overwrites_a_newer_one() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[sum()]).await;
    let learner = app.student().await;
    let attempt = start(&learner, &paper).await;
    assert_eq!(save(&learner, attempt, 1, 2, "20").await.status(), 200);
    let older = save(&learner, attempt, 1, 1, "10").await;
    assert_eq!(older.status(), 409);
    let said: serde_json::Value = serde_json::from_str(&older.text()).expect("JSON");
    assert_eq!(said["sequence"], 2);
    assert!(!said["words"].as_str().unwrap_or_default().is_empty());
    assert!(stored(&app, attempt, 1).contains("\"20\""));
    // Its answer was lost, and it comes again.
    assert_eq!(save(&learner, attempt, 1, 2, "20").await.status(), 200);
    // The same words again, and then a delayed older save.
    assert_eq!(save(&learner, attempt, 1, 4, "20").await.status(), 200);
    assert_eq!(save(&learner, attempt, 1, 3, "30").await.status(), 409);
    assert!(stored(&app, attempt, 1).contains("\"20\""));
    app.finish().await;
}

#[tokio::test]
async fn a_page_from_before_keeps_what_was_saved_since_and_says_so() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[sum()]).await;
    let learner = app.student().await;
    let attempt = start(&learner, &paper).await;
    let old = page(&learner, attempt).await.form("#attempt");
    save(&learner, attempt, 1, 1, "2").await;
    let refused = learner.submit(&old.with("answer-1", "7")).await;
    assert_eq!(refused.status(), 409);
    assert!(refused.html().text(".notice--error").contains('1'));
    assert_eq!(refused.html().attribute("#answer-1", "value"), "2");
    app.finish().await;
}

#[tokio::test]
async fn what_is_handed_in_stays_as_it_is() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[sum()]).await;
    let learner = app.student().await;
    let attempt = start(&learner, &paper).await;
    save(&learner, attempt, 1, 1, "3").await;
    assert_eq!(hand_in(&learner, attempt).await.status(), 303);
    let late = save(&learner, attempt, 1, 2, "2").await;
    assert_eq!(late.status(), 409);
    assert!(stored(&app, attempt, 1).contains("\"3\""));
    assert_eq!(
        hand_in(&learner, attempt).await.status(),
        303,
        "twice is once"
    );
    assert_eq!(app.count("SELECT count(*) AS n FROM submissions"), 1);
    app.finish().await;
}

#[tokio::test]
async fn an_attempt_is_its_learners_alone() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[sum()]).await;
    let (learner, other) = (app.student().await, classmate(&app).await);
    let attempt = start(&learner, &paper).await;
    for stranger in [other, app.other_teacher().await, app.admin().await] {
        assert_eq!(
            stranger.get(&format!("/attempts/{attempt}")).await.status(),
            404
        );
        assert_eq!(save(&stranger, attempt, 1, 1, "2").await.status(), 404);
        assert_eq!(hand_in(&stranger, attempt).await.status(), 404);
    }
    // The staff read it and answer nothing.
    for staff in [app.teacher().await, app.assistant().await] {
        assert_eq!(
            staff.get(&format!("/attempts/{attempt}")).await.status(),
            200
        );
        assert_eq!(save(&staff, attempt, 1, 1, "2").await.status(), 404);
        assert_eq!(hand_in(&staff, attempt).await.status(), 404);
    }
    assert_eq!(
        app.count("SELECT count(*) AS n FROM attempts WHERE status = 'open'"),
        1
    );
    // Who has left the course has left its attempts.
    app.execute("DELETE FROM enrollments");
    assert_eq!(
        learner.get(&format!("/attempts/{attempt}")).await.status(),
        404
    );
    assert_eq!(save(&learner, attempt, 1, 1, "2").await.status(), 404);
    app.finish().await;
}

#[tokio::test]
async fn a_quiz_is_found_in_its_own_course_alone() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[sum()]).await;
    let learner = app.student().await;
    let foreign = format!(
        "/courses/{}/quizzes/{}",
        app.cast.foreign_course, paper.quiz
    );
    assert_eq!(learner.get(&foreign).await.status(), 404);
    assert_eq!(
        learner
            .post(&format!("{foreign}/attempts"), &[])
            .await
            .status(),
        404
    );
    let outsider = app.other_student().await;
    assert_eq!(outsider.get(&paper.path()).await.status(), 404);
    assert_eq!(
        outsider
            .post(&format!("{}/attempts", paper.path()), &[])
            .await
            .status(),
        404
    );
    assert_eq!(app.count("SELECT count(*) AS n FROM attempts"), 0);
    app.finish().await;
}

#[tokio::test]
async fn attempts_are_counted_and_spaced() {
    let app = TestApp::start().await;
    let rules = [("attempts_allowed", "2"), ("attempt_delay", "60")];
    let paper = set_up(&app, &rules, &[sum()]).await;
    let learner = app.student().await;
    let again = format!("{}/attempts", paper.path());
    hand_in(&learner, start(&learner, &paper).await).await;
    let early = learner.post(&again, &[]).await;
    assert_eq!(early.status(), 409, "the pause is not over");
    app.execute("UPDATE attempts SET submitted_at = now() - interval '61 minutes'");
    hand_in(&learner, start(&learner, &paper).await).await;
    app.execute("UPDATE attempts SET submitted_at = now() - interval '61 minutes'");
    assert_eq!(
        learner.post(&again, &[]).await.status(),
        409,
        "both are used"
    );
    assert_eq!(app.count("SELECT count(*) AS n FROM attempts"), 2);
    assert!(!learner.get(&paper.path()).await.html().has("#quiz form"));
    app.finish().await;
}

#[tokio::test]
async fn a_draw_takes_from_the_bank_by_tag_and_never_twice() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[]).await;
    let questions: Vec<i64> = (0..4).map(|_| super::question(&app, &sum())).collect();
    for question in &questions[..3] {
        app.execute(&format!(
            "INSERT INTO question_tags VALUES ({question}, '代数')"
        ));
    }
    let teacher = app.teacher().await;
    let draw = [("draw_count", "3"), ("draw_tag", "代数"), ("points", "1")];
    let slots = format!("{}/slots", paper.base());
    assert_eq!(teacher.post(&slots, &draw).await.status(), 303);
    let learner = app.student().await;
    let attempt = start(&learner, &paper).await;
    let drawn = format!(
        "SELECT count(DISTINCT question_id) AS n FROM attempt_answers
         WHERE attempt_id = {attempt} AND question_id <> {}",
        questions[3]
    );
    assert_eq!(app.count(&drawn), 3);
    hand_in(&learner, attempt).await;
    // One more than the tag has.
    let more = [("draw_count", "1"), ("draw_tag", "代数"), ("points", "1")];
    teacher.post(&slots, &more).await;
    let refused = learner
        .post(&format!("{}/attempts", paper.path()), &[])
        .await;
    assert_eq!(refused.status(), 409);
    app.finish().await;
}

#[tokio::test]
async fn staff_who_try_a_quiz_out_are_in_no_grade_book() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[sum()]).await;
    let teacher = app.sign_in(Person::Wang).await;
    let attempt = start(&teacher, &paper).await;
    hand_in(&teacher, attempt).await;
    assert_eq!(app.count("SELECT count(*) AS n FROM grades"), 0);
    app.finish().await;
}

#[tokio::test]
async fn a_long_essay_in_chinese_is_kept_whole() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[essay(), essay()]).await;
    let learner = app.student().await;
    let attempt = start(&learner, &paper).await;
    let long = "论".repeat(30_000);
    assert_eq!(save(&learner, attempt, 1, 1, &long).await.status(), 200);
    let both = page(&learner, attempt)
        .await
        .form("#attempt")
        .with("answer-2", &long);
    assert_eq!(learner.submit(&both).await.status(), 303);
    let kept =
        "SELECT count(*) AS n FROM attempt_answers WHERE char_length(answer->>'text') = 30000";
    assert_eq!(app.count(kept), 2);
    app.finish().await;
}

#[tokio::test]
async fn what_no_page_sends_is_refused_and_nothing_is_stored() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[sum()]).await;
    let learner = app.student().await;
    let attempt = start(&learner, &paper).await;
    let path = format!("/attempts/{attempt}");
    for fields in [
        vec![("score", "100")],
        vec![("sequence-1", "-1"), ("answer-1", "2")],
        vec![("act", "grade")],
    ] {
        assert_eq!(
            learner.post(&path, &fields).await.status(),
            422,
            "{fields:?}"
        );
    }
    assert_eq!(save(&learner, attempt, 9, 1, "2").await.status(), 404);
    let huge = "9".repeat(120_000);
    assert_eq!(save(&learner, attempt, 1, 1, &huge).await.status(), 422);
    assert_eq!(stored(&app, attempt, 1), "");
    app.finish().await;
}
