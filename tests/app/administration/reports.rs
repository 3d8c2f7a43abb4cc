//! Everything that was reported, in one list: found, decided there by what the subjects do themselves, and taken back.

use diesel::connection::SimpleConnection;
use uuid::Uuid;

use super::assert_each_once;
use crate::support::{Answer, Client, Document, Person, TestApp};

const OPEN: &str = "SELECT ((SELECT count(*) FROM message_reports WHERE settled_at IS NULL)
    + (SELECT count(*) FROM live_message_reports WHERE settled_at IS NULL)
    + (SELECT count(*) FROM lesson_danmaku_reports WHERE settled_at IS NULL)
    + (SELECT count(*) FROM review_reports WHERE settled_at IS NULL)) AS n";

fn acts(app: &TestApp, action: &str) -> i64 {
    app.count(&format!(
        "SELECT count(*) AS n FROM audit_log WHERE action = '{action}'"
    ))
}

async fn say(client: &Client, room: &str, words: &str) -> i64 {
    let nonce = Uuid::now_v7().to_string();
    let fields = [("content", words), ("nonce", nonce.as_str())];
    let said = client.post_htmx(&format!("{room}/messages"), &fields).await;
    assert_eq!(said.status(), 201, "{said:?}");
    let id = said.html().attribute(".message", "data-id");
    id.parse().expect("an id")
}

async fn report(client: &Client, room: &str, message: i64, reason: &str) {
    let path = format!("{room}/messages/{message}/report");
    let sent = client.post(&path, &[("reason", reason)]).await;
    assert_eq!(sent.status(), 303, "{sent:?}");
}

async fn course_room(app: &TestApp, client: &Client) -> String {
    let path = format!("/chat/courses/{}", app.cast.course);
    client.get(&path).await.location().to_owned()
}

async fn queue(admin: &Client, query: &str) -> Document {
    let page = admin.get(&format!("/admin/reports?{query}")).await;
    assert_eq!(page.status(), 200, "{page:?}");
    page.html()
}

/// Presses a button of the only report of the page.
async fn decide(admin: &Client, page: &Document, act: &str, reason: &str) -> Answer {
    let form = page.form(".report form[action$='/decision']");
    admin
        .submit(&form.with("reason", reason).and("act", act))
        .await
}

/// A review of 小明 that 王老师 has reported.
fn reported_review(app: &TestApp, words: &str) {
    app.execute(&format!(
        "INSERT INTO reviews (user_id, course_id, rating, comment)
         SELECT u.id, {}, 1, '{words}' FROM users u WHERE u.username = 'xiaoming'",
        app.cast.course
    ));
    app.execute(
        "INSERT INTO review_reports (review_id, reporter_id, reason)
         SELECT r.id, u.id, '人身攻击' FROM reviews r, users u WHERE u.username = 'wang'",
    );
}

#[tokio::test]
async fn messages_and_reviews_wait_in_one_list_and_are_decided_and_brought_back_there() {
    let app = TestApp::start().await;
    let (student, teacher, admin) = (app.student().await, app.teacher().await, app.admin().await);
    let room = course_room(&app, &student).await;
    let message = say(&student, &room, "canary-spam").await;
    report(&teacher, &room, message, "广告").await;
    report(&app.assistant().await, &room, message, "刷屏").await;
    reported_review(&app, "canary-insult");

    let page = queue(&admin, "").await;
    assert_eq!(page.count(".report"), 3, "each report has its line");
    assert_eq!(
        page.texts(".report__reason"),
        ["人身攻击", "刷屏", "广告"],
        "the latest first"
    );
    let page = queue(&admin, "sort=reported&kind=message").await;
    assert_eq!(page.texts(".report__reason"), ["广告", "刷屏"]);
    assert_eq!(page.texts(".report__words p"), ["canary-spam"; 2]);
    assert_eq!(queue(&admin, "q=canary-ins").await.count(".report"), 1);
    assert_eq!(queue(&admin, "q=线性代数").await.count(".report"), 3);

    let one = queue(&admin, "kind=message&q=广告").await;
    let refused = decide(&admin, &one, "uphold", "  ").await;
    assert_eq!(refused.status(), 422, "not without a reason");
    assert!(refused.html().has(".report .field__error"));
    assert_eq!(
        refused.html().attribute("#q", "value"),
        "广告",
        "the list is the same"
    );
    assert_eq!(app.count(OPEN), 3);
    let upheld = decide(&admin, &one, "uphold", "canary-reason").await;
    assert_eq!(upheld.status(), 303, "{upheld:?}");
    assert!(upheld.location().contains("kind=message"));
    assert!(!student.get(&room).await.text().contains("canary-spam"));
    assert_eq!(
        app.count(OPEN),
        1,
        "both reports of the message are settled"
    );
    assert_eq!(
        app.text("SELECT reason AS t FROM audit_log WHERE action = 'message.delete'"),
        "canary-reason"
    );
    let upheld = queue(&admin, "kind=message&state=upheld&q=广告").await;
    let back = admin.submit(&upheld.form("form[action$='/undoing']")).await;
    assert_eq!(back.status(), 303, "{back:?}");
    assert!(student.get(&room).await.text().contains("canary-spam"));
    assert_eq!(acts(&app, "message.restore"), 1);
    let decided = queue(&admin, "state=upheld").await;
    assert_eq!(
        decided.count(".report"),
        2,
        "an undone deletion does not change what was decided"
    );
    assert!(decided.texts(".report__head")[0].contains("已恢复"));
    assert!(queue(&admin, "state=dismissed").await.has(".empty"));

    let one = queue(&admin, "kind=review").await;
    assert_eq!(decide(&admin, &one, "dismiss", "").await.status(), 303);
    assert_eq!(
        (app.count(OPEN), acts(&app, "review.dismiss_reports")),
        (0, 1)
    );
    assert!(queue(&admin, "").await.has(".empty"));
    let after_all = queue(&admin, "kind=review&state=dismissed").await;
    let hidden = decide(&admin, &after_all, "uphold", "骂人").await;
    assert_eq!(hidden.status(), 303, "{hidden:?}");
    let reviews = format!("/courses/{}/reviews", app.cast.course);
    let shown = async || app.anonymous().get(&reviews).await.text();
    assert!(!shown().await.contains("canary-insult"));
    let upheld = queue(&admin, "kind=review&state=upheld").await;
    admin.submit(&upheld.form("form[action$='/undoing']")).await;
    assert!(shown().await.contains("canary-insult"));
    app.finish().await;
}

