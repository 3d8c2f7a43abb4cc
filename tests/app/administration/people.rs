//! The people of the platform: found, suspended, let in again, and never without an administrator.

use lectern::accounts::LiftSuspensions;
use lectern::jobs::enqueue;

use super::{assert_each_once, walk_links};
use crate::support::{PASSWORD, Person, TestApp};

async fn can_sign_in(app: &TestApp, username: &str) -> bool {
    let form = [("login", username), ("password", PASSWORD)];
    app.anonymous().post("/login", &form).await.status() == 303
}

/// Adds so many students, named `extra1` and on.
fn add_people(app: &TestApp, count: usize) {
    app.execute(&format!(
        "INSERT INTO users (username, email, password, display_name)
         SELECT 'extra' || n, 'extra' || n || '@example.org', 'x', '=extra' || n FROM generate_series(1, {count}) n"
    ));
}

#[tokio::test]
async fn people_are_found_by_role_and_state_in_the_order_asked_for_page_by_page() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    add_people(&app, 60);
    app.execute("UPDATE users SET is_suspended = true WHERE username = 'extra7'");
    let names = async |query: &str| {
        let page = admin.get(&format!("/admin/people?{query}")).await;
        assert_eq!(page.status(), 200, "{page:?}");
        page.html().attributes("#people tbody tr", "data-username")
    };
    assert_eq!(names("role=teacher&sort=name").await, ["li", "wang"]);
    assert_eq!(names("state=suspended").await, ["extra7"]);
    assert_eq!(names("role=admin").await, ["root"]);
    assert_eq!(
        names("state=unconfirmed&q=extra6").await,
        ["extra60", "extra6"]
    );
    for sort in ["", "joined", "name"] {
        let first = format!("/admin/people?sort={sort}");
        let links = walk_links(&admin, &first, "#people tbody th a").await;
        assert_each_once(links, 66, sort);
    }
    let before = app.queries_about(&["FROM \"users\"", "FROM users"]);
    admin.get("/admin/people").await;
    let many = app.queries_about(&["FROM \"users\"", "FROM users"]) - before;
    assert!(many <= 2, "{many} queries for a page of fifty");
    app.finish().await;
}

#[tokio::test]
async fn the_list_is_exported_as_it_is_filtered_with_nothing_that_computes() {
    let app = TestApp::start().await;
    add_people(&app, 2);
    let file = app.admin().await.get("/admin/people.csv?q=extra").await;
    assert!(file.header("content-type").starts_with("text/csv"));
    let text = file.text();
    assert_eq!(text.lines().count(), 3, "{text}");
    assert!(
        text.contains("'=extra1") && !text.contains(",=extra1"),
        "{text}"
    );
    assert_eq!(
        app.teacher().await.get("/admin/people.csv").await.status(),
        404
    );
    app.finish().await;
}

#[tokio::test]
async fn a_suspension_says_why_and_shuts_the_person_out_until_they_are_let_in_again() {
    let app = TestApp::start().await;
    let (admin, student) = (app.admin().await, app.student().await);
    let person = format!("/admin/people/{}", app.id_of(Person::Xiaoming));
    let suspension = format!("{person}/suspension");
    let silent = [("suspended", "true"), ("reason", " "), ("days", "7")];
    let refused = admin.post(&suspension, &silent).await;
    assert_eq!(refused.status(), 422);
    let page = refused.html();
    assert!(page.text("#reason-error").contains("原因"));
    assert_eq!(
        page.attribute("#days option[selected]", "value"),
        "7",
        "what was chosen is kept"
    );
    assert_eq!(
        student.get("/settings").await.status(),
        200,
        "nothing has happened"
    );
    for wrong in ["x", "-1", "0", "99999999999", "5000"] {
        let form = [("suspended", "true"), ("reason", "spam"), ("days", wrong)];
        assert_eq!(
            admin.post(&suspension, &form).await.status(),
            422,
            "{wrong}"
        );
    }
    let page = admin.get(&person).await.html();
    let form = page
        .form("#suspension-form")
        .with("reason", "<b>spam</b>")
        .with("days", "7");
    assert_eq!(admin.submit(&form).await.status(), 303);
    assert_ne!(student.get("/settings").await.status(), 200);
    assert!(!can_sign_in(&app, "xiaoming").await);
    let page = admin.get(&person).await.html();
    assert!(page.text("main").contains("<b>spam</b>"), "as text");
    let week = "SELECT count(*) AS n FROM users WHERE username = 'xiaoming'
        AND suspended_until BETWEEN now() + interval '6 days 23 hours' AND now() + interval '7 days'";
    assert_eq!(app.count(week), 1, "by the database's clock");
    let form = page.form("#suspension-form");
    assert_eq!(admin.submit(&form).await.status(), 303);
    assert!(can_sign_in(&app, "xiaoming").await);
    app.finish().await;
}

