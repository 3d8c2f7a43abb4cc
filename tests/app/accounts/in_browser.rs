//! Accounts as a browser shows them: an address confirmed from the mail, and signing in with a second factor.

use crate::accounts::link;
use crate::accounts::second_factor::code;
use crate::support::{Browser, PASSWORD, Person, TestApp};

#[tokio::test]
async fn somebody_registers_opens_the_mail_and_is_confirmed() {
    let app = TestApp::start().await;
    let browser = Browser::open(&app.origin(), 360, 740).await;
    browser.visit("/register?next=/courses").await;
    browser.type_into("input[name=username]", "兰兰").await;
    browser
        .type_into("input[name=email]", "lanlan@example.org")
        .await;
    browser.type_into("input[name=password]", PASSWORD).await;
    browser.click("main form button.button--primary").await;
    browser.sees(".unconfirmed", "lanlan@example.org").await;
    browser.visit(&link(&app).await).await;
    browser.sees("main", "@兰兰").await;
    browser.click(".auth__form button").await;
    browser.sees(".address .tag--jade", "已确认").await;
    assert_eq!(browser.count(".unconfirmed").await, 0);
    browser.finish().await;
    app.finish().await;
}

#[tokio::test]
async fn a_second_factor_is_set_up_and_asked_for() {
    let app = TestApp::start().await;
    let browser = Browser::open(&app.origin(), 360, 740).await;
    browser.sign_in(Person::Xiaoming).await;
    browser.visit("/settings/two-factor").await;
    browser
        .type_into("input[name=current_password]", PASSWORD)
        .await;
    browser.click(".settings__body form button").await;
    browser.find("svg.qr").await;
    browser.click(".disclosure summary").await;
    let secret = browser.text("[data-secret]").await;
    browser
        .type_into("input[name=code]", &code(&secret, 0))
        .await;
    browser.click(".settings__body form button").await;
    browser.find(".recovery-codes").await;
    assert_eq!(browser.count(".recovery-codes code").await, 10);
    let kept = "return decodeURIComponent(document.querySelector('a[download]').href).includes( \
        document.querySelector('.recovery-codes code').textContent)";
    assert_eq!(browser.evaluate(kept).await, true, "the file has the codes");
    app.execute("UPDATE second_factors SET last_step = 0");
    browser.visit("/").await;
    browser.click(".account__button").await;
    browser.click("form[action='/logout'] button").await;
    browser
        .wait_until("return !document.querySelector('.account__button')")
        .await;
    browser.visit("/login").await;
    browser.type_into("input[name=login]", "xiaoming").await;
    browser.type_into("input[name=password]", PASSWORD).await;
    browser.click("main form button").await;
    browser
        .wait_until("return location.pathname == '/login/code'")
        .await;
    browser
        .type_into("input[name=code]", &code(&secret, 0))
        .await;
    browser.click("main form button").await;
    browser.find(".account__button").await;
    browser.finish().await;
    app.finish().await;
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_the_link_in_the_mail() {
    let app = TestApp::start().await;
    let browser = Browser::open(&app.origin(), 360, 740).await;
    browser.visit("/login").await;
    browser.click("a[href^='/password/reset']").await;
    browser.type_into("input[name=login]", "xiaoming").await;
    browser.click("main form button").await;
    browser
        .wait_until("return !document.querySelector('main form input[name=login]') || !!document.querySelector('.flashes .notice, .notice')")
        .await;
    browser.visit(&link(&app).await).await;
    browser
        .type_into("input[name=new_password]", "讲堂 another lamp 48")
        .await;
    browser.click("main form button").await;
    browser
        .wait_until("return location.pathname == '/login'")
        .await;
    browser.type_into("input[name=login]", "xiaoming").await;
    browser
        .type_into("input[name=password]", "讲堂 another lamp 48")
        .await;
    browser.click("main form button").await;
    browser.find(".account__button").await;
    browser.finish().await;
    app.finish().await;
}

#[tokio::test]
async fn the_way_back_after_signing_out_shows_nothing_of_the_person() {
    let app = TestApp::start().await;
    let browser = Browser::open(&app.origin(), 1280, 900).await;
    browser.sign_in(Person::Xiaoming).await;
    browser.visit("/settings/email").await;
    browser.sees("main", "xiaoming@example.org").await;
    browser.click(".account__button").await;
    browser.click("form[action='/logout'] button").await;
    browser
        .wait_until("return !document.querySelector('.account__button')")
        .await;
    browser.evaluate("history.back()").await;
    browser
        .wait_until("return location.pathname == '/login' && document.readyState == 'complete'")
        .await;
    let shown = "return document.documentElement.outerHTML.includes('xiaoming@example.org')";
    assert_eq!(browser.evaluate(shown).await, false);
    browser.close().await;
    app.finish().await;
}
