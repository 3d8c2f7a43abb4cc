//! A conversation as people have it: two browsers, one room.

use std::time::Duration;

use super::Room;
use crate::support::{Browser, Person, TestApp};

pub(super) async fn enter(app: &TestApp, person: Person, path: &str, size: (u32, u32)) -> Browser {
    let browser = Browser::open(&app.origin(), size.0, size.1).await;
    browser.sign_in(person).await;
    browser.visit(path).await;
    browser.find("#composer textarea").await;
    browser
}

pub(super) async fn write(browser: &Browser, words: &str) {
    browser
        .type_into("#composer textarea", &format!("{words}\u{e007}"))
        .await;
}

#[tokio::test]
async fn two_people_talk_and_a_deleted_message_leaves_both_pages() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let student = enter(&app, Person::Xiaoming, &room.path, (1280, 900)).await;
    let teacher = enter(&app, Person::Wang, &room.path, (1280, 900)).await;
    write(&student, "王老师好，**第三题**怎么做？").await;
    teacher.sees(".message[data-id] strong", "第三题").await;
    write(&teacher, "先看 `A = LU`，再代入。").await;
    student.sees(".message[data-id] code", "A = LU").await;
    student.sees(".message--own[data-id]", "王老师好").await;
    let count = "return document.querySelectorAll('#messages .message').length == 2";
    student.wait_until(count).await;
    write(&student, "<img src=x onerror=alert(1)> 谢谢！").await;
    teacher.sees(".message__body", "谢谢").await;
    teacher.photograph("chat-room").await;
    delete_last(&teacher).await;
    for browser in [&student, &teacher] {
        browser.loses(".message__body", "谢谢").await;
        browser.wait_until(count).await;
    }
    for browser in [student, teacher] {
        browser.finish().await;
    }
    app.finish().await;
}

/// By the button that moderators have at each message.
async fn delete_last(browser: &Browser) {
    let last = "[...document.querySelectorAll('#messages .message[data-id]')].at(-1)";
    browser
        .evaluate(&format!(
            "{last}.querySelector('.message__actions [data-delete] button').click()"
        ))
        .await;
    browser.click("#confirm[open] button[value=yes]").await;
}

#[tokio::test]
async fn a_reply_and_a_reaction_reach_the_other_page_and_a_quotation_goes_with_its_message() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let student = enter(&app, Person::Xiaoming, &room.path, (1280, 900)).await;
    let teacher = enter(&app, Person::Wang, &room.path, (1280, 900)).await;
    write(&student, "第三题怎么做？").await;
    teacher.sees(".message[data-id]", "第三题怎么做").await;
    teacher
        .evaluate("document.querySelector('.message[data-id] [data-reply]').click()")
        .await;
    teacher.sees(".composer__reply", "第三题怎么做").await;
    write(&teacher, "先化简。").await;
    student.sees(".message__quote", "第三题怎么做").await;
    let idle = "return document.querySelector('.composer__reply').hidden";
    assert_eq!(teacher.evaluate(idle).await, true, "answered once");
    let thank = "[...document.querySelectorAll('.message[data-id]')].at(-1).querySelector('.message__react [value=\"🎉\"]').click()";
    student.evaluate(thank).await;
    teacher
        .sees(".message__reactions [aria-pressed=false]", "🎉 1")
        .await;
    student
        .sees(".message__reactions [aria-pressed=true]", "🎉 1")
        .await;
    teacher.photograph("chat-reply").await;
    let taking_back = "document.querySelector('.message[data-id] .message__actions [data-delete] button').click()";
    student.evaluate(taking_back).await;
    student.click("#confirm[open] button[value=yes]").await;
    for browser in [&student, &teacher] {
        browser.loses(".message__quote", "第三题").await;
        browser.sees(".message__body", "先化简").await;
    }
    for browser in [student, teacher] {
        browser.finish().await;
    }
    app.finish().await;
}

#[tokio::test]
async fn a_reaction_to_what_is_further_up_is_seen_when_one_gets_there() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    app.execute(&format!(
        "INSERT INTO messages (chat_room_id, user_id, content, seq, rev, nonce)
         SELECT {}, (SELECT id FROM users WHERE username = 'wang'), 'message ' || n, n, n, gen_random_uuid()
         FROM generate_series(1, 80) n",
        room.id
    ));
    app.execute(&format!(
        "UPDATE chat_rooms SET last_seq = 80, last_rev = 80 WHERE id = {}",
        room.id
    ));
    app.execute("UPDATE chat_room_members SET last_read_seq = 80 WHERE is_active");
    let browser = enter(&app, Person::Xiaoming, &room.path, (1280, 900)).await;
    let first = app.count("SELECT id AS n FROM messages WHERE seq = 1");
    let path = format!("{}/messages/{first}/reactions", room.path);
    let teacher = app.teacher().await;
    assert_eq!(teacher.post(&path, &[("emoji", "🎉")]).await.status(), 303);
    room.said(&teacher, "the newest").await;
    browser.sees(".message__body", "the newest").await;
    let count = "return document.querySelectorAll('.message[data-seq]').length == 51";
    browser.wait_until(count).await;
    let all = "document.querySelector('#messages').scrollTop = 0;
        return [...document.querySelectorAll('.message[data-seq]')].map(e => e.dataset.seq).join() == Array.from({ length: 81 }, (_, i) => i + 1).join()";
    browser.wait_until(all).await;
    browser.sees(".message__reactions", "🎉 1").await;
    browser.close().await;
    app.finish().await;
}

