//! Lessons, their files and progress (row Z2), and "my learning".

use crate::support::{Client, TestApp};

impl TestApp {
    fn lesson_path(&self) -> String {
        format!("/courses/{}/lessons/{}", self.cast.course, self.cast.lesson)
    }

    /// Makes the lesson of the cast a video of 100 seconds.
    pub(crate) fn make_video(&self) {
        self.execute(&format!(
            "WITH file AS (
                 INSERT INTO media (id, storage_key, original_name, content_type, kind, container, byte_size, sha256)
                 VALUES (gen_random_uuid(), 'lesson/film', 'film.mp4', 'video/mp4', 'video', 'lesson', 1, sha256('x'))
                 RETURNING id)
             UPDATE lessons SET kind = 'video', media_id = file.id, content_url = '/media/' || file.id || '/film.mp4',
                 duration_ms = 100000
             FROM file WHERE lessons.id = {}",
            self.cast.lesson
        ));
    }

    /// Lets the learner's last heartbeat be so many seconds older.
    pub(crate) fn wait(&self, seconds: i64) {
        self.execute(&format!(
            "UPDATE progress SET last_heartbeat_at = last_heartbeat_at - {seconds} * interval '1 second'"
        ));
    }

    fn watched_ms(&self) -> i64 {
        self.count(
            "SELECT coalesce(sum(upper(part) - lower(part)), 0)::bigint AS n FROM progress, unnest(watched) part",
        )
    }

    fn completed(&self) -> i64 {
        self.count("SELECT count(*) AS n FROM progress WHERE status = 'completed'")
    }
}

async fn beat(app: &TestApp, client: &Client, played: &str) -> u16 {
    let path = format!("{}/progress", app.lesson_path());
    let position = played.rsplit('-').next().unwrap_or_default();
    let fields = [
        ("played", played),
        ("position", if position.is_empty() { "0" } else { position }),
    ];
    client.post(&path, &fields).await.status()
}

#[tokio::test]
async fn a_lesson_is_open_to_learners_and_staff_alone() {
    let app = TestApp::start().await;
    for client in [
        app.student().await,
        app.assistant().await,
        app.teacher().await,
    ] {
        let page = client.get(&app.lesson_path()).await;
        assert!(page.text().contains("canary-matrix"), "{page:?}");
    }
    for client in [
        app.anonymous(),
        app.other_student().await,
        app.other_teacher().await,
        app.admin().await,
    ] {
        let hidden = client.get(&app.lesson_path()).await;
        assert_eq!(hidden.status(), 404);
        assert!(!hidden.text().contains("canary"));
        let missing = client
            .get(&format!("/courses/{}/lessons/987654", app.cast.course))
            .await;
        assert_eq!(missing.status(), 404);
    }
    app.finish().await;
}

#[tokio::test]
async fn a_foreign_lesson_under_an_own_course_is_not_found() {
    let app = TestApp::start().await;
    let path = format!(
        "/courses/{}/lessons/{}",
        app.cast.course, app.cast.foreign_lesson
    );
    for client in [app.student().await, app.teacher().await] {
        assert_eq!(client.get(&path).await.status(), 404);
        for verb in ["progress", "completion"] {
            assert_eq!(
                client.post(&format!("{path}/{verb}"), &[]).await.status(),
                404
            );
        }
    }
    assert_eq!(app.count("SELECT count(*) AS n FROM progress"), 0);
    app.finish().await;
}

#[tokio::test]
async fn a_preview_is_open_to_guests_and_leads_to_nothing_else() {
    let app = TestApp::start().await;
    let path = format!("/courses/{}/lessons/{}", app.cast.course, app.cast.preview);
    for client in [app.anonymous(), app.other_student().await] {
        let page = client.get(&path).await;
        assert!(page.text().contains("欢迎来到线性代数"));
        let page = page.html();
        assert!(!page.has(&format!("a[href='{}']", app.lesson_path())));
        assert!(!page.has("form[action$='/completion']") && !page.has("[data-progress]"));
    }
    let guest = app.other_student().await;
    assert_eq!(
        guest
            .post(&format!("{path}/completion"), &[])
            .await
            .status(),
        404
    );
    app.execute("UPDATE courses SET status = 'draft' WHERE title = '线性代数'");
    assert_eq!(app.anonymous().get(&path).await.status(), 404, "of a draft");
    assert_eq!(
        app.student().await.get(&path).await.status(),
        404,
        "to learners of a draft"
    );
    app.finish().await;
}

