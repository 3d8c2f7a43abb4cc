//! A class that is over becomes a lesson of its course in one step.

use crate::support::{Person, TestApp};

impl TestApp {
    /// A class of the cast's course, by its teacher.
    fn class(&self, status: &str) -> i64 {
        let (started, ended) = match status {
            "ended" => ("now() - interval '1 hour'", "now()"),
            "live" => ("now()", "NULL"),
            _ => ("NULL", "NULL"),
        };
        self.execute(&format!(
            "INSERT INTO live_rooms (course_id, teacher_id, title, status, access, started_at, end_time)
             VALUES ({}, {}, '特征值直播课', '{status}', 'enrolled', {started}, {ended})",
            self.cast.course,
            self.id_of(Person::Wang)
        ));
        self.count("SELECT max(id) AS n FROM live_rooms")
    }
}

#[tokio::test]
async fn a_teacher_turns_a_class_into_a_lesson_once() {
    let app = TestApp::start().await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    let room = app.class("ended");
    let replay = format!("/live/{room}/replay");
    let form = teacher
        .get(&replay)
        .await
        .html()
        .form("form[action$='/replay/lesson']");
    let edit = teacher.submit(&form).await;
    let page = teacher.follow(&edit).await;
    assert!(
        page.html().has("#completion input[name=attended]"),
        "attendance can be asked for"
    );
    assert_eq!(
        teacher.submit(&form).await.location(),
        edit.location(),
        "once"
    );
    assert_eq!(
        app.count("SELECT count(*) AS n FROM lessons WHERE kind = 'replay'"),
        1
    );
    let lesson = app.count("SELECT id AS n FROM lessons WHERE kind = 'replay'");
    let page = student.get(&app.lesson_at(lesson)).await.html();
    assert_eq!(page.attribute("#lesson-part", "hx-get"), replay);
    assert!(
        page.has(&format!("#lesson-part a[href='{replay}']")),
        "without a script too"
    );
    assert!(
        teacher
            .get(&replay)
            .await
            .html()
            .has(&format!("a[href$='/lessons/{lesson}/edit']"))
    );
    app.finish().await;
}

#[tokio::test]
async fn nobody_else_can_and_no_class_that_goes_on() {
    let app = TestApp::start().await;
    let (over, live) = (app.class("ended"), app.class("live"));
    for (client, status) in [
        (app.student().await, 403),
        (app.assistant().await, 403),
        (app.other_student().await, 404),
        (app.other_teacher().await, 404),
    ] {
        let path = format!("/live/{over}/replay/lesson");
        assert_eq!(client.post(&path, &[]).await.status(), status);
        let page = client.get(&format!("/live/{over}/replay")).await.html();
        assert!(!page.has("form[action$='/replay/lesson']"));
    }
    let early = app
        .teacher()
        .await
        .post(&format!("/live/{live}/replay/lesson"), &[])
        .await;
    assert_eq!(early.status(), 409);
    assert_eq!(
        app.count("SELECT count(*) AS n FROM lessons WHERE kind = 'replay'"),
        0
    );
    app.finish().await;
}