#[tokio::test]
async fn a_page_that_lost_its_connection_catches_up_and_sends_what_waited() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let teacher = app.teacher().await;
    let browser = enter(&app, Person::Xiaoming, &room.path, (1280, 900)).await;
    room.said(&teacher, "before").await;
    browser.sees(".message__body", "before").await;
    app.app().hub.shut_down(Duration::ZERO).await;
    room.said(&teacher, "while away").await;
    browser.sees(".message__body", "while away").await;
    browser
        .wait_until("return document.querySelector('.connection').hidden")
        .await;
    for n in 0..14 {
        write(&browser, &format!("quick {n}")).await;
    }
    browser
        .sees(".message--own[data-id] .message__body", "quick 13")
        .await;
    let waiting =
        "return document.querySelectorAll('.message--pending, .message--failed').length == 0";
    browser.wait_until(waiting).await;
    let order = browser
        .evaluate("return [...document.querySelectorAll('.message--own .message__body')].map(e => e.textContent.trim()).join()")
        .await;
    let expected: Vec<String> = (0..14).map(|n| format!("quick {n}")).collect();
    assert_eq!(
        order,
        expected.join(","),
        "too fast, yet all are sent, in order"
    );
    browser.close().await;
    app.finish().await;
}

#[tokio::test]
async fn enter_sends_but_never_while_an_input_method_is_composing() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let browser = enter(&app, Person::Xiaoming, &room.path, (1280, 900)).await;
    let press = |options: &str| {
        format!(
            "const text = document.querySelector('#composer textarea'); text.value = 'ni hao';
             text.dispatchEvent(new KeyboardEvent('keydown', {{ key: 'Enter', bubbles: true, cancelable: true, {options} }}));
             return text.value"
        )
    };
    for composing in ["isComposing: true", "keyCode: 229", "shiftKey: true"] {
        assert_eq!(
            browser.evaluate(&press(composing)).await,
            "ni hao",
            "{composing}"
        );
    }
    assert_eq!(browser.evaluate(&press("")).await, "", "sent");
    browser.sees(".message--own[data-id]", "ni hao").await;
    assert_eq!(app.count("SELECT count(*) AS n FROM messages"), 1);
    browser.close().await;
    app.finish().await;
}

#[tokio::test]
async fn history_comes_as_one_scrolls_up_without_a_jump_or_a_gap() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    app.execute(&format!(
        "INSERT INTO messages (chat_room_id, user_id, content, seq, rev, nonce, created_at)
         SELECT {}, (SELECT id FROM users WHERE username = CASE WHEN n % 7 < 3 THEN 'wang' ELSE 'zhang' END),
             'message ' || n, n, n, gen_random_uuid(), now() - (200 - n) * interval '30 minutes'
         FROM generate_series(1, 180) n",
        room.id
    ));
    app.execute(&format!(
        "UPDATE chat_rooms SET last_seq = 180, last_rev = 180 WHERE id = {}",
        room.id
    ));
    app.execute("UPDATE chat_room_members SET last_read_seq = 170 WHERE is_active");
    let browser = enter(&app, Person::Xiaoming, &room.path, (1280, 900)).await;
    browser.photograph("chat-history").await;
    // The first time it is asked for, nothing comes: a network is away for a moment.
    let fails_once = "const real = window.fetch; window.fetch = () => { window.fetch = real; return Promise.reject(new TypeError('away')) }";
    browser.evaluate(fails_once).await;
    let loaded = |count: usize| {
        format!(
            "document.querySelector('#messages').scrollTop = 0;
             return document.querySelectorAll('#messages .message[data-seq]').length == {count}"
        )
    };
    browser.wait_until(&loaded(180)).await;
    let seqs = "return [...document.querySelectorAll('#messages .message')].every((e, i) => Number(e.dataset.seq) == i + 1)";
    assert_eq!(browser.evaluate(seqs).await, true);
    let days = "const days = [...document.querySelectorAll('.day-divider')].map(e => e.textContent); return days.length == new Set(days).size";
    assert_eq!(browser.evaluate(days).await, true, "each day is named once");
    let phone = enter(&app, Person::Zhang, &room.path, (375, 720)).await;
    phone.photograph("chat-phone").await;
    let overflow = "return document.documentElement.scrollWidth <= innerWidth";
    assert_eq!(phone.evaluate(overflow).await, true);
    phone.close().await;
    browser.close().await;
    app.finish().await;
}

#[tokio::test]
async fn a_name_is_offered_behind_an_at_and_a_message_is_edited_where_it_stands() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let student = enter(&app, Person::Xiaoming, &room.path, (360, 740)).await;
    let teacher = enter(&app, Person::Wang, &room.path, (1280, 900)).await;
    teacher.type_into("#composer textarea", "@小").await;
    teacher
        .sees(".mention-list [aria-selected=true]", "小明")
        .await;
    teacher.type_behind("#composer textarea", "\u{e007}").await;
    let waits = "return document.querySelector('#composer textarea').value === '@小明 '";
    teacher.wait_until(waits).await;
    teacher
        .type_behind("#composer textarea", "第三提\u{e007}")
        .await;
    student.sees(".message--mention[data-id]", "第三提").await;
    let own = "document.querySelector('.message--own[data-id] [data-edit]').click()";
    teacher.evaluate(own).await;
    teacher.sees(".message-edit textarea", "第三提").await;
    teacher
        .type_behind(".message-edit textarea", "\u{e003}题\u{e007}")
        .await;
    student.sees(".message--mention[data-id]", "第三题").await;
    student.sees(".message__edited", "已编辑").await;
    teacher
        .wait_until("return !document.querySelector('.message-edit')")
        .await;
    let pin = "document.querySelector('.message--own[data-id] [data-pin] button').click()";
    teacher.evaluate(pin).await;
    student.find(".message[data-pinned]").await;
    student.photograph("chat-phone").await;
    for browser in [student, teacher] {
        browser.finish().await;
    }
    app.finish().await;
}