#[tokio::test]
async fn the_text_of_a_lesson_is_harmless() {
    let app = TestApp::start().await;
    app.execute(&format!(
        "UPDATE lessons SET body = '**b** <script>alert(1)</script> [x](javascript:alert(1))', title = '<img src=x onerror=alert(1)>'
         WHERE id = {}",
        app.cast.lesson
    ));
    let page = app.student().await.get(&app.lesson_path()).await.html();
    assert!(page.has(".prose strong") && page.has(".prose[hx-ignore]"));
    assert!(
        !page.has(".prose script") && !page.has("[onerror]") && !page.has("a[href^=javascript]")
    );
    app.finish().await;
}

#[tokio::test]
async fn a_learner_marks_a_text_as_done_and_the_contents_show_it() {
    let app = TestApp::start().await;
    let student = app.student().await;
    let form = student
        .get(&app.lesson_path())
        .await
        .html()
        .form("form[action$='/completion']");
    let page = student.follow(&student.submit(&form).await).await.html();
    assert!(page.has("#lesson-progress[data-done]"));
    assert!(!page.has("form[action$='/completion']"));
    assert_eq!(page.count(".reader__contents .outline__lesson--done"), 1);
    student.submit(&form).await;
    assert_eq!(app.completed(), 1, "twice is once");
    let course = student
        .get(&format!("/courses/{}", app.cast.course))
        .await
        .html();
    assert_eq!(
        course.text(".course-hero .progress__label span:last-child"),
        "1 / 2"
    );
    app.finish().await;
}

#[tokio::test]
async fn a_video_is_done_once_nine_tenths_of_it_were_watched() {
    let app = TestApp::start().await;
    app.make_video();
    let student = app.student().await;
    assert_eq!(beat(&app, &student, "").await, 200, "opened");
    app.wait(100);
    assert_eq!(beat(&app, &student, "0-50000,40000-60000").await, 200);
    assert_eq!((app.watched_ms(), app.completed()), (60_000, 0));
    app.wait(100);
    beat(&app, &student, "20000-60000").await;
    assert_eq!(
        app.watched_ms(),
        60_000,
        "what was watched twice counts once"
    );
    app.wait(100);
    beat(&app, &student, "60000-89999").await;
    assert_eq!(app.completed(), 0);
    app.wait(100);
    beat(&app, &student, "89999-90000").await;
    assert_eq!((app.watched_ms(), app.completed()), (90_000, 1));
    app.finish().await;
}

#[tokio::test]
async fn the_player_resumes_on_another_device() {
    let app = TestApp::start().await;
    app.make_video();
    let phone = app.student().await;
    beat(&app, &phone, "").await;
    app.wait(100);
    beat(&app, &phone, "0-42000").await;
    let laptop = app.student().await;
    let page = laptop.get(&app.lesson_path()).await.html();
    assert_eq!(page.attribute("video", "data-position"), "42000");
    assert!(page.text("[data-resumed]").contains("0:42"));
    app.finish().await;
}

#[tokio::test]
async fn an_hour_reported_in_a_minute_is_credited_as_far_as_the_clock_allows() {
    let app = TestApp::start().await;
    app.make_video();
    app.execute("UPDATE lessons SET duration_ms = 7200000 WHERE kind = 'video'");
    let student = app.student().await;
    beat(&app, &student, "").await;
    app.wait(60);
    beat(&app, &student, "0-3600000").await;
    let credited = app.watched_ms();
    assert!(
        (120_000..=124_000).contains(&credited),
        "twice the minute and three seconds, not {credited}"
    );
    for _ in 0..5 {
        beat(&app, &student, "0-3600000").await;
    }
    assert!(
        app.watched_ms() <= credited + 2_000,
        "and no more for saying it again"
    );
    assert_eq!(app.completed(), 0);
    app.finish().await;
}

#[tokio::test]
async fn at_double_speed_nothing_is_lost_though_reports_come_unevenly() {
    let app = TestApp::start().await;
    app.make_video();
    let student = app.student().await;
    beat(&app, &student, "").await;
    app.wait(10);
    beat(&app, &student, "0-20000").await;
    // The second report is late, the third comes soon after it and says again what the page is not sure of.
    app.wait(15);
    beat(&app, &student, "0-40000").await;
    app.wait(5);
    beat(&app, &student, "20000-60000").await;
    assert!((50_000..55_000).contains(&app.watched_ms()));
    app.wait(10);
    beat(&app, &student, "20000-72000").await;
    assert_eq!(app.watched_ms(), 72_000);
    app.finish().await;
}

