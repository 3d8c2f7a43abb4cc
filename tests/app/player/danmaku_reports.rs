//! Danmaku over a lesson can be reported by whoever reads them, and the staff of the course decides on one page (rows Z13, Z14).

use uuid::Uuid;

use crate::support::{Answer, Client, Person, TestApp};

async fn write(app: &TestApp, client: &Client, words: &str) -> i64 {
    let nonce = Uuid::new_v4().to_string();
    let fields = [
        ("content", words),
        ("nonce", nonce.as_str()),
        ("position_ms", "61000"),
    ];
    let path = format!("{}/danmaku", app.video_path());
    assert_eq!(client.post(&path, &fields).await.status(), 303);
    app.count(&format!(
        "SELECT id AS n FROM lesson_danmaku WHERE content = '{words}'"
    ))
}

fn form_path(app: &TestApp, line: i64) -> String {
    format!("{}/danmaku/{line}/report", app.video_path())
}

async fn report(app: &TestApp, client: &Client, line: i64, reason: &str) -> Answer {
    let fields = [("reason", reason)];
    client.post(&form_path(app, line), &fields).await
}

fn queue(app: &TestApp) -> String {
    format!("/courses/{}/danmaku/reports", app.cast.course)
}

async fn decide(app: &TestApp, client: &Client, line: i64, outcome: &str) -> u16 {
    let path = format!("{}/{line}/decision", queue(app));
    let fields = [("outcome", outcome)];
    client.post(&path, &fields).await.status()
}

fn enrol(app: &TestApp, username: &str) {
    app.execute(&format!(
        "INSERT INTO enrollments (user_id, course_id) SELECT id, {} FROM users WHERE username = '{username}'",
        app.cast.course
    ));
}

fn reports(app: &TestApp, filter: &str) -> i64 {
    app.count(&format!(
        "SELECT count(*) AS n FROM lesson_danmaku_reports WHERE {filter}"
    ))
}

#[tokio::test]
async fn a_reported_line_waits_on_the_page_of_the_staff_who_delete_it_or_let_it_stand() {
    let app = TestApp::start().await;
    app.make_video();
    enrol(&app, "xiaohong");
    let (student, other) = (app.student().await, app.other_student().await);
    let (teacher, assistant) = (app.teacher().await, app.assistant().await);
    let spam = write(&app, &other, "canary-spam").await;
    let fine = write(&app, &other, "canary-fine").await;
    let page = student.get(&app.video_path()).await.html();
    let flag = format!("#danmaku-list [data-id='{spam}'] .message__actions a");
    assert_eq!(page.attribute(&flag, "href"), form_path(&app, spam));
    let form = student.get(&form_path(&app, spam)).await.html();
    assert!(form.text(".reported").contains("canary-spam"));
    let form = form.form("main form[action$='/report']");
    let long = "长".repeat(501);
    for reason in [" ", long.as_str()] {
        let again = student.submit(&form.clone().with("reason", reason)).await;
        assert_eq!(again.status(), 422);
        assert!(again.html().has(".field[data-invalid] #reason-error"));
        assert_eq!(again.html().text("#reason"), reason.trim());
    }
    let sent = student.submit(&form.with("reason", "挡画面")).await;
    assert_eq!(sent.location(), format!("{}#t=61", app.video_path()));
    assert_eq!(report(&app, &student, spam, "又来").await.status(), 303);
    assert_eq!(reports(&app, "reason = '挡画面'"), 1);
    assert_eq!(reports(&app, "true"), 1, "one of each person");
    let again = student.get(&form_path(&app, spam)).await.html();
    assert!(!again.has("main form[action$='/report']"));
    assert_eq!(report(&app, &student, fine, "无聊").await.status(), 303);
    let notices = "SELECT count(*) AS n FROM notifications WHERE kind = 'lesson.report'";
    assert_eq!(app.count(notices), 4, "two lines, for two of the staff");

    let hint = format!("#danmaku-panel a[href='{}']", queue(&app));
    assert!(assistant.get(&app.video_path()).await.html().has(&hint));
    assert!(!student.get(&app.video_path()).await.html().has(&hint));
    let desk = assistant.get(&queue(&app)).await;
    assert!(
        !desk.text().contains("小明"),
        "nobody is named who has reported"
    );
    let desk = desk.html();
    assert_eq!(desk.count(".reported"), 2);
    let first = format!("#line-{spam}");
    assert!(desk.text(&first).contains("小红") && desk.text(&first).contains("挡画面"));
    assert_eq!(
        desk.attribute(&format!("{first} a"), "href"),
        format!("{}#t=61", app.video_path())
    );
    let delete = desk.form(&format!("{first} form[data-confirm]"));
    assert_eq!(assistant.submit(&delete).await.location(), queue(&app));
    assert!(
        !student
            .get(&app.video_path())
            .await
            .text()
            .contains("canary-spam")
    );
    assert_eq!(reports(&app, "outcome = 'upheld'"), 1);
    let stand = teacher.get(&queue(&app)).await.html();
    let stand = stand.form(".reported form:not([data-confirm])");
    assert_eq!(teacher.submit(&stand).await.status(), 303);
    assert!(
        student
            .get(&app.video_path())
            .await
            .text()
            .contains("canary-fine")
    );
    assert_eq!(reports(&app, "outcome = 'dismissed'"), 1);
    let acts = "SELECT string_agg(action, ' ' ORDER BY id) AS t FROM audit_log WHERE action LIKE 'lesson_danmaku.%'";
    assert_eq!(
        app.text(acts),
        "lesson_danmaku.delete lesson_danmaku.dismiss"
    );
    assert!(teacher.get(&queue(&app)).await.html().has(".empty"));
    assert_eq!(
        decide(&app, &teacher, spam, "dismissed").await,
        404,
        "it is gone"
    );
    assert_eq!(decide(&app, &teacher, fine, "maybe").await, 404);

    let deletion = format!("{}/danmaku/{fine}/deletion", app.video_path());
    assert_eq!(teacher.post_htmx(&deletion, &[]).await.status(), 204);
    assert_eq!(
        reports(&app, "outcome = 'upheld'"),
        2,
        "from the list as well"
    );
    app.finish().await;
}

