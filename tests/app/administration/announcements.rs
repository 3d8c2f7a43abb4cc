//! Announcements on every page, and the settings of the site.

use diesel::prelude::*;
use lectern::schema::notifications;

use crate::support::{Client, PASSWORD, RedisServer, TestApp};

fn bar(answer: &crate::support::Answer) -> Vec<String> {
    answer.html().texts(".announcement p")
}

async fn publish(admin: &Client, words: &str, words_en: &str, extra: &[(&str, &str)]) {
    let form = [&[("words", words), ("words_en", words_en)][..], extra].concat();
    let answer = admin.post("/admin/announcements", &form).await;
    assert_eq!(answer.status(), 303, "{answer:?}");
}

#[tokio::test]
async fn an_announcement_stands_on_every_page_in_the_readers_language_until_it_is_put_away() {
    let app = TestApp::start().await;
    let (admin, guest, student) = (app.admin().await, app.anonymous(), app.student().await);
    publish(&admin, "周五<b>停机</b>", "Down on Friday", &[]).await;
    for client in [&guest, &student, &admin] {
        for path in ["/", "/courses", "/login"] {
            let page = client.get(path).await;
            if page.status() == 200 {
                assert_eq!(bar(&page), ["周五<b>停机</b>"], "{path}, as text");
            }
        }
    }
    assert_eq!(
        bar(&guest.get("/nowhere").await),
        ["周五<b>停机</b>"],
        "on error pages too"
    );
    guest.post("/settings/language", &[("locale", "en")]).await;
    assert_eq!(bar(&guest.get("/courses").await), ["Down on Friday"]);
    let before = app.queries_about(&["announcements", "site_settings"]);
    for _ in 0..5 {
        guest.get("/courses").await;
    }
    let asked = app.queries_about(&["announcements", "site_settings"]) - before;
    assert!(asked <= 4, "pages ask for nothing: {asked}");
    let page = student.get("/courses?level=beginner").await.html();
    let away = student.submit(&page.form(".announcement form")).await;
    assert_eq!(
        away.location(),
        "/courses?level=beginner",
        "back to where one was"
    );
    assert_eq!(bar(&student.get("/courses").await), [""; 0]);
    assert_eq!(
        bar(&guest.get("/courses").await),
        ["Down on Friday"],
        "others still read it"
    );
    publish(&admin, "新的", "", &[]).await;
    assert_eq!(
        bar(&student.get("/courses").await),
        ["新的"],
        "another one is news"
    );
    app.finish().await;
}

#[tokio::test]
async fn it_is_shown_in_its_time_to_its_readers_and_can_be_changed_and_removed() {
    let app = TestApp::start().await;
    let (admin, guest, teacher) = (app.admin().await, app.anonymous(), app.teacher().await);
    publish(&admin, "给教师", "", &[("audience", "teachers")]).await;
    assert_eq!(bar(&guest.get("/courses").await), [""; 0]);
    assert_eq!(bar(&teacher.get("/courses").await), ["给教师"]);
    publish(&admin, "以后", "", &[("starts_at", "2099-01-01T08:00")]).await;
    assert_eq!(
        bar(&guest.get("/courses").await),
        [""; 0],
        "not before its time"
    );
    let id = app.count("SELECT max(id) AS n FROM announcements");
    let path = format!("/admin/announcements/{id}");
    let form = admin.get(&path).await.html().form("#announcement-form");
    let now = form
        .with("words", "现在")
        .with("starts_at", "2020-01-01T08:00");
    assert_eq!(admin.submit(&now).await.status(), 303);
    assert_eq!(bar(&guest.get("/courses").await), ["现在"]);
    assert_eq!(
        admin.post(&format!("{path}/deletion"), &[]).await.status(),
        303
    );
    assert_eq!(bar(&guest.get("/courses").await), [""; 0]);
    assert_eq!(admin.get(&path).await.status(), 404);
    for (fields, field) in [
        (vec![("words", " "), ("words_en", "")], "words"),
        (vec![("words", "x"), ("starts_at", "soon")], "starts_at"),
        (
            vec![("words", "x"), ("ends_at", "2020-01-01T08:00")],
            "ends_at",
        ),
    ] {
        let refused = admin.post("/admin/announcements", &fields).await;
        assert_eq!(refused.status(), 422);
        assert!(refused.html().has(&format!("#{field}-error")), "{field}");
    }
    for client in [guest, teacher] {
        let refused = client
            .post("/admin/announcements", &[("words", "x")])
            .await
            .status();
        assert!([303, 401, 404].contains(&refused));
    }
    assert_eq!(app.count("SELECT count(*) AS n FROM announcements"), 1);
    let acts = "SELECT string_agg(action, ' ' ORDER BY id) AS t FROM audit_log WHERE subject_type = 'announcement'";
    assert_eq!(
        app.text(acts),
        "announcement.publish announcement.publish announcement.change announcement.remove"
    );
    app.finish().await;
}