#[tokio::test]
async fn of_a_conversation_of_two_only_what_was_reported_is_read_and_that_is_noted() {
    let app = TestApp::start().await;
    let (student, teacher, admin) = (app.student().await, app.teacher().await, app.admin().await);
    let opened = student
        .post(&format!("/chat/people/{}", app.id_of(Person::Wang)), &[])
        .await;
    let room = opened.location().to_owned();
    let other = say(&student, &room, "canary-private").await;
    let message = say(&student, &room, "canary-threat").await;
    let delete = async |id: i64| {
        let path = format!("{room}/messages/{id}/deletion");
        admin.post(&path, &[]).await.status()
    };
    assert_eq!(delete(message).await, 404, "nobody has reported it");
    report(&teacher, &room, message, "威胁").await;

    for path in [
        "/admin/reports",
        "/admin/reports?q=canary",
        "/admin/reports.csv",
    ] {
        assert!(!admin.get(path).await.text().contains("canary-"), "{path}");
    }
    assert_eq!(acts(&app, "message.read"), 0);
    let page = queue(&admin, "").await;
    let read = admin.submit(&page.form("form[action$='/reading']")).await;
    assert_eq!(read.status(), 200);
    assert_eq!(read.html().text(".report__words p"), "canary-threat");
    assert_eq!(acts(&app, "message.read"), 1);
    assert!(
        !app.text("SELECT coalesce(string_agg(details::text, ''), '') AS t FROM audit_log")
            .contains("canary"),
        "the log does not tell what was said"
    );
    let gone = decide(&admin, &page, "uphold", "威胁他人").await;
    assert_eq!(gone.status(), 303, "{gone:?}");
    let left = teacher.get(&room).await.text();
    assert!(!left.contains("canary-threat") && left.contains("canary-private"));
    assert_eq!(
        delete(other).await,
        404,
        "what was not reported stays theirs"
    );
    assert_eq!(admin.get(&room).await.status(), 404);
    app.finish().await;
}

/// A message of a class and a line over a lesson, both of 小明.
fn said_in_class_and_lesson(app: &TestApp) {
    app.make_video();
    app.execute(&format!(
        "WITH class AS (
             INSERT INTO live_rooms (title, teacher_id, course_id, access)
             SELECT '周三的课', teacher_id, id, 'enrolled' FROM courses WHERE id = {} RETURNING id)
         INSERT INTO live_chat_messages (live_room_id, user_id, content, seq, rev, nonce)
         SELECT class.id, {}, 'canary-class', 1, 1, gen_random_uuid() FROM class",
        app.cast.course,
        app.id_of(Person::Xiaoming)
    ));
    app.execute("UPDATE live_rooms SET last_seq = 1, last_rev = 1");
    app.execute(&format!(
        "INSERT INTO lesson_danmaku (lesson_id, user_id, content, position_ms, nonce)
         VALUES ({}, {}, 'canary-line', 61000, gen_random_uuid())",
        app.cast.lesson,
        app.id_of(Person::Xiaoming)
    ));
}