#[tokio::test]
async fn nobody_reports_or_decides_what_is_not_theirs_to() {
    let app = TestApp::start().await;
    app.make_video();
    let (student, teacher) = (app.student().await, app.teacher().await);
    let own = write(&app, &student, "我的").await;
    let theirs = write(&app, &teacher, "老师的").await;
    let gone = write(&app, &teacher, "收回的").await;
    let deletion = format!("{}/danmaku/{gone}/deletion", app.video_path());
    assert_eq!(teacher.post_htmx(&deletion, &[]).await.status(), 204);
    app.execute(&format!(
        "INSERT INTO lesson_danmaku (lesson_id, user_id, content, position_ms, nonce) VALUES ({}, {}, '别处', 0, gen_random_uuid())",
        app.cast.foreign_lesson,
        app.id_of(Person::Li)
    ));
    let foreign = app.count("SELECT max(id) AS n FROM lesson_danmaku");
    enrol(&app, "xiaohong");
    let former = app.other_student().await;
    assert_eq!(former.get(&form_path(&app, theirs)).await.status(), 200);
    app.execute("DELETE FROM enrollments WHERE user_id = (SELECT id FROM users WHERE username = 'xiaohong')");
    for (client, line, status) in [
        (&student, own, 409),
        (&student, gone, 404),
        (&student, foreign, 404),
        (&former, theirs, 404),
        (&app.other_teacher().await, theirs, 404),
        (&app.admin().await, theirs, 404),
    ] {
        assert_eq!(client.get(&form_path(&app, line)).await.status(), status);
        assert_eq!(report(&app, client, line, "不好").await.status(), status);
    }
    let asked = app.anonymous().get(&form_path(&app, theirs)).await;
    assert!(asked.location().starts_with("/login"), "{asked:?}");
    assert_eq!(reports(&app, "true"), 0);

    assert_eq!(report(&app, &student, theirs, "不好").await.status(), 303);
    for client in [&student, &former, &app.other_teacher().await] {
        assert_eq!(client.get(&queue(&app)).await.status(), 404);
        for outcome in ["upheld", "dismissed"] {
            assert_eq!(decide(&app, client, theirs, outcome).await, 404);
        }
    }
    let other = app.other_teacher().await;
    let misplaced = format!(
        "/courses/{}/danmaku/reports/{theirs}/decision",
        app.cast.foreign_course
    );
    let fields = [("outcome", "upheld")];
    assert_eq!(other.post(&misplaced, &fields).await.status(), 404);
    assert_eq!(
        decide(&app, &teacher, theirs, "dismissed").await,
        409,
        "their own"
    );
    assert_eq!(reports(&app, "settled_at IS NULL"), 1);
    assert_eq!(
        decide(&app, &app.assistant().await, theirs, "dismissed").await,
        303
    );
    app.finish().await;
}

#[tokio::test]
async fn many_reports_cost_as_few_queries_as_one() {
    let app = TestApp::start().await;
    app.make_video();
    let (student, teacher) = (app.student().await, app.teacher().await);
    let line = write(&app, &student, "一").await;
    assert_eq!(
        report(&app, &app.assistant().await, line, "一")
            .await
            .status(),
        303
    );
    let asked = async || {
        let tables = ["lesson_danmaku_reports", "lesson_danmaku"];
        let before = app.queries_about(&tables);
        assert_eq!(teacher.get(&queue(&app)).await.status(), 200);
        app.queries_about(&tables) - before
    };
    let few = asked().await;
    app.execute(&format!(
        "INSERT INTO lesson_danmaku (lesson_id, user_id, content, position_ms, nonce)
         SELECT {}, {}, '第' || n, n, gen_random_uuid() FROM generate_series(1, 120) n",
        app.cast.lesson,
        app.id_of(Person::Xiaoming)
    ));
    app.execute(
        "INSERT INTO lesson_danmaku_reports (danmaku_id, reported_by, reason)
         SELECT d.id, u.id, '同' FROM lesson_danmaku d, users u WHERE d.position_ms < 61000 AND u.username IN ('wang', 'zhang')",
    );
    assert_eq!(asked().await, few);
    assert_eq!(
        teacher.get(&queue(&app)).await.html().count(".reported"),
        100
    );
    app.finish().await;
}
