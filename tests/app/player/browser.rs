//! The player in a real browser: where another device left off, at what speed, by which keys.

use crate::support::{Browser, Person, TestApp};

const VIDEO: &str = "document.querySelector('#player video')";

impl Browser {
    /// Presses a key where the focus is.
    async fn press(&self, key: &str) {
        self.evaluate(&format!(
            "(document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', {{ key: {key:?}, bubbles: true, cancelable: true }}))"
        ))
        .await;
    }

    /// Waits until this holds for the video `v`.
    async fn video_is(&self, holds: &str) {
        self.wait_until(&format!("const v = {VIDEO}; return !!v && ({holds})"))
            .await;
    }
}

#[tokio::test]
async fn a_learner_goes_on_elsewhere_and_rules_the_player_by_keys() {
    let app = TestApp::start().await;
    let path = app.make_film().await;
    let phone = app.student().await;
    let heartbeat = [("played", "0-3000"), ("position", "12000")];
    phone.post(&format!("{path}/progress"), &heartbeat).await;

    let browser = Browser::open(&app.origin(), 1280, 900).await;
    browser.sign_in(Person::Xiaoming).await;
    browser.visit(&path).await;
    browser
        .video_is("v.readyState > 0 && Math.abs(v.currentTime - 12) < 0.5")
        .await;
    browser.sees("[data-resumed]", "0:12").await;
    browser.photograph("player-desk").await;

    for (key, holds) in [
        ("l", "Math.abs(v.currentTime - 22) < 0.5"),
        ("ArrowLeft", "Math.abs(v.currentTime - 17) < 0.5"),
        ("5", "Math.abs(v.currentTime - 20) < 0.5"),
        ("j", "Math.abs(v.currentTime - 10) < 0.5"),
        (">", "v.playbackRate == 1.25"),
        ("<", "v.playbackRate == 1"),
        ("m", "v.muted"),
        ("m", "!v.muted"),
        ("k", "!v.paused"),
        (" ", "v.paused"),
    ] {
        browser.press(key).await;
        browser.video_is(holds).await;
    }
    // Up and down scroll the page unless the player has the focus.
    browser.press("ArrowDown").await;
    browser.video_is("v.volume == 1").await;
    browser.evaluate(&format!("{VIDEO}.focus()")).await;
    browser.press("ArrowDown").await;
    browser.video_is("Math.abs(v.volume - 0.9) < 0.01").await;
    browser.press("?").await;
    browser.find("#player-keys[open]").await;
    browser.press("k").await;
    browser.photograph("player-keys").await;
    browser.video_is("v.paused").await;
    browser.click("#player-keys button").await;

    // The speed is remembered, and a key that is typed somewhere is no command.
    browser.choose("[data-speed]", "2×").await;
    browser.video_is("v.playbackRate == 2").await;
    browser.visit(&path).await;
    browser
        .video_is("v.playbackRate == 2 && document.querySelector('[data-speed]').value == '2'")
        .await;
    browser
        .evaluate("document.querySelector('input[type=search], input[name=q]').focus()")
        .await;
    browser.press("m").await;
    browser.video_is("!v.muted").await;
    assert_eq!(browser.complaints().await, Vec::<String>::new());
    browser.close().await;
    app.finish().await;
}
