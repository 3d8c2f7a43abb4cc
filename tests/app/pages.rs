//! What holds on every page, whatever its subject.

use crate::support::{Browser, Person, TestApp};

#[tokio::test]
async fn a_person_signs_in_with_a_browser_and_the_content_security_policy_is_never_broken() {
    let app = TestApp::start().await;
    let browser = Browser::open(&app.origin(), 1280, 900).await;
    browser.sign_in(Person::Xiaoming).await;
    for path in ["/", "/settings", "/notifications", "/no-such-page"] {
        browser.visit(path).await;
        browser.find("main").await;
    }
    let complaints = browser.complaints().await;
    assert!(complaints.is_empty(), "{complaints:#?}");
    browser.close().await;
    app.finish().await;
}