#[tokio::test]
async fn a_suspension_for_a_time_ends_by_itself_and_one_without_does_not() {
    let app = TestApp::start().await;
    app.execute(
        "UPDATE users SET is_suspended = true, suspension_reason = 'x', suspended_until = CASE username
             WHEN 'xiaoming' THEN now() - interval '1 second' WHEN 'wang' THEN now() + interval '1 hour' END
         WHERE username IN ('xiaoming', 'wang', 'li')",
    );
    enqueue(&mut app.database(), &LiftSuspensions::default()).unwrap();
    app.jobs_done().await;
    assert!(can_sign_in(&app, "xiaoming").await);
    assert!(!can_sign_in(&app, "wang").await && !can_sign_in(&app, "li").await);
    let noted = "SELECT count(*) AS n FROM audit_log WHERE action = 'account.suspension' AND actor_id IS NULL
        AND details ->> 'to' = 'active'";
    assert_eq!(app.count(noted), 1);
    app.finish().await;
}

#[tokio::test]
async fn the_last_administrator_cannot_be_lost_not_even_by_two_who_demote_each_other() {
    let app = TestApp::start().await;
    let root = app.admin().await;
    let own = app.id_of(Person::Root);
    for (path, field) in [
        ("role", ("role", "student")),
        ("suspension", ("suspended", "true")),
    ] {
        let path = format!("/admin/people/{own}/{path}");
        let answer = root.post(&path, &[field, ("reason", "tired")]).await;
        assert_eq!(answer.status(), 403);
    }
    app.execute("UPDATE users SET role = 'admin' WHERE username = 'wang'");
    let wang = app.teacher().await;
    let demote = |id: i64| format!("/admin/people/{id}/role");
    let (at_root, at_wang) = (demote(own), demote(app.id_of(Person::Wang)));
    let student = [("role", "student")];
    let both = tokio::join!(wang.post(&at_root, &student), root.post(&at_wang, &student));
    let done = [both.0.status(), both.1.status()];
    assert_eq!(
        done.iter().filter(|status| **status == 303).count(),
        1,
        "{done:?}"
    );
    assert_eq!(
        app.count("SELECT count(*) AS n FROM users WHERE role = 'admin'"),
        1
    );
    app.finish().await;
}

#[tokio::test]
async fn the_page_of_a_person_has_their_courses_sessions_and_acts_and_signs_them_out() {
    let app = TestApp::start().await;
    let (admin, student) = (app.admin().await, app.student().await);
    let person = format!("/admin/people/{}", app.id_of(Person::Xiaoming));
    let page = admin.get(&person).await.html();
    assert_eq!(page.texts("#courses td a"), ["线性代数"]);
    assert_eq!(page.count("#sessions tbody tr"), 1);
    assert!(page.text("#acts").contains("登录"));
    let form = page.form("form[action$='/sessions/end']");
    assert_eq!(admin.submit(&form).await.status(), 303);
    assert_ne!(student.get("/settings").await.status(), 200);
    assert_eq!(admin.get(&person).await.html().count("#sessions"), 0);
    assert_eq!(admin.get("/admin/people/999999").await.status(), 404);
    assert_eq!(app.teacher().await.get(&person).await.status(), 404);
    app.finish().await;
}
