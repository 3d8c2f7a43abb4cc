//! No page breaks the content security policy or fails in its scripts (row C4): all of them, walked in a real browser.

use crate::support::{Browser, Person, Route, TestApp};

/// What is no page: it is loaded by one, downloaded, or read by programs.
const NO_PAGES: [&str; 14] = [
    "socket", "/hls/", "/media/", "badge", "/static/", "/metrics", "healthz", "readyz", "csv",
    "pdf", ".ics", "cover", "export", "/changes",
];

fn pages() -> Vec<Route> {
    let is_page = |route: &Route| !NO_PAGES.iter().any(|part| route.pattern.contains(part));
    let pages: Vec<Route> = Route::reading().into_iter().filter(is_page).collect();
    assert!(pages.len() > 30, "{pages:?}");
    pages
}

async fn walk(person: Option<Person>, locale: &str) {
    let app = TestApp::start().await;
    let browser = Browser::open(&app.origin(), 1280, 900).await;
    browser.visit("/").await;
    browser
        .evaluate(&format!(
            "document.querySelector('.language-switch [value={locale}]').click()"
        ))
        .await;
    browser
        .wait_until(&format!(
            "return document.documentElement.lang.startsWith('{locale}')"
        ))
        .await;
    if let Some(person) = person {
        browser.sign_in(person).await;
    }
    for route in pages() {
        let path = route.path(&app);
        browser.visit(&path).await;
        browser
            .wait_until("return document.readyState == 'complete'")
            .await;
        let complaints = browser.complaints().await;
        assert!(complaints.is_empty(), "{path}: {complaints:#?}");
    }
    browser.close().await;
    app.finish().await;
}

#[tokio::test]
async fn no_page_of_a_guest_breaks_the_policy() {
    walk(None, "en").await;
}

#[tokio::test]
async fn no_page_of_a_student_breaks_the_policy() {
    walk(Some(Person::Xiaoming), "zh-CN").await;
}

#[tokio::test]
async fn no_page_of_a_teacher_breaks_the_policy() {
    walk(Some(Person::Wang), "en").await;
}

#[tokio::test]
async fn no_page_of_an_administrator_breaks_the_policy() {
    walk(Some(Person::Root), "zh-CN").await;
}

#[tokio::test]
async fn a_breach_would_be_noticed() {
    let app = TestApp::start().await;
    let browser = Browser::open(&app.origin(), 1280, 900).await;
    browser.visit("/").await;
    browser.evaluate("document.body.append(Object.assign(document.createElement('script'), { textContent: '1' }))").await;
    assert!(!browser.complaints().await.is_empty());
    browser.close().await;
    app.finish().await;
}
