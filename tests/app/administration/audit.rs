//! Who did what stays on record: written with the act, found by administrators, changed by nobody (row K3).

use diesel::prelude::*;
use diesel::sql_query;

use crate::support::{Client, Person, TestApp};

async fn set_role(admin: &Client, person: i64, role: &str, reason: &str) {
    let path = format!("/admin/people/{person}/role");
    let form = [("role", role), ("reason", reason)];
    assert_eq!(admin.post(&path, &form).await.status(), 303);
}

#[tokio::test]
async fn an_act_is_on_record_with_who_why_what_it_was_before_and_from_where() {
    let app = TestApp::start().await;
    let (admin, person) = (app.admin().await, app.id_of(Person::Xiaoming));
    set_role(&admin, person, "teacher", "<i>asked</i>").await;
    let noted = "SELECT actor_id || ' ' || subject_id || ' ' || reason || ' ' || (details ->> 'from') || ' ' ||
            (details ->> 'to') || ' ' || address AS t
        FROM audit_log WHERE action = 'account.role'";
    let root = app.id_of(Person::Root);
    assert_eq!(
        app.text(noted),
        format!("{root} {person} <i>asked</i> student teacher 127.0.0.1")
    );
    let page = admin.get("/admin/audit?action=account.role").await.html();
    let row = page.text("#acts tbody tr");
    for part in [
        "@root",
        "@xiaoming",
        "student → teacher",
        "<i>asked</i>",
        "127.0.0.1",
        "修改平台角色",
    ] {
        assert!(row.contains(part), "{part} in {row}");
    }
    for client in [app.teacher().await, app.student().await] {
        assert_eq!(client.get("/admin/audit").await.status(), 404);
        assert_eq!(client.get("/admin/audit.csv").await.status(), 404);
    }
    app.finish().await;
}

#[tokio::test]
async fn an_act_that_fails_leaves_no_line() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let lines = "SELECT count(*) AS n FROM audit_log WHERE action LIKE 'account.%' AND action <> 'account.sign_in'";
    let form = [("role", "teacher"), ("suspended", "true"), ("reason", "x")];
    for path in ["role", "suspension", "sessions/end", "two-factor/removal"] {
        let answer = admin
            .post(&format!("/admin/people/999999/{path}"), &form)
            .await;
        assert_eq!(answer.status(), 404, "{path}");
    }
    assert_eq!(app.count(lines), 0);
    app.finish().await;
}

#[tokio::test]
async fn acts_are_found_by_who_did_them_what_they_were_done_to_and_when() {
    let app = TestApp::start().await;
    let (admin, person) = (app.admin().await, app.id_of(Person::Xiaoming));
    set_role(&admin, person, "teacher", "one").await;
    set_role(&admin, app.id_of(Person::Xiaohong), "teacher", "two").await;
    app.execute(
        "INSERT INTO audit_log (action, subject_type, subject_id, reason, at)
         VALUES ('course.owner', 'course', '1', 'three', '2026-03-05T04:00:00+08')",
    );
    let found = async |query: &str| {
        let page = admin.get(&format!("/admin/audit?{query}")).await;
        assert_eq!(page.status(), 200, "{page:?}");
        page.html().texts("#acts .audit-facts .muted")
    };
    assert_eq!(
        found("person=ROOT&action=account.role").await,
        ["two", "one"]
    );
    assert_eq!(
        found(&format!("kind=user&object={person}&action=account.role")).await,
        ["one"]
    );
    assert_eq!(
        found("from=2026-03-05&until=2026-03-05").await,
        ["three"],
        "days of the reader's zone"
    );
    assert_eq!(found("until=2026-03-04").await, [""; 0]);
    assert_eq!(found("person=nobody").await, [""; 0]);
    let wrong = admin.get("/admin/audit?from=yesterday").await;
    assert_eq!(wrong.status(), 422);
    assert!(wrong.html().has("#from-error"));
    assert_eq!(
        admin.get("/admin/audit.csv?from=yesterday").await.status(),
        422
    );
    app.finish().await;
}

#[tokio::test]
async fn the_log_is_paged_and_exported_whole_with_nothing_that_computes() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    app.execute(
        "INSERT INTO audit_log (action, subject_type, subject_id, reason)
         SELECT 'course.copy', 'course', n::text, '=HYPERLINK(1)' FROM generate_series(1, 120) n",
    );
    let pages = admin.pages("/admin/audit?action=course.copy").await;
    let sizes: Vec<usize> = pages
        .iter()
        .map(|page| page.count("#acts tbody tr"))
        .collect();
    assert_eq!(sizes, [50, 50, 20]);
    let text = admin
        .get("/admin/audit.csv?action=course.copy")
        .await
        .text();
    assert_eq!(text.lines().count(), 121);
    assert!(text.contains("'=HYPERLINK") && !text.contains(",=HYPERLINK"));
    app.finish().await;
}

