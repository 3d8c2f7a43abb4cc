use super::{COURSE, Story};
use crate::support::{Browser, Encoder};

const TITLE: &str = "直播课：所有权与借用";
const KEPT: &str = "画面很清楚！";
const DELETED: &str = "广告：加我领取资料";

/// # Returns
/// The path of the room, whose class has ended.
pub(super) async fn a_class_is_watched_with_danmaku_and_one_is_deleted(story: &Story) -> String {
    let room = plan(&story.teacher).await;
    let encoder = go_live(story, &room).await;
    watch(&story.learner, &room).await;
    send_danmaku(story).await;
    delete_danmaku(story, &room).await;
    end(story).await;
    encoder.ended().await;
    room
}

async fn plan(teacher: &Browser) -> String {
    teacher.visit("/live/new").await;
    teacher.type_into("input[name=title]", TITLE).await;
    teacher.choose("select[name=course]", COURSE).await;
    teacher.click("main form.form button.button--primary").await;
    teacher.find(".studio").await;
    let path = teacher.evaluate("return location.pathname").await;
    let path = path.as_str().expect("the studio's address");
    path.trim_end_matches("/studio").to_owned()
}

/// With the address and the key that the studio shows, as somebody copies them into OBS.
async fn go_live(story: &Story, room: &str) -> Encoder {
    let teacher = &story.teacher;
    if teacher.count("#stream-key").await == 0 {
        teacher.click("#stream form button").await;
    }
    let key = teacher.text("#stream-key").await;
    assert!(
        teacher.text("#stream-server").await.starts_with("rtmp://"),
        "the studio names the address"
    );
    teacher
        .click(&format!("form[action='{room}/start'] button"))
        .await;
    teacher.find(&format!("form[action='{room}/end']")).await;
    let encoder = Encoder::teach(&story.app.rtmp_url(&key), TITLE);
    teacher.wait_until(&picture_moves()).await;
    teacher.photograph("07-studio").await;
    encoder
}

async fn watch(learner: &Browser, room: &str) {
    learner.visit("/live").await;
    learner.click(&format!("a[href='{room}']")).await;
    learner.wait_until(&picture_moves()).await;
    let (time, frames) = (position(learner).await, frames(learner).await);
    let moves_on = format!(
        "const video = document.querySelector('#stage video'); \
         return video.currentTime > {time} + 2 && video.getVideoPlaybackQuality().totalVideoFrames > {frames} + 20"
    );
    learner.wait_until(&moves_on).await;
}

fn picture_moves() -> String {
    "const video = document.querySelector('#stage video'); \
     return !!video && !video.paused && video.currentTime > 0 \
         && video.getVideoPlaybackQuality().totalVideoFrames > 5"
        .to_owned()
}

async fn position(browser: &Browser) -> f64 {
    let script = "return document.querySelector('#stage video').currentTime";
    browser.evaluate(script).await.as_f64().expect("a number")
}

async fn frames(browser: &Browser) -> f64 {
    let script =
        "return document.querySelector('#stage video').getVideoPlaybackQuality().totalVideoFrames";
    browser.evaluate(script).await.as_f64().expect("a number")
}

async fn send_danmaku(story: &Story) {
    for words in [KEPT, DELETED] {
        say(&story.learner, words).await;
        story.teacher.sees("#messages .message__body", words).await;
    }
    say(&story.teacher, "大家晚上好，我们从报错开始").await;
    for browser in [&story.learner, &story.teacher] {
        browser.sees("#danmaku", DELETED).await;
    }
    story.learner.photograph("08-live-learner").await;
    story.learner.resize(360, 740).await;
    story.learner.photograph("09-live-phone").await;
    story.learner.resize(1280, 800).await;
}

async fn say(browser: &Browser, words: &str) {
    browser
        .type_into("#composer input[name=content]", words)
        .await;
    browser.click("#composer button[type=submit]").await;
    browser
        .sees("#messages [data-seq] .message__body", words)
        .await;
}

/// The third person in the room.
async fn delete_danmaku(story: &Story, room: &str) {
    let assistant = Browser::open(&story.app.origin(), 1280, 800).await;
    assistant.sign_in_as("assistant").await;
    assistant.visit(room).await;
    assistant.sees("#messages .message__body", DELETED).await;
    assistant
        .click_within(
            "#messages .message",
            DELETED,
            ".message__actions form[data-act=deletion] button",
        )
        .await;
    assistant.confirm().await;
    for browser in [&assistant, &story.learner, &story.teacher] {
        browser.loses("#messages, #danmaku", DELETED).await;
        browser.sees("#messages .message__body", KEPT).await;
    }
    story.learner.photograph("10-danmaku-deleted").await;
    assistant.finish().await;
}

async fn end(story: &Story) {
    let teacher = &story.teacher;
    teacher.click("form[action$='/end'] button").await;
    teacher.confirm().await;
    teacher
        .find("#stage[data-state=ended], #stage[data-state=replay]")
        .await;
    let learner = &story.learner;
    learner
        .find("#stage[data-state=ended], #stage[data-state=replay]")
        .await;
    learner.photograph("11-ended").await;
}