#[tokio::test]
async fn a_forged_heartbeat_is_not_credited() {
    let app = TestApp::start().await;
    app.make_video();
    let student = app.student().await;
    beat(&app, &student, "0-100000").await;
    assert_eq!(app.watched_ms(), 3_000, "the grace, as no time has passed");
    app.wait(10);
    for step in 0..20 {
        let from = 3_000 + step * 3_000;
        beat(&app, &student, &format!("{from}-{}", from + 3_000)).await;
    }
    assert!(
        app.watched_ms() < 26_000,
        "the grace is gained once, not at each heartbeat"
    );
    for bad in ["x", "10-5", "1-2,", "-5-5", "99999999999-999999999999"] {
        assert_eq!(beat(&app, &student, bad).await, 422, "{bad}");
    }
    app.wait(100_000);
    beat(&app, &student, "100000-900000").await;
    assert!(app.watched_ms() < 26_000, "nothing beyond the end counts");
    assert_eq!(app.completed(), 0);
    let path = format!("{}/completion", app.lesson_path());
    assert_eq!(
        student.post(&path, &[]).await.status(),
        409,
        "what is followed is not marked by hand"
    );
    app.finish().await;
}

#[tokio::test]
async fn two_tabs_at_once_count_once() {
    let app = TestApp::start().await;
    app.make_video();
    let student = app.student().await;
    beat(&app, &student, "").await;
    app.wait(10);
    let tabs = (0..8).map(|_| beat(&app, &student, "0-20000"));
    assert!(
        futures_util::future::join_all(tabs)
            .await
            .iter()
            .all(|status| *status == 200)
    );
    assert_eq!(app.watched_ms(), 20_000);
    assert_eq!(app.count("SELECT count(*) AS n FROM progress"), 1);
    app.finish().await;
}

#[tokio::test]
async fn a_completion_is_never_taken_away() {
    let app = TestApp::start().await;
    app.make_video();
    app.execute(&format!(
        "INSERT INTO progress (user_id, course_id, lesson_id, status, completed_at, last_heartbeat_at)
         SELECT user_id, course_id, {}, 'completed', now() - interval '1 day', now() - interval '1 hour' FROM enrollments",
        app.cast.lesson
    ));
    beat(&app, &app.student().await, "0-1000").await;
    assert_eq!(
        app.count(
            "SELECT count(*) AS n FROM progress WHERE completed_at < now() - interval '23 hours'"
        ),
        1
    );
    app.finish().await;
}

#[tokio::test]
async fn nobody_else_reports_progress() {
    let app = TestApp::start().await;
    app.make_video();
    for (client, status) in [
        (app.anonymous(), 303),
        (app.other_student().await, 404),
        (app.admin().await, 404),
    ] {
        assert_eq!(beat(&app, &client, "0-1000").await, status);
    }
    assert_eq!(app.count("SELECT count(*) AS n FROM progress"), 0);
    app.finish().await;
}

#[tokio::test]
async fn my_learning_shows_progress_and_where_to_go_on() {
    let app = TestApp::start().await;
    let newcomer = app.other_student().await.get("/learning").await.html();
    assert!(newcomer.has(".empty a[href='/courses']"));
    let student = app.student().await;
    student
        .post(
            &format!(
                "/courses/{0}/lessons/{1}/completion",
                app.cast.course, app.cast.preview
            ),
            &[],
        )
        .await;
    let page = student.get("/learning").await.html();
    assert_eq!(page.texts(".learning-row__title"), ["线性代数"]);
    assert_eq!(
        page.text(".learning-row .progress__label span:last-child"),
        "1 / 2"
    );
    assert!(page.has(".continue a"));
    assert_eq!(app.anonymous().get("/learning").await.status(), 303);
    app.finish().await;
}

#[tokio::test]
async fn files_follow_the_lesson_that_they_hang_on() {
    let app = TestApp::start().await;
    app.make_video();
    let mut conn = app.database();
    let may_read = |viewer: Option<i64>, conn: &mut diesel::pg::PgConnection| {
        use diesel::prelude::*;
        use lectern::schema::media;
        let id: uuid::Uuid = media::table
            .select(media::id)
            .first(conn)
            .expect("the file");
        let viewer = viewer.and_then(|id| lectern::web::Viewer::find(conn, id).expect("a person"));
        lectern::courses::may_read_media(conn, viewer.as_ref(), id).expect("an answer")
    };
    use crate::support::Person::{Li, Root, Wang, Xiaohong, Xiaoming, Zhang};
    for (person, expected) in [
        (Xiaoming, true),
        (Wang, true),
        (Zhang, true),
        (Xiaohong, false),
        (Li, false),
        (Root, false),
    ] {
        assert_eq!(
            may_read(Some(app.id_of(person)), &mut conn),
            expected,
            "{person:?}"
        );
    }
    assert!(!may_read(None, &mut conn));
    app.execute("UPDATE lessons SET is_preview = true");
    assert!(may_read(None, &mut conn), "a preview's file");
    app.execute("UPDATE courses SET status = 'draft'");
    assert!(
        !may_read(None, &mut conn) && !may_read(Some(app.id_of(Xiaoming)), &mut conn),
        "of a draft"
    );
    app.finish().await;
}
