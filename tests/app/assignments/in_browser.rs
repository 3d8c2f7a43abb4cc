//! The learner's page in a real browser: the draft saves itself, and a phone has room for everything.

use super::set_up;
use crate::support::{Browser, Person, TestApp};

#[tokio::test]
async fn a_draft_saves_itself_and_survives_a_reload() {
    let app = TestApp::start().await;
    let rules = [
        ("instructions", "求矩阵的逆，写出**每一步**。"),
        ("due_at", "2030-01-01T20:00"),
        ("close_at", "2030-01-08T20:00"),
    ];
    let base = set_up(&app, &rules).await;
    let browser = Browser::open(&app.origin(), 1280, 900).await;
    browser.sign_in(Person::Xiaoming).await;
    browser.visit(&base).await;
    browser.type_into("#body", "先做行变换。").await;
    browser
        .wait_until("return document.querySelector('[data-saved]').dataset.state == 'saved'")
        .await;
    browser.photograph("assignment-draft").await;
    browser.visit(&base).await;
    browser
        .wait_until("return document.querySelector('#body').value == '先做行变换。'")
        .await;
    browser.click("#work button[value=finish]").await;
    browser.click("#submission .button--primary").await;
    browser.find("#versions").await;
    browser.resize(360, 1600).await;
    browser.photograph("assignment-phone").await;
    browser
        .wait_until("return document.documentElement.scrollWidth <= innerWidth")
        .await;
    assert!(browser.complaints().await.is_empty());
    browser.close().await;
    app.finish().await;
}
