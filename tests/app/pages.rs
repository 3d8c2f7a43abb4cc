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
    browser.finish().await;
    app.finish().await;
}

#[tokio::test]
async fn a_refusal_of_a_fragment_says_in_words_what_is_wrong() {
    let app = TestApp::start().await;
    let student = app.student().await;
    let course = format!("/chat/courses/{}", app.cast.course);
    let room = student.get(&course).await.location().to_owned();
    let messages = format!("{room}/messages");
    let empty = student.post_htmx(&messages, &[("content", " ")]).await;
    assert_eq!(empty.status(), 422);
    let said = empty.html().text(".notice--error");
    assert!(said.contains("请输入内容"), "{said}");
    let missing = student.post_htmx("/no-such-page", &[]).await;
    assert_eq!(missing.status(), 404);
    assert!(!missing.html().text(".notice__title").is_empty());
    app.finish().await;
}
