//! How people are told of events: on the page, by mail, both or not at all, as each has chosen; and mails that are turned
//! off by one click (RFC 8058).

mod badges;
mod unsubscribing;

use lectern::i18n::Text;
use lectern::notifications::{self, Event, Notice};

use crate::support::{Person, TestApp};

/// Tells these people of something by what every subject calls.
pub async fn tell(app: &TestApp, people: Vec<i64>, kind: Event, words: &'static str) {
    let notice = Notice {
        kind,
        message: Text::new(move |_| words.to_owned()),
        link: "/courses".into(),
    };
    app.app()
        .db
        .run(move |conn| Ok(notifications::notify(conn, &people, &notice)?))
        .await
        .expect("they are told");
}

/// Which of the two ways 小明 has been told in, by now: on the page, and by mail.
fn told(app: &TestApp) -> (i64, i64) {
    let id = app.id_of(Person::Xiaoming);
    let page = format!("SELECT count(*) AS n FROM notifications WHERE user_id = {id}");
    let mail = format!("SELECT count(*) AS n FROM mails WHERE user_id = {id}");
    (app.count(&page), app.count(&mail))
}

#[tokio::test]
async fn each_is_told_as_they_have_chosen_and_by_default_by_mail_of_what_cannot_wait() {
    let app = TestApp::start().await;
    let (student, id) = (app.student().await, app.id_of(Person::Xiaoming));
    tell(&app, vec![id], Event::LessonAdded, "上新").await;
    assert_eq!(told(&app), (1, 0));
    tell(&app, vec![id], Event::DueSoon, "快截止").await;
    assert_eq!(told(&app), (2, 1));
    // A mail that still waits is taken back with its topic.
    app.jobs_done().await;
    let form = student
        .get("/settings/notifications")
        .await
        .html()
        .form("main form[action='/settings/notifications']");
    assert!(form.fields.contains(&("due.mail".into(), "on".into())));
    assert!(!form.fields.iter().any(|(name, _)| name == "lesson.mail"));
    assert!(
        !form.fields.iter().any(|(name, _)| name == "message.page"),
        "chat tells of messages itself"
    );
    let mut fields = form.fields.clone();
    fields.retain(|(name, _)| name != "due.mail" && name != "lesson.page");
    fields.push(("lesson.mail".into(), "on".into()));
    fields.push(("nonsense.mail".into(), "on".into()));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (&**a, &**b)).collect();
    let saved = student.post("/settings/notifications", &fields).await;
    assert_eq!(saved.status(), 303);
    let kept = "SELECT count(*) AS n FROM notification_choices";
    assert_eq!(app.count(kept), 3, "only what differs from the defaults");
    tell(&app, vec![id], Event::LessonAdded, "上新").await;
    assert_eq!(told(&app), (2, 2), "by mail alone");
    tell(&app, vec![id], Event::DueSoon, "快截止").await;
    assert_eq!(told(&app), (3, 2), "on the page alone");
    tell(&app, vec![app.id_of(Person::Xiaohong)], Event::DueSoon, "x").await;
    let other = "SELECT count(*) AS n FROM mails WHERE receiver = 'xiaohong@example.org'";
    assert_eq!(app.count(other), 1, "it is the choice of one person");
    let page = student.follow(&saved).await.html();
    assert!(page.text(".flashes").contains("已保存"));
    student.post("/settings/notifications/reset", &[]).await;
    assert_eq!(app.count(kept), 0);
    let page = student.get("/settings/notifications").await.html();
    assert!(!page.has("button[form=reset]"), "there is nothing to undo");
    tell(&app, vec![id], Event::DueSoon, "快截止").await;
    assert_eq!(told(&app), (4, 3));
    app.finish().await;
}

#[tokio::test]
async fn who_has_not_confirmed_their_address_gets_no_mail_and_the_page_says_so() {
    let app = TestApp::start().await;
    app.execute("UPDATE users SET email_confirmed_at = NULL WHERE username = 'xiaoming'");
    tell(&app, vec![app.id_of(Person::Xiaoming)], Event::DueSoon, "x").await;
    assert_eq!(told(&app), (1, 0));
    let page = app.student().await.get("/settings/notifications").await;
    assert!(page.html().text("main .notice").contains("还没有确认"));
    app.finish().await;
}

