//! Whatever people write is shown and never run, on every page (rows I1, I2).

use crate::support::{Answer, Route, TestApp};

/// Closes attributes, elements and scripts, and opens what would run.
pub const PAYLOAD: &str = r#"'"></title></textarea></script><x-canary onload=alert(1)><img src=x onerror=alert(1)><script>alert(1)</script><svg onload=alert(1)>{{7*7}}[c](javascript:alert(1))"#;

/// Every column of text that people fill in. Names that the database keeps short get the beginning.
const FIELDS: [(&str, &str, usize); 18] = [
    ("users", "display_name", 64),
    ("categories", "name", 64),
    ("categories", "name_en", 64),
    ("courses", "title", 120),
    ("courses", "summary", 300),
    ("courses", "description", 5_000),
    ("sections", "title", 120),
    ("lessons", "title", 120),
    ("lessons", "body", 5_000),
    ("live_rooms", "title", 120),
    ("notifications", "message", 2_000),
    ("reviews", "comment", 4_000),
    ("reviews", "reply", 4_000),
    ("review_reports", "reason", 500),
    ("live_chat_messages", "content", 200),
    ("live_message_reports", "reason", 500),
    ("lesson_danmaku", "content", 200),
    ("lesson_danmaku_reports", "reason", 500),
];

pub fn assert_is_inert(answer: &Answer, about: &str) {
    if !answer.header("content-type").starts_with("text/html") {
        return;
    }
    let page = answer.html();
    for element in [
        "x-canary",
        "img[src=x]",
        "script:not([src])",
        "[onerror]",
        "[onload]",
        "[onclick]",
        "[style]",
    ] {
        assert_eq!(page.count(element), 0, "{element} on {about}");
    }
    for (element, name) in [
        ("a", "href"),
        ("form", "action"),
        ("[hx-get]", "hx-get"),
        ("img", "src"),
        ("button", "formaction"),
    ] {
        let addresses = page.attributes(element, name);
        let foreign = addresses.iter().find(|address| {
            address
                .trim_start()
                .to_lowercase()
                .starts_with("javascript:")
        });
        assert_eq!(foreign, None, "{about}");
    }
}

#[tokio::test]
async fn what_people_write_is_shown_and_never_run() {
    let app = TestApp::start().await;
    app.execute(&format!(
        "INSERT INTO live_rooms (title, teacher_id, course_id, access, start_time)
         SELECT 'x', teacher_id, id, 'enrolled', now() + interval '1 hour' FROM courses WHERE id = {}",
        app.cast.course
    ));
    app.execute("INSERT INTO notifications (user_id, kind, message, link) SELECT id, 'test', 'x', '/courses' FROM users");
    app.execute(&format!(
        "INSERT INTO reviews (user_id, course_id, rating, reply, replied_at, replied_by)
         SELECT u.id, c.id, 4, 'x', now(), c.teacher_id FROM users u, courses c WHERE u.username = 'xiaoming' AND c.id = {}",
        app.cast.course
    ));
    app.execute("INSERT INTO review_reports (review_id, reporter_id, reason) SELECT id, replied_by, 'x' FROM reviews");
    app.execute(
        "INSERT INTO live_chat_messages (live_room_id, user_id, content, seq, rev, nonce)
         SELECT id, teacher_id, 'x', 1, 1, gen_random_uuid() FROM live_rooms",
    );
    app.execute("INSERT INTO live_message_reports (message_id, reported_by, reason) SELECT id, user_id, 'x' FROM live_chat_messages");
    app.make_video();
    app.execute(&format!(
        "INSERT INTO lesson_danmaku (lesson_id, user_id, content, position_ms, nonce)
         SELECT {}, id, 'x', 0, gen_random_uuid() FROM users WHERE username = 'xiaoming'",
        app.cast.lesson
    ));
    app.execute("INSERT INTO lesson_danmaku_reports (danmaku_id, reported_by, reason) SELECT id, user_id, 'x' FROM lesson_danmaku");
    for (table, column, length) in FIELDS {
        let text = PAYLOAD.replace('\'', "''");
        // A number in front keeps what has to be unique unique.
        app.execute(&format!(
            "UPDATE {table} SET {column} = left(id || '{text}', {length})"
        ));
    }
    let people = [
        app.anonymous(),
        app.student().await,
        app.teacher().await,
        app.assistant().await,
        app.admin().await,
    ];
    let mut shown = 0;
    for route in Route::reading() {
        for person in &people {
            let answer = person.get(&route.path(&app)).await;
            assert!(answer.status() < 500, "{route:?}: {answer:?}");
            assert_is_inert(&answer, &route.pattern);
            shown += usize::from(String::from_utf8_lossy(&answer.body).contains("x-canary"));
        }
    }
    assert!(
        shown >= 10,
        "the payload stands, as text, on the pages that were looked at: {shown}"
    );
    app.finish().await;
}
