//! Grading on one screen: rubric, points less what being late costs, and nothing for the learner before it is posted
//! (rows Z5, Z6; R8).

use reqwest::multipart::{Form, Part};

use super::{classmate, hand_in, save, set_up};
use crate::support::{Answer, Client, TestApp};

/// The rubric of two criteria, 60 and 40 points at best.
pub async fn write_rubric(teacher: &Client, base: &str) {
    let fields = [
        ("title-0", "论证"),
        ("points-0-0", "0"),
        ("level-0-0", "没有论证"),
        ("points-0-1", "30"),
        ("level-0-1", "有漏洞"),
        ("points-0-2", "60"),
        ("level-0-2", "严密"),
        ("title-1", "书写"),
        ("points-1-0", "10"),
        ("level-1-0", "潦草"),
        ("points-1-1", "40"),
        ("level-1-1", "清楚"),
        ("shows_rubric", "on"),
        ("act", "save"),
    ];
    let saved = teacher.post(&format!("{base}/rubric"), &fields).await;
    assert_eq!(saved.status(), 303, "{saved:?}");
}

/// A submission of the learner: the address of its screen.
pub async fn handed_in(app: &TestApp, learner: &Client, base: &str) -> String {
    save(learner, base, 1, "我的答案").await;
    assert_eq!(hand_in(learner, base, 1).await.status(), 303);
    let id = app.count("SELECT max(id) AS n FROM assignment_submissions");
    format!("{base}/submissions/{id}")
}

/// Fills the form of the screen and sends it.
async fn grade(grader: &Client, screen: &str, changed: &[(&str, &str)]) -> Answer {
    let mut form = grader.get(screen).await.html().form("#grading");
    for (name, value) in changed {
        form.fields.retain(|(field, _)| field != name);
        form.fields.push(((*name).into(), (*value).into()));
    }
    grader.submit(&form).await
}

pub async fn post_grades(app: &TestApp, teacher: &Client) {
    let item = app.count("SELECT grade_item_id AS n FROM assignments");
    let path = format!(
        "/courses/{}/gradebook/items/{item}/posting",
        app.cast.course
    );
    let posted = teacher.post(&path, &[("is_posted", "on")]).await;
    assert_eq!(posted.status(), 303);
}

const IN_BOOK: &str = "SELECT (points * 100)::bigint AS n FROM grades";

#[tokio::test]
async fn a_rubric_makes_the_points_and_what_was_graded_by_it_stays() {
    let app = TestApp::start().await;
    let base = set_up(&app, &[]).await;
    let (teacher, learner) = (app.teacher().await, app.student().await);
    write_rubric(&teacher, &base).await;
    assert_eq!(
        learner
            .get(&base)
            .await
            .html()
            .count("#rubric .rubric__criterion"),
        2
    );
    let screen = handed_in(&app, &learner, &base).await;
    let half = grade(
        &teacher,
        &screen,
        &[("level-0", "1"), ("comment", "还差一项")],
    )
    .await;
    assert_eq!(half.status(), 422, "a criterion is left");
    assert!(half.html().has("#points-error"));
    assert_eq!(
        half.html().text("#comment"),
        "还差一项",
        "what was typed is kept"
    );
    assert_eq!(app.count("SELECT count(*) AS n FROM grades"), 0);
    let both = [("level-0", "1"), ("level-1", "1")];
    assert_eq!(grade(&teacher, &screen, &both).await.status(), 303);
    assert_eq!(app.count(IN_BOOK), 7_000);
    // Another rubric from now on: what was graded keeps its own, and its points.
    let other = [("title-0", "全新"), ("points-0-0", "5"), ("act", "save")];
    assert_eq!(
        teacher
            .post(&format!("{base}/rubric"), &other)
            .await
            .status(),
        303
    );
    let shown = teacher.get(&screen).await.html();
    assert_eq!(shown.count("#grading fieldset"), 2);
    assert!(shown.has("[name=level-0][value='1'][checked]"));
    assert!(
        !learner.get(&base).await.html().has("#rubric"),
        "it is no longer shown"
    );
    let anew = teacher.get(&format!("{screen}?rubric=latest")).await.html();
    assert_eq!(anew.texts("#grading .rubric__title").len(), 1);
    // Typed points go before those of the rubric.
    assert_eq!(
        grade(&teacher, &screen, &[("points", "88.5")])
            .await
            .status(),
        303
    );
    assert_eq!(app.count(IN_BOOK), 8_850);
    for wrong in ["101", "-1", "1e1", "abc"] {
        let refused = grade(&teacher, &screen, &[("points", wrong)]).await;
        assert_eq!(refused.status(), 422, "{wrong}");
        assert_eq!(refused.html().attribute("#points", "value"), wrong);
    }
    app.finish().await;
}

