//! Files beside the content of a lesson: put there by its teachers, read by whoever may open it, and gone with it.

use reqwest::multipart::{Form, Part};

use crate::support::{Client, TestApp};
use crate::teaching::files::{PDF, picture, stored};

fn files(names: &[&str]) -> Form {
    names.iter().fold(Form::new(), |form, name| {
        let content = match *name {
            name if name.ends_with(".png") => picture(),
            name if name.ends_with(".pdf") => PDF.to_vec(),
            name => format!("<script>alert('{name}')</script>").into_bytes(),
        };
        form.part(
            "handouts",
            Part::bytes(content).file_name((*name).to_owned()),
        )
    })
}

fn path(app: &TestApp, lesson: i64) -> String {
    format!("/courses/{}/lessons/{lesson}", app.cast.course)
}

/// Puts these files on a lesson of the course of the cast.
async fn hand_out(app: &TestApp, lesson: i64, names: &[&str]) {
    let path = format!("{}/handouts", path(app, lesson));
    let added = app.teacher().await.upload(&path, files(names)).await;
    assert_eq!(added.status(), 303, "{added:?}");
}

/// The names that the page of the lesson lists, and where they lead.
async fn listed(client: &Client, path: &str) -> (Vec<String>, Vec<String>) {
    let page = client.get(path).await;
    assert_eq!(page.status(), 200, "{page:?}");
    let page = page.html();
    (
        page.texts(".handout-list__name a"),
        page.attributes(".handout-list__name a", "href"),
    )
}

fn handout(app: &TestApp, position: i32) -> i64 {
    app.count(&format!(
        "SELECT id AS n FROM lesson_files WHERE position = {position} ORDER BY id LIMIT 1"
    ))
}

#[tokio::test]
async fn learners_find_the_files_of_a_lesson_with_their_kind_and_size() {
    let app = TestApp::start().await;
    let own = path(&app, app.cast.lesson);
    let learner = app.student().await;
    assert!(
        !learner.get(&own).await.html().has(".handouts"),
        "nothing is there yet"
    );
    hand_out(
        &app,
        app.cast.lesson,
        &["讲义 第一章.pdf", "板书.png", "代码.html"],
    )
    .await;
    let page = learner.get(&own).await.html();
    assert_eq!(page.text("#handouts-title"), "课件与资料");
    let size = PDF.len();
    assert_eq!(
        page.texts(".handout-list__name")[0],
        format!("讲义 第一章.pdf PDF · {size} B")
    );
    let (names, links) = listed(&learner, &own).await;
    assert_eq!(names, ["讲义 第一章.pdf", "板书.png", "代码.html"]);
    let pdf = learner.get(&links[0]).await;
    assert_eq!((pdf.status(), pdf.body.as_slice()), (200, PDF));
    let html = learner.get(&links[2]).await;
    assert!(
        html.header("content-disposition").starts_with("attachment"),
        "{html:?}"
    );
    assert!(html.header("content-security-policy").contains("sandbox"));
    app.finish().await;
}

#[tokio::test]
async fn files_are_open_to_whom_the_lesson_is_and_to_nobody_else() {
    let app = TestApp::start().await;
    hand_out(&app, app.cast.lesson, &["讲义.pdf"]).await;
    hand_out(&app, app.cast.preview, &["试看.pdf"]).await;
    let (learner, guest) = (app.student().await, app.anonymous());
    let (of_lesson, of_preview) = (path(&app, app.cast.lesson), path(&app, app.cast.preview));
    let file = listed(&learner, &of_lesson).await.1.remove(0);
    let preview = listed(&guest, &of_preview).await.1.remove(0);
    for (client, wanted) in [
        (&learner, 200),
        (&app.teacher().await, 200),
        (&app.assistant().await, 200),
        (&app.other_student().await, 404),
        (&app.other_teacher().await, 404),
        (&app.admin().await, 404),
        (&guest, 404),
    ] {
        assert_eq!(client.get(&file).await.status(), wanted);
        assert_eq!(
            client.get(&preview).await.status(),
            200,
            "a preview is everybody's"
        );
    }
    app.execute(&format!(
        "INSERT INTO lesson_prerequisites (lesson_id, required_lesson_id, course_id) VALUES ({}, {}, {})",
        app.cast.lesson, app.cast.preview, app.cast.course
    ));
    assert_eq!(
        learner.get(&file).await.status(),
        403,
        "locked behind another"
    );
    assert_eq!(app.teacher().await.get(&file).await.status(), 200);
    app.execute("DELETE FROM lesson_prerequisites");
    assert_eq!(learner.get(&file).await.status(), 200);
    app.execute(&format!(
        "UPDATE courses SET status = 'draft' WHERE id = {}",
        app.cast.course
    ));
    assert_eq!(learner.get(&file).await.status(), 404, "a draft");
    assert_eq!(guest.get(&preview).await.status(), 404);
    app.execute(&format!(
        "UPDATE courses SET status = 'published' WHERE id = {}",
        app.cast.course
    ));
    let end = format!("/courses/{}/enrolment/end", app.cast.course);
    learner.post(&end, &[]).await;
    assert_eq!(learner.get(&file).await.status(), 404, "who has left");
    app.finish().await;
}