#[tokio::test]
async fn a_line_can_be_neither_changed_nor_deleted_only_its_actor_goes_with_the_account() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    set_role(&admin, app.id_of(Person::Xiaoming), "teacher", "x").await;
    let mut conn = app.database();
    for forbidden in [
        "UPDATE audit_log SET reason = 'nothing happened'",
        "UPDATE audit_log SET actor_id = NULL, reason = ''",
        "DELETE FROM audit_log",
        "TRUNCATE audit_log",
    ] {
        let outcome = sql_query(forbidden).execute(&mut conn);
        assert!(
            outcome
                .unwrap_err()
                .to_string()
                .contains("only ever added to"),
            "{forbidden}"
        );
    }
    let before = app.count("SELECT count(*) AS n FROM audit_log");
    app.execute("INSERT INTO users (username, email, password, display_name) VALUES ('gone', 'gone@x.yz', 'x', 'x')");
    app.execute("INSERT INTO audit_log (actor_id, action, subject_type, subject_id) SELECT id, 'x.y', 'x', '1' FROM users WHERE username = 'gone'");
    app.execute("DELETE FROM users WHERE username = 'gone'");
    assert_eq!(app.count("SELECT count(*) AS n FROM audit_log"), before + 1);
    app.finish().await;
}

#[tokio::test]
async fn grades_and_refunds_are_on_record_with_who_and_from_where() {
    let app = TestApp::start().await;
    let (teacher, admin) = (app.teacher().await, app.admin().await);
    app.execute(&format!(
        "INSERT INTO grade_items (course_id, kind, title, max_points) VALUES ({}, 'manual', '口试', 10)",
        app.cast.course
    ));
    let item = app.count("SELECT max(id) AS n FROM grade_items");
    let learner = app.id_of(Person::Xiaoming);
    let grade = format!(
        "/courses/{}/gradebook/items/{item}/learners/{learner}",
        app.cast.course
    );
    let refused = teacher
        .post(&grade, &[("points", "11"), ("revision", "0")])
        .await;
    assert_eq!(refused.status(), 422);
    let given = teacher
        .post(&grade, &[("points", "8"), ("revision", "0")])
        .await;
    assert_eq!(given.status(), 303);
    let noted = |action: &str| {
        app.text(&format!(
            "SELECT string_agg(actor_id || ' ' || subject_type || ' ' || subject_id || ' ' || address, ', ') AS t
             FROM audit_log WHERE action = '{action}' AND at > now() - interval '1 minute'"
        ))
    };
    let by = app.id_of(Person::Wang);
    assert_eq!(
        noted("grade.give"),
        format!("{by} grade_item {item} 127.0.0.1")
    );
    app.execute(&format!(
        "INSERT INTO orders (user_id, course_id, amount, list_amount, currency, status, paid_at)
         SELECT id, {}, 19900, 19900, 'CNY', 'paid', now() FROM users WHERE username IN ('xiaoming', 'xiaohong')",
        app.cast.course
    ));
    let order = |name: &str| {
        app.count(&format!(
            "SELECT o.id AS n FROM orders o JOIN users u ON u.id = o.user_id WHERE u.username = '{name}'"
        ))
    };
    let (own, other) = (order("xiaoming"), order("xiaohong"));
    let student = app.student().await;
    let page = student.get(&format!("/orders/{own}")).await.html();
    assert_eq!(student.submit(&page.form("#refund")).await.status(), 303);
    let given_back = admin
        .post(&format!("/admin/orders/{other}/refund"), &[])
        .await;
    assert_eq!(given_back.status(), 303, "{given_back:?}");
    let root = app.id_of(Person::Root);
    assert_eq!(
        noted("order.refund"),
        format!("{learner} order {own} 127.0.0.1, {root} order {other} 127.0.0.1")
    );
    let list = admin.get("/admin/audit?action=order.refund").await.html();
    assert_eq!(list.count("#acts tbody tr"), 2);
    assert!(
        admin
            .get("/admin/audit?action=grade.give")
            .await
            .text()
            .contains("手工评分")
    );
    app.finish().await;
}
