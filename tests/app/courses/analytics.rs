//! Analytics: who is where, who has stopped, where a video is left; for the staff alone, and as a safe file.

use crate::support::TestApp;

impl TestApp {
    fn analytics(&self) -> String {
        format!("/courses/{}/analytics", self.cast.course)
    }

    /// Enrols so many people, of whom every third has done the lesson of the cast and every second has begun it.
    fn enrol_many(&self, people: i64) {
        self.execute(&format!(
            "WITH people AS (
                 INSERT INTO users (username, email, password, display_name)
                 SELECT 'learner' || n, 'learner' || n || '@example.org', 'x', '学员' || n
                 FROM generate_series(1, {people}) n RETURNING id),
             enrolled AS (
                 INSERT INTO enrollments (user_id, course_id, enrolled_at)
                 SELECT id, {0}, now() - interval '40 days' FROM people RETURNING user_id)
             INSERT INTO progress (user_id, course_id, lesson_id, status, completed_at, last_accessed_at)
             SELECT user_id, {0}, {1},
                 CASE WHEN user_id % 3 = 0 THEN 'completed' ELSE 'in_progress' END::progress_status,
                 CASE WHEN user_id % 3 = 0 THEN now() END, now() - interval '20 days'
             FROM enrolled WHERE user_id % 3 = 0 OR user_id % 2 = 0",
            self.cast.course, self.cast.lesson
        ));
    }
}

#[tokio::test]
async fn the_page_counts_who_is_where_and_who_has_stopped() {
    let app = TestApp::start().await;
    app.enrol_many(12);
    let page = app.teacher().await.get(&app.analytics()).await;
    assert_eq!(page.status(), 200, "{page:?}");
    let page = page.html();
    let done = app.count(&format!(
        "SELECT count(*) AS n FROM progress WHERE status = 'completed' AND lesson_id = {}",
        app.cast.lesson
    ));
    let begun = app.count("SELECT count(*) AS n FROM progress WHERE status = 'in_progress'");
    let cells = page.texts("#lessons tbody tr:nth-child(2) td.num");
    assert_eq!(
        cells,
        [
            (13 - done - begun).to_string(),
            begun.to_string(),
            done.to_string()
        ]
    );
    assert_eq!(
        page.count("#stopped .list__item"),
        12,
        "小明 enrolled today"
    );
    let patient = format!("{}?days=60", app.analytics());
    let page = app.teacher().await.get(&patient).await.html();
    assert_eq!(page.count("#stopped .list__item"), 0);
    assert!(page.has("#over-time svg polyline") && page.has("#over-time table"));
    app.finish().await;
}

#[tokio::test]
async fn the_curve_of_a_video_falls_where_people_leave() {
    let app = TestApp::start().await;
    app.make_video();
    app.enrol_many(10);
    app.execute(
        "UPDATE progress SET watched = CASE WHEN user_id % 2 = 0 THEN '{[0,100000)}' ELSE '{[0,40000)}' END::int8multirange",
    );
    let page = app.teacher().await.get(&app.analytics()).await.html();
    let viewers: Vec<i64> = page
        .texts("#video tbody td:nth-child(2)")
        .iter()
        .map(|number| number.parse().expect("a number"))
        .collect();
    assert_eq!(viewers.len(), 50);
    let all = app.count("SELECT count(*) AS n FROM progress");
    let stayed = app.count("SELECT count(*) AS n FROM progress WHERE user_id % 2 = 0");
    assert_eq!(
        (viewers[0], viewers[19], viewers[20], viewers[49]),
        (all, all, stayed, stayed)
    );
    assert!(page.has("#video svg .chart__line"));
    app.finish().await;
}

#[tokio::test]
async fn analytics_are_for_the_staff_of_the_course() {
    let app = TestApp::start().await;
    for client in [
        app.student().await,
        app.other_student().await,
        app.other_teacher().await,
    ] {
        assert_eq!(client.get(&app.analytics()).await.status(), 404);
        let file = format!("{}.csv", app.analytics());
        assert_eq!(client.get(&file).await.status(), 404);
    }
    for client in [
        app.teacher().await,
        app.assistant().await,
        app.admin().await,
    ] {
        assert_eq!(client.get(&app.analytics()).await.status(), 200);
    }
    let odd = format!("{}?days=-1&video=%27", app.analytics());
    assert_eq!(app.teacher().await.get(&odd).await.status(), 200);
    let draft = format!("/courses/{}/analytics", app.cast.draft);
    assert!(
        app.teacher().await.get(&draft).await.html().has(".empty"),
        "nobody is enrolled yet"
    );
    app.finish().await;
}

#[tokio::test]
async fn the_file_is_read_by_spreadsheets_and_computes_nothing() {
    let app = TestApp::start().await;
    app.execute(
        "UPDATE users SET display_name = '=HYPERLINK(\"http://evil\")' WHERE username = 'xiaoming'",
    );
    app.student()
        .await
        .post(
            &format!("{}/completion", app.lesson_at(app.cast.lesson)),
            &[],
        )
        .await;
    let file = app
        .teacher()
        .await
        .get(&format!("{}.csv", app.analytics()))
        .await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert!(file.header("content-disposition").starts_with("attachment"));
    let text = file.text();
    assert!(text.starts_with('\u{feff}'), "Excel needs the mark");
    let lines: Vec<&str> = text.trim_end().split("\r\n").collect();
    assert_eq!(lines.len(), 2, "{text}");
    assert!(lines[0].ends_with("导言,矩阵"));
    assert!(lines[1].starts_with("\"'=HYPERLINK("), "{}", lines[1]);
    assert!(lines[1].contains(",1,2,"), "one of two: {}", lines[1]);
    app.finish().await;
}

#[tokio::test]
async fn a_hundred_learners_cost_no_more_queries_than_one() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    const TABLES: [&str; 3] = ["enrollments", "progress", "course_completions"];
    let ask = async |path: &str| {
        let before = app.queries_about(&TABLES);
        assert_eq!(teacher.get(path).await.status(), 200);
        app.queries_about(&TABLES) - before
    };
    let file = format!("{}.csv", app.analytics());
    let few = (ask(&app.analytics()).await, ask(&file).await);
    app.enrol_many(100);
    assert_eq!((ask(&app.analytics()).await, ask(&file).await), few);
    app.finish().await;
}
