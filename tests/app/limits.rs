//! Whatever can be done too often is refused in words, with the time to wait (row D2); and who guesses a password holds up
//! nobody else (row A4).

use reqwest::Method;
use reqwest::multipart::{Form, Part};

use crate::support::{Answer, Client, Fields, PASSWORD, TestApp};

/// What is done too often, how many come through at once, and what is sent.
const LIMITED: [(&str, usize, Fields<'static>); 6] = [
    ("POST /register", 20, &[("username", "x")]),
    ("POST /password/reset", 5, &[("login", "xiaoming")]),
    ("POST /settings/email/confirmation", 3, &[("next", "/")]),
    ("POST /settings/account/export", 3, &[]),
    ("GET /chat/search?q=x", 20, &[]),
    ("POST /settings/avatar", 30, &[]),
];

async fn ask(client: &Client, route: &str, fields: &[(&str, &str)]) -> Answer {
    match route.split_once(' ') {
        Some(("POST", "/settings/avatar")) => {
            let part = Part::bytes(b"x".to_vec()).file_name("x.png");
            client
                .upload("/settings/avatar", Form::new().part("file", part))
                .await
        }
        Some(("POST", path)) => client.post(path, fields).await,
        Some((_, path)) => client.get(path).await,
        None => panic!("{route} names a method"),
    }
}

fn assert_is_told(answer: &Answer, route: &str) {
    let wait: u64 = answer.header("retry-after").parse().expect(route);
    assert!((1..=3600).contains(&wait), "{route}: {wait}");
    assert!(answer.text().contains("操作太快"), "{route}: {answer:?}");
}

#[tokio::test]
async fn whatever_is_done_too_often_is_refused_in_words_with_the_time_to_wait() {
    let app = TestApp::start().await;
    let student = app.student().await;
    for (route, burst, fields) in LIMITED {
        let mut through = 0;
        let refused = loop {
            let answer = ask(&student, route, fields).await;
            if answer.status() == 429 {
                break answer;
            }
            through += 1;
            // A token comes back now and then while the test runs.
            assert!(through <= burst * 3, "{route} is not limited");
        };
        assert!(through >= burst, "{route} lets {burst} through: {through}");
        assert_is_told(&refused, route);
    }
    let other = app.other_student().await;
    let own = ask(&other, "POST /settings/account/export", &[]).await;
    assert_eq!(
        own.status(),
        303,
        "the limits of one person are theirs alone"
    );
    app.finish().await;
}

#[tokio::test]
async fn who_guesses_is_held_up_and_the_owner_comes_in_from_elsewhere() {
    let app = TestApp::start_with(|config| {
        config.http.trusted_proxies = vec!["127.0.0.1".parse().expect("an address")];
    })
    .await;
    let from = async |address: &str, password: &str| {
        let client = app.anonymous();
        let request = client
            .request(Method::POST, "/login")
            .header("X-Forwarded-For", address)
            .form(&[("login", "xiaoming"), ("password", password)]);
        client.send(request).await.status()
    };
    let mut statuses = Vec::new();
    for _ in 0..20 {
        statuses.push(from("203.0.113.1", "wrong wrong wrong").await);
    }
    assert_eq!((statuses[0], statuses[19]), (422, 429));
    assert_eq!(from("203.0.113.1", PASSWORD).await, 429);
    // What the client itself wrote before the proxy's own entry is never believed (row D1).
    assert_eq!(from("198.51.100.7, 203.0.113.1", PASSWORD).await, 429);
    let client = app.anonymous();
    let request = client
        .request(Method::POST, "/login")
        .header("Forwarded", "for=198.51.100.7")
        .header("X-Real-IP", "198.51.100.8")
        .header("X-Forwarded-For", "203.0.113.1")
        .form(&[("login", "xiaoming"), ("password", PASSWORD)]);
    assert_eq!(client.send(request).await.status(), 429);
    assert_eq!(
        from("203.0.113.2", PASSWORD).await,
        303,
        "the owner is not locked out"
    );
    app.finish().await;
}

/// Asks again and again, each time for something else, until it is refused; how often it came through.
async fn until_refused(client: &Client, most: usize, path: impl Fn(usize) -> String) -> usize {
    for at in 0..most {
        let path = path(at);
        let answer = match path.split_once(' ') {
            Some((_, path)) => client.post(path, &[("coupon", "")]).await,
            None => client.get(&path).await,
        };
        if answer.status() == 429 {
            assert_is_told(&answer, &path);
            return at;
        }
        assert!(answer.status() < 500, "{answer:?}");
    }
    panic!("{} is not limited", path(0));
}

#[tokio::test]
async fn orders_and_searches_have_their_limits_too() {
    let app = TestApp::start().await;
    app.execute(&format!(
        "UPDATE courses SET price_minor = 19900 WHERE id = {}",
        app.cast.course
    ));
    let (buyer, other) = (app.other_student().await, app.student().await);
    let placing = format!("POST /courses/{}/orders", app.cast.course);
    assert!(until_refused(&buyer, 120, |_| placing.clone()).await >= 40);
    assert_eq!(app.count("SELECT count(*) AS n FROM orders"), 1);
    let order = app.count("SELECT id AS n FROM orders");
    let paying = [("gateway", "sandbox")];
    let paying = buyer
        .post(&format!("/orders/{order}/payment"), &paying)
        .await;
    assert_eq!(paying.status(), 429, "nor is a payment begun");
    let searching = |at: usize| format!("/courses?q=word{at}");
    assert!(until_refused(&other, 4_000, searching).await >= 200);
    // What somebody has just asked for costs nothing, and neither does it to be somebody else.
    assert_eq!(other.get("/courses?q=word1").await.status(), 200);
    assert_eq!(buyer.get("/courses?q=elsewhere").await.status(), 200);
    assert_eq!(app.anonymous().get("/courses?q=nobody").await.status(), 200);
    app.finish().await;
}
