//! A sign-in from a browser that the person has not used before is told them by mail.

use reqwest::Method;

use crate::accounts::{mails, newcomer};
use crate::support::{Client, PASSWORD, Person, TestApp};

const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";

async fn sign_in(client: &Client, password: &str) -> u16 {
    let form = [("login", "xiaoming"), ("password", password)];
    let request = client
        .request(Method::POST, "/login")
        .header("User-Agent", IPHONE);
    client.send(request.form(&form)).await.status()
}

#[tokio::test]
async fn a_sign_in_from_another_browser_is_told_once_and_the_first_one_not_at_all() {
    let app = TestApp::start().await;
    app.student().await;
    assert!(
        mails(&app).await.is_empty(),
        "there is nothing to compare the first with"
    );
    let phone = app.anonymous();
    assert_eq!(sign_in(&phone, "wrong wrong wrong").await, 422);
    assert!(
        mails(&app).await.is_empty(),
        "who does not get in is no news"
    );
    assert_eq!(sign_in(&phone, PASSWORD).await, 303);
    let told = mails(&app).await;
    assert_eq!(told.len(), 1);
    for words in [
        "Safari · iPhone",
        "127.0.0.1",
        "http://localhost:8080/settings/sessions",
    ] {
        assert!(told[0].contains(words), "{words} in {}", told[0]);
    }
    phone.post("/logout", &[]).await;
    assert_eq!(sign_in(&phone, PASSWORD).await, 303);
    assert_eq!(mails(&app).await.len(), 1, "it is known by now");
    app.finish().await;
}

#[tokio::test]
async fn what_knows_one_person_is_new_to_another() {
    let app = TestApp::start().await;
    let shared = app.anonymous();
    app.sign_in(Person::Xiaohong).await;
    for username in ["xiaoming", "xiaohong"] {
        let form = [("login", username), ("password", PASSWORD)];
        assert_eq!(shared.post("/login", &form).await.status(), 303);
    }
    let told = "SELECT string_agg(receiver, ' ') AS t FROM mails";
    assert_eq!(app.text(told), "xiaohong@example.org");
    app.finish().await;
}

#[tokio::test]
async fn the_cookie_of_a_device_is_random_out_of_reach_and_stored_as_a_hash() {
    let app = TestApp::start().await;
    let form = [("login", "xiaoming"), ("password", PASSWORD)];
    let answer = app.anonymous().post("/login", &form).await;
    let cookies = answer.headers("set-cookie");
    let cookie = cookies
        .iter()
        .find(|cookie| cookie.starts_with("device="))
        .expect("a cookie");
    assert!(
        cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax"),
        "{cookie}"
    );
    let token = cookie.split(['=', ';']).nth(1).unwrap();
    assert!(token.len() >= 43, "256 bits: {token}");
    let stored = format!(
        "SELECT count(*) AS n FROM known_devices WHERE device_hash = sha256('{token}'::bytea)"
    );
    assert_eq!(app.count(&stored), 1);
    app.finish().await;
}

#[tokio::test]
async fn an_address_that_is_not_confirmed_gets_no_such_mail() {
    let app = TestApp::start().await;
    newcomer(&app, "xiaogang", "xiaogang@example.org").await;
    app.sign_in_as("xiaogang").await;
    assert_eq!(mails(&app).await.len(), 1, "the link to confirm it");
    app.finish().await;
}
