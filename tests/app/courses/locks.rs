//! Lessons that wait for others: on their page, their files, their reports, and for whoever is not the staff.

use super::completion::ask_for;
use crate::support::{Person, TestApp};

impl TestApp {
    /// Locks the lesson of the cast behind its preview lesson, as the teacher does.
    async fn lock(&self) -> (String, String) {
        let (first, second) = (
            self.lesson_at(self.cast.preview),
            self.lesson_at(self.cast.lesson),
        );
        let before = self.cast.preview.to_string();
        let fields = [("after", before.as_str()), ("required", "on")];
        assert_eq!(ask_for(&self.teacher().await, &second, &fields).await, 303);
        self.jobs_done().await;
        (first, second)
    }
}

#[tokio::test]
async fn a_locked_lesson_says_what_comes_first_and_opens_after_it() {
    let app = TestApp::start().await;
    let (first, second) = app.lock().await;
    let student = app.student().await;
    let refused = student.get(&second).await;
    assert_eq!(refused.status(), 403);
    assert!(refused.text().contains("导言") && !refused.text().contains("canary-matrix"));
    assert!(
        refused
            .html()
            .has(&format!(".error-page a[href='{first}']"))
    );
    let course = student
        .get(&format!("/courses/{}", app.cast.course))
        .await
        .html();
    assert!(!course.has(&format!(".outline a[href='{second}']")));
    assert!(course.text(".outline__lesson--locked").contains("导言"));
    assert_eq!(
        student
            .post(&format!("{first}/completion"), &[])
            .await
            .status(),
        303
    );
    let opened = student.get(&second).await;
    assert!(opened.text().contains("canary-matrix"), "{opened:?}");
    app.finish().await;
}

#[tokio::test]
async fn the_lock_holds_for_reports_files_and_everything_below_the_lesson() {
    let app = TestApp::start().await;
    app.make_video();
    let (_, second) = app.lock().await;
    let file = app.count("SELECT count(*) AS n FROM lessons WHERE content_url LIKE '/media/%'");
    assert_eq!(file, 1);
    let student = app.student().await;
    let media = {
        let teacher = app.teacher().await;
        let page = teacher.get(&second).await;
        assert_eq!(page.status(), 200, "the staff pass");
        page.html().attribute(".player video", "src")
    };
    assert_eq!(student.get(&media).await.status(), 403);
    let fields = [("played", "0-1000"), ("position", "1000")];
    assert_eq!(
        student
            .post(&format!("{second}/progress"), &fields)
            .await
            .status(),
        403
    );
    assert_eq!(
        student
            .post(&format!("{second}/completion"), &[])
            .await
            .status(),
        403
    );
    assert_eq!(
        app.count("SELECT count(*) AS n FROM progress"),
        0,
        "nothing was noted"
    );
    let stranger = app.other_student().await;
    assert_eq!(
        stranger.get(&second).await.status(),
        404,
        "to strangers it is not there at all"
    );
    assert_eq!(stranger.get(&media).await.status(), 404);
    app.finish().await;
}

#[tokio::test]
async fn what_was_done_behind_a_lock_counts_once_it_opens() {
    let app = TestApp::start().await;
    let (first, _) = app.lock().await;
    let me = app.id_of(Person::Xiaoming);
    lectern::courses::record_submission(&mut app.database(), me, app.cast.lesson).expect("noted");
    app.execute(&format!(
        "INSERT INTO completion_rules (lesson_id, condition) VALUES ({}, 'submitted')",
        app.cast.lesson
    ));
    lectern::courses::record_submission(&mut app.database(), me, app.cast.lesson).expect("noted");
    assert!(
        !app.has_done(app.cast.lesson),
        "a locked lesson is never completed"
    );
    app.student()
        .await
        .post(&format!("{first}/completion"), &[])
        .await;
    assert!(app.has_done(app.cast.lesson));
    app.finish().await;
}

#[tokio::test]
async fn lessons_never_wait_for_each_other_or_for_another_course() {
    let app = TestApp::start().await;
    let (first, second) = app.lock().await;
    let teacher = app.teacher().await;
    for (path, after) in [
        (&first, app.cast.lesson),
        (&first, app.cast.preview),
        (&second, app.cast.foreign_lesson),
        (&second, 987_654),
    ] {
        let after = after.to_string();
        let fields = [("after", after.as_str()), ("required", "on")];
        let answer = teacher
            .post(&format!("{path}/completion-rules"), &fields)
            .await;
        assert_eq!(answer.status(), 422, "{path} after {after}");
        assert!(answer.html().has("#after-error"));
    }
    assert_eq!(
        app.count("SELECT count(*) AS n FROM lesson_prerequisites"),
        1
    );
    let third = app.add_lesson("text", "第三课");
    let cycle = format!(
        "INSERT INTO lesson_prerequisites (lesson_id, required_lesson_id, course_id)
         VALUES ({third}, {0}, {2}), ({1}, {third}, {2})",
        app.cast.lesson, app.cast.preview, app.cast.course
    );
    let refused = diesel::RunQueryDsl::execute(diesel::sql_query(cycle), &mut app.database());
    assert!(
        refused
            .unwrap_err()
            .to_string()
            .contains("cannot wait for itself"),
        "the database refuses"
    );
    app.finish().await;
}

#[tokio::test]
async fn the_page_of_a_course_asks_no_more_for_many_locks() {
    let app = TestApp::start().await;
    let student = app.student().await;
    let course = format!("/courses/{}", app.cast.course);
    const TABLES: [&str; 3] = ["\"lesson_prerequisites\"", "\"lessons\"", "\"progress\""];
    let ask = async || {
        let before = app.queries_about(&TABLES);
        assert_eq!(student.get(&course).await.status(), 200);
        app.queries_about(&TABLES) - before
    };
    let few = ask().await;
    let mut last = app.cast.preview;
    for number in 0..12 {
        let next = app.add_lesson("text", &format!("第 {number} 节"));
        app.execute(&format!(
            "INSERT INTO lesson_prerequisites VALUES ({next}, {last}, {})",
            app.cast.course
        ));
        last = next;
    }
    assert_eq!(ask().await, few);
    let page = student.get(&course).await.html();
    assert_eq!(page.count(".outline__lesson--locked"), 12);
    app.finish().await;
}