#[tokio::test]
async fn being_late_is_taken_off_exactly_and_anew_when_the_times_change() {
    let app = TestApp::start().await;
    let base = set_up(
        &app,
        &[
            ("late_percent", "10"),
            ("late_interval", "24"),
            ("late_cap", "25"),
        ],
    )
    .await;
    let (teacher, learner) = (app.teacher().await, app.student().await);
    let screen = handed_in(&app, &learner, &base).await;
    // 24 hours and a moment late: two intervals have begun.
    app.execute(
        "UPDATE assignments SET due_at = (SELECT submitted_at FROM assignment_versions) - interval '24 hours 1 second'",
    );
    assert!(
        teacher
            .get(&screen)
            .await
            .html()
            .text("#penalty")
            .contains("20%")
    );
    assert_eq!(
        grade(&teacher, &screen, &[("points", "33.33")])
            .await
            .status(),
        303
    );
    assert_eq!(app.count(IN_BOOK), 2_666, "33.33 × 0.8 = 26.664");
    let more = [
        ("username", "xiaoming"),
        ("due_at", "2099-01-01T08:00"),
        ("close_at", ""),
    ];
    assert_eq!(
        teacher
            .post(&format!("{base}/extensions"), &more)
            .await
            .status(),
        303
    );
    assert_eq!(app.count(IN_BOOK), 3_333, "an extension gives it back");
    assert_eq!(app.count("SELECT count(*) AS n FROM grade_changes"), 2);
    // What was changed in the grade book by hand stays there.
    app.execute("UPDATE grades SET points = 50");
    let back = format!(
        "{base}/extensions/{}/deletion",
        app.id_of(crate::support::Person::Xiaoming)
    );
    assert_eq!(teacher.post(&back, &[]).await.status(), 303);
    assert_eq!(app.count(IN_BOOK), 5_000);
    assert!(teacher.get(&screen).await.html().has("#changed-elsewhere"));
    app.finish().await;
}

#[tokio::test]
async fn nothing_of_a_grade_reaches_its_learner_before_it_is_posted() {
    let app = TestApp::start().await;
    let base = set_up(&app, &[]).await;
    let (teacher, learner) = (app.teacher().await, app.student().await);
    let other = classmate(&app).await;
    write_rubric(&teacher, &base).await;
    let screen = handed_in(&app, &learner, &base).await;
    let marks = [
        ("level-0", "2"),
        ("level-1", "0"),
        ("points", "73.25"),
        ("comment", "canary-comment"),
        ("note", "canary-note"),
    ];
    assert_eq!(grade(&teacher, &screen, &marks).await.status(), 303);
    let mut picture = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(40, 30)
        .write_to(&mut picture, image::ImageFormat::Png)
        .expect("a picture");
    let file = Part::bytes(picture.into_inner()).file_name("canary-file.png");
    let added = teacher
        .upload(&format!("{screen}/files"), Form::new().part("file", file))
        .await;
    assert_eq!(added.status(), 303, "{added:?}");
    let link = teacher
        .get(&screen)
        .await
        .html()
        .attribute("#returned .work-file a", "href");
    let thumbnail = format!("{link}?size=thumbnail");
    let pages = [
        base.clone(),
        format!("{base}?version=1"),
        format!("/courses/{}/grades", app.cast.course),
        "/notifications".to_owned(),
        "/learning".to_owned(),
        base.trim_end_matches("/assignment").to_owned(),
    ];
    let canaries = [
        "73.25",
        "canary-comment",
        "canary-note",
        "canary-file",
        "data-chosen",
    ];
    for page in &pages {
        let shown = learner.get(page).await.text();
        for canary in canaries {
            assert!(!shown.contains(canary), "{page} tells {canary}");
        }
    }
    for link in [&link, &thumbnail] {
        assert_eq!(learner.get(link).await.status(), 404);
        assert_eq!(teacher.get(link).await.status(), 200);
    }
    for path in [
        screen.clone(),
        format!("{base}/submissions.csv"),
        format!("/courses/{}/gradebook", app.cast.course),
    ] {
        assert_eq!(learner.get(&path).await.status(), 404, "{path}");
        assert_eq!(
            app.other_teacher().await.get(&path).await.status(),
            404,
            "{path}"
        );
    }
    let told = "SELECT count(*) AS n FROM notifications WHERE kind LIKE 'grade%' OR kind LIKE 'assignment%'";
    assert_eq!(app.count(told), 0);
    post_grades(&app, &teacher).await;
    assert_eq!(app.count(told), 1, "only who has a grade is told");
    let feedback = learner.get(&base).await;
    assert!(feedback.text().contains("canary-comment") && !feedback.text().contains("canary-note"));
    assert!(feedback.html().text("#grade").contains("73.25"));
    assert_eq!(feedback.html().count("#feedback [data-chosen]"), 2);
    for link in [&link, &thumbnail] {
        assert_eq!(learner.get(link).await.status(), 200);
        assert_eq!(other.get(link).await.status(), 404);
    }
    assert_eq!(
        app.count("SELECT count(*) AS n FROM notifications WHERE message LIKE '%73.25%'"),
        0
    );
    // Graded again once posted: the learner is told, and sees it at once.
    assert_eq!(
        grade(&teacher, &screen, &[("points", "80")]).await.status(),
        303
    );
    assert_eq!(app.count(told), 2);
    app.finish().await;
}

