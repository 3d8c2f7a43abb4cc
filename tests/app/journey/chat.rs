use super::{COURSE, Story};
use crate::support::Browser;

const QUESTION: &str = "老师好，我是刚加入的兰兰。一个值真的只能有一个主人吗？";
const ANSWER: &str = "欢迎兰兰！是的：主人只有一个，借用的人可以有很多。";

pub(super) async fn learner_and_teacher_talk_both_ways(story: &Story) {
    enter(&story.learner).await;
    enter(&story.teacher).await;
    say(&story.learner, QUESTION).await;
    story
        .teacher
        .sees("#messages .message__body", QUESTION)
        .await;
    say(&story.teacher, ANSWER).await;
    story.learner.sees("#messages .message__body", ANSWER).await;
    story
        .learner
        .wait_until("return !document.querySelector('.message--pending')")
        .await;
    story.learner.photograph("05-chat").await;
}

/// Into the room of the course, as anybody finds it.
async fn enter(browser: &Browser) {
    browser.visit("/").await;
    browser.click(".nav a[href='/chat']").await;
    browser.click_text("a.room", COURSE).await;
    browser.sees("#room h1", COURSE).await;
}

async fn say(browser: &Browser, words: &str) {
    browser.type_into("#composer textarea", words).await;
    browser.click("#composer button.button--primary").await;
    browser.sees("#messages .message--own", words).await;
}
