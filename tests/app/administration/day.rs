//! An administrator's day in a browser: somebody is suspended and let in again, a failed job tried again, a list exported.

use crate::support::{Browser, PASSWORD, Person, TestApp};

#[tokio::test]
async fn an_administrator_suspends_lets_in_again_retries_a_job_and_exports() {
    let app = TestApp::start().await;
    app.execute(
        "INSERT INTO jobs (name, payload, max_attempts, attempts, dead_at, last_error)
         VALUES ('accounts.prune_sessions', '{}', 3, 3, now(), 'the disk was full')",
    );
    let student = app.student().await;
    let browser = Browser::open(&app.origin(), 1280, 900).await;
    browser.sign_in(Person::Root).await;
    browser.visit("/admin/people?q=xiaoming").await;
    browser.click("#people tbody th a").await;
    browser
        .type_into("#suspension-form [name=reason]", "刷屏")
        .await;
    browser.click("#suspension-form button").await;
    browser.sees("#confirm-text", "小明").await;
    browser.confirm().await;
    browser
        .wait_until(
            "return !!document.querySelector('#suspension-form [name=suspended][value=false]')",
        )
        .await;
    assert_ne!(student.get("/settings").await.status(), 200);
    browser.click("#suspension-form button").await;
    browser.confirm().await;
    browser
        .wait_until(
            "return !!document.querySelector('#suspension-form [name=suspended][value=true]')",
        )
        .await;
    let form = [("login", "xiaoming"), ("password", PASSWORD)];
    assert_eq!(
        app.anonymous().post("/login", &form).await.status(),
        303,
        "in again"
    );

    browser.visit("/admin/jobs").await;
    browser.sees(".job-error", "the disk was full").await;
    browser
        .click("#failures form[action$='/retry'] button")
        .await;
    browser
        .wait_until("return !document.querySelector('#failures')")
        .await;
    app.jobs_done().await;

    browser.visit("/admin/audit").await;
    browser.sees("#acts", "停用或恢复账号").await;
    let file =
        "return fetch(document.querySelector('a[download]').href).then((answer) => answer.text())
        .then((text) => text.includes('account.suspension'))";
    browser.wait_until(file).await;
    assert!(browser.complaints().await.is_empty());
    browser.close().await;
    app.finish().await;
}
