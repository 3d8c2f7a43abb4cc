//! What people do in a room, in two real browsers: files, calls, undoing, links, unread messages, and how a moderator's acts
//! reach the page of the one they are about. What is not here is in `in_browsers.rs` and `composing.rs`.

use serde_json::json;

use super::Room;
use super::in_browsers::{enter, write};
use crate::support::{Browser, Person, TestApp};

/// A picture that is larger than its thumbnail, as a file of the page.
const PICTURE: &str = "const canvas = Object.assign(document.createElement('canvas'), { width: 1200, height: 800 });
    canvas.getContext('2d').fillRect(0, 0, 600, 800);
    const bytes = Uint8Array.from(atob(canvas.toDataURL('image/png').split(',')[1]), (c) => c.charCodeAt(0));
    const files = new DataTransfer();
    files.items.add(new File([bytes], '板书.png', { type: 'image/png' }));";

/// The last message on the page that has a number.
const LAST: &str = "[...document.querySelectorAll('#messages .message[data-id]')].at(-1)";

async fn finish(browsers: impl IntoIterator<Item = Browser>) {
    for browser in browsers {
        browser.finish().await;
    }
}

/// Presses what may be done with the last message.
async fn act_on_last(browser: &Browser, action: &str) {
    browser
        .evaluate(&format!(
            "{LAST}.querySelector('.message__actions {action}').click()"
        ))
        .await;
}

#[tokio::test]
async fn pictures_are_pasted_files_dropped_and_how_far_they_are_is_seen() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let student = enter(&app, Person::Xiaoming, &room.path, (360, 740)).await;
    let teacher = enter(&app, Person::Wang, &room.path, (1280, 900)).await;
    let paste = format!(
        "{PICTURE} document.querySelector('#composer textarea').dispatchEvent(
            new ClipboardEvent('paste', {{ clipboardData: files, bubbles: true, cancelable: true }}))"
    );
    student.evaluate(&paste).await;
    student.sees(".composer__files .tag", "板书.png").await;
    write(&student, "看板书").await;
    let is_drawn = "const image = document.querySelector('.message__image img');
        return !!image && image.complete && image.naturalWidth > 0 && image.naturalWidth < 1200";
    for browser in [&teacher, &student] {
        browser
            .sees(".message[data-id] .message__body", "看板书")
            .await;
        browser.wait_until(is_drawn).await;
    }
    teacher.send_slowly(150_000).await;
    let drop = "const files = new DataTransfer();
        files.items.add(new File([new Uint8Array(450_000)], '讲义.bin'));
        document.querySelector('#messages').dispatchEvent(
            new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }))";
    teacher.evaluate(drop).await;
    teacher.sees(".composer__files .tag", "讲义.bin").await;
    teacher.type_behind("#composer textarea", "\u{e007}").await;
    let is_under_way =
        "const bar = document.querySelector('.message--pending progress:not([hidden])');
        return !!bar && bar.value > 0 && bar.value < 1";
    teacher.wait_until(is_under_way).await;
    student.sees(".message__file", "讲义.bin").await;
    teacher
        .sees(".message[data-id] .message__file", "讲义.bin")
        .await;
    assert_eq!(teacher.count(".message--pending").await, 0);
    let size = "return fetch(document.querySelector('.message__file').href).then((answer) => answer.blob()).then((file) => file.size)";
    assert_eq!(student.evaluate(size).await, 450_000);
    // What was chosen is put back before it is sent.
    student.evaluate(&paste).await;
    student.click(".composer__files .tag button").await;
    student
        .wait_until("return document.querySelector('.composer__files').hidden")
        .await;
    student.photograph("chat-files").await;
    finish([student, teacher]).await;
    app.finish().await;
}

