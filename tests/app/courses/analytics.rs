//! Analytics: who is where, who has stopped, where a video is left; for the staff alone, and as a safe file.

use crate::support::{Person, TestApp};

impl TestApp {
    fn analytics(&self) -> String {
        format!("/courses/{}/analytics", self.cast.course)
    }

    /// The page of one learner.
    fn learner(&self, person: Person) -> String {
        format!("{}/learners/{}", self.analytics(), self.id_of(person))
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
            done.to_string(),
            "–".to_owned()
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
    let learner = app.learner(Person::Xiaoming);
    let pages = [
        app.analytics(),
        format!("{}.csv", app.analytics()),
        format!("{}/days.csv", app.analytics()),
        format!("{}/lessons.csv", app.analytics()),
        format!("{}/video.csv", app.analytics()),
        format!("{}/stopped.csv", app.analytics()),
        format!("{learner}.csv"),
        learner,
    ];
    let mut few = Vec::new();
    for page in &pages {
        few.push(ask(page).await);
    }
    app.enrol_many(100);
    app.execute(&format!(
        "INSERT INTO lessons (course_id, section_id, title, kind, body, \"order\")
         SELECT course_id, section_id, 'lesson ' || n, 'text', '', (SELECT max(\"order\") FROM lessons WHERE course_id = {0}) + n
         FROM lessons, generate_series(1, 30) n WHERE id = {1}",
        app.cast.course, app.cast.lesson
    ));
    for (page, few) in pages.iter().zip(few) {
        assert_eq!(ask(page).await, few, "{page}");
    }
    app.finish().await;
}

#[tokio::test]
async fn who_has_stopped_is_listed_with_the_place_where_they_did() {
    let app = TestApp::start().await;
    app.make_video();
    app.enrol_many(4);
    app.execute("UPDATE progress SET position_ms = 65000, watched = '{[0,65000)}' WHERE status = 'in_progress'");
    let teacher = app.teacher().await;
    let page = teacher.get(&app.analytics()).await.html();
    let notes = page.texts("#stopped .list__note").join("|");
    let begun = app.count("SELECT count(*) AS n FROM progress WHERE status = 'in_progress'");
    assert!(begun > 0);
    assert_eq!(
        notes.matches("停在《矩阵》1:05 处").count() as i64,
        begun,
        "{notes}"
    );
    assert!(notes.contains("从未开始"), "{notes}");
    let leaving: Vec<i64> = page
        .texts("#video tbody td:nth-child(3)")
        .iter()
        .map(|number| number.parse().expect("a number"))
        .collect();
    assert_eq!(
        (leaving[32], leaving.iter().sum()),
        (begun, begun),
        "{leaving:?}"
    );
    let file = teacher
        .get(&format!("{}/stopped.csv?days=14", app.analytics()))
        .await;
    assert_eq!(
        file.text().matches(",矩阵,1:05,").count() as i64,
        begun,
        "{file:?}"
    );
    let file = teacher
        .get(&format!("{}/stopped.csv?days=60", app.analytics()))
        .await;
    assert_eq!(file.text().lines().count(), 1, "nobody for so long");
    let file = teacher
        .get(&format!("{}/video.csv", app.analytics()))
        .await
        .text();
    assert_eq!(file.lines().count(), 51);
    assert!(file.contains("矩阵,1:04,1:06,"), "{file}");
    app.finish().await;
}

#[tokio::test]
async fn time_is_told_where_it_is_measured_and_questions_are_a_link_away() {
    let app = TestApp::start().await;
    app.make_video();
    app.enrol_many(6);
    app.execute(
        "UPDATE progress SET watched = int8multirange(int8range(0, 20000 + 1000 * (user_id % 3)))",
    );
    let quiz = app.text(&format!(
        "WITH lesson AS (
             INSERT INTO lessons (course_id, section_id, title, kind, \"order\")
             SELECT course_id, section_id, '小测', 'quiz', \"order\" + 100 FROM lessons WHERE id = {} RETURNING id, course_id)
         INSERT INTO quizzes (course_id, lesson_id, title) SELECT course_id, id, '小测' FROM lesson RETURNING id::text AS t",
        app.cast.lesson
    ));
    app.execute(&format!(
        "INSERT INTO attempts (quiz_id, user_id, number, status, started_at, active_at, submitted_at, score, max_score)
         SELECT {quiz}, {}, 1, 'graded', now() - interval '200 seconds', now(), now(), 7.5, 10",
        app.id_of(Person::Xiaoming)
    ));
    let teacher = app.teacher().await;
    let page = teacher.get(&app.analytics()).await.html();
    let median =
        |row: usize| page.text(&format!("#lessons tbody tr:nth-child({row}) td:last-child"));
    assert!(median(2).starts_with("0:2"), "of the video: {}", median(2));
    assert_eq!((median(1).as_str(), median(3).as_str()), ("–", "3:20"));
    let links = page.attributes("#lessons a.analytics__items", "href");
    let analysis = format!("/courses/{}/quizzes/{quiz}/analysis", app.cast.course);
    assert_eq!(links, std::slice::from_ref(&analysis));
    for client in [&teacher, &app.assistant().await] {
        assert_eq!(
            client.get(&analysis).await.status(),
            200,
            "the link leads somewhere"
        );
    }
    let file = teacher
        .get(&format!("{}/lessons.csv", app.analytics()))
        .await
        .text();
    assert!(
        file.contains("小测,") && file.trim_end().ends_with(",200"),
        "{file}"
    );
    let learner = teacher.get(&app.learner(Person::Xiaoming)).await.html();
    let attempts = learner.texts("#attempts tbody tr").join("|");
    assert!(
        attempts.contains("3:20") && attempts.contains("7.5 / 10"),
        "{attempts}"
    );
    app.finish().await;
}

#[tokio::test]
async fn a_learner_has_a_page_of_their_own_for_the_staff() {
    let app = TestApp::start().await;
    app.make_video();
    let student = app.student().await;
    app.execute(&format!(
        "INSERT INTO progress (user_id, course_id, lesson_id, status, watched, last_accessed_at)
         VALUES ({}, {}, {}, 'in_progress', '{{[0,30000)}}', now() - interval '3 days')",
        app.id_of(Person::Xiaoming),
        app.cast.course,
        app.cast.lesson
    ));
    app.execute(&format!(
        "WITH item AS (INSERT INTO grade_items (course_id, kind, title, max_points) VALUES ({}, 'manual', '期中', 100) RETURNING id, course_id)
         INSERT INTO grades (item_id, course_id, user_id, points) SELECT id, course_id, {}, 88.50 FROM item",
        app.cast.course,
        app.id_of(Person::Xiaoming)
    ));
    let path = app.learner(Person::Xiaoming);
    for staff in [
        app.teacher().await,
        app.assistant().await,
        app.admin().await,
    ] {
        let page = staff.get(&path).await;
        assert_eq!(page.status(), 200, "{page:?}");
        let page = page.html();
        assert!(page.text("h1").contains("小明"));
        assert!(page.texts("#steps td").contains(&"0:30 / 1:40".to_owned()));
        assert!(page.text("#scores tbody").contains("88.5 / 100"));
        assert!(page.has("#attempts p"), "no attempt is said in words");
        let grade = page.attribute("#scores tbody a", "href");
        assert_eq!(staff.get(&grade).await.status(), 200);
    }
    let teacher = app.teacher().await;
    for list in [
        app.analytics(),
        format!("/courses/{}/people", app.cast.course),
        format!("/courses/{}/gradebook", app.cast.course),
    ] {
        let has_link = |page: &str| page.contains(&format!("href=\"{path}\""));
        app.execute("UPDATE enrollments SET enrolled_at = now() - interval '90 days'");
        app.execute("UPDATE progress SET last_accessed_at = now() - interval '80 days'");
        assert!(has_link(&teacher.get(&list).await.text()), "{list}");
    }
    let file = teacher.get(&format!("{path}.csv")).await.text();
    assert!(file.contains("小明,xiaoming,矩阵,是,学习中,30,"), "{file}");
    for client in [
        student,
        app.other_student().await,
        app.other_teacher().await,
    ] {
        assert_eq!(client.get(&path).await.status(), 404);
        assert_eq!(client.get(&format!("{path}.csv")).await.status(), 404);
        for table in ["days", "lessons", "video", "stopped"] {
            let table = format!("{}/{table}.csv", app.analytics());
            assert_eq!(client.get(&table).await.status(), 404, "{table}");
        }
    }
    // Who doesn't take this course, and who takes it but is asked for in another one.
    let hong = app.learner(Person::Xiaohong);
    assert_eq!(teacher.get(&hong).await.status(), 404);
    let foreign = path.replace(
        &app.analytics(),
        &format!("/courses/{}/analytics", app.cast.foreign_course),
    );
    assert_eq!(app.other_teacher().await.get(&foreign).await.status(), 404);
    app.finish().await;
}
