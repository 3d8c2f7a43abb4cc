//! The front page of administration, the lists of courses and classes.

use super::{assert_each_once, walk_links};
use crate::support::{Person, TestApp};

#[tokio::test]
async fn the_figures_count_what_happened_in_the_span_and_nothing_else() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let course = app.cast.course;
    app.execute(
        "UPDATE users SET created_at = now() - interval '40 days' WHERE username <> 'xiaoming'",
    );
    app.execute(&format!(
        "INSERT INTO orders (user_id, course_id, amount, currency, status, paid_at, refund_amount)
         SELECT id, {course}, 10000, 'CNY', 'paid'::order_status, now() - interval '1 day', NULL::bigint FROM users WHERE username = 'xiaoming'
         UNION ALL SELECT id, {course}, 7000, 'CNY', 'refunded'::order_status, now() - interval '1 day', 2000 FROM users WHERE username = 'xiaohong'
         UNION ALL SELECT id, {course}, 99900, 'CNY', 'paid'::order_status, now() - interval '50 days', NULL::bigint FROM users WHERE username = 'li'"
    ));
    app.execute(&format!(
        "INSERT INTO live_rooms (title, teacher_id, status, access, started_at, end_time)
         VALUES ('Class', {}, 'ended', 'everyone', now() - interval '3 hours', now() - interval '90 minutes')",
        app.id_of(Person::Wang)
    ));
    let figures = async |query: &str| {
        let page = admin.get(&format!("/admin{query}")).await;
        assert_eq!(page.status(), 200, "{page:?}");
        page.html()
    };
    let page = figures("?days=30").await;
    let numbers = page.texts(".figure dd");
    assert_eq!(numbers, ["6 新增 1", "1", "0", "¥150.00", "1.5"]);
    assert_eq!(page.count("#days tbody tr"), 30);
    assert_eq!(page.count(".chart svg"), 4);
    assert_eq!(
        figures("?days=90").await.texts(".figure dd")[3],
        "¥1,149.00"
    );
    assert_eq!(
        figures("?days=1000000").await.count("#days tbody tr"),
        30,
        "another span is the usual one"
    );
    let csv = admin.get("/admin/figures.csv?days=7").await.text();
    assert_eq!(csv.lines().count(), 8);
    assert_eq!(
        app.teacher().await.get("/admin/figures.csv").await.status(),
        404
    );
    app.finish().await;
}

#[tokio::test]
async fn every_course_is_listed_with_drafts_filtered_sorted_and_exported() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    app.execute(
        "INSERT INTO courses (title, summary, description, teacher_id, category_id, enrolled_count)
         SELECT 'Course ' || n, '', '', c.teacher_id, c.category_id, n % 7 FROM courses c, generate_series(1, 120) n
         WHERE c.title = '线性代数'",
    );
    let titles = async |query: &str| {
        admin
            .get(&format!("/admin/courses?{query}"))
            .await
            .html()
            .texts("#courses tbody th a")
    };
    assert_eq!(titles("q=草稿&status=draft").await, ["草稿课程"]);
    assert_eq!(titles("status=published&q=wang").await, ["线性代数"]);
    for sort in ["", "learners"] {
        let first = format!("/admin/courses?sort={sort}");
        let links = walk_links(&admin, &first, "#courses tbody th a").await;
        assert_each_once(links, 123, sort);
    }
    assert_eq!(
        admin
            .get("/admin/courses.csv?status=draft")
            .await
            .text()
            .lines()
            .count(),
        122
    );
    assert_eq!(
        app.teacher().await.get("/admin/courses").await.status(),
        404
    );
    app.finish().await;
}

#[tokio::test]
async fn a_class_is_ended_by_an_administrator_with_a_reason_and_its_key_voided() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    app.execute(&format!(
        "INSERT INTO live_rooms (title, teacher_id, status, access, started_at, stream_key_hash, stream_key_hint)
         VALUES ('Rust', {}, 'live', 'everyone', now(), decode(repeat('ab', 32), 'hex'), 'abcd')",
        app.id_of(Person::Wang)
    ));
    let id = app.count("SELECT max(id) AS n FROM live_rooms");
    assert_eq!(
        admin
            .get("/admin/live?q=rust")
            .await
            .html()
            .count("#classes li"),
        1
    );
    for client in [app.other_teacher().await, app.student().await] {
        for act in ["end", "cut"] {
            assert_eq!(
                client
                    .post(&format!("/admin/live/{id}/{act}"), &[])
                    .await
                    .status(),
                404
            );
        }
    }
    assert_eq!(
        admin
            .post(&format!("/admin/live/{id}/cut"), &[("reason", "noise")])
            .await
            .status(),
        303
    );
    assert_eq!(
        app.count(
            "SELECT count(*) AS n FROM live_rooms WHERE stream_key_hash IS NULL AND status = 'live'"
        ),
        1
    );
    assert_eq!(
        admin
            .post(&format!("/admin/live/{id}/end"), &[("reason", "over time")])
            .await
            .status(),
        303
    );
    assert_eq!(
        admin
            .post(&format!("/admin/live/{id}/end"), &[])
            .await
            .status(),
        409,
        "once"
    );
    assert_eq!(
        admin.post("/admin/live/999999/end", &[]).await.status(),
        404
    );
    let noted = "SELECT string_agg(action || ' ' || reason, ', ' ORDER BY id) AS t FROM audit_log WHERE subject_type = 'live'";
    assert_eq!(app.text(noted), "live.drop noise, live.end over time");
    assert_eq!(
        admin.get("/admin/live").await.html().count("#classes li"),
        0,
        "what is over is asked for"
    );
    assert_eq!(
        admin
            .get("/admin/live?status=ended")
            .await
            .html()
            .count("#classes li"),
        1
    );
    app.jobs_done().await;
    app.finish().await;
}
