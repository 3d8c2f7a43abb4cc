//! Planning a class, who sees it, and its pages before, during and after.

use crate::support::{Client, Person, TestApp};

/// Plans a class through the form and returns its id.
/// A class that was planned through the form; its id.
pub async fn plan(teacher: &Client, title: &str, course: &str, access: &str) -> i64 {
    let form = teacher.get("/live/new").await.html().form("form.form");
    let form = [
        ("title", title),
        ("course", course),
        ("start", ""),
        ("access", access),
    ]
    .iter()
    .fold(form, |form, (name, value)| {
        match form.fields.iter().any(|(field, _)| field == name) {
            true => form.with(name, value),
            false => form,
        }
    });
    let answer = teacher.submit(&form).await;
    assert_eq!(answer.status(), 303, "{answer:?}");
    let path = answer.location().to_owned();
    path.split('/').nth(2).unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_teacher_plans_a_class_for_their_course() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let room = plan(
        &teacher,
        "行列式直播",
        &app.cast.course.to_string(),
        "enrolled",
    )
    .await;
    let studio = teacher.get(&format!("/live/{room}/studio")).await;
    assert_eq!(studio.status(), 200);
    assert!(studio.text().contains("行列式直播"));
    let page = app
        .student()
        .await
        .get(&format!("/live/{room}"))
        .await
        .html();
    assert!(page.has(".stage[data-state=planned] .stage__overlay"));
    assert!(page.has("form#composer"));
    app.finish().await;
}

#[tokio::test]
async fn what_cannot_be_planned_comes_back_with_words_and_what_was_typed() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let foreign = app.cast.foreign_course.to_string();
    for (fields, wrong) in [
        (
            [
                ("title", ""),
                ("course", ""),
                ("start", ""),
                ("access", "everyone"),
            ],
            "title",
        ),
        (
            [
                ("title", "没课"),
                ("course", ""),
                ("start", ""),
                ("access", "enrolled"),
            ],
            "access",
        ),
        (
            [
                ("title", "过去"),
                ("course", ""),
                ("start", "2001-01-01T08:00"),
                ("access", "everyone"),
            ],
            "start",
        ),
        (
            [
                ("title", "别人的课"),
                ("course", &foreign),
                ("start", ""),
                ("access", "enrolled"),
            ],
            "course",
        ),
    ] {
        let answer = teacher.post("/live", &fields).await;
        assert_eq!(answer.status(), 422, "{wrong}");
        let page = answer.html();
        assert!(page.has(&format!("#{wrong}-error")), "{wrong}");
        assert_eq!(page.attribute("#title", "value"), fields[0].1);
    }
    assert_eq!(app.count("SELECT count(*) AS n FROM live_rooms"), 0);
    let answer = app
        .student()
        .await
        .post("/live", &[("title", "x"), ("access", "everyone")])
        .await;
    assert_eq!(answer.status(), 403, "a student opens no rooms");
    app.finish().await;
}

#[tokio::test]
async fn a_class_of_a_course_exists_for_its_people_alone() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let room = plan(
        &teacher,
        "课内直播",
        &app.cast.course.to_string(),
        "enrolled",
    )
    .await;
    let paths = [
        "",
        "/stage",
        "/messages?before=9",
        "/changes?after=0",
        "/replay",
        "/replay/messages?part=0",
    ];
    let strangers = [
        app.anonymous(),
        app.other_student().await,
        app.other_teacher().await,
    ];
    for path in paths.map(|path| format!("/live/{room}{path}")) {
        for stranger in &strangers {
            assert_eq!(stranger.get(&path).await.status(), 404, "{path}");
        }
        for insider in [&teacher, &app.student().await, &app.assistant().await] {
            assert_eq!(insider.get(&path).await.status(), 200, "{path}");
        }
    }
    app.execute("DELETE FROM enrollments");
    assert_eq!(
        app.student()
            .await
            .get(&format!("/live/{room}"))
            .await
            .status(),
        404
    );
    app.finish().await;
}

#[tokio::test]
async fn the_studio_and_the_figures_exist_for_those_who_run_the_class() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let room = plan(&teacher, "公开课", "", "everyone").await;
    for path in ["studio", "studio/health", "statistics"] {
        let path = format!("/live/{room}/{path}");
        assert_eq!(teacher.get(&path).await.status(), 200, "{path}");
        for other in [
            app.student().await,
            app.assistant().await,
            app.other_teacher().await,
        ] {
            assert_eq!(other.get(&path).await.status(), 404, "{path}");
        }
    }
    for act in ["start", "end", "studio/key"] {
        let path = format!("/live/{room}/{act}");
        assert_eq!(
            app.assistant().await.post(&path, &[]).await.status(),
            404,
            "{act}"
        );
    }
    let edit = [
        ("title", "改了"),
        ("course", ""),
        ("start", ""),
        ("access", "everyone"),
    ];
    let answer = app
        .other_teacher()
        .await
        .post(&format!("/live/{room}"), &edit)
        .await;
    assert_eq!(answer.status(), 403);
    assert_eq!(
        app.count(
            "SELECT count(*) AS n FROM live_rooms WHERE title = '公开课' AND status = 'planned'"
        ),
        1
    );
    app.finish().await;
}

