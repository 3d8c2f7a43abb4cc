//! Input that no form makes: refused in words, never a crash (rows I4, K4).

use reqwest::Method;

use crate::support::{Answer, Route, TestApp};

/// No cause of an error is shown to anybody.
fn assert_is_calm(answer: &Answer, about: &str) {
    assert!(answer.status() < 500, "{about}: {answer:?}");
    let text = String::from_utf8_lossy(&answer.body).into_owned();
    for leak in [
        "panicked",
        "diesel",
        "postgres",
        "SELECT ",
        "INSERT ",
        "src/",
        ".rs:",
        "RUST_BACKTRACE",
    ] {
        assert!(!text.contains(leak), "{about} tells {leak:?}: {answer:?}");
    }
}

#[tokio::test]
async fn strange_bodies_never_break_a_route() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let long = format!("title={}", "x".repeat(1_000_000));
    let bodies = [
        (
            "application/x-www-form-urlencoded",
            "title=%00&content=%00&username=%00&login=%00&password=%00",
        ),
        (
            "application/x-www-form-urlencoded",
            "title=%ff%fe&content=%ed%a0%80&login=%c0%80",
        ),
        ("application/x-www-form-urlencoded", "title=%zz&=&&&===&%"),
        (
            "application/x-www-form-urlencoded",
            "price=99999999999999999999&order=-1&id=1e400&page=-9223372036854775809",
        ),
        ("application/x-www-form-urlencoded", long.as_str()),
        ("application/x-www-form-urlencoded", ""),
        ("application/json", "{\"a\":[[[[[[[[[["),
        ("multipart/form-data", "no boundary"),
        (
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\ncut off",
        ),
        ("multipart/form-data; boundary=x", "--y\r\n\r\n--x--"),
        (
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data\r\n\r\n\0\r\n--x--",
        ),
        ("", "title=x"),
    ];
    // Signing out would make a stranger of the admin for the rest.
    let routes = Route::writing().into_iter();
    for route in routes.filter(|route| route.pattern != "/logout") {
        for (content_type, body) in bodies {
            let request = admin
                .request(Method::POST, &route.path(&app))
                .header("Content-Type", content_type);
            let start: String = body.chars().take(60).collect();
            let about = format!("{route:?} with {content_type} {start}");
            assert_is_calm(&admin.send(request.body(body.to_owned())).await, &about);
        }
    }
    app.finish().await;
}

#[tokio::test]
async fn strange_addresses_never_break_a_route() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let queries = [
        "q=%00",
        "q=%ff&next=%ff",
        "q=%25_%5C%27&sort=;drop&page=-1",
        "page=99999999999999999999&q=1&q=2",
        "after=-9223372036854775809&before=x",
        "category=1%20or%201=1&q=%F0%9F%8E%93%ED%A0%80&=&%",
    ];
    for route in Route::reading() {
        let path = route.path(&app);
        for query in queries {
            let address = format!("{path}?{query}");
            assert_is_calm(&admin.get(&address).await, &address);
        }
        let address = format!("{path}?q={}", "长".repeat(2_000));
        assert_is_calm(&admin.get(&address).await, &route.pattern);
        for id in [
            "0",
            "-1",
            "99999999999999999999",
            "%00",
            "x",
            "%ff",
            "1%20",
            "..%2f..%2fetc%2fpasswd",
        ] {
            if let Some((before, after)) = route.pattern.split_once('{') {
                let after = after.split_once('}').map_or("", |(_, after)| after);
                let address = format!("{before}{id}{}", after.replace(['{', '}'], ""));
                assert_is_calm(&admin.get(&address).await, &address);
            }
        }
    }
    app.finish().await;
}

#[tokio::test]
async fn what_breaks_inside_is_a_page_that_tells_nothing_of_it() {
    let app = TestApp::start().await;
    let student = app.student().await;
    app.execute("ALTER TABLE notifications RENAME TO secret_canary");
    let broken = student.get("/notifications").await;
    app.execute("ALTER TABLE secret_canary RENAME TO notifications");
    assert_eq!(broken.status(), 500);
    assert!(broken.html().has("main"), "{broken:?}");
    for cause in ["secret_canary", "does not exist", "relation \""] {
        assert!(!broken.text().contains(cause), "{cause}: {broken:?}");
    }
    assert_eq!(
        student.get("/notifications").await.status(),
        200,
        "the program lives"
    );
    app.finish().await;
}

#[tokio::test]
async fn a_database_that_is_away_is_a_503_page_and_its_return_needs_no_restart() {
    let app = TestApp::start().await;
    let student = app.student().await;
    assert_eq!(student.get("/notifications").await.status(), 200);
    app.cut_off_database();
    for _ in 0..3 {
        assert_eq!(student.get("/notifications").await.status(), 503);
    }
    assert_eq!(
        student.get("/healthz").await.status(),
        200,
        "the process itself is well"
    );
    assert_eq!(student.get("/readyz").await.status(), 503);
    app.let_database_back();
    let started = std::time::Instant::now();
    while student.get("/notifications").await.status() != 200 {
        assert!(started.elapsed().as_secs() < 20, "it recovers by itself");
    }
    app.finish().await;
}
