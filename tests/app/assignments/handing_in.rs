//! Drafts, versions and files (row Z5), and what closing does.

use super::{classmate, hand_in, lesson, rules, save, send, set_up};
use crate::support::{Person, TestApp};

#[tokio::test]
async fn only_writers_set_up_and_what_cannot_be_kept_is_named() {
    let app = TestApp::start().await;
    let base = lesson(&app);
    let edit = format!("{base}/edit");
    for stranger in [
        app.student().await,
        app.assistant().await,
        app.other_teacher().await,
    ] {
        assert_eq!(stranger.get(&edit).await.status(), 404);
        assert_eq!(stranger.post(&edit, &rules(&[])).await.status(), 404);
    }
    let teacher = app.teacher().await;
    assert_eq!(teacher.get(&edit).await.status(), 200);
    assert_eq!(app.count("SELECT count(*) AS n FROM assignments"), 0);
    let wrong = rules(&[
        ("points", "0"),
        ("late_percent", "101"),
        ("due_at", "2030-02-01T08:00"),
        ("close_at", "2030-01-01T08:00"),
        ("instructions", "请独立完成"),
    ]);
    let again = teacher.post(&edit, &wrong).await;
    assert_eq!(again.status(), 422);
    let shown = again.html();
    assert!(shown.has("#points-error") && shown.has("#late_percent-error"));
    assert!(shown.has("#close_at-error"));
    assert_eq!(shown.text("#instructions"), "请独立完成");
    let shown = teacher.get(&edit).await.html();
    assert_eq!(teacher.submit(&shown.form("#rules")).await.status(), 303);
    let kept = "SELECT count(*) AS n FROM assignments WHERE grade_item_id IS NOT NULL";
    assert_eq!(app.count(kept), 1);
    app.finish().await;
}

#[tokio::test]
async fn an_older_save_never_overwrites_a_newer_one() {
    let app = TestApp::start().await;
    let base = set_up(&app, &[]).await;
    let learner = app.student().await;
    assert_eq!(save(&learner, &base, 2, "新的").await.status(), 200);
    assert_eq!(save(&learner, &base, 1, "旧的").await.status(), 409);
    assert_eq!(
        save(&learner, &base, 2, "新的").await.status(),
        200,
        "sent twice"
    );
    assert_eq!(learner.get(&base).await.html().text("#body"), "新的");
    app.finish().await;
}

#[tokio::test]
async fn handing_in_makes_versions_that_stay_until_it_closes() {
    let app = TestApp::start().await;
    let base = set_up(&app, &[]).await;
    let learner = app.student().await;
    assert_eq!(
        hand_in(&learner, &base, 1).await.status(),
        409,
        "nothing there"
    );
    save(&learner, &base, 1, "第一稿").await;
    assert!(
        learner
            .get(&format!("{base}/submission"))
            .await
            .html()
            .has("[name=version]")
    );
    assert_eq!(hand_in(&learner, &base, 1).await.status(), 303);
    assert_eq!(
        hand_in(&learner, &base, 1).await.status(),
        303,
        "pressed twice"
    );
    assert_eq!(
        app.count("SELECT count(*) AS n FROM assignment_versions"),
        1
    );
    save(&learner, &base, 2, "第二稿").await;
    assert!(
        learner.get(&base).await.html().has(".notice--warning"),
        "has changes"
    );
    hand_in(&learner, &base, 2).await;
    let first = learner.get(&format!("{base}?version=1")).await.html();
    assert_eq!(first.text("#version .version__body"), "第一稿");
    assert_eq!(first.count("#versions li"), 2);
    let done = "SELECT count(*) AS n FROM progress WHERE status = 'completed'";
    assert_eq!(app.count(done), 1, "handing in completes the lesson");

    app.execute("UPDATE assignments SET close_at = now() - interval '1 second'");
    assert_eq!(save(&learner, &base, 3, "太晚").await.status(), 409);
    assert_eq!(
        send(&learner, &base, (3, "太晚"), &[("a.txt", b"x")])
            .await
            .status(),
        409
    );
    assert_eq!(hand_in(&learner, &base, 3).await.status(), 409);
    assert!(learner.get(&base).await.html().has("#closed"));
    assert_eq!(
        app.count("SELECT count(*) AS n FROM assignment_versions"),
        2
    );
    assert_eq!(
        app.count("SELECT count(*) AS n FROM media"),
        0,
        "nothing half-written"
    );
    app.finish().await;
}

#[tokio::test]
async fn an_extension_is_one_learners_alone() {
    let app = TestApp::start().await;
    let base = set_up(&app, &[]).await;
    let (learner, other) = (app.student().await, classmate(&app).await);
    app.execute("UPDATE assignments SET due_at = now() - interval '25 hours', close_at = now() - interval '1 hour'");
    let teacher = app.teacher().await;
    let more = [
        ("username", Person::Xiaoming.username()),
        ("due_at", "2099-01-01T08:00"),
        ("close_at", "2099-01-02T08:00"),
    ];
    let path = format!("{base}/extensions");
    assert_eq!(learner.post(&path, &more).await.status(), 404);
    assert_eq!(teacher.post(&path, &more).await.status(), 303);
    let stranger = [("username", "nobody-here")];
    assert_eq!(teacher.post(&path, &stranger).await.status(), 422);
    assert_eq!(save(&learner, &base, 1, "有延期").await.status(), 200);
    assert_eq!(save(&other, &base, 1, "没有延期").await.status(), 409);
    let back = format!("{path}/{}/deletion", app.id_of(Person::Xiaoming));
    assert_eq!(teacher.post(&back, &[]).await.status(), 303);
    assert_eq!(save(&learner, &base, 2, "收回了").await.status(), 409);
    app.finish().await;
}

