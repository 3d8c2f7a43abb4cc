//! Where somebody is signed in: shown in plain words, ended one by one or all at once (row S3), and remembered or not.

use diesel::prelude::*;
use reqwest::Method;

use crate::accounts::is_signed_in;
use crate::support::{Client, Database, PASSWORD, Person, Program, TestApp};

const FIREFOX: &str =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

/// A second browser of a person's.
async fn in_firefox(app: &TestApp, person: Person) -> Client {
    let client = app.anonymous();
    let form = [("login", person.username()), ("password", PASSWORD)];
    let request = client
        .request(Method::POST, "/login")
        .header("User-Agent", FIREFOX);
    assert_eq!(client.send(request.form(&form)).await.status(), 303);
    client
}

fn end_buttons(page: &crate::support::Document) -> Vec<String> {
    page.attributes(".session form", "action")
}

#[tokio::test]
async fn a_person_sees_their_devices_and_ends_one() {
    let app = TestApp::start().await;
    let here = app.student().await;
    let elsewhere = in_firefox(&app, Person::Xiaoming).await;
    let page = here.get("/settings/sessions").await.html();
    assert_eq!(page.count(".session"), 2);
    assert_eq!(page.count(".session[data-own]"), 1);
    let other = page.text(".session:not([data-own])");
    assert!(
        other.contains("Firefox · Windows") && other.contains("127.0.0.1"),
        "{other}"
    );
    let ends = end_buttons(&page);
    assert_eq!(ends.len(), 1, "one's own is ended by signing out");
    assert_eq!(here.post(&ends[0], &[]).await.status(), 303);
    assert!(!is_signed_in(&elsewhere).await, "at once");
    assert!(is_signed_in(&here).await);
    assert_eq!(here.post(&ends[0], &[]).await.status(), 404, "it is gone");
    app.finish().await;
}

#[tokio::test]
async fn nobody_ends_the_session_of_another_person() {
    let app = TestApp::start().await;
    let (here, elsewhere) = (
        app.student().await,
        in_firefox(&app, Person::Xiaoming).await,
    );
    let ends = end_buttons(&here.get("/settings/sessions").await.html());
    for stranger in [app.other_student().await, app.admin().await] {
        assert_eq!(stranger.post(&ends[0], &[]).await.status(), 404);
        for wrong in ["1", "AAAA", "%00", "x y"] {
            let path = format!("/settings/sessions/{wrong}/end");
            assert_eq!(stranger.post(&path, &[]).await.status(), 404, "{path}");
        }
    }
    assert!(
        app.anonymous()
            .post(&ends[0], &[])
            .await
            .location()
            .starts_with("/login")
    );
    assert!(is_signed_in(&elsewhere).await);
    app.finish().await;
}

#[tokio::test]
async fn signing_out_everywhere_else_leaves_this_browser_and_other_people() {
    let app = TestApp::start().await;
    let here = app.student().await;
    let elsewhere = [
        in_firefox(&app, Person::Xiaoming).await,
        app.student().await,
    ];
    let stranger = app.other_student().await;
    let page = here.get("/settings/sessions").await.html();
    let form = page.form("form[action='/settings/sessions/end']");
    assert_eq!(here.submit(&form).await.status(), 303);
    for ended in elsewhere {
        assert!(!is_signed_in(&ended).await);
    }
    assert!(is_signed_in(&here).await && is_signed_in(&stranger).await);
    let page = here.get("/settings/sessions").await.html();
    assert_eq!(page.count(".session"), 1);
    assert!(
        !page.has("form[action='/settings/sessions/end']"),
        "nothing left to end"
    );
    app.finish().await;
}

#[tokio::test]
async fn who_does_not_want_to_be_remembered_is_forgotten_with_the_browser_and_after_half_a_day() {
    let app = TestApp::start().await;
    let lasts = |answer: &crate::support::Answer| {
        let cookies = answer.headers("set-cookie");
        let cookie = cookies
            .into_iter()
            .find(|cookie| cookie.contains("lectern="));
        cookie.expect("a session cookie").contains("Max-Age=")
    };
    let client = app.anonymous();
    let page = client.get("/login").await.html();
    assert!(page.has("input[name=remember][checked]"), "offered");
    let form = page
        .form("main form")
        .with("login", "xiaoming")
        .with("password", PASSWORD);
    let answer = client.submit(&form).await;
    assert_eq!(answer.status(), 303);
    assert!(lasts(&answer));
    let long = "SELECT count(*) AS n FROM sessions WHERE expires_at > now() + interval '29 days'";
    assert_eq!(app.count(long), 1);
    let client = app.anonymous();
    let form = [("login", "xiaoming"), ("password", PASSWORD)];
    assert!(!lasts(&client.post("/login", &form).await));
    let brief = "SELECT count(*) AS n FROM sessions WHERE user_id IS NOT NULL AND expires_at < now() + interval '13 hours'";
    assert_eq!(app.count(brief), 1);
    let form = [
        ("current_password", PASSWORD),
        ("new_password", "another quiet lamp 48"),
    ];
    assert!(
        !lasts(&client.post("/settings/password", &form).await),
        "nor by a new password"
    );
    assert_eq!(app.count(brief), 1);
    app.finish().await;
}

#[tokio::test]
async fn the_last_use_is_noted_and_prolongs_a_session_that_is_not_remembered() {
    let (database, data) = (Database::create(), tempfile::tempdir().unwrap());
    let program = Program::serve(&database, data.path()).await;
    let form = [("login", "xiaoming"), ("password", PASSWORD)];
    let answer = program.client().post("/login", &form).await;
    let cookies = answer.headers("set-cookie");
    let session = cookies.iter().find(|cookie| cookie.starts_with("lectern="));
    let cookie = session.unwrap().split(';').next().unwrap().to_owned();
    program.stop().await;
    let run = |sql: &str| {
        diesel::sql_query(sql)
            .execute(&mut database.connect())
            .expect(sql)
    };
    run(
        "UPDATE sessions SET last_seen_at = now() - interval '11 hours', expires_at = now() + interval '1 hour'",
    );
    // What it has read it remembers, so another start looks again.
    let program = Program::serve(&database, data.path()).await;
    let client = program.client();
    let request = client
        .request(Method::GET, "/settings")
        .header("Cookie", cookie);
    assert_eq!(client.send(request).await.status(), 200);
    let noted = "UPDATE sessions SET state = state
        WHERE last_seen_at > now() - interval '1 minute' AND expires_at > now() + interval '11 hours'";
    assert_eq!(run(noted), 1);
    program.stop().await;
}