#[tokio::test]
async fn messages_of_classes_and_danmaku_over_lessons_are_decided_and_brought_back_there() {
    let app = TestApp::start().await;
    let (student, teacher, admin) = (app.student().await, app.teacher().await, app.admin().await);
    said_in_class_and_lesson(&app);
    let class = format!("/live/{}", app.count("SELECT id AS n FROM live_rooms"));
    let lesson = format!("/courses/{}/lessons/{}", app.cast.course, app.cast.lesson);
    let message = app.count("SELECT id AS n FROM live_chat_messages");
    report(&teacher, &class, message, "课上捣乱").await;
    let line = app.count("SELECT id AS n FROM lesson_danmaku");
    let path = format!("{lesson}/danmaku/{line}/report");
    let sent = teacher.post(&path, &[("reason", "挡画面")]).await;
    assert_eq!(sent.status(), 303, "{sent:?}");
    let page = queue(&admin, "").await;
    assert_eq!(page.texts(".report__reason"), ["挡画面", "课上捣乱"]);
    assert_eq!(
        page.attributes(".report__head a", "href"),
        [app.cast.course; 2].map(|course| format!("/courses/{course}")),
        "who is neither learner nor staff is shown the course"
    );
    for (query, count) in [
        ("kind=live_message", 1),
        ("kind=lesson_danmaku", 1),
        ("q=周三的课", 1),
        ("q=canary-line", 1),
        ("q=矩阵", 1),
        ("kind=message", 0),
    ] {
        assert_eq!(
            queue(&admin, query).await.count(".report"),
            count,
            "{query}"
        );
    }
    app.execute(&format!(
        "INSERT INTO course_staff (course_id, user_id, role) SELECT {}, id, 'assistant' FROM users WHERE username = 'root'",
        app.cast.course
    ));
    let links = queue(&admin, "")
        .await
        .attributes(".report__head a", "href");
    assert_eq!(links, [lesson.clone(), class.clone()]);
    app.execute(
        "DELETE FROM course_staff WHERE user_id = (SELECT id FROM users WHERE username = 'root')",
    );
    let file = admin.get("/admin/reports.csv").await.text();
    assert!(
        file.contains("课堂消息") && file.contains("课时弹幕"),
        "{file}"
    );

    let danmaku = format!("{lesson}/danmaku");
    for (kind, place, words) in [
        ("live_message", &class, "canary-class"),
        ("lesson_danmaku", &danmaku, "canary-line"),
    ] {
        let shown = async || student.get(place).await.text().contains(words);
        let open = queue(&admin, &format!("kind={kind}")).await;
        assert_eq!(decide(&admin, &open, "uphold", " ").await.status(), 422);
        assert_eq!(decide(&admin, &open, "dismiss", "").await.status(), 303);
        assert!(shown().await && acts(&app, &format!("{kind}.dismiss")) == 1);
        let dismissed = queue(&admin, &format!("kind={kind}&state=dismissed")).await;
        let upheld = decide(&admin, &dismissed, "uphold", "canary-why").await;
        assert_eq!(upheld.status(), 303, "{upheld:?}");
        assert!(!shown().await, "{kind}");
        let why = format!("SELECT reason AS t FROM audit_log WHERE action = '{kind}.delete'");
        assert_eq!(app.text(&why), "canary-why");
        let upheld = queue(&admin, &format!("kind={kind}&state=upheld")).await;
        let back = admin.submit(&upheld.form("form[action$='/undoing']")).await;
        assert_eq!(back.status(), 303, "{back:?}");
        assert!(shown().await && acts(&app, &format!("{kind}.restore")) == 1);
        let still = queue(&admin, &format!("kind={kind}&state=upheld")).await;
        assert_eq!(still.count(".report"), 1, "it was decided so");
    }
    assert_eq!(
        app.count("SELECT last_rev AS n FROM live_rooms"),
        3,
        "each is told all pages"
    );
    app.finish().await;
}

/// Of before outcomes were kept.
#[tokio::test]
async fn an_old_report_is_given_the_outcome_that_the_list_has_told_of_it() {
    let app = TestApp::start().await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let room = course_room(&app, &student).await;
    for (words, deleted) in [("还在", "NULL"), ("没了", "now()")] {
        let message = say(&student, &room, words).await;
        report(&teacher, &room, message, words).await;
        app.execute(&format!(
            "UPDATE messages SET deleted_at = {deleted} WHERE id = {message}"
        ));
    }
    reported_review(&app, "不好");
    let mut conn = app.database();
    let settle = "UPDATE message_reports SET settled_at = now(); UPDATE review_reports SET settled_at = now();";
    for step in [
        include_str!("../../../migrations/2026-11-26-190003_keep_outcomes_of_reports/down.sql"),
        settle,
        include_str!("../../../migrations/2026-11-26-190003_keep_outcomes_of_reports/up.sql"),
    ] {
        conn.batch_execute(step).expect(step);
    }
    let outcomes =
        "SELECT string_agg(reason || ' ' || outcome, ', ' ORDER BY id) AS t FROM message_reports";
    assert_eq!(app.text(outcomes), "还在 dismissed, 没了 upheld");
    assert_eq!(
        app.text("SELECT outcome::text AS t FROM review_reports"),
        "dismissed"
    );
    let withdrawn = app.count("SELECT id AS n FROM messages WHERE content = '还在'");
    app.execute(&format!(
        "UPDATE messages SET deleted_at = now() WHERE id = {withdrawn}"
    ));
    let admin = app.admin().await;
    let list = queue(&admin, "kind=message&state=dismissed").await;
    assert!(list.text(".report__head").contains("作者已删除"));
    assert!(
        !list.has(".report form[action$='/undoing']"),
        "nobody decided against it"
    );
    app.finish().await;
}

