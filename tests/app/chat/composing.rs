//! The line to write in, in real browsers: who is writing, what was not sent, emoji, formulas and names.

use super::Room;
use super::in_browsers::{enter, write};
use crate::support::{Person, TestApp};

#[tokio::test]
async fn who_is_writing_is_seen_by_the_other_until_the_message_comes() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let student = enter(&app, Person::Xiaoming, &room.path, (1280, 900)).await;
    let teacher = enter(&app, Person::Wang, &room.path, (360, 740)).await;
    teacher.sees("[data-online]", "2 人在线").await;
    let height = "return document.querySelector('#messages').clientHeight";
    let before = teacher.evaluate(height).await;
    student.type_into("#composer textarea", "老").await;
    teacher.sees(".typing", "小明 正在输入").await;
    assert_eq!(teacher.evaluate(height).await, before, "nothing jumps");
    student.loses(".typing", "小明").await;
    student
        .type_behind("#composer textarea", "师好\u{e007}")
        .await;
    teacher.sees(".message__body", "老师好").await;
    let is_over = "return document.querySelector('.typing').textContent === ''";
    teacher.wait_until(is_over).await;
    for browser in [student, teacher] {
        browser.finish().await;
    }
    app.finish().await;
}

#[tokio::test]
async fn a_draft_waits_in_its_room_until_it_is_sent_and_goes_with_signing_out() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let direct = format!("/chat/people/{}", app.id_of(Person::Wang));
    let other = Room::at(&app.student().await.post(&direct, &[]).await);
    let browser = enter(&app, Person::Xiaoming, &room.path, (1280, 900)).await;
    let holds = |words: &str| {
        format!("return document.querySelector('#composer textarea').value === '{words}'")
    };
    browser.type_into("#composer textarea", "写了一半").await;
    browser.visit(&other.path).await;
    browser.wait_until(&holds("")).await;
    browser.visit(&room.path).await;
    browser.wait_until(&holds("写了一半")).await;
    browser
        .type_behind("#composer textarea", "，写完了\u{e007}")
        .await;
    browser
        .sees(".message--own[data-id]", "写了一半，写完了")
        .await;
    browser.visit(&room.path).await;
    browser.wait_until(&holds("")).await;
    browser.type_into("#composer textarea", "只有我看").await;
    let signing_out = "document.querySelector('form[action=\"/logout\"]').requestSubmit()";
    browser.evaluate(signing_out).await;
    browser
        .wait_until("return !location.pathname.startsWith('/chat')")
        .await;
    let kept = "return Object.keys(localStorage).some(key => key.startsWith('draft '))";
    browser.visit("/login").await;
    assert_eq!(
        browser.evaluate(kept).await,
        false,
        "it goes with the person"
    );
    browser.close().await;
    app.finish().await;
}

#[tokio::test]
async fn an_emoji_is_found_by_name_walked_to_by_keys_and_put_where_one_writes() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let browser = enter(&app, Person::Xiaoming, &room.path, (360, 740)).await;
    browser.type_into("#composer textarea", "加油").await;
    browser.click("[popovertarget=emoji]").await;
    browser.find("#emoji .emoji__grid button").await;
    browser.photograph("chat-emoji").await;
    let overflow = "return document.documentElement.scrollWidth <= innerWidth";
    assert_eq!(browser.evaluate(overflow).await, true);
    let composing = "const field = document.querySelector('#emoji input'); field.value = '庆祝';
        field.dispatchEvent(new Event('input'));
        field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }));
        return document.querySelector('#emoji').matches(':popover-open')";
    assert_eq!(
        browser.evaluate(composing).await,
        true,
        "not while composing"
    );
    browser.type_into("#emoji input", "party\u{e015}").await;
    let focused = "return document.activeElement.textContent === '🥳'";
    browser.wait_until(focused).await;
    browser
        .type_behind("#emoji .emoji__grid button", "\u{e00d}")
        .await;
    let written = "return document.querySelector('#composer textarea').value === '加油🥳' && document.activeElement.name === 'content'";
    browser.wait_until(written).await;
    browser.click("[popovertarget=emoji]").await;
    browser.type_into("#emoji input", "没有这个").await;
    browser.sees(".emoji__none:not([hidden])", "没有").await;
    browser.type_behind("#emoji input", "\u{e00c}").await;
    browser
        .wait_until("return !document.querySelector('#emoji').matches(':popover-open')")
        .await;
    browser.finish().await;
    app.finish().await;
}

#[tokio::test]
async fn a_formula_is_drawn_and_a_name_set_apart_on_the_other_page() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let student = enter(&app, Person::Xiaoming, &room.path, (1280, 900)).await;
    let loaded =
        "return performance.getEntriesByType('resource').some(e => e.name.includes('katex'))";
    assert_eq!(
        student.evaluate(loaded).await,
        false,
        "only where it is needed"
    );
    let teacher = enter(&app, Person::Wang, &room.path, (1280, 900)).await;
    write(&teacher, "@小明 先证 $a^2+b^2=c^2$，再问 @张助教 ").await;
    student.sees(".call--own", "@小明").await;
    student.sees(".call:not(.call--own)", "@张助教").await;
    student.find(".message[data-id] .formula .katex").await;
    student.photograph("chat-formula").await;
    teacher.find(".message[data-id] .formula .katex").await;
    assert_eq!(teacher.count(".call--own").await, 0);
    for browser in [student, teacher] {
        browser.finish().await;
    }
    app.finish().await;
}

#[tokio::test]
async fn a_held_message_waits_on_its_authors_page_until_it_is_let_through() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let teacher = app.teacher().await;
    let rules = [("held_words", "答案")];
    teacher
        .post(&format!("{}/moderation", room.path), &rules)
        .await;
    let student = enter(&app, Person::Xiaoming, &room.path, (1280, 900)).await;
    let other = enter(&app, Person::Zhang, &room.path, (1280, 900)).await;
    write(&student, "答案是三").await;
    student.sees(".message--held", "待审核").await;
    room.said(&teacher, "下一题").await;
    other.sees(".message__body", "下一题").await;
    other.loses(".message__body", "答案是三").await;
    let id = app.count("SELECT id AS n FROM held_messages");
    let approval = format!("{}/held/{id}/approval", room.path);
    teacher.post(&approval, &[]).await;
    other
        .sees(".message[data-id] .message__body", "答案是三")
        .await;
    student
        .sees(".message--own[data-id] .message__body", "答案是三")
        .await;
    assert_eq!(student.count(".message--held").await, 0);
    assert_eq!(student.count(".message").await, 2);
    for browser in [student, other] {
        browser.finish().await;
    }
    app.finish().await;
}
