//! The counts in the header: what is read in one tab is read in all.

use lectern::notifications::Event;

use super::tell;
use crate::support::{Browser, Person, TestApp};

#[tokio::test]
async fn what_is_read_in_one_tab_is_read_in_the_other() {
    let app = TestApp::start().await;
    let browser = Browser::open(&app.origin(), 1280, 800).await;
    browser.sign_in(Person::Xiaoming).await;
    browser.visit("/courses").await;
    let first = browser.page.window().await.expect("a window");
    let second = browser.page.new_window(true).await.expect("a tab").handle;
    tell(
        &app,
        vec![app.id_of(Person::Xiaoming)],
        Event::LessonAdded,
        "上新",
    )
    .await;
    browser
        .page
        .switch_to_window(second.clone())
        .await
        .expect("it is there");
    browser.visit("/notifications").await;
    browser.sees("#notifications-badge", "1").await;
    browser
        .page
        .switch_to_window(first.clone())
        .await
        .expect("it is there");
    browser.sees("#notifications-badge", "1").await;
    browser
        .page
        .switch_to_window(second)
        .await
        .expect("it is there");
    browser
        .click("form[action='/notifications/read'] button")
        .await;
    browser.loses("#notifications-badge", "1").await;
    browser
        .page
        .switch_to_window(first)
        .await
        .expect("it is there");
    browser.loses("#notifications-badge", "1").await;
    browser.finish().await;
    app.finish().await;
}
