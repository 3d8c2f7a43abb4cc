//! What can be done too often is put off, with the time to wait, and not for others (security row D2).

use super::Room;
use crate::support::{Client, Person, TestApp};

/// Does it until it is put off, which is said for how long; false if it never is.
async fn is_put_off(client: &Client, path: &str, form: Option<&[(&str, &str)]>) -> bool {
    for _ in 0..100 {
        let answer = match form {
            Some(fields) => client.post_htmx(path, fields).await,
            None => client.get(path).await,
        };
        assert!(answer.status() < 500, "{answer:?}");
        if answer.status() == 429 {
            let seconds: u64 = answer.header("retry-after").parse().expect("seconds");
            assert!((1..=60).contains(&seconds));
            return true;
        }
    }
    false
}

#[tokio::test]
async fn searching_reacting_reporting_and_editing_have_their_limits_each_of_its_own() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let own = room.said(&student, "mine").await;
    let other = room.said(&teacher, "theirs").await;
    let message = |id: i64, what: &str| format!("{}/messages/{id}{what}", room.path);
    let react: &[(&str, &str)] = &[("emoji", "👍")];
    let report: &[(&str, &str)] = &[("reason", "x")];
    assert!(is_put_off(&student, "/chat/search?q=mine", None).await);
    assert_eq!(teacher.get("/chat/search?q=mine").await.status(), 200);
    assert!(is_put_off(&student, &message(other, "/reactions"), Some(react)).await);
    assert!(is_put_off(&student, &message(other, "/report"), Some(report)).await);
    assert_eq!(app.count("SELECT count(*) AS n FROM message_reports"), 1);
    assert_eq!(
        room.say(&student, "still").await.status(),
        201,
        "these don't use up that"
    );
    assert!(is_put_off(&student, &message(own, ""), Some(&[("content", "again")])).await);
    assert_eq!(
        room.say(&student, "too much").await.status(),
        429,
        "an edit is a message to the limit"
    );
    assert_eq!(room.say(&teacher, "others go on").await.status(), 201);
    let elsewhere = format!("/chat/people/{}", app.id_of(Person::Wang));
    let elsewhere = Room::at(&student.post(&elsewhere, &[]).await);
    assert_eq!(elsewhere.say(&student, "another room").await.status(), 201);
    app.finish().await;
}
