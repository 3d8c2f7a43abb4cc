//! How much one person may fill (row U7): bytes and files, by rank, also side by side; and the limits of each route.

use futures_util::future::join_all;
use lectern::config::Quota;
use reqwest::multipart::{Form, Part};

use super::form;
use crate::quizzes;
use crate::support::{Answer, Client, Person, TestApp};

async fn small() -> TestApp {
    TestApp::start_with(|config| {
        config.quotas.student = Quota {
            bytes: 1_000_000,
            files: 3,
        };
        config.quotas.teacher = Quota {
            bytes: 2_000_000,
            files: 10,
        };
    })
    .await
}

async fn messages(app: &TestApp, client: &Client) -> String {
    let room = client
        .get(&format!("/chat/courses/{}", app.cast.course))
        .await;
    format!("{}/messages", room.location())
}

async fn send(client: &Client, path: &str, bytes: usize) -> Answer {
    client.upload(path, form(vec![7; bytes], "a.bin")).await
}

fn stored(app: &TestApp, person: Person) -> (i64, i64) {
    let of = format!("FROM media WHERE owner_id = {}", app.id_of(person));
    (
        app.count(&format!("SELECT count(*) AS n {of}")),
        app.count(&format!(
            "SELECT coalesce(sum(byte_size), 0)::bigint AS n {of}"
        )),
    )
}

#[tokio::test]
async fn a_person_fills_their_quota_and_not_a_byte_more() {
    let app = small().await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let path = messages(&app, &student).await;
    for (bytes, status) in [
        (600_000, 303),
        (400_001, 507),
        (1_100_000, 507),
        (400_000, 303),
        (1, 507),
    ] {
        let answer = send(&student, &path, bytes).await;
        assert_eq!(answer.status(), status, "{bytes} bytes: {answer:?}");
        if status == 507 {
            assert!(answer.text().contains("1.0 MB"), "in words: {answer:?}");
        }
    }
    assert_eq!(stored(&app, Person::Xiaoming), (2, 1_000_000));
    assert_eq!(
        send(&teacher, &path, 1_500_000).await.status(),
        303,
        "teachers have more"
    );
    let page = student.get("/settings").await.html();
    assert_eq!(
        page.attribute("#files + .progress meter", "value"),
        "1000000"
    );
    assert_eq!(page.attribute("#files + .progress meter", "max"), "1000000");
    let page = teacher.get("/settings").await.html();
    assert_eq!(page.attribute("#files + .progress meter", "max"), "2000000");
    // What is deleted makes room, and a recording of a class takes none.
    app.execute(
        "WITH gone AS (DELETE FROM attachments a USING media m
             WHERE m.id = a.media_id AND m.byte_size = 400000 RETURNING a.media_id)
         UPDATE media SET owner_id = NULL WHERE id IN (SELECT media_id FROM gone)",
    );
    app.execute("UPDATE media SET container = 'live_asset' WHERE byte_size = 600000");
    assert_eq!(send(&student, &path, 900_000).await.status(), 303);
    app.finish().await;
}

#[tokio::test]
async fn the_number_of_files_is_bounded_too() {
    let app = small().await;
    let student = app.student().await;
    let path = messages(&app, &student).await;
    for status in [303, 303, 303, 507] {
        assert_eq!(send(&student, &path, 10).await.status(), status);
    }
    assert_eq!(stored(&app, Person::Xiaoming).0, 3);
    let said = app.count("SELECT count(*) AS n FROM messages");
    assert_eq!(said, 3, "no message without its file");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn uploads_side_by_side_do_not_pass_the_quota_together() {
    let app = small().await;
    let student = app.student().await;
    let path = messages(&app, &student).await;
    let answers = join_all((0..8).map(|_| send(&student, &path, 300_000))).await;
    let statuses: Vec<u16> = answers.iter().map(Answer::status).collect();
    assert!(
        statuses
            .iter()
            .all(|status| [303, 503, 507].contains(status)),
        "{statuses:?}"
    );
    let (files, bytes) = stored(&app, Person::Xiaoming);
    assert!(
        files <= 3 && bytes <= 1_000_000,
        "{files} files, {bytes} bytes"
    );
    let kept = statuses.iter().filter(|status| **status == 303).count();
    assert_eq!(kept as i64, files, "{statuses:?}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_route_takes_its_limit_and_not_a_byte_more() {
    let app = TestApp::start().await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let paper = quizzes::set_up(&app, &[], &[quizzes::file()]).await;
    let attempt = quizzes::start(&student, &paper).await;
    let answer = format!("/attempts/{attempt}/answers/1/file");
    let chat = messages(&app, &student).await;
    for (path, most) in [(&chat, 50 * 1024 * 1024), (&answer, 50_000_000)] {
        for (bytes, status) in [(0, 422), (most, 303), (most + 1, 413)] {
            let sent = send(&student, path, bytes).await;
            assert_eq!(sent.status(), status, "{bytes} to {path}: {sent:?}");
        }
    }
    let cover = format!("/courses/{}/cover", app.cast.course);
    for (bytes, status) in [(0, 422), (10_000_000, 422), (10_000_001, 413)] {
        let sent = send(&teacher, &cover, bytes).await;
        assert_eq!(sent.status(), status, "{bytes} to {cover}: {sent:?}");
        assert!(sent.html().has("#file-error, .notice--error"), "{sent:?}");
    }
    app.finish().await;
}

#[tokio::test]
async fn a_body_of_unknown_length_is_bounded_by_the_quota() {
    let app = small().await;
    let student = app.student().await;
    let path = messages(&app, &student).await;
    let pieces = (0..30).map(|_| Ok::<_, std::io::Error>(vec![7_u8; 100_000]));
    let body = reqwest::Body::wrap_stream(futures_util::stream::iter(pieces));
    let part = Part::stream(body).file_name("a.bin");
    let sent = student.upload(&path, Form::new().part("file", part)).await;
    assert_eq!(sent.status(), 507, "{sent:?}");
    assert_eq!(stored(&app, Person::Xiaoming), (0, 0));
    app.finish().await;
}
