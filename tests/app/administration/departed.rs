//! Somebody who has deleted their account after having left traces everywhere: each page names them in its own language, and
//! none tells what the row is called since.

use crate::access::table::Line;
use crate::access::world::World;
use crate::support::{Client, PASSWORD, Person, TestApp};

/// What 小明 leaves behind beside the things of the world.
const TRACES: &str = "
    INSERT INTO message_reports (message_id, reported_by, reason)
    SELECT m.id, $learner, '广告' FROM messages m JOIN chat_rooms r ON r.id = m.chat_room_id WHERE r.course_id = $course;
    INSERT INTO review_reports (review_id, reporter_id, reason)
    SELECT id, $learner, '骂人' FROM reviews WHERE course_id = $course;
    INSERT INTO live_chat_messages (live_room_id, user_id, content, seq, rev, nonce)
    SELECT id, $learner, '听到了', 1, 1, gen_random_uuid() FROM live_rooms WHERE course_id = $course;
    UPDATE live_rooms SET last_seq = 1, last_rev = 1 WHERE course_id = $course;
    INSERT INTO live_message_reports (message_id, reported_by, reason)
    SELECT m.id, r.teacher_id, '吵' FROM live_chat_messages m JOIN live_rooms r ON r.id = m.live_room_id WHERE r.course_id = $course;
    INSERT INTO lesson_danmaku_reports (danmaku_id, reported_by, reason)
    SELECT d.id, c.teacher_id, '挡画面' FROM lesson_danmaku d JOIN lessons l ON l.id = d.lesson_id JOIN courses c ON c.id = l.course_id
    WHERE c.id = $course;
    INSERT INTO live_questions (live_room_id, user_id, content, nonce)
    SELECT id, $learner, '为什么？', gen_random_uuid() FROM live_rooms WHERE course_id = $course;
    INSERT INTO live_hands (live_room_id, user_id) SELECT id, $learner FROM live_rooms WHERE course_id = $course;
    INSERT INTO grade_changes (course_id, item_id, item_title, user_id, points_after, is_excused_before, is_excused_after,
        comment_before, comment_after)
    SELECT course_id, id, title, $learner, 7, false, false, '', '' FROM grade_items WHERE course_id = $course;
    UPDATE orders SET status = 'cancelled' WHERE course_id = $course;
    UPDATE attempts SET status = 'submitted', submitted_at = now() WHERE user_id = $learner;
    INSERT INTO message_reactions (message_id, user_id, emoji)
    SELECT m.id, $learner, '👍' FROM messages m JOIN chat_rooms r ON r.id = m.chat_room_id WHERE r.course_id = $course;";

/// Pages on which they must be met, by how the path of each ends.
const MET: [&str; 12] = [
    "/admin/orders",
    "/admin/orders.csv",
    "/admin/audit",
    "/admin/audit.csv",
    "/admin/reports",
    "/admin/reports.csv",
    "/reviews",
    "/attempts",
    "/gradebook/changes",
    "/danmaku",
    "/danmaku/reports",
    "/chat/rooms/",
];

/// The pages that this person is let in to, each with its path.
async fn walk(client: &Client, world: &World, who: char) -> Vec<(String, String)> {
    let mut pages = Vec::new();
    for line in Line::all().into_iter().filter(Line::is_read) {
        let is_open = line.lets_in(who) && !line.pattern.ends_with("/socket");
        let Some(ids) = world.known(&line).filter(|_| is_open) else {
            continue;
        };
        let mut path = line.path(&ids);
        if path == "/admin/reports" {
            path += "?state=all";
        }
        let answer = client.get(&path).await;
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        if answer.status() == 200 {
            pages.push((path, text));
        }
    }
    pages
}

#[tokio::test]
async fn a_deleted_person_is_named_in_the_language_of_each_page_wherever_they_left_a_trace() {
    let app = TestApp::start().await;
    let (world, _) = World::both(&app);
    let learner = app.id_of(Person::Xiaoming);
    let student = app.student().await;
    let teacher = app.id_of(Person::Wang);
    let opened = student.post(&format!("/chat/people/{teacher}"), &[]).await;
    let direct = opened.location().to_owned();
    let nonce = uuid::Uuid::now_v7().to_string();
    let fields = [("content", "再见"), ("nonce", nonce.as_str())];
    student
        .post_htmx(&format!("{direct}/messages"), &fields)
        .await;
    for sql in TRACES.split(';').filter(|sql| !sql.trim().is_empty()) {
        let sql = sql.replace("$learner", &learner.to_string());
        app.execute(&sql.replace("$course", &app.cast.course.to_string()));
    }
    let form = [("current_password", PASSWORD)];
    let gone = student.post("/settings/account/deletion", &form).await;
    assert_eq!(gone.status(), 303, "{gone:?}");

    let (zh, en) = ("已注销用户", "Deleted person");
    for (locale, own, foreign) in [("zh-CN", zh, en), ("en", en, zh)] {
        let mut met = Vec::new();
        for (client, who) in [(app.teacher().await, 't'), (app.admin().await, 'A')] {
            let chosen = [("locale", locale), ("next", "/")];
            client.post("/settings/language", &chosen).await;
            let mut pages = walk(&client, &world, who).await;
            if who == 't' {
                for path in [
                    "/chat".to_owned(),
                    direct.clone(),
                    format!("/live/{}", world.of("room")),
                ] {
                    let page = client.get(&path).await.text();
                    assert!(page.contains(own), "{path} in {locale}");
                    pages.push((path, page));
                }
            }
            assert!(pages.len() > 30, "{who} sees many pages");
            for (path, text) in pages {
                assert!(!text.contains(foreign), "{path} in {locale}, seen by {who}");
                for row in [format!("deleted:{learner}"), "deleted.invalid".to_owned()] {
                    assert!(!text.contains(&row), "{path} tells {row}");
                }
                if text.contains(own) {
                    met.push(path);
                }
            }
        }
        for end in MET {
            let is_met = met.iter().any(|path| match end.strip_suffix('/') {
                Some(start) => path.starts_with(start),
                None => path
                    .split('?')
                    .next()
                    .is_some_and(|path| path.ends_with(end)),
            });
            assert!(is_met, "{end} in {locale}: {met:#?}");
        }
    }
    app.finish().await;
}
