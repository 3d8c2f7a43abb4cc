//! The headers of every answer, errors included (rows C4, C5, S6).

use crate::support::{Answer, Route, TestApp};

fn assert_is_guarded(answer: &Answer, about: &str) {
    assert_eq!(
        answer.header("x-content-type-options"),
        "nosniff",
        "{about}"
    );
    assert!(!answer.header("referrer-policy").is_empty(), "{about}");
    let policy = answer.header("content-security-policy");
    assert!(!policy.is_empty(), "{about}");
    for forbidden in ["unsafe-inline", "unsafe-eval", "*"] {
        assert!(!policy.contains(forbidden), "{about}: {policy}");
    }
    if answer.header("content-type").starts_with("text/html") {
        for part in [
            "script-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
        ] {
            assert!(policy.contains(part), "{about}: {part} in {policy}");
        }
    }
    if !answer.body.is_empty() {
        assert!(
            !answer.header("content-type").is_empty(),
            "{about} has a type"
        );
    }
}

#[tokio::test]
async fn every_answer_guards_its_reader() {
    let app = TestApp::start().await;
    for person in [app.anonymous(), app.student().await, app.admin().await] {
        for route in Route::reading() {
            let answer = person.get(&route.path(&app)).await;
            assert_is_guarded(&answer, &format!("{route:?}"));
        }
        for path in [
            "/no-such-page",
            "/courses/0",
            "/courses/x",
            "/static/none.css",
            "/%ff",
        ] {
            assert_is_guarded(&person.get(path).await, path);
        }
        assert_is_guarded(&person.post("/login", &[]).await, "a form that is wrong");
        assert_is_guarded(&person.post("/healthz", &[]).await, "a wrong method");
    }
    app.finish().await;
}

#[tokio::test]
async fn pages_of_a_signed_in_person_are_kept_by_no_cache() {
    let app = TestApp::start().await;
    let student = app.student().await;
    for path in ["/", "/settings", "/notifications", "/no-such-page"] {
        assert_eq!(
            student.get(path).await.header("cache-control"),
            "no-store",
            "{path}"
        );
    }
    app.finish().await;
}

#[tokio::test]
async fn a_site_with_https_asks_browsers_to_stay_there() {
    let app = TestApp::start_with(|config| {
        config.http.public_url = "https://school.example".parse().unwrap();
    })
    .await;
    let answer = app.anonymous().get("/login").await;
    assert!(
        answer
            .header("strict-transport-security")
            .contains("max-age=31536000")
    );
    app.finish().await;
}