#[tokio::test]
async fn many_people_are_told_by_as_many_statements_as_one() {
    let app = TestApp::start().await;
    app.execute(
        "INSERT INTO users (username, email, email_confirmed_at, password, display_name, locale)
         SELECT 'crowd' || n, 'crowd' || n || '@example.org', now(), 'x', 'n', CASE n % 2 WHEN 0 THEN 'en' ELSE 'zh-CN' END::locale
         FROM generate_series(1, 300) n",
    );
    let begins = |app: &TestApp| {
        let all = [
            "INSERT INTO notifications",
            "INSERT INTO mails",
            "INSERT INTO jobs (name, payload, max_attempts)\n         SELECT",
            "notification_mutes",
        ];
        all.map(|words| app.queries_about(&[words]))
    };
    let before = begins(&app);
    tell(
        &app,
        vec![app.id_of(Person::Xiaoming)],
        Event::ClassSoon,
        "x",
    )
    .await;
    let one = begins(&app);
    let crowd =
        app.text("SELECT string_agg(id::text, ',') AS t FROM users WHERE username LIKE 'crowd%'");
    let crowd = crowd
        .split(',')
        .map(|id| id.parse().expect("an id"))
        .collect();
    tell(&app, crowd, Event::ClassSoon, "x").await;
    let many = begins(&app);
    let told = app.count("SELECT count(*) AS n FROM notifications");
    let mails = app.count("SELECT count(*) AS n FROM mails");
    assert_eq!((told, mails), (301, 301));
    for (at, count) in one.iter().enumerate() {
        assert!(*count > before[at], "something is counted: {at}");
        assert_eq!(many[at] - count, count - before[at], "{at}");
    }
    let jobs = "SELECT count(DISTINCT payload) AS n FROM jobs WHERE name = 'mail.send'";
    assert_eq!(app.count(jobs), 301, "each mail has its job");
    app.execute("DELETE FROM jobs WHERE name = 'mail.send'");
    app.finish().await;
}

#[tokio::test]
async fn an_event_that_is_rolled_back_is_told_nowhere_and_no_mail_of_it_waits() {
    let app = TestApp::start().await;
    let id = app.id_of(Person::Xiaoming);
    let undone = app.app().db.run(move |conn| {
        use diesel::Connection;
        conn.transaction(|conn| {
            let notice = Notice {
                kind: Event::OrderPaid,
                message: Text::new(|_| "x".into()),
                link: "/".into(),
            };
            notifications::notify(conn, &[id], &notice)?;
            Err::<(), _>(lectern::error::AppError::Forbidden)
        })
    });
    assert!(undone.await.is_err());
    assert_eq!(told(&app), (0, 0));
    assert_eq!(
        app.count("SELECT count(*) AS n FROM jobs WHERE name = 'mail.send'"),
        0
    );
    app.finish().await;
}

#[tokio::test]
async fn the_list_goes_day_by_day_and_one_is_read_without_opening_it() {
    let app = TestApp::start().await;
    let (student, id) = (app.student().await, app.id_of(Person::Xiaoming));
    tell(&app, vec![id], Event::LessonAdded, "第一条").await;
    app.execute("UPDATE notifications SET created_at = now() - interval '1 day'");
    tell(&app, vec![id], Event::LessonAdded, "第二条").await;
    let page = student.get("/notifications").await.html();
    assert_eq!(page.texts(".notifications-day__name"), ["今天", "昨天"]);
    assert_eq!(page.count("[data-unread]"), 2);
    let newest = app.count("SELECT max(id) AS n FROM notifications");
    let path = format!("/notifications/{newest}/read");
    let other = app.other_student().await;
    assert_eq!(other.post(&path, &[("next", "/")]).await.status(), 404);
    let read = student.post(&path, &[("next", "/notifications")]).await;
    let page = student.follow(&read).await.html();
    assert_eq!(page.text("[data-unread] .notification__text"), "第一条");
    app.finish().await;
}