#[tokio::test]
async fn all_are_called_what_was_said_is_looked_up_taken_back_and_linked_to() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let student = enter(&app, Person::Xiaoming, &room.path, (1280, 900)).await;
    let teacher = enter(&app, Person::Wang, &room.path, (1280, 900)).await;
    write(&student, "@所有人 我也能吗").await;
    teacher.sees(".message__body", "我也能吗").await;
    assert_eq!(
        teacher.count(".message--mention").await,
        0,
        "learners call nobody at large"
    );
    write(&teacher, "@所有人 明天提课").await;
    student
        .sees(".message--mention .call--own", "@所有人")
        .await;
    assert_eq!(teacher.count(".message--mention").await, 0, "not oneself");

    act_on_last(&teacher, "[data-edit]").await;
    teacher.sees(".message-edit textarea", "明天提课").await;
    teacher
        .type_into(".message-edit textarea", "@所有人 明天停课\u{e007}")
        .await;
    student
        .sees(".message--mention .message__body", "明天停课")
        .await;
    assert_eq!(
        student.count("[data-revisions]").await,
        0,
        "for the staff alone"
    );
    act_on_last(&teacher, "[data-revisions]").await;
    teacher.sees(".revision", "明天提课").await;
    teacher.sees(".revision", "明天停课").await;
    teacher.visit(&room.path).await;
    teacher.find("#composer textarea").await;

    write(&student, "手滑了").await;
    teacher.sees(".message[data-id]", "手滑了").await;
    student.sees(".message--own[data-id]", "手滑了").await;
    act_on_last(&student, "[data-delete] button").await;
    student.confirm().await;
    teacher.loses(".message__body", "手滑了").await;
    student.click(".undo button").await;
    for browser in [&student, &teacher] {
        browser.sees(".message[data-id]", "手滑了").await;
    }
    let order = "return [...document.querySelectorAll('.message[data-seq]')].map((e) => e.dataset.seq).join()";
    assert_eq!(teacher.evaluate(order).await, "1,2,3", "back at its place");

    act_on_last(&teacher, "[data-pin] button").await;
    student.find(".message[data-pinned]").await;
    student.visit(&format!("{}/pins", room.path)).await;
    student.sees(".message", "手滑了").await;
    let link = student
        .evaluate("return document.querySelector('.message__link').getAttribute('href')")
        .await;
    student.visit(link.as_str().expect("an address")).await;
    let is_shown = "const box = document.querySelector(':target')?.getBoundingClientRect();
        return !!box && box.top >= 0 && box.bottom <= innerHeight";
    student.wait_until(is_shown).await;
    student.sees(":target", "手滑了").await;
    finish([student, teacher]).await;
    app.finish().await;
}

/// A hundred and thirty messages of the teacher, of which 小明 has read ten.
fn fill(app: &TestApp, room: &Room) {
    app.execute(&format!(
        "INSERT INTO messages (chat_room_id, user_id, content, seq, rev, nonce)
         SELECT {}, {}, 'message ' || n, n, n, gen_random_uuid() FROM generate_series(1, 130) n",
        room.id,
        app.id_of(Person::Wang)
    ));
    app.execute(&format!(
        "UPDATE chat_rooms SET last_seq = 130, last_rev = 130 WHERE id = {}",
        room.id
    ));
    app.execute("UPDATE chat_room_members SET last_read_seq = 10");
}

#[tokio::test]
async fn one_jumps_to_the_first_unread_message_and_reads_on_from_there() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    fill(&app, &room);
    let student = enter(&app, Person::Xiaoming, &room.path, (360, 740)).await;
    assert_eq!(student.count(".new-divider").await, 0, "it is further up");
    student.sees(".first-unread", "120").await;
    student.photograph("chat-first-unread").await;
    student.click(".first-unread").await;
    let is_there = "const divider = document.querySelector('#new');
        const box = divider?.getBoundingClientRect();
        const next = divider?.nextElementSibling;
        return document.querySelectorAll('.new-divider').length === 1 && box.top > 0 && box.bottom < innerHeight
            && next.dataset.seq === '11' && !document.querySelector('.first-unread')";
    student.wait_until(is_there).await;
    let whole = "return [...document.querySelectorAll('.message[data-seq]')].map((e) => e.dataset.seq).slice(-120).join()
        === Array.from({ length: 120 }, (_, i) => i + 11).join()";
    assert_eq!(student.evaluate(whole).await, true, "and all that follows");
    student.finish().await;

    // Without scripts the same link leads there, and one reads on page by page.
    let assistant = app.assistant().await;
    app.execute("UPDATE chat_room_members SET last_read_seq = 10");
    let page = assistant.get(&room.path).await.html();
    let jump = page.attribute(".first-unread", "href");
    let mut page = assistant
        .get(jump.split('#').next().expect("a path"))
        .await
        .html();
    assert_eq!(page.count("#new"), 1);
    let mut last = 0;
    for _ in 0..6 {
        let seqs = page.attributes(".message[data-seq]", "data-seq");
        last = seqs.last().and_then(|seq| seq.parse().ok()).unwrap_or(0);
        if last == 130 {
            break;
        }
        let links = page.attributes(".history-end a:not([data-older])", "href");
        page = assistant
            .get(links[0].split('#').next().expect("a path"))
            .await
            .html();
    }
    assert_eq!(last, 130);
    app.finish().await;
}