#[tokio::test]
async fn teachers_order_and_remove_them_and_others_do_not() {
    let app = TestApp::start().await;
    hand_out(&app, app.cast.lesson, &["一.pdf", "二.pdf", "三.pdf"]).await;
    let (own, teacher) = (path(&app, app.cast.lesson), app.teacher().await);
    let first = format!("{own}/handouts/{}", handout(&app, 1));
    let names = async || listed(&teacher, &own).await.0;
    for (direction, wanted) in [
        ("up", ["一.pdf", "二.pdf", "三.pdf"]),
        ("down", ["二.pdf", "一.pdf", "三.pdf"]),
        ("down", ["二.pdf", "三.pdf", "一.pdf"]),
        ("down", ["二.pdf", "三.pdf", "一.pdf"]),
        ("up", ["二.pdf", "一.pdf", "三.pdf"]),
    ] {
        let moved = teacher
            .post(&format!("{first}/position"), &[("direction", direction)])
            .await;
        assert_eq!(moved.status(), 303);
        assert_eq!(names().await, wanted);
    }
    let edit = teacher.get(&format!("{own}/edit")).await.html();
    assert_eq!(
        edit.texts("#handouts-part .handout-list__name a"),
        ["二.pdf", "一.pdf", "三.pdf"]
    );
    for (client, wanted) in [
        (&app.student().await, 404),
        (&app.assistant().await, 404),
        (&app.other_teacher().await, 404),
    ] {
        for act in ["position", "deletion"] {
            let refused = client
                .post(&format!("{first}/{act}"), &[("direction", "up")])
                .await;
            assert_eq!(refused.status(), wanted, "{act}");
        }
        let refused = client
            .upload(&format!("{own}/handouts"), files(&["x.pdf"]))
            .await;
        assert_eq!(refused.status(), wanted);
    }
    // Below another lesson it is not there, nor below another course.
    let other = format!(
        "{}/handouts/{}",
        path(&app, app.cast.preview),
        handout(&app, 1)
    );
    let foreign = format!(
        "/courses/{}/lessons/{}/handouts/{}",
        app.cast.foreign_course,
        app.cast.foreign_lesson,
        handout(&app, 1)
    );
    assert_eq!(
        teacher
            .post(&format!("{other}/deletion"), &[])
            .await
            .status(),
        404
    );
    assert_eq!(
        app.other_teacher()
            .await
            .post(&format!("{foreign}/deletion"), &[])
            .await
            .status(),
        404
    );

    let file = listed(&teacher, &own).await.1.remove(1);
    let removed = teacher.post(&format!("{first}/deletion"), &[]).await;
    assert_eq!(removed.status(), 303);
    assert_eq!(names().await, ["二.pdf", "三.pdf"]);
    assert_eq!(
        app.count("SELECT max(position)::bigint AS n FROM lesson_files"),
        2,
        "no gap"
    );
    assert_eq!(teacher.get(&file).await.status(), 404);
    app.jobs_done().await;
    assert_eq!(stored(&app), 2);
    app.finish().await;
}