#[tokio::test]
async fn people_are_told_once_each_if_asked_for() {
    let app = TestApp::start().await;
    publish(&app.admin().await, "放假", "Holiday", &[("tell", "yes")]).await;
    app.jobs_done().await;
    let told: i64 = notifications::table
        .count()
        .get_result(&mut app.database())
        .unwrap();
    assert_eq!(told, 6, "everybody, once");
    app.finish().await;
}

#[tokio::test]
async fn another_node_shows_it_and_obeys_the_settings_at_once() {
    let redis = RedisServer::start().await;
    let url = redis.url();
    let app =
        TestApp::start_with(|config| config.bus.redis_url = Some(url.parse().expect("an address")))
            .await;
    let other = app.beside().await;
    let (admin, there) = (app.admin().await, other.anonymous());
    publish(&admin, "停机", "", &[]).await;
    let started = std::time::Instant::now();
    while bar(&there.get("/courses").await).is_empty() {
        assert!(
            started.elapsed().as_secs() < 8,
            "the other node knows of it"
        );
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    other.finish().await;
    app.finish().await;
}

async fn set(admin: &Client, changes: &[(&str, &str)]) {
    let mut form = admin
        .get("/admin/settings")
        .await
        .html()
        .form("#settings-form");
    for (field, value) in changes {
        form = form.with(field, value);
    }
    assert_eq!(admin.submit(&form).await.status(), 303);
}

async fn register(client: &Client, username: &str, invitation: &str) -> u16 {
    let email = format!("{username}@example.org");
    let form = [
        ("username", username),
        ("email", email.as_str()),
        ("password", PASSWORD),
        ("invitation", invitation),
    ];
    client.post("/register", &form).await.status()
}

#[tokio::test]
async fn the_settings_take_effect_at_once_and_each_change_is_on_record() {
    let app = TestApp::start().await;
    let (admin, guest) = (app.admin().await, app.anonymous());
    set(
        &admin,
        &[
            ("site_name", "青山学堂"),
            ("contact", "青山中学 <a>教务处</a>"),
        ],
    )
    .await;
    let page = guest.get("/courses").await.html();
    assert_eq!(page.text(".brand"), "青山学堂");
    assert!(page.text("title").ends_with("青山学堂"));
    assert!(page.text(".footer").contains("<a>教务处</a>"), "as text");
    set(&admin, &[("registration", "closed")]).await;
    assert!(
        !guest
            .get("/register")
            .await
            .html()
            .has("form[action='/register']")
    );
    assert_eq!(register(&guest, "late", "").await, 422);
    let short = [
        ("registration", "invited"),
        ("invitation", "short"),
        ("group_rooms", "teachers"),
        ("language", "en"),
    ];
    let refused = admin.post("/admin/settings", &short).await;
    assert_eq!(refused.status(), 422);
    let again = refused.html();
    assert!(again.has("#invitation-error"));
    assert_eq!(
        again.attribute("#invitation", "value"),
        "short",
        "what was typed is kept"
    );
    set(
        &admin,
        &[("registration", "invited"), ("invitation", "qingshan-2026")],
    )
    .await;
    assert_eq!(register(&guest, "stranger", "guessed-2026").await, 422);
    assert_eq!(register(&guest, "invited", "qingshan-2026").await, 303);
    set(&admin, &[("group_rooms", "admins"), ("language", "en")]).await;
    assert_eq!(
        app.teacher().await.get("/chat/rooms/new").await.status(),
        403
    );
    assert_eq!(
        app.anonymous()
            .get("/courses")
            .await
            .html()
            .attribute("html", "lang"),
        "en"
    );
    let noted = "SELECT string_agg(subject_id, ' ' ORDER BY id) AS t FROM audit_log WHERE action = 'setting.change'";
    let fields = app.text(noted);
    for field in [
        "name",
        "contact",
        "registration",
        "invitation",
        "group_rooms",
        "language",
    ] {
        assert!(
            fields.split(' ').any(|noted| noted == field),
            "{field} in {fields}"
        );
    }
    let secret = "SELECT count(*) AS n FROM audit_log WHERE details::text LIKE '%qingshan%'";
    assert_eq!(app.count(secret), 0, "the invitation is in no log");
    assert_eq!(
        app.teacher().await.get("/admin/settings").await.status(),
        404
    );
    app.finish().await;
}