#[tokio::test]
async fn what_is_unread_is_counted_in_all_tabs_alike_and_nobody_knocks_in_step() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let teacher = app.teacher().await;
    let to_student = format!("/chat/people/{}", app.id_of(Person::Xiaoming));
    let direct = Room::at(&teacher.post(&to_student, &[]).await);
    let student = enter(&app, Person::Xiaoming, &room.path, (1280, 900)).await;
    direct.said(&teacher, "一").await;
    direct.said(&teacher, "二").await;
    student.sees("#chat-badge .badge", "2").await;
    student.sees(".room .badge", "2").await;
    let (first, second) = student.open_tab().await;
    student.visit("/courses").await;
    student.sees("#chat-badge .badge", "2").await;
    room.said(&teacher, "@小明 三").await;
    // The tab in the background hears of it over its socket, and tells the one in front.
    student.sees("#chat-badge .badge", "3").await;
    student.visit(&direct.path).await;
    student.find("#composer textarea").await;
    student.sees("#chat-badge .badge", "1").await;
    student.turn_to(&first).await;
    student.loses("#chat-badge .badge", "3").await;
    let is_empty = "return !document.querySelector('#chat-badge .badge')";
    student.wait_until(is_empty).await;
    student.turn_to(&second).await;
    student.wait_until(is_empty).await;

    // Row R19: pages that have lost the program come back spread, and ever less often.
    let spread =
        "return import('/static/js/feed.js').then(({ delayAfter }) => [0, 3, 9].map((failures) => {
        const delays = Array.from({ length: 400 }, () => delayAfter(failures));
        return [Math.min(...delays), Math.max(...delays), new Set(delays).size];
    }))";
    let spread = student.evaluate(spread).await;
    for (n, usual) in [500.0, 4_000.0, 30_000.0].into_iter().enumerate() {
        let number = |at: usize| spread[n][at].as_f64().expect("a number");
        assert!(
            number(0) >= usual * 0.5 && number(0) < usual * 0.7,
            "{spread}"
        );
        assert!(
            number(1) <= usual * 1.5 && number(1) > usual * 1.3,
            "{spread}"
        );
        assert!(number(2) > 390.0, "{spread}");
    }
    student.finish().await;
    app.finish().await;
}

/// Fills in the form of what is done with a member, and sends it.
async fn sanction(teacher: &Browser, room: &Room, what: &str) {
    teacher.visit(&format!("{}/people", room.path)).await;
    let fill = format!(
        "const form = [...document.querySelectorAll('.person')].find((e) => e.textContent.includes('小明'))?.querySelector('form[action$=\"/{what}\"]');
         if (!form) return false;
         form.closest('details').open = true;
         form.elements.reason.value = '刷屏';
         form.requestSubmit();
         return true"
    );
    teacher.wait_until(&fill).await;
    if what != "mute" {
        teacher.confirm().await;
    }
    teacher
        .wait_until("return location.pathname.endsWith('/moderation')")
        .await;
}