#[tokio::test]
async fn the_stream_key_is_shown_once() {
    let app = TestApp::start_live().await;
    let teacher = app.teacher().await;
    let room = plan(&teacher, "推流", "", "everyone").await;
    let made = teacher.post(&format!("/live/{room}/studio/key"), &[]).await;
    assert_eq!(made.status(), 200);
    let key = made.html().text("#stream-key");
    assert!(
        key.starts_with(&format!("{room}-")) && key.len() > 40,
        "{key}"
    );
    let studio = teacher.get(&format!("/live/{room}/studio")).await.text();
    assert!(!studio.contains(&key));
    let again = teacher
        .post_htmx(&format!("/live/{room}/studio/key"), &[])
        .await
        .html();
    assert_ne!(again.text("#stream-key"), key);
    app.finish().await;
}

#[tokio::test]
async fn a_class_begins_and_ends_and_its_learners_are_told() {
    let app = TestApp::start().await;
    let (teacher, student) = (app.teacher().await, app.student().await);
    let room = plan(&teacher, "特征值", &app.cast.course.to_string(), "enrolled").await;
    assert_eq!(student.get("/live/badge").await.text().trim(), "");
    assert_eq!(
        teacher
            .post(&format!("/live/{room}/start"), &[])
            .await
            .status(),
        303
    );
    assert!(student.get("/live/badge").await.html().has(".badge--dot"));
    assert!(
        app.other_student()
            .await
            .get("/live")
            .await
            .html()
            .has(".empty")
    );
    assert_eq!(
        student
            .get("/live")
            .await
            .html()
            .text("#on-now .live-row__title"),
        "特征值"
    );
    let told = "SELECT count(*) AS n FROM notifications WHERE kind = 'live.started'";
    assert_eq!(app.count(told), 1);
    assert_eq!(
        teacher
            .post(&format!("/live/{room}/start"), &[])
            .await
            .status(),
        409
    );
    let stage = format!("/live/{room}/stage?was=planned");
    assert!(
        student
            .get(&stage)
            .await
            .html()
            .has(".stage[data-state=live]")
    );
    assert_eq!(
        student
            .get(&format!("/live/{room}/stage?was=live"))
            .await
            .status(),
        204
    );
    assert_eq!(
        teacher
            .post(&format!("/live/{room}/end"), &[])
            .await
            .status(),
        303
    );
    let page = student.get(&format!("/live/{room}")).await.html();
    assert!(page.has(".stage[data-state=ended]") && !page.has("form#composer"));
    app.finish().await;
}

#[tokio::test]
async fn a_planned_class_is_called_off_and_a_running_one_is_not() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let room = plan(&teacher, "取消", "", "everyone").await;
    assert_eq!(
        teacher
            .post(&format!("/live/{room}/cancellation"), &[])
            .await
            .status(),
        303
    );
    let page = app.anonymous().get(&format!("/live/{room}")).await.html();
    assert!(page.has(".stage[data-state=cancelled]"));
    let running = plan(&teacher, "在播", "", "everyone").await;
    teacher.post(&format!("/live/{running}/start"), &[]).await;
    let answer = teacher
        .post(&format!("/live/{running}/cancellation"), &[])
        .await;
    assert_eq!(answer.status(), 409);
    app.finish().await;
}

#[tokio::test]
async fn lists_are_paged_and_show_what_one_may_watch() {
    let app = TestApp::start().await;
    let (teacher, wang) = (app.teacher().await, app.id_of(Person::Wang));
    app.execute(&format!(
        "INSERT INTO live_rooms (title, teacher_id, course_id, access, start_time)
         SELECT '第' || n || '课', {wang}, {}, 'enrolled', now() + n * interval '1 day'
         FROM generate_series(1, 15) AS n",
        app.cast.course
    ));
    let first = teacher.get("/live").await.html();
    assert_eq!(first.count("#planned .live-row"), 12);
    assert_eq!(first.texts("#planned .live-row__title")[0], "第1课");
    let more = first.attribute("#planned a[rel=next]", "href");
    let second = teacher.get(&more).await.html();
    assert_eq!(
        second.texts("#planned .live-row__title"),
        ["第13课", "第14课", "第15课"]
    );
    assert!(!app.anonymous().get("/live").await.html().has("#planned"));
    let course = format!("/live/courses/{}", app.cast.course);
    assert_eq!(
        app.student()
            .await
            .get(&course)
            .await
            .html()
            .count(".live-row"),
        15
    );
    assert_eq!(
        app.other_student()
            .await
            .get(&course)
            .await
            .html()
            .count(".live-row"),
        0
    );
    app.finish().await;
}
