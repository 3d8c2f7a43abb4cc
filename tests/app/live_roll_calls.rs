//! Roll calls in a class: who is here by the server's clock, who is absent, and the list as a table.

use futures_util::future::join_all;

use crate::support::{Browser, Class, Client, Person, TestApp};

fn path(class: &Class<'_>, rest: &str) -> String {
    format!("/live/{}/roll-calls{rest}", class.id)
}

async fn call(app: &TestApp, client: &Client, class: &Class<'_>, minutes: &str) -> i64 {
    let called = client
        .post_htmx(&path(class, ""), &[("minutes", minutes)])
        .await;
    assert_eq!(called.status(), 204);
    app.count("SELECT max(id) AS n FROM live_roll_calls")
}

async fn post(client: &Client, class: &Class<'_>, rest: &str) -> u16 {
    client.post_htmx(&path(class, rest), &[]).await.status()
}

async fn sign(client: &Client, class: &Class<'_>, call: i64) -> u16 {
    post(client, class, &format!("/{call}/entries")).await
}

fn entries(app: &TestApp) -> i64 {
    app.count("SELECT count(*) AS n FROM live_roll_call_entries")
}

#[tokio::test]
async fn learners_sign_in_while_the_roll_is_called_and_the_list_says_who_was_absent() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    let (student, assistant) = (app.student().await, app.assistant().await);
    let early = assistant
        .post_htmx(&path(&class, ""), &[("minutes", "3")])
        .await;
    assert_eq!(early.status(), 409, "not live");
    class.start().await;
    let socket = format!("/live/{}/socket", class.id);
    let socket = app.socket(&socket, Some(Person::Xiaoming)).await;
    let mut page = socket.expect("a socket");
    page.resume(0).await;
    page.event("state").await;
    let socket = format!("/live/{}/socket", class.id);
    let socket = app.socket(&socket, Some(Person::Zhang)).await;
    let mut staff = socket.expect("a socket");
    staff.resume(0).await;
    staff.event("state").await;
    let open = call(&app, &assistant, &class, "3").await;
    let told = page.event("roll-call").await.to_string();
    assert!(told.contains("老师发起了签到"), "{told}");
    let register = assistant.get(&path(&class, "")).await.html();
    assert_eq!(register.texts("[data-present]"), ["已到 0 人"]);
    let tries = join_all((0..4).map(|_| sign(&student, &class, open))).await;
    assert!(tries.iter().all(|status| *status == 204), "{tries:?}");
    assert_eq!(entries(&app), 1, "each once");
    assert_eq!(staff.event("signed-in").await, 1);
    let register = assistant.get(&path(&class, "")).await.html();
    assert_eq!(register.texts("[data-present]"), ["已到 1 人"]);
    let again = assistant
        .post_htmx(&path(&class, ""), &[("minutes", "3")])
        .await;
    assert_eq!(again.status(), 409, "one at a time");
    assert_eq!(post(&assistant, &class, &format!("/{open}/end")).await, 204);
    app.execute("DELETE FROM live_roll_call_entries");
    assert_eq!(sign(&student, &class, open).await, 409, "closed");
    assert_eq!(entries(&app), 0);
    app.finish().await;
}

#[tokio::test]
async fn the_servers_clock_says_who_is_late() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let open = call(&app, &app.teacher().await, &class, "1").await;
    app.execute("UPDATE live_roll_calls SET opened_at = now() - interval '2 minutes', closes_at = now() - interval '1 millisecond'");
    assert_eq!(sign(&app.student().await, &class, open).await, 409);
    assert_eq!(entries(&app), 0);
    for minutes in ["0", "61", "", "soon"] {
        let fields = [("minutes", minutes)];
        let refused = app
            .teacher()
            .await
            .post_htmx(&path(&class, ""), &fields)
            .await;
        assert_eq!(refused.status(), 422, "{minutes}");
    }
    app.finish().await;
}

#[tokio::test]
async fn the_table_neutralises_what_a_spreadsheet_would_compute() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let id = app.id_of(Person::Xiaoming);
    app.execute(&format!(
        "UPDATE users SET display_name = '=1+1' WHERE id = {id}"
    ));
    let open = call(&app, &app.teacher().await, &class, "3").await;
    assert_eq!(sign(&app.student().await, &class, open).await, 204);
    let file = app
        .teacher()
        .await
        .get(&path(&class, &format!("/{open}.csv")))
        .await;
    assert_eq!(file.status(), 200);
    let text = file.text();
    assert!(text.contains("'=1+1,") && text.contains("已到"), "{text}");
    app.finish().await;
}

#[tokio::test]
async fn only_those_who_keep_order_call_the_roll_and_only_learners_of_the_course_answer() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let open = call(&app, &app.teacher().await, &class, "3").await;
    let other = app.plan_open_class().await;
    other.start().await;
    for (client, status) in [
        (app.student().await, 403),
        (app.other_student().await, 404),
        (app.other_teacher().await, 404),
        (app.anonymous(), 401),
    ] {
        let called = client
            .post_htmx(&path(&class, ""), &[("minutes", "3")])
            .await;
        assert_eq!(called.status(), status);
        assert_eq!(post(&client, &class, &format!("/{open}/end")).await, status);
        for page in [path(&class, ""), path(&class, &format!("/{open}.csv"))] {
            let seen = client.get(&page).await.status();
            // Guests are sent to sign in.
            assert_eq!(if seen == 303 { 401 } else { seen }, status, "{page}");
        }
    }
    assert_eq!(
        sign(&app.assistant().await, &class, open).await,
        409,
        "takes no course"
    );
    assert_eq!(sign(&app.other_student().await, &class, open).await, 404);
    assert_eq!(
        sign(&app.student().await, &other, open).await,
        404,
        "another room"
    );
    let (teacher, elsewhere) = (app.teacher().await, path(&other, ""));
    let refused = teacher.post_htmx(&elsewhere, &[("minutes", "3")]).await;
    assert_eq!(refused.status(), 409, "no course");
    assert_eq!(entries(&app), 0);
    app.finish().await;
}

#[tokio::test]
async fn in_two_browsers_the_roll_is_called_and_answered() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let room = format!("/live/{}", class.id);
    let learner = Browser::open(&app.origin(), 390, 844).await;
    learner.sign_in(Person::Xiaoming).await;
    learner.visit(&room).await;
    let teacher = Browser::open(&app.origin(), 1280, 900).await;
    teacher.sign_in(Person::Wang).await;
    teacher.visit(&format!("{room}/studio")).await;
    teacher.click("[data-panels] a[href='#people']").await;
    teacher.click("#register .register__new button").await;
    learner.sees("#sign-in", "老师发起了签到").await;
    learner.photograph("roll-call").await;
    learner.click("#sign-in form button").await;
    learner.sees("#sign-in [data-done]", "已签到").await;
    teacher.sees("#register [data-present]", "已到 1 人").await;
    teacher.photograph("roll-call-studio").await;
    for browser in [&teacher, &learner] {
        assert!(browser.complaints().await.is_empty());
    }
    learner.close().await;
    teacher.close().await;
    app.finish().await;
}
