//! The player in a real browser: where another device left off, at what speed, by which keys.

use super::subtitles::send;
use crate::support::{Browser, Person, TestApp};

const VIDEO: &str = "document.querySelector('#player video')";

impl Browser {
    /// Presses a key where the focus is.
    pub async fn press(&self, key: &str) {
        self.evaluate(&format!(
            "(document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', {{ key: {key:?}, bubbles: true, cancelable: true }}))"
        ))
        .await;
    }

    /// Waits until this holds for the video `v`.
    pub async fn video_is(&self, holds: &str) {
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

#[tokio::test]
async fn subtitles_and_chapters_go_along_with_the_video() {
    let app = TestApp::start().await;
    let path = app.make_film().await;
    let teacher = app.teacher().await;
    for (language, words) in [
        ("en", "What is a matrix?"),
        ("zh-CN", "矩阵是什么？一张由数组成的表。"),
    ] {
        let file = format!("WEBVTT\n\n00:00.000 --> 00:39.000\n{words}\n");
        assert_eq!(send(&teacher, &path, language, &file).await.status(), 303);
    }
    app.execute("UPDATE lessons SET chapters = E'00:00 从一张表开始\\n00:10 矩阵的加法与数乘\\n00:20 乘法为什么这样定义\\n00:32 小结' WHERE kind = 'video'");

    let browser = Browser::open(&app.origin(), 1280, 900).await;
    browser.sign_in(Person::Xiaoming).await;
    browser.visit(&format!("{path}#t=12")).await;
    let shown = |language: &str, words: &str| {
        format!(
            "const t = [...v.textTracks].find(t => t.mode == 'showing'); \
             return t?.language == '{language}' && t.activeCues?.[0]?.text.includes('{words}')"
        )
    };
    let shows = |language, words| format!("(() => {{ {} }})()", shown(language, words));
    browser.video_is(&shows("zh-CN", "矩阵是什么")).await;
    browser.sees(".chapters [aria-current]", "加法").await;
    browser.click_text(".chapters a", "乘法").await;
    browser.video_is("Math.abs(v.currentTime - 20) < 0.5").await;
    browser.sees(".chapters [aria-current]", "乘法").await;
    browser.photograph("player-subtitles-desk").await;

    browser.choose("[data-subtitles]", "English").await;
    browser.video_is(&shows("en", "What is")).await;
    browser.evaluate("document.activeElement.blur()").await;
    browser.press("c").await;
    browser
        .video_is("![...v.textTracks].some(t => t.mode == 'showing')")
        .await;
    browser.press("c").await;
    browser.visit(&path).await;
    browser.video_is(&shows("en", "What is")).await;

    browser.resize(390, 844).await;
    browser.visit(&path).await;
    browser.find(".chapters").await;
    browser.photograph("player-phone").await;
    assert_eq!(browser.complaints().await, Vec::<String>::new());
    browser.close().await;

    let desk = Browser::open(&app.origin(), 1280, 900).await;
    desk.sign_in(Person::Wang).await;
    desk.visit(&format!("{path}/edit")).await;
    desk.evaluate("document.querySelector('#subtitles-part').scrollIntoView()")
        .await;
    desk.photograph("player-teacher").await;
    desk.close().await;
    app.finish().await;
}
