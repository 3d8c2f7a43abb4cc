//! Files that answer a question (row Z5): from their learner while the attempt is open, to them and to the staff.

use reqwest::multipart::{Form, Part};

use super::{classmate, file, hand_in, page, set_up, start, sum};
use crate::support::{Answer, Client, TestApp};

async fn upload(learner: &Client, attempt: i64, place: i32, words: &str) -> Answer {
    let part = Part::bytes(words.as_bytes().to_vec()).file_name("报告.txt");
    let path = format!("/attempts/{attempt}/answers/{place}/file");
    learner.upload(&path, Form::new().part("file", part)).await
}

#[tokio::test]
async fn a_file_is_for_its_learner_and_the_staff_alone() {
    let app = TestApp::start().await;
    let paper = set_up(&app, &[], &[file(), sum()]).await;
    let (learner, other) = (app.student().await, classmate(&app).await);
    let attempt = start(&learner, &paper).await;
    assert_eq!(upload(&other, attempt, 1, "他人").await.status(), 404);
    assert_eq!(
        upload(&learner, attempt, 2, "不收").await.status(),
        422,
        "asks for no file"
    );
    assert_eq!(upload(&learner, attempt, 1, "第一版").await.status(), 303);
    assert_eq!(upload(&learner, attempt, 1, "第二版").await.status(), 303);
    assert_eq!(
        app.count("SELECT count(*) AS n FROM media WHERE container = 'quiz_answer'"),
        1
    );
    let link = page(&learner, attempt)
        .await
        .attribute(".question__file a", "href");
    for (client, status) in [
        (&learner, 200),
        (&app.teacher().await, 200),
        (&app.assistant().await, 200),
        (&other, 404),
        (&app.other_teacher().await, 404),
        (&app.admin().await, 404),
    ] {
        assert_eq!(client.get(&link).await.status(), status);
    }
    assert!(app.anonymous().get(&link).await.status() >= 400);
    hand_in(&learner, attempt).await;
    assert_eq!(
        upload(&learner, attempt, 1, "第三版").await.status(),
        409,
        "handed in"
    );
    let kept = learner.get(&link).await;
    assert_eq!(kept.text(), "第二版");
    assert!(kept.header("content-disposition").starts_with("attachment"));
    // It waits for a person.
    assert_eq!(
        app.count("SELECT count(*) AS n FROM attempts WHERE status = 'submitted'"),
        1
    );
    app.finish().await;
}
