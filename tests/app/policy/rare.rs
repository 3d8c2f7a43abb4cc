//! Pages that are there only for a while or behind a key in their address, which the walks over the things of the world do not
//! meet. Together with them, every page of the program is looked at.

use std::collections::BTreeSet;

use lectern::notifications::Event;
use reqwest::multipart::{Form, Part};

use super::*;
use crate::accounts::{mails, second_factor};
use crate::notifying::tell;
use crate::support::{Client, PASSWORD};

const WANG: Option<Person> = Some(Person::Wang);

/// As `tests/access.txt` has them, and who is there.
const RARE: [(&str, Option<Person>); 19] = [
    ("/admin/announcements/{announcement}", Some(Person::Root)),
    ("/people/{id}", None),
    ("/login/code", None),
    ("/password/reset/{token}", None),
    ("/email/confirmation/{token}", Some(Person::Xiaoming)),
    ("/email/undo/{token}", None),
    ("/notifications/unsubscribe/{token}", None),
    ("/certificates/{code:[0-9a-z]+}", None),
    (r"/courses/{course:\d+}/people/imports/{import:\d+}", WANG),
    ("/orders/{order}/receipt", Some(Person::Xiaoming)),
    (
        r"/courses/{course:\d+}/gradebook/imports/{import:\d+}",
        WANG,
    ),
    ("/chat/rooms/{id}/messages/{message}/revisions", WANG),
    ("/chat/rooms/{id}/messages/{message}/report", WANG),
    ("/chat/rooms/{id}/settings", WANG),
    ("/live/{room}/replay", Some(Person::Xiaoming)),
    ("/live/{room}/replay/edit", WANG),
    ("/live/{room}/statistics", WANG),
    ("/live/{room}/messages/{message}/report", WANG),
    (
        r"/courses/{course:\d+}/lessons/{lesson:\d+}/danmaku/{line:\d+}/report",
        WANG,
    ),
];

/// What the pages need beside the things of the world.
const FURNITURE: &str = "
    INSERT INTO announcements (words, words_en) VALUES ('系统维护', 'Maintenance');
    INSERT INTO account_tokens (token_hash, user_id, purpose, expires_at)
    SELECT sha256('a-token'), id, 'reset_password', now() + interval '1 hour' FROM users WHERE username = 'wang';
    INSERT INTO account_tokens (token_hash, user_id, purpose, email, expires_at)
    SELECT sha256('b-token'), id, 'confirm_email', 'ming@example.net', now() + interval '1 hour' FROM users
    WHERE username = 'xiaoming';
    INSERT INTO email_changes (user_id, old_email, new_email, undo_hash, undo_until)
    SELECT id, 'old@example.net', email, sha256('c-token'), now() + interval '1 hour' FROM users WHERE username = 'li';
    INSERT INTO certificates (user_id, course_id, code, learner_name, course_title, teacher_name, language)
    SELECT u.id, c.id, repeat('c', 26), '小明', c.title, '王老师', 'zh' FROM users u, courses c
    WHERE u.username = 'xiaoming' AND c.title = '线性代数';
    UPDATE orders SET status = 'paid', paid_at = now() WHERE user_id = (SELECT id FROM users WHERE username = 'xiaoming');
    UPDATE messages SET edited_at = now() WHERE message_type = 'text';
    INSERT INTO message_revisions (message_id, content) SELECT id, '从前' FROM messages WHERE message_type = 'text';
    INSERT INTO live_chat_messages (live_room_id, user_id, content, seq, rev, nonce)
    SELECT r.id, u.id, '听得见', 1000, 1000, gen_random_uuid() FROM live_rooms r, users u WHERE u.username = 'xiaoming';
    UPDATE live_rooms SET status = 'ended', started_at = now() - interval '1 hour', end_time = now();
    INSERT INTO live_assets (live_room_id, kind, title, media_id, file_url, file_type, is_published)
    SELECT r.id, 'recording', '回放', m.id, '/media/' || m.id || '/x.mp4', 'video', true FROM live_rooms r, media m
    WHERE m.storage_key = 'x/' || r.course_id";

/// Sends a table; where what it would do is shown.
async fn brought(client: &Client, path: String, table: &str) -> String {
    let file = Part::bytes(table.as_bytes().to_vec()).file_name("table.csv");
    let sent = client.upload(&path, Form::new().part("file", file)).await;
    assert_eq!(sent.status(), 303, "{path}: {sent:?}");
    sent.location().to_owned()
}

/// Where a mail about a grade leads who wants no more of them.
async fn unsubscribing(app: &TestApp) -> String {
    let learner = app.id_of(Person::Xiaoming);
    tell(app, vec![learner], Event::GradePosted, "成绩公布了").await;
    let mail = mails(app).await.pop().expect("a mail");
    let mut words = mail.split_whitespace();
    let link = words.find(|word| word.contains("/notifications/unsubscribe/"));
    let link = link.expect("a link").trim_matches(['<', '>', '(', ')']);
    let path = link.strip_prefix("http://localhost:8080");
    path.expect("our own").to_owned()
}