#[tokio::test]
async fn the_second_of_two_graders_is_told_and_nothing_is_overwritten() {
    let app = TestApp::start().await;
    let base = set_up(&app, &[]).await;
    let (teacher, assistant) = (app.teacher().await, app.assistant().await);
    let learner = app.student().await;
    let screen = handed_in(&app, &learner, &base).await;
    let stale = assistant.get(&screen).await.html().form("#grading");
    assert_eq!(
        grade(&teacher, &screen, &[("points", "80")]).await.status(),
        303
    );
    let refused = assistant.submit(&stale.clone().with("points", "55")).await;
    assert_eq!(refused.status(), 409);
    let shown = refused.html();
    assert!(shown.text("#conflict").contains("王老师") && shown.text("#conflict").contains("80"));
    assert_eq!(
        shown.attribute("#points", "value"),
        "55",
        "what was typed is kept"
    );
    assert_eq!(app.count(IN_BOOK), 8_000);
    // The grade book changed by somebody else is a change as well.
    let stale = teacher.get(&screen).await.html().form("#grading");
    app.execute("UPDATE grades SET points = 70");
    assert_eq!(
        teacher.submit(&stale.with("points", "90")).await.status(),
        409
    );
    // Sending it again, having seen, replaces it.
    assert_eq!(
        assistant.submit(&shown.form("#grading")).await.status(),
        409
    );
    assert_eq!(
        grade(&assistant, &screen, &[("points", "55")])
            .await
            .status(),
        303
    );
    assert_eq!(app.count(IN_BOOK), 5_500);
    app.finish().await;
}

#[tokio::test]
async fn of_fifty_grades_at_once_one_is_kept_and_the_history_agrees() {
    let app = TestApp::start().await;
    let base = set_up(&app, &[]).await;
    let (teacher, learner) = (app.teacher().await, app.student().await);
    let screen = handed_in(&app, &learner, &base).await;
    let form = teacher.get(&screen).await.html().form("#grading");
    let sent = (0..50).map(|points| {
        let (teacher, form) = (teacher.clone(), form.clone());
        async move {
            teacher
                .submit(&form.with("points", &points.to_string()))
                .await
                .status()
        }
    });
    let answers = futures_util::future::join_all(sent).await;
    assert_eq!(
        answers.iter().filter(|status| **status == 303).count(),
        1,
        "{answers:?}"
    );
    assert!(
        answers.iter().all(|status| [303, 409].contains(status)),
        "{answers:?}"
    );
    assert_eq!(app.count("SELECT count(*) AS n FROM grades"), 1);
    let agree = "SELECT count(*) AS n FROM grade_changes c JOIN grades g USING (item_id, user_id)
        JOIN assignment_evaluations e ON e.recorded = g.points WHERE c.points_after = g.points";
    assert_eq!(app.count(agree), 1);
    assert_eq!(app.count("SELECT count(*) AS n FROM grade_changes"), 1);
    // The same form sent twice is one grade.
    let form = teacher
        .get(&screen)
        .await
        .html()
        .form("#grading")
        .with("points", "60");
    let sent = (0..20).map(|_| {
        let (teacher, form) = (teacher.clone(), form.clone());
        async move { teacher.submit(&form).await.status() }
    });
    let answers = futures_util::future::join_all(sent).await;
    assert!(answers.iter().all(|status| *status == 303), "{answers:?}");
    assert_eq!(app.count("SELECT count(*) AS n FROM grade_changes"), 2);
    app.finish().await;
}

