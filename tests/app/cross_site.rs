//! What other sites can make a browser do here: nothing (rows C1, C2, C3, C6).

use reqwest::Method;

use crate::support::{PASSWORD, Route, Snapshot, TestApp};

#[tokio::test]
async fn nothing_is_changed_by_a_request_from_another_site() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let before = Snapshot::of(&app);
    let sites: [&[(&str, &str)]; 6] = [
        &[("Origin", "https://evil.example")],
        &[("Origin", "null")],
        &[
            ("Origin", "https://sub.localhost:8080"),
            ("Sec-Fetch-Site", "same-site"),
        ],
        &[("Sec-Fetch-Site", "cross-site")],
        &[
            ("Origin", "http://localhost:8080"),
            ("Sec-Fetch-Site", "cross-site"),
        ],
        &[],
    ];
    for route in Route::writing() {
        // Other servers tell things there; a signature decides, which none of these has.
        let refusal = match route.pattern.as_str() {
            "/payments/{gateway}/webhook" | "/notifications/unsubscribe/{token}" => 404,
            _ => 403,
        };
        for site in sites {
            let mut request = admin
                .request(Method::POST, &route.path(&app))
                .build()
                .unwrap();
            request.headers_mut().remove("Origin");
            request.headers_mut().remove("Sec-Fetch-Site");
            for (name, value) in site {
                request.headers_mut().insert(*name, value.parse().unwrap());
            }
            request
                .headers_mut()
                .insert("Content-Type", "text/plain".parse().unwrap());
            *request.body_mut() = Some("role=admin&title=x".into());
            let answer = admin.execute(request).await;
            assert_eq!(answer.status(), refusal, "{route:?} from {site:?}");
        }
    }
    assert_eq!(before.differences(&Snapshot::of(&app)), [""; 0]);
    app.finish().await;
}

#[tokio::test]
async fn reading_changes_nothing() {
    let app = TestApp::start().await;
    let people = [
        app.anonymous(),
        app.student().await,
        app.teacher().await,
        app.admin().await,
    ];
    let before = Snapshot::of(&app);
    for route in Route::reading() {
        for person in &people {
            let answer = person.get(&route.path(&app)).await;
            assert!(answer.status() < 500, "{route:?}: {answer:?}");
        }
        assert_eq!(
            before.differences(&Snapshot::of(&app)),
            [""; 0],
            "{route:?}"
        );
    }
    app.finish().await;
}

#[tokio::test]
async fn no_other_site_may_read_an_answer() {
    let app = TestApp::start().await;
    let student = app.student().await;
    for route in Route::reading() {
        for origin in ["https://evil.example", "null", "http://sub.localhost:8080"] {
            let request = student
                .request(Method::GET, &route.path(&app))
                .header("Origin", origin);
            let answer = student.send(request).await;
            assert_eq!(
                answer.header("access-control-allow-origin"),
                "",
                "{route:?}"
            );
            assert_eq!(
                answer.header("access-control-allow-credentials"),
                "",
                "{route:?}"
            );
        }
    }
    app.finish().await;
}

#[tokio::test]
async fn the_way_back_after_signing_in_stays_on_this_site() {
    let app = TestApp::start().await;
    let bad = [
        "//evil.example",
        "/\\evil.example",
        "/%09/evil.example",
        "https:evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "\\\\evil.example",
        " //evil.example",
    ];
    for next in bad {
        let form = [
            ("login", "xiaohong"),
            ("password", PASSWORD),
            ("next", next),
        ];
        let answer = app.anonymous().post("/login", &form).await;
        // Nine sign-ins stay below the limit of guesses.
        assert_eq!((answer.status(), answer.location()), (303, "/"), "{next:?}");
        let form = [("locale", "en"), ("next", next)];
        let answer = app.anonymous().post("/settings/language", &form).await;
        assert_eq!((answer.status(), answer.location()), (303, "/"), "{next:?}");
    }
    let form = [("locale", "en"), ("next", "/courses?q=x")];
    let answer = app.anonymous().post("/settings/language", &form).await;
    assert_eq!(
        answer.location(),
        "/courses?q=x",
        "the rule lets honest paths through"
    );
    app.finish().await;
}
