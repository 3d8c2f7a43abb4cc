//! Sessions live on the server: their cookie, their renewal and their end (rows S1 to S6).

use reqwest::Method;

use crate::support::{Answer, Client, PASSWORD, Person, TestApp};

/// The session cookie that an answer sets, as the browser would send it back.
fn cookie_of(answer: &Answer) -> Option<String> {
    let cookies = answer.headers("set-cookie");
    let cookie = cookies.iter().find(|cookie| cookie.contains("lectern="))?;
    cookie.split(';').next().map(str::to_owned)
}

/// What somebody sees who has a copy of the cookie.
async fn with_cookie(app: &TestApp, cookie: &str) -> u16 {
    let thief = app.anonymous();
    let request = thief
        .request(Method::GET, "/settings")
        .header("Cookie", cookie);
    thief.send(request).await.status()
}

async fn sign_in(client: &Client, person: Person) -> String {
    let form = [("login", person.username()), ("password", PASSWORD)];
    let answer = client.post("/login", &form).await;
    cookie_of(&answer).expect("a session cookie")
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_for_scripts_and_other_sites() {
    let app = TestApp::start_with(|config| {
        config.http.public_url = "https://school.example".parse().unwrap();
    })
    .await;
    let form = [("login", "wang"), ("password", PASSWORD)];
    let answer = app.anonymous().post("/login", &form).await;
    let cookies = answer.headers("set-cookie");
    let cookie = cookies
        .iter()
        .find(|cookie| cookie.contains("lectern="))
        .expect("a session cookie");
    assert!(cookie.starts_with("__Host-lectern="), "{cookie}");
    for attribute in ["; HttpOnly", "; Secure", "; SameSite=Lax", "; Path=/"] {
        assert!(cookie.contains(attribute), "{attribute} in {cookie}");
    }
    assert!(!cookie.contains("Domain="), "{cookie}");
    assert!(
        cookie.split(['=', ';']).nth(1).unwrap().len() >= 32,
        "{cookie}"
    );
    app.finish().await;
}

#[tokio::test]
async fn a_cookie_from_before_signing_in_stays_anonymous() {
    let app = TestApp::start().await;
    let victim = app.anonymous();
    let first = sign_in(&victim, Person::Xiaoming).await;
    let again = victim
        .post("/login", &[("login", "wang"), ("password", PASSWORD)])
        .await;
    let second = cookie_of(&again).expect("a new session cookie");
    assert_ne!(first, second, "a new id at each sign-in");
    assert_eq!(with_cookie(&app, &second).await, 200);
    assert_ne!(
        with_cookie(&app, &first).await,
        200,
        "the old id is worth nothing"
    );
    app.finish().await;
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server() {
    let app = TestApp::start().await;
    let client = app.anonymous();
    let cookie = sign_in(&client, Person::Xiaoming).await;
    assert_eq!(with_cookie(&app, &cookie).await, 200);
    let answer = client.post("/logout", &[]).await;
    assert_eq!(answer.status(), 303);
    assert!(answer.header("clear-site-data").contains("cache"));
    assert_ne!(with_cookie(&app, &cookie).await, 200);
    assert_eq!(
        app.count("SELECT count(*) AS n FROM sessions WHERE user_id IS NOT NULL"),
        0
    );
    app.finish().await;
}

#[tokio::test]
async fn a_new_password_ends_all_other_sessions_at_once() {
    let app = TestApp::start().await;
    let (here, elsewhere) = (app.anonymous(), app.anonymous());
    let old = sign_in(&here, Person::Xiaoming).await;
    let other = sign_in(&elsewhere, Person::Xiaoming).await;
    assert_eq!(with_cookie(&app, &other).await, 200);
    let form = [
        ("current_password", "not this one"),
        ("new_password", "another quiet lamp 48"),
    ];
    assert_eq!(
        here.post("/settings/password", &form).await.status(),
        422,
        "the old one is asked for"
    );
    assert_eq!(with_cookie(&app, &other).await, 200);
    let form = [
        ("current_password", PASSWORD),
        ("new_password", "another quiet lamp 48"),
    ];
    assert_eq!(here.post("/settings/password", &form).await.status(), 303);
    for cookie in [&old, &other] {
        assert_ne!(with_cookie(&app, cookie).await, 200);
    }
    assert_eq!(
        here.get("/settings").await.status(),
        200,
        "this browser goes on"
    );
    app.finish().await;
}

#[tokio::test]
async fn another_role_or_a_suspension_ends_the_sessions_of_a_person_at_once() {
    let app = TestApp::start().await;
    let (admin, student) = (app.admin().await, app.anonymous());
    let person = app.id_of(Person::Xiaoming);
    let cookie = sign_in(&student, Person::Xiaoming).await;
    assert_eq!(with_cookie(&app, &cookie).await, 200);
    let role = format!("/admin/people/{person}/role");
    let answer = admin
        .post(&role, &[("role", "teacher"), ("reason", "asked for it")])
        .await;
    assert_eq!(answer.status(), 303, "{answer:?}");
    assert_ne!(with_cookie(&app, &cookie).await, 200);
    let cookie = sign_in(&student, Person::Xiaoming).await;
    assert_eq!(with_cookie(&app, &cookie).await, 200);
    let suspension = format!("/admin/people/{person}/suspension");
    let answer = admin
        .post(&suspension, &[("suspended", "true"), ("reason", "spam")])
        .await;
    assert_eq!(answer.status(), 303, "{answer:?}");
    assert_ne!(with_cookie(&app, &cookie).await, 200);
    let form = [("login", "xiaoming"), ("password", PASSWORD)];
    assert_eq!(
        app.anonymous().post("/login", &form).await.status(),
        422,
        "and no way back in"
    );
    app.finish().await;
}

#[tokio::test]
async fn requests_that_race_signing_out_cannot_revive_the_session() {
    let app = TestApp::start().await;
    let client = app.anonymous();
    let mut cookies = vec![sign_in(&client, Person::Xiaoming).await];
    let writes = (0..100).map(|_| {
        let client = client.clone();
        async move { client.post("/settings/theme", &[("theme", "dark")]).await }
    });
    let (answers, _) = tokio::join!(
        futures_util::future::join_all(writes),
        client.post("/logout", &[])
    );
    cookies.extend(answers.iter().filter_map(cookie_of));
    for cookie in cookies {
        assert_ne!(with_cookie(&app, &cookie).await, 200, "{cookie}");
    }
    app.finish().await;
}

#[tokio::test]
async fn a_session_ends_when_nobody_uses_it_and_at_last_however_much_it_is_used() {
    let app = TestApp::start().await;
    for change in [
        "created_at = now() - interval '31 days', expires_at = now() - interval '1 second'",
        "created_at = now() - interval '90 days 1 second'",
    ] {
        let cookie = sign_in(&app.anonymous(), Person::Xiaoming).await;
        // What a node remembers of a session it believes for some seconds: it is asked from another one.
        let other = app.beside().await;
        app.execute(&format!("UPDATE sessions SET {change}"));
        let seen = other.anonymous();
        let request = seen
            .request(reqwest::Method::GET, "/settings")
            .header("Cookie", &cookie);
        let answer = seen.send(request).await;
        assert_ne!(answer.status(), 200, "{change}");
        other.finish().await;
    }
    app.finish().await;
}

#[tokio::test]
async fn signing_out_empties_what_the_browser_keeps_and_no_private_page_is_kept_at_all() {
    let app = TestApp::start().await;
    let student = app.student().await;
    for path in ["/settings", "/notifications", "/learning", "/chat"] {
        let page = student.get(path).await;
        assert!(page.header("cache-control").contains("no-store"), "{path}");
    }
    let out = student.post("/logout", &[]).await;
    assert_eq!(out.header("clear-site-data"), "\"cache\", \"storage\"");
    app.finish().await;
}

/// Signs somebody in and does what leaves a cookie; every answer.
async fn everything_that_leaves_a_cookie(app: &TestApp) -> Vec<Answer> {
    let mut answers = Vec::new();
    let mut cookie = String::new();
    let register = [
        ("username", "lanlan"),
        ("email", "lanlan@example.org"),
        ("password", PASSWORD),
    ];
    let login = [
        ("login", "lanlan"),
        ("password", PASSWORD),
        ("remember", "on"),
    ];
    let password = [
        ("current_password", PASSWORD),
        ("new_password", "another quiet lamp 48"),
    ];
    let profile = [
        ("display_name", "兰兰"),
        ("locale", "en"),
        ("theme", "dark"),
        ("time_zone", "Asia/Shanghai"),
    ];
    let deletion = [("current_password", "another quiet lamp 48")];
    let dismissal = app.count("SELECT max(id) AS n FROM announcements");
    let dismissal = format!("/announcements/{dismissal}/dismissal");
    for (path, fields) in [
        ("/settings/language", &[("locale", "en"), ("next", "/")][..]),
        ("/settings/theme", &[("theme", "dark"), ("next", "/")]),
        ("/password/reset", &[("login", "xiaoming")]),
        (&dismissal, &[("next", "/")]),
        ("/register", &register),
        ("/logout", &[]),
        (
            "/login",
            &[("login", "lanlan"), ("password", "wrong wrong")],
        ),
        ("/login", &login),
        ("/settings", &profile),
        ("/settings/password", &password),
        ("/settings/account/deletion", &deletion),
    ] {
        let client = app.anonymous();
        let request = client
            .request(Method::POST, path)
            .header("Cookie", &cookie)
            .form(fields);
        let answer = client.send(request).await;
        assert!([303, 422].contains(&answer.status()), "{path}: {answer:?}");
        cookie = cookie_of(&answer).unwrap_or(cookie);
        answers.push(answer);
    }
    let client = app.anonymous();
    let class = app.count("SELECT max(id) AS n FROM live_rooms");
    let class = client.get(&format!("/live/{class}")).await;
    let flash = client
        .request(Method::GET, "/")
        .header("Cookie", "flash=e30");
    answers.extend([class, client.send(flash).await]);
    answers
}

#[tokio::test]
async fn no_cookie_of_a_site_with_https_goes_over_an_open_connection_or_from_another_site() {
    let app = TestApp::start_with(|config| {
        config.http.public_url = "https://school.example".parse().unwrap();
    })
    .await;
    app.execute("INSERT INTO announcements (words, words_en) VALUES ('你好', '')");
    app.execute(
        "INSERT INTO live_rooms (title, teacher_id, access) SELECT '公开课', id, 'everyone' FROM users WHERE username = 'wang'",
    );
    let answers = everything_that_leaves_a_cookie(&app).await;
    let cookies = answers
        .iter()
        .flat_map(|answer| answer.headers("set-cookie"));
    let cookies: Vec<&str> = cookies.collect();
    let mut names: Vec<&str> = cookies
        .iter()
        .filter_map(|cookie| cookie.split('=').next())
        .collect();
    names.sort_unstable();
    names.dedup();
    assert!(names.len() >= 6, "{names:?}");
    for cookie in cookies {
        for attribute in ["; Secure", "; Path=/"] {
            assert!(cookie.contains(attribute), "{attribute} in {cookie}");
        }
        assert!(!cookie.contains("Domain="), "{cookie}");
        let is_removal = cookie.contains("Max-Age=0");
        assert!(is_removal || cookie.contains("; SameSite=Lax"), "{cookie}");
        // Whose it is or was: the session and the device.
        if cookie.starts_with("__Host-") {
            let is_whole = cookie.split("; ").any(|part| part == "Path=/");
            assert!(is_whole, "{cookie}");
            assert!(is_removal || cookie.contains("; HttpOnly"), "{cookie}");
        }
    }
    let hosts = names.iter().filter(|name| name.starts_with("__Host-"));
    assert_eq!(hosts.count(), 2, "{names:?}");
    app.jobs_done().await;
    app.finish().await;
}

#[tokio::test]
async fn a_cookie_that_somebody_has_planted_is_nobodys_after_signing_in() {
    let app = TestApp::start().await;
    let planted = format!("lectern={}", "A".repeat(43));
    let client = app.anonymous();
    for path in ["/login", "/register"] {
        let request = client
            .request(Method::POST, path)
            .header("Cookie", &planted)
            .form(&[
                ("login", "xiaoming"),
                ("username", "lanlan"),
                ("email", "lanlan@example.org"),
                ("password", PASSWORD),
            ]);
        let answer = client.send(request).await;
        assert_eq!(answer.status(), 303, "{path}: {answer:?}");
        let own = cookie_of(&answer).expect("a session of their own");
        assert_ne!(own, planted, "{path}");
        assert_eq!(with_cookie(&app, &own).await, 200, "{path}");
        assert_ne!(with_cookie(&app, &planted).await, 200, "{path}");
    }
    app.finish().await;
}