/// The address of each page of [`RARE`], in their order.
async fn addresses(app: &TestApp, own: &World) -> Vec<String> {
    for sql in FURNITURE.split(';') {
        app.execute(sql);
    }
    let course = app.cast.course;
    // What the film of a class would be.
    let film = app.data().join(format!("storage/x/{course}"));
    std::fs::create_dir_all(film.parent().expect("a folder")).expect("a folder");
    std::fs::write(film, "x").expect("a file");
    let teacher = app.teacher().await;
    second_factor::turn_on(&app.other_student().await).await;
    let people = brought(
        &teacher,
        format!("/courses/{course}/people/imports"),
        "学号,姓名,用户名,邮箱\n1,小红,xiaohong,\n",
    )
    .await;
    let book = format!("/courses/{course}/gradebook");
    let grades = teacher.get(&format!("{book}.csv")).await.text();
    let grades = grades.replace("小明,xiaoming,", "小明,xiaoming,5");
    let grades = brought(&teacher, format!("{book}/imports"), &grades).await;
    let fields = [("name", "读书会"), ("access", "open")];
    let group = teacher.post("/chat/rooms", &fields).await;
    let group = group.location().trim_end_matches("/people").to_owned();
    let unsubscribe = unsubscribing(app).await;
    let (room, message) = (own.of("room"), own.of("message"));
    let said = format!("/chat/rooms/{}/messages/{message}", own.of("chat room"));
    let heard = app.count(&format!(
        "SELECT id AS n FROM live_chat_messages WHERE live_room_id = {room} AND seq = 1000"
    ));
    let video = format!("/courses/{course}/lessons/{}", own.of("lesson of video"));
    let announcement = app.count("SELECT max(id) AS n FROM announcements");
    vec![
        format!("/admin/announcements/{announcement}"),
        format!("/people/{}", app.id_of(Person::Wang)),
        "/login/code".to_owned(),
        "/password/reset/a-token".to_owned(),
        "/email/confirmation/b-token".to_owned(),
        "/email/undo/c-token".to_owned(),
        unsubscribe,
        format!("/certificates/{}", "c".repeat(26)),
        people,
        format!("/orders/{}/receipt", own.of("order")),
        grades,
        format!("{said}/revisions"),
        format!("{said}/report"),
        format!("{group}/settings"),
        format!("/live/{room}/replay"),
        format!("/live/{room}/replay/edit"),
        format!("/live/{room}/statistics"),
        format!("/live/{room}/messages/{heard}/report"),
        format!("{video}/danmaku/{}/report", own.of("line")),
    ]
}

/// The second step of signing in waits for a code.
async fn asks_for_a_code(browser: &Browser) {
    browser.visit("/login").await;
    browser.type_into("input[name=login]", "xiaohong").await;
    browser.type_into("input[name=password]", PASSWORD).await;
    browser.click("main form button").await;
    browser
        .wait_until("return location.pathname == '/login/code'")
        .await;
}

async fn every_rare_page(locale: &'static str, width: u32) {
    let app = TestApp::start().await;
    let (own, _) = World::both(&app);
    app.execute(&format!("UPDATE users SET locale = '{locale}'"));
    let addresses = addresses(&app, &own).await;
    let mut complaints = Vec::new();
    for person in [None, WANG, Some(Person::Xiaoming), Some(Person::Root)] {
        let walk = Walk {
            who: '-',
            person,
            locale,
            width,
            pages: every,
        };
        let browser = walk.open(&app).await;
        for ((pattern, who), path) in RARE.iter().zip(&addresses) {
            if *who != person {
                continue;
            }
            if *pattern == "/login/code" {
                asks_for_a_code(&browser).await;
            }
            let mut said = look(&browser, path, true).await;
            let there = browser.evaluate("return location.pathname").await;
            if there != path.as_str() {
                said.push(format!("leads to {there}"));
            }
            complaints.extend(said.into_iter().map(|said| format!("{path}: {said}")));
        }
        browser.close().await;
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    app.finish().await;
}

#[tokio::test]
async fn every_rare_page_is_open_to_all_and_breaks_no_policy() {
    every_rare_page("zh-CN", 360).await;
    every_rare_page("en", 1280).await;
}

#[tokio::test]
async fn no_page_of_the_program_is_missing_among_those_that_are_looked_at() {
    let app = TestApp::start().await;
    let (own, _) = World::both(&app);
    let is_walked = |line: &Line| {
        let is_of_a_walk = ['g', 'e', 't', 'A'].iter().any(|who| line.lets_in(*who));
        own.known(line).is_some() && !line.who.starts_with("by ") && is_of_a_walk
    };
    let lines = Line::all().into_iter().filter(is_page);
    let missing: BTreeSet<&str> = lines
        .filter(|line| !is_walked(line))
        .map(|line| line.pattern)
        .collect();
    let rare: BTreeSet<&str> = RARE.iter().map(|(pattern, _)| *pattern).collect();
    assert_eq!(missing, rare);
    app.finish().await;
}