/// Changes rules of the room in their form.
async fn rule(teacher: &Browser, room: &Room, rules: serde_json::Value) {
    teacher.visit(&format!("{}/moderation", room.path)).await;
    teacher.find("form[action$='/moderation']").await;
    let fill = format!(
        "const form = document.querySelector(\"form[action$='/moderation']\");
         for (const [name, value] of Object.entries({rules})) form.elements[name].value = value;
         form.requestSubmit()"
    );
    teacher.evaluate(&fill).await;
    teacher.sees(".flashes, .toasts", "规则已保存").await;
}

#[tokio::test]
async fn what_a_moderator_does_reaches_the_page_of_the_one_it_is_about() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let student = enter(&app, Person::Xiaoming, &room.path, (1280, 900)).await;
    let teacher = enter(&app, Person::Wang, &room.path, (1280, 900)).await;
    for words in ["刷屏一", "刷屏二"] {
        write(&student, words).await;
        teacher.sees(".message[data-id]", words).await;
    }
    // The rules of the room, each with its words.
    rule(
        &teacher,
        &room,
        json!({ "blocked_words": "代写", "link_policy": "none", "repeats_allowed": "1" }),
    )
    .await;
    for (typed, told) in [
        ("谁要代写", "代写"),
        ("看 https://evil.example", "不能发链接"),
        ("刷屏一", "已经发过"),
    ] {
        write(&student, typed).await;
        student.sees(".message--failed .message__note", told).await;
        student.click(".message--failed [data-drop]").await;
        student
            .wait_until("return !document.querySelector('.message--failed')")
            .await;
    }
    rule(&teacher, &room, json!({ "blocked_words": "", "link_policy": "all", "repeats_allowed": "0", "slow_seconds": "3" })).await;
    write(&student, "慢一点").await;
    student.sees(".message--own[data-id]", "慢一点").await;
    write(&student, "又一句").await;
    student
        .sees(".message--pending .message__note", "秒后自动重发")
        .await;
    student.sees(".message--own[data-id]", "又一句").await;
    rule(&teacher, &room, json!({ "slow_seconds": "0" })).await;

    // A report waits for the moderators, and is let stand by one of them.
    teacher.visit(&room.path).await;
    write(&teacher, "有争议的话").await;
    student.sees(".message[data-id]", "有争议的话").await;
    act_on_last(&student, "[data-report]").await;
    student.type_into("textarea[name=reason]", "不合适").await;
    student.click("form[action$='/report'] button").await;
    student.sees("#toasts", "管理者").await;
    student.sees("#messages .message", "有争议的话").await;
    teacher.visit(&room.path).await;
    teacher
        .sees(".conversation-head [href$='/moderation'] .badge", "1")
        .await;
    teacher.visit(&format!("{}/moderation", room.path)).await;
    teacher.sees(".reported", "不合适").await;
    teacher.click("form[action$='/dismissal'] button").await;
    teacher
        .wait_until("return !document.querySelector('article.reported')")
        .await;

    // All that somebody has written lately goes from the page that shows it, and one of it comes back.
    student.sees("#messages .message", "刷屏二").await;
    sanction(&teacher, &room, "deletion").await;
    for words in ["刷屏一", "刷屏二", "慢一点"] {
        student.loses(".message__body", words).await;
    }
    student.sees(".message__body", "有争议的话").await;
    let first = app.count("SELECT min(id) AS n FROM messages");
    let restored = app.teacher().await;
    let back = format!("{}/messages/{first}/restoration", room.path);
    assert_eq!(restored.post(&back, &[]).await.status(), 303);
    student.sees(".message__body", "刷屏一").await;

    sanction(&teacher, &room, "mute").await;
    // The browser's driver types nowhere after a dialog has closed until something is clicked on; a keyboard does.
    student.click("#composer textarea").await;
    write(&student, "还能说吗").await;
    student
        .sees(".message--failed .message__note", "禁言")
        .await;
    sanction(&teacher, &room, "ban").await;
    student.sees(".connection", "已不在这个会话中").await;
    assert_eq!(
        student.count("#messages .message[data-id]").await,
        0,
        "it is gone from the page"
    );
    teacher.sees(".acts", "移出了小明").await;
    student.close().await;
    teacher.finish().await;
    app.finish().await;
}