#[tokio::test]
async fn drafts_are_kept_and_save_and_next_goes_through_all_of_a_kind() {
    let app = TestApp::start().await;
    let base = set_up(&app, &[]).await;
    let (teacher, learner) = (app.teacher().await, app.student().await);
    let other = classmate(&app).await;
    let first = handed_in(&app, &learner, &base).await;
    let second = handed_in(&app, &other, &base).await;
    let seen = teacher
        .get(&first)
        .await
        .html()
        .attribute("[name=seen]", "value");
    let marks = [
        ("seen", seen.as_str()),
        ("points", "61"),
        ("comment", "写到一半"),
    ];
    assert_eq!(
        teacher
            .post(&format!("{first}/draft"), &marks)
            .await
            .status(),
        200
    );
    assert_eq!(
        app.count("SELECT count(*) AS n FROM grades"),
        0,
        "a draft is no grade"
    );
    let shown = teacher.get(&first).await.html();
    assert!(shown.has("#draft"));
    assert_eq!(shown.attribute("#points", "value"), "61");
    let list = format!("{base}/submissions?filter=ungraded");
    assert_eq!(
        teacher
            .get(&list)
            .await
            .html()
            .count("#submissions tbody tr"),
        2
    );
    let next = grade(
        &teacher,
        &format!("{first}?filter=ungraded"),
        &[("act", "next")],
    )
    .await;
    assert_eq!(next.location(), format!("{second}?filter=ungraded"));
    let shown = teacher.follow(&next).await.html();
    assert!(
        shown.text("#progress").contains("1 / 2"),
        "{}",
        shown.text("#progress")
    );
    let excused = [("act", "next"), ("is_excused", "on")];
    let last = grade(&teacher, &format!("{second}?filter=ungraded"), &excused).await;
    assert_eq!(last.location(), list, "after the last one");
    assert_eq!(
        app.count("SELECT count(*) AS n FROM grades WHERE is_excused AND points IS NULL"),
        1
    );
    assert_eq!(
        teacher
            .get(&list)
            .await
            .html()
            .count("#submissions tbody tr"),
        0
    );
    // Handed in again, it is to be graded again; what was graded stays until then.
    save(&learner, &base, 2, "改进了").await;
    hand_in(&learner, &base, 2).await;
    assert_eq!(
        teacher
            .get(&list)
            .await
            .html()
            .count("#submissions tbody tr"),
        1
    );
    assert_eq!(
        app.count("SELECT count(*) AS n FROM grades WHERE points = 61"),
        1
    );
    // Learners and foreign teachers grade nothing.
    let admin = app.admin().await;
    let rubric = format!("{base}/rubric");
    for stranger in [&learner, &other, &app.other_teacher().await] {
        assert_eq!(stranger.post(&rubric, &marks).await.status(), 404);
        assert_eq!(stranger.get(&rubric).await.status(), 404);
    }
    for stranger in [&learner, &other, &app.other_teacher().await, &admin] {
        for path in [&first, &format!("{first}/draft")] {
            assert_eq!(stranger.post(path, &marks).await.status(), 404, "{path}");
        }
    }
    app.finish().await;
}

