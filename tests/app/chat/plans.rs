//! The lists of chat use their indexes, with as many rows as a large school has.

use diesel::connection::SimpleConnection;

use super::Room;
use crate::courses::plans::plan;
use crate::support::{Person, TestApp};

fn fill(app: &TestApp, sql: &str) {
    let mut conn = app.database();
    conn.batch_execute(sql).expect(sql);
}

/// The last statement about the table that has this in it.
fn asked(app: &TestApp, table: &str, part: &str) -> String {
    let statements = app.statements_about(table);
    let found = statements.iter().rev().find(|one| one.contains(part));
    found
        .unwrap_or_else(|| panic!("{part} is asked of {table}"))
        .clone()
}

#[tokio::test]
async fn open_groups_are_read_from_their_index_among_many_thousand_rooms() {
    let app = TestApp::start().await;
    fill(
        &app,
        "INSERT INTO chat_rooms (kind, name, is_open, owner_id, closed_at)
         SELECT 'group', 'group ' || n, n % 40 = 0, (SELECT id FROM users WHERE username = 'wang'), CASE WHEN n % 80 = 0 THEN now() END
         FROM generate_series(1, 40000) n;
         ANALYZE chat_rooms",
    );
    let student = app.student().await;
    for path in [
        "/chat/open",
        "/chat/open?q=group",
        "/chat/open?before=20000",
    ] {
        let page = student.get(path).await.html();
        assert_eq!(page.count(".group"), 20, "{path}");
        let plan = plan(
            &app,
            &asked(&app, "\"chat_rooms\"", "\"description\" ILIKE"),
        );
        assert!(plan.contains("chat_rooms_open_idx"), "{path}\n{plan}");
        assert!(!plan.contains("Seq Scan on chat_rooms"), "{path}\n{plan}");
    }
    app.finish().await;
}

#[tokio::test]
async fn the_badge_is_one_query_and_looks_at_what_is_unread_alone() {
    let app = TestApp::start().await;
    let room = Room::of_course(&app).await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    fill(
        &app,
        &format!(
            "INSERT INTO messages (chat_room_id, user_id, content, seq, rev, nonce)
             SELECT {0}, {1}, 'm' || n, n, n, gen_random_uuid() FROM generate_series(1, 20000) n;
             UPDATE chat_rooms SET last_seq = 20000, last_rev = 20000 WHERE id = {0};
             INSERT INTO message_notifications (user_id, message_id, reason, is_read)
             SELECT {2}, id, 'mention', true FROM messages;
             ANALYZE messages, message_notifications",
            room.id,
            app.id_of(Person::Wang),
            app.id_of(Person::Xiaoming)
        ),
    );
    room.said(&teacher, "@小明").await;
    let before = app.queries_about(&["chat_room_members"]);
    assert_eq!(student.get("/chat/badge").await.html().text(".badge"), "1");
    assert_eq!(app.queries_about(&["chat_room_members"]) - before, 1);
    let plan = plan(
        &app,
        &asked(&app, "\"message_notifications\"", "\"archived_notices\""),
    );
    assert!(plan.contains("message_notifications_unread_idx"), "{plan}");
    assert!(!plan.contains("Seq Scan on message"), "{plan}");
    app.finish().await;
}