#[tokio::test]
async fn many_reports_are_paged_and_exported_and_cost_as_few_queries_as_one() {
    let app = TestApp::start().await;
    let (student, admin) = (app.student().await, app.admin().await);
    let room = course_room(&app, &student).await;
    let first = say(&student, &room, "=1+1").await;
    report(&app.teacher().await, &room, first, "一").await;
    reported_review(&app, "不好");
    let asked = async || {
        let before = app.queries_about(&["message_reports"]);
        queue(&admin, "").await;
        app.queries_about(&["message_reports"]) - before
    };
    assert_eq!(asked().await, 1);
    // At the same moment as each other: the id decides.
    app.execute(
        "INSERT INTO users (username, email, password, display_name)
         SELECT 'crowd' || n, 'crowd' || n || '@example.org', 'x', '众' || n FROM generate_series(1, 60) n",
    );
    app.execute(&format!(
        "INSERT INTO message_reports (message_id, reported_by, reason)
         SELECT {first}, id, '同' FROM users WHERE username LIKE 'crowd%'"
    ));
    app.execute(
        "INSERT INTO review_reports (review_id, reporter_id, reason)
         SELECT r.id, u.id, '同' FROM reviews r, users u WHERE u.username LIKE 'crowd%'",
    );
    said_in_class_and_lesson(&app);
    for (table, thing) in [("live_message", "message"), ("lesson_danmaku", "danmaku")] {
        let written = if thing == "message" {
            "live_chat_messages"
        } else {
            "lesson_danmaku"
        };
        app.execute(&format!(
            "INSERT INTO {table}_reports ({thing}_id, reported_by, reason, reported_at)
             SELECT t.id, u.id, '同', '2026-11-20 08:00:00.123456Z' FROM {written} t, users u WHERE u.username LIKE 'crowd%'"
        ));
    }
    app.execute("UPDATE message_reports SET reported_at = '2026-11-20 08:00:00.123456Z'");
    app.execute("UPDATE review_reports SET created_at = '2026-11-20 08:00:00.123456Z'");
    assert_eq!(asked().await, 1);
    for sort in ["", "reported"] {
        let pages = admin.pages(&format!("/admin/reports?sort={sort}")).await;
        let ids = pages
            .iter()
            .flat_map(|page| page.attributes(".report", "id"));
        assert_each_once(ids.collect(), 242, sort);
    }
    let file = admin.get("/admin/reports.csv?kind=message").await.text();
    assert_eq!(file.lines().count(), 62);
    assert!(file.contains("'=1+1") && !file.contains(",=1+1"));
    app.finish().await;
}

#[tokio::test]
async fn nobody_but_an_administrator_sees_or_decides_reports() {
    let app = TestApp::start().await;
    let student = app.student().await;
    let room = course_room(&app, &student).await;
    let message = say(&student, &room, "还在").await;
    report(&app.teacher().await, &room, message, "广告").await;
    let id = app.count("SELECT id AS n FROM message_reports");
    let fields = [("act", "uphold"), ("reason", "x")];
    for client in [
        app.teacher().await,
        app.assistant().await,
        app.student().await,
        app.other_student().await,
    ] {
        for path in ["/admin/reports", "/admin/reports.csv"] {
            assert_eq!(client.get(path).await.status(), 404, "{path}");
        }
        for act in ["decision", "undoing", "reading"] {
            let path = format!("/admin/reports/message/{id}/{act}");
            assert_eq!(client.post(&path, &fields).await.status(), 404, "{path}");
        }
    }
    let admin = app.admin().await;
    for path in ["message/999999", "review/1", "course/1"] {
        let path = format!("/admin/reports/{path}/decision");
        assert_eq!(admin.post(&path, &fields).await.status(), 404, "{path}");
    }
    assert_eq!(app.count(OPEN), 1);
    assert!(student.get(&room).await.text().contains("还在"));
    app.finish().await;
}