#[tokio::test]
async fn what_can_not_be_taken_is_said_beside_the_field_and_leaves_nothing() {
    let app = TestApp::start().await;
    let (own, teacher) = (path(&app, app.cast.lesson), app.teacher().await);
    let add = format!("{own}/handouts");
    let empty = teacher.upload(&add, Form::new().text("x", "")).await;
    assert_eq!(empty.status(), 422);
    assert_eq!(empty.html().text("#handouts-error"), "请先选择文件。");
    let blank = Form::new().part("handouts", Part::bytes(Vec::new()).file_name("空.pdf"));
    let blank = teacher.upload(&add, blank).await;
    assert_eq!(blank.status(), 422);
    assert!(!blank.html().text("#handouts-error").is_empty());
    assert!(!blank.html().has("#file-error"));
    let names: Vec<String> = (0..11).map(|n| format!("{n}.txt")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let too_many = teacher.upload(&add, files(&names)).await;
    assert_eq!(too_many.status(), 413);
    hand_out(&app, app.cast.lesson, &names[..10]).await;
    hand_out(&app, app.cast.lesson, &names[..9]).await;
    let over = teacher.upload(&add, files(&names[..2])).await;
    assert_eq!(over.status(), 422, "{over:?}");
    assert_eq!(
        over.html().text("#handouts-error"),
        "一课最多放 20 个文件。"
    );
    assert_eq!(app.count("SELECT count(*) AS n FROM lesson_files"), 19);
    assert_eq!(
        app.count("SELECT count(*) AS n FROM media"),
        19,
        "nothing half-written"
    );
    hand_out(&app, app.cast.lesson, &names[..1]).await;
    let full = teacher.get(&format!("{own}/edit")).await.html();
    assert!(!full.has("#handouts-form"), "there is no room for more");
    let refused = teacher.upload(&add, files(&names[..1])).await;
    assert_eq!(refused.status(), 422);
    app.finish().await;
}

#[tokio::test]
async fn they_count_for_the_quota_of_who_brought_them() {
    let app = TestApp::start_with(|config| config.quotas.teacher.files = 2).await;
    hand_out(&app, app.cast.lesson, &["一.pdf"]).await;
    let add = format!("{}/handouts", path(&app, app.cast.lesson));
    let refused = app
        .teacher()
        .await
        .upload(&add, files(&["二.pdf", "三.pdf"]))
        .await;
    assert_eq!(refused.status(), 507, "{refused:?}");
    assert_eq!(app.count("SELECT count(*) AS n FROM lesson_files"), 1);
    app.finish().await;
}

#[tokio::test]
async fn a_copy_of_the_course_shares_them_and_the_last_to_let_go_deletes_them() {
    let app = TestApp::start().await;
    hand_out(&app, app.cast.lesson, &["讲义.pdf"]).await;
    let (teacher, course) = (app.teacher().await, app.cast.course);
    let form = [("title", "线性代数 副本"), ("days", "")];
    let copied = teacher
        .post(&format!("/courses/{course}/copy"), &form)
        .await;
    assert_eq!(copied.status(), 303, "{copied:?}");
    assert_eq!(app.count("SELECT count(*) AS n FROM lesson_files"), 2);
    assert_eq!(
        app.count("SELECT count(*) AS n FROM media"),
        1,
        "the file is shared"
    );
    let (_, links) = listed(&teacher, &path(&app, app.cast.lesson)).await;
    let deletion = format!("{}/deletion", path(&app, app.cast.lesson));
    let deleted = teacher.post(&deletion, &[("confirm", "yes")]).await;
    assert_eq!(deleted.status(), 303, "{deleted:?}");
    app.jobs_done().await;
    assert_eq!(
        teacher.get(&links[0]).await.status(),
        200,
        "the copy still has it"
    );
    assert_eq!(
        app.student().await.get(&links[0]).await.status(),
        404,
        "the course has not"
    );
    let copy = app.count("SELECT max(id) AS n FROM courses");
    let deleted = teacher
        .post(&format!("/courses/{copy}/deletion"), &[("confirm", "yes")])
        .await;
    assert_eq!(deleted.status(), 303, "{deleted:?}");
    app.jobs_done().await;
    assert_eq!(app.count("SELECT count(*) AS n FROM media"), 0);
    assert_eq!(stored(&app), 0, "and neither is the file left");
    app.finish().await;
}
