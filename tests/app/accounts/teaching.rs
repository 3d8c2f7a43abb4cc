//! Asking to teach, and what an administrator decides (rows A8, S3).

use futures_util::future::join_all;

use crate::accounts::{is_signed_in, mails, newcomer};
use crate::support::{Client, Person, TestApp};

const WORDS: &str = "我教了十年数学，想开一门线性代数。";

async fn apply(client: &Client, words: &str) -> u16 {
    client
        .post("/settings/teaching", &[("words", words)])
        .await
        .status()
}

fn role_of(app: &TestApp, username: &str) -> String {
    app.text(&format!(
        "SELECT role::text AS t FROM users WHERE username = '{username}'"
    ))
}

fn newest(app: &TestApp) -> i64 {
    app.count("SELECT max(id) AS n FROM teacher_applications")
}

#[tokio::test]
async fn a_student_asks_an_administrator_grants_and_the_student_teaches() {
    let app = TestApp::start().await;
    let student = app.other_student().await;
    let form = student
        .get("/settings/teaching")
        .await
        .html()
        .form("form[action='/settings/teaching']");
    assert_eq!(
        student.submit(&form.with("words", WORDS)).await.status(),
        303
    );
    let page = student.get("/settings/teaching").await.html();
    assert_eq!(page.text(".application"), WORDS);
    assert!(
        !page.has("form[action='/settings/teaching']"),
        "once is enough"
    );
    let told = mails(&app).await;
    assert!(
        told.len() == 1 && told[0].contains("/admin/applications"),
        "{told:?}"
    );
    let admin = app.admin().await;
    let page = admin.get("/admin/applications").await.html();
    assert_eq!(page.texts(".application"), [WORDS]);
    let path = format!("/admin/applications/{}/decision", newest(&app));
    let granted = admin
        .post(&path, &[("granted", "true"), ("reason", "欢迎")])
        .await;
    assert_eq!(granted.status(), 303, "{granted:?}");
    assert_eq!(role_of(&app, "xiaohong"), "teacher");
    assert!(
        !is_signed_in(&student).await,
        "another role ends the sessions"
    );
    assert_eq!(
        app.other_student().await.get("/teaching").await.status(),
        200
    );
    let told = mails(&app).await;
    assert!(
        told.iter()
            .any(|mail| mail.contains("欢迎") && mail.contains("/teaching")),
        "{told:?}"
    );
    let noted = "SELECT count(*) AS n FROM audit_log WHERE action = 'account.teacher_application' AND reason = '欢迎'";
    assert_eq!(app.count(noted), 1);
    assert!(admin.get("/admin/applications").await.html().has(".empty"));
    app.finish().await;
}

#[tokio::test]
async fn a_refusal_has_a_reason_and_lets_the_student_ask_again() {
    let app = TestApp::start().await;
    let (student, admin) = (app.other_student().await, app.admin().await);
    assert_eq!(apply(&student, WORDS).await, 303);
    let path = format!("/admin/applications/{}/decision", newest(&app));
    let bare = admin
        .post(&path, &[("granted", "false"), ("reason", "  ")])
        .await;
    assert_eq!(bare.status(), 422);
    assert!(bare.html().has("textarea[name=reason][aria-invalid=true]"));
    let refused = admin
        .post(
            &path,
            &[("granted", "false"), ("reason", "请先写清楚课程大纲")],
        )
        .await;
    assert_eq!(refused.status(), 303);
    assert_eq!(role_of(&app, "xiaohong"), "student");
    assert!(is_signed_in(&student).await, "nothing is taken away");
    let page = student.get("/settings/teaching").await.html();
    assert!(page.text(".notice--warning").contains("请先写清楚课程大纲"));
    assert_eq!(apply(&student, "大纲写好了").await, 303);
    let again = admin.post(&path, &[("granted", "true")]).await;
    assert_eq!(again.status(), 404, "what is decided is decided");
    assert_eq!(role_of(&app, "xiaohong"), "student");
    app.finish().await;
}

#[tokio::test]
async fn one_application_is_open_at_a_time_however_many_come_at_once() {
    let app = TestApp::start().await;
    let student = app.other_student().await;
    let statuses = join_all((0..3).map(|_| apply(&student, WORDS))).await;
    assert_eq!(
        statuses.iter().filter(|status| **status == 303).count(),
        1,
        "{statuses:?}"
    );
    assert_eq!(
        app.count("SELECT count(*) AS n FROM teacher_applications"),
        1
    );
    assert_eq!(apply(&student, WORDS).await, 429, "nor again and again");
    let withdrawn = student.post("/settings/teaching/withdrawal", &[]).await;
    assert_eq!(withdrawn.status(), 303);
    assert_eq!(
        app.count("SELECT count(*) AS n FROM teacher_applications"),
        0
    );
    app.finish().await;
}

#[tokio::test]
async fn nobody_makes_a_teacher_of_themselves() {
    let app = TestApp::start().await;
    let student = app.other_student().await;
    let form = [
        ("words", WORDS),
        ("is_granted", "true"),
        ("granted", "true"),
        ("role", "teacher"),
    ];
    assert_eq!(
        student.post("/settings/teaching", &form).await.status(),
        303
    );
    let path = format!("/admin/applications/{}/decision", newest(&app));
    for client in [&student, &app.teacher().await] {
        assert_eq!(
            client.post(&path, &[("granted", "true")]).await.status(),
            404
        );
        assert_eq!(client.get("/admin/applications").await.status(), 404);
    }
    assert_eq!(role_of(&app, "xiaohong"), "student");
    assert_eq!(
        app.count("SELECT count(*) AS n FROM teacher_applications WHERE decided_at IS NULL"),
        1
    );
    app.finish().await;
}

#[tokio::test]
async fn who_may_not_ask_is_told_why_and_what_was_typed_is_kept() {
    let app = TestApp::start().await;
    let long = "字".repeat(2001);
    let student = app.other_student().await;
    for words in ["", "   ", &long] {
        let answer = student
            .post("/settings/teaching", &[("words", words)])
            .await;
        assert_eq!(answer.status(), 422);
        assert!(answer.html().has("textarea[name=words][aria-invalid=true]"));
    }
    let unconfirmed = newcomer(&app, "xiaogang", "xiaogang@example.org").await;
    assert_eq!(apply(&unconfirmed, WORDS).await, 422);
    assert_eq!(
        apply(&app.sign_in(Person::Wang).await, WORDS).await,
        409,
        "who teaches already"
    );
    assert_eq!(
        app.count("SELECT count(*) AS n FROM teacher_applications"),
        0
    );
    app.finish().await;
}