#[tokio::test]
async fn the_table_of_submissions_has_no_formula_and_asks_as_often_for_many() {
    let app = TestApp::start().await;
    let base = set_up(&app, &[]).await;
    let (teacher, learner) = (app.teacher().await, app.student().await);
    handed_in(&app, &learner, &base).await;
    let tables = ["assignment", "grade", "enrollments"];
    let list = format!("{base}/submissions");
    teacher.get(&list).await;
    let start = app.queries_about(&tables);
    teacher.get(&list).await;
    let few = app.queries_about(&tables) - start;
    app.execute(
        "INSERT INTO users (username, email, password, display_name)
         SELECT 'many' || n, 'many' || n || '@example.org', 'x', '=1+' || n FROM generate_series(100, 180) n",
    );
    app.execute(&format!(
        "INSERT INTO enrollments (course_id, user_id) SELECT {}, id FROM users WHERE username LIKE 'many%'",
        app.cast.course
    ));
    app.execute(
        "INSERT INTO assignment_submissions (assignment_id, user_id, versions, submitted_at)
         SELECT a.id, u.id, 1, now() FROM assignments a, users u WHERE username LIKE 'many%'",
    );
    let start = app.queries_about(&tables);
    assert_eq!(teacher.get(&list).await.status(), 200);
    assert_eq!(app.queries_about(&tables) - start, few);
    let file = teacher.get(&format!("{list}.csv")).await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    let text = file.text();
    assert!(text.starts_with('\u{feff}') && text.contains("'=1+100,many100,"));
    assert!(!text.contains("\n=1"));
    app.finish().await;
}

#[tokio::test]
async fn a_lesson_is_done_by_a_grade_that_is_posted_and_reaches_what_it_asks_for() {
    let app = TestApp::start().await;
    let base = set_up(&app, &[]).await;
    let (teacher, learner) = (app.teacher().await, app.student().await);
    let rule = [("scored", "on"), ("scored_least", "60"), ("required", "on")];
    let lesson = base.trim_end_matches("/assignment");
    let asked = teacher
        .post(&format!("{lesson}/completion-rules"), &rule)
        .await;
    assert_eq!(asked.status(), 303, "{asked:?}");
    let screen = handed_in(&app, &learner, &base).await;
    let is_done = "SELECT count(*) AS n FROM progress JOIN assignments USING (lesson_id) WHERE status = 'completed'";
    grade(&teacher, &screen, &[("points", "59")]).await;
    post_grades(&app, &teacher).await;
    assert_eq!(app.count(is_done), 0, "59 of 100 is too little");
    app.execute("UPDATE grade_items SET is_posted = false");
    grade(&teacher, &screen, &[("points", "60")]).await;
    assert_eq!(
        app.count(is_done),
        0,
        "nothing follows from a grade that is not shown"
    );
    post_grades(&app, &teacher).await;
    assert_eq!(app.count(is_done), 1);
    grade(&teacher, &screen, &[("points", "10")]).await;
    assert_eq!(
        app.count(is_done),
        1,
        "a grade that falls takes nothing away"
    );
    app.finish().await;
}

#[tokio::test]
async fn the_work_of_somebody_who_is_gone_stays_in_the_list_and_waits_for_nobody() {
    let app = TestApp::start().await;
    let base = set_up(&app, &[]).await;
    let teacher = app.teacher().await;
    let (learner, other) = (app.student().await, classmate(&app).await);
    let screen = handed_in(&app, &learner, &base).await;
    save(&other, &base, 1, "不交").await;
    let list = format!("{base}/submissions");
    for client in [&learner, &other] {
        let form = [("current_password", crate::support::PASSWORD)];
        let gone = client.post("/settings/account/deletion", &form).await;
        assert_eq!(gone.status(), 303, "{gone:?}");
    }
    let page = teacher.get(&list).await.html();
    assert_eq!(
        page.texts(".table tbody td:first-child"),
        ["已注销用户"],
        "and a draft is nothing that was handed in"
    );
    assert_eq!(page.attribute(".table tbody a", "href"), screen);
    let file = teacher.get(&format!("{list}.csv")).await.text();
    assert!(
        file.contains("已注销用户") && !file.contains("deleted:"),
        "{file}"
    );
    assert!(teacher.get(&screen).await.text().contains("我的答案"));
    let ungraded = teacher.get(&format!("{list}?filter=ungraded")).await.html();
    assert_eq!(ungraded.count(".table tbody tr"), 0);
    app.finish().await;
}