#[tokio::test]
async fn files_are_for_their_learner_and_once_handed_in_for_the_staff() {
    let app = TestApp::start().await;
    let base = set_up(&app, &[]).await;
    let (learner, other) = (app.student().await, classmate(&app).await);
    let page = b"<script>alert(1)</script>";
    let picture = png();
    let sent = send(
        &learner,
        &base,
        (1, "见附件"),
        &[("报告.html", page), ("图.png", &picture)],
    )
    .await;
    assert_eq!(sent.status(), 303, "{sent:?}");
    let shown = learner.get(&base).await.html();
    let links = shown.attributes(".work-file a", "href");
    assert_eq!(links.len(), 2);
    let third = send(&learner, &base, (2, "再加一个"), &[("b.txt", b"b")]).await;
    assert_eq!(third.status(), 422, "two at most");
    assert!(third.html().has("#file-error"));
    assert_eq!(app.count("SELECT count(*) AS n FROM media"), 2);
    let thumbnail = format!("{}?size=thumbnail", links[1]);
    let (teacher, assistant) = (app.teacher().await, app.assistant().await);
    let strangers = [other, app.other_teacher().await, app.admin().await];
    for link in [&links[0], &links[1], &thumbnail] {
        assert_eq!(learner.get(link).await.status(), 200);
        assert_eq!(
            teacher.get(link).await.status(),
            404,
            "a draft is its learner's"
        );
    }
    hand_in(&learner, &base, 1).await;
    // The next version goes without the first file; the earlier one keeps it.
    let remove = shown.attributes("form[id^=remove]", "action");
    for stranger in &strangers {
        assert_eq!(stranger.post(&remove[0], &[]).await.status(), 404);
    }
    assert_eq!(learner.post(&remove[0], &[]).await.status(), 303);
    hand_in(&learner, &base, 2).await;
    for link in [&links[0], &links[1], &thumbnail] {
        for reader in [&learner, &teacher, &assistant] {
            assert_eq!(reader.get(link).await.status(), 200);
        }
        for stranger in &strangers {
            assert_eq!(stranger.get(link).await.status(), 404);
        }
        assert!(app.anonymous().get(link).await.status() >= 400);
    }
    let served = learner.get(&links[0]).await;
    assert!(
        served
            .header("content-disposition")
            .starts_with("attachment")
    );
    assert_eq!(served.header("x-content-type-options"), "nosniff");
    assert!(served.header("content-security-policy").contains("sandbox"));
    assert_eq!(served.header("content-type"), "application/octet-stream");
    app.execute("DELETE FROM enrollments");
    assert_eq!(learner.get(&links[0]).await.status(), 404);
    assert_eq!(learner.get(&base).await.status(), 404);
    app.finish().await;
}

#[tokio::test]
async fn kinds_are_told_by_content_and_nobody_else_hands_in() {
    let app = TestApp::start().await;
    let base = set_up(&app, &[("takes_others", ""), ("takes_text", "")]).await;
    let learner = app.student().await;
    let disguised = send(&learner, &base, (1, ""), &[("a.png", b"plain text")]).await;
    assert_eq!(disguised.status(), 422);
    assert_eq!(
        send(&learner, &base, (1, ""), &[("a.txt", &png())])
            .await
            .status(),
        303
    );
    assert_eq!(save(&learner, &base, 1, "不收文字").await.status(), 422);
    for stranger in [
        app.teacher().await,
        app.other_student().await,
        app.admin().await,
    ] {
        assert_eq!(save(&stranger, &base, 1, "我").await.status(), 404);
        assert_eq!(hand_in(&stranger, &base, 1).await.status(), 404);
        assert_eq!(
            send(&stranger, &base, (1, ""), &[("a.png", &png())])
                .await
                .status(),
            404
        );
    }
    assert_eq!(
        app.count("SELECT count(*) AS n FROM assignment_submissions"),
        1
    );
    app.finish().await;
}

fn png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(40, 30)
        .write_to(&mut bytes, image::ImageFormat::Png)
        .expect("a picture");
    bytes.into_inner()
}

#[tokio::test]
async fn staff_read_what_was_handed_in_and_no_draft() {
    let app = TestApp::start().await;
    let base = set_up(&app, &[]).await;
    let (learner, other) = (app.student().await, classmate(&app).await);
    save(&learner, &base, 1, "canary-draft").await;
    let list = format!("{base}/submissions");
    let one = format!(
        "{list}/{}",
        app.count("SELECT id AS n FROM assignment_submissions")
    );
    let teacher = app.teacher().await;
    let before = teacher.get(&list).await;
    assert_eq!(before.status(), 200, "{before:?}");
    assert!(!before.text().contains("canary-draft") && !before.html().has("#submissions a"));
    assert_eq!(teacher.get(&one).await.status(), 404, "nothing handed in");
    hand_in(&learner, &base, 1).await;
    save(&learner, &base, 2, "canary-second").await;
    for staff in [&teacher, &app.assistant().await] {
        let shown = staff.get(&one).await;
        assert_eq!(shown.html().text("#version .version__body"), "canary-draft");
        assert!(!shown.text().contains("canary-second"));
    }
    let strangers = [learner, other, app.other_teacher().await, app.admin().await];
    for stranger in &strangers {
        assert_eq!(stranger.get(&list).await.status(), 404);
        assert_eq!(stranger.get(&one).await.status(), 404);
    }
    // It is not found below another assignment of the course.
    let elsewhere = set_up(&app, &[]).await;
    let foreign = one.replace(&base, &elsewhere);
    assert_eq!(teacher.get(&foreign).await.status(), 404);
    app.finish().await;
}
