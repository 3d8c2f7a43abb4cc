//! Everything that was reported, in one list: found, decided there by what the subjects do themselves, and taken back.

use uuid::Uuid;

use super::assert_each_once;
use crate::support::{Answer, Client, Document, Person, TestApp};

const OPEN: &str = "SELECT ((SELECT count(*) FROM message_reports WHERE settled_at IS NULL)
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
    assert_eq!(queue(&admin, "state=dismissed").await.count(".report"), 2);

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
    app.execute("UPDATE message_reports SET reported_at = '2026-11-20 08:00:00.123456Z'");
    app.execute("UPDATE review_reports SET created_at = '2026-11-20 08:00:00.123456Z'");
    assert_eq!(asked().await, 1);
    for sort in ["", "reported"] {
        let pages = admin.pages(&format!("/admin/reports?sort={sort}")).await;
        let ids = pages
            .iter()
            .flat_map(|page| page.attributes(".report", "id"));
        assert_each_once(ids.collect(), 122, sort);
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
