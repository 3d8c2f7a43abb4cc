//! The second factor: set up, asked for at the door, used once, lost and taken away (rows A4, A7, S2).

use chrono::Utc;
use futures_util::future::join_all;
use reqwest::Method;
use ring::hmac;

use crate::accounts::{can_sign_in, is_signed_in, link, mails, newcomer};
use crate::support::{Answer, Client, PASSWORD, Person, TestApp};

/// What the app of a person shows, for a secret as the page writes it; `ahead` half minutes from now.
pub fn code(secret: &str, ahead: i64) -> String {
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0u32, 0);
    for letter in secret.bytes().filter(|letter| *letter != b' ') {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'2'..=b'7' => letter - b'2' + 26,
            _ => panic!("no base 32: {secret}"),
        };
        held = ((held << 5) | u32::from(value)) & 0xfff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
        }
    }
    let step = Utc::now().timestamp() / 30 + ahead;
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &bytes);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    let start = usize::from(tag[19] & 15);
    let word: [u8; 4] = tag[start..start + 4].try_into().unwrap();
    format!(
        "{:06}",
        (u32::from_be_bytes(word) & 0x7fff_ffff) % 1_000_000
    )
}

/// A code that is surely wrong now.
fn wrong_code(secret: &str) -> String {
    let near: Vec<String> = (-2..=2).map(|ahead| code(secret, ahead)).collect();
    let wrong = ["000000", "111111", "222222", "333333", "444444", "555555"];
    wrong
        .into_iter()
        .find(|wrong| !near.contains(&(*wrong).to_owned()))
        .unwrap()
        .to_owned()
}

/// Turns the factor on through the pages; answers the secret and the recovery codes.
pub async fn turn_on(client: &Client) -> (String, Vec<String>) {
    let form = client
        .get("/settings/two-factor")
        .await
        .html()
        .form("main form");
    let begun = client
        .submit(&form.with("current_password", PASSWORD))
        .await;
    let page = client.follow(&begun).await.html();
    let secret = page.text("[data-secret]");
    assert!(page.has("svg.qr path"), "to be scanned");
    let form = page.form("form[action='/settings/two-factor/setup']");
    let done = client.submit(&form.with("code", &code(&secret, 0))).await;
    assert_eq!(done.status(), 200, "{done:?}");
    (secret, done.html().texts(".recovery-codes code"))
}

/// A browser in which the password was typed.
async fn at_the_second_step(app: &TestApp, username: &str) -> Client {
    let client = app.anonymous();
    let form = [
        ("login", username),
        ("password", PASSWORD),
        ("next", "/courses"),
    ];
    let answer = client.post("/login", &form).await;
    assert_eq!(
        (answer.status(), answer.location()),
        (303, "/login/code?next=%2Fcourses")
    );
    client
}

async fn type_code(client: &Client, code: &str) -> Answer {
    client
        .post("/login/code", &[("code", code), ("next", "/courses")])
        .await
}

/// Codes that were used may be used again: as if half a minute had passed.
fn let_time_pass(app: &TestApp) {
    app.execute("UPDATE second_factors SET last_step = 0");
}

#[tokio::test]
async fn with_the_factor_on_a_code_is_asked_for_after_the_password_and_nothing_opens_before() {
    let app = TestApp::start().await;
    let (secret, codes) = turn_on(&app.student().await).await;
    assert_eq!(codes.len(), 10);
    let client = at_the_second_step(&app, "xiaoming").await;
    assert!(!is_signed_in(&client).await, "half of it is nothing");
    assert_eq!(
        client
            .post("/settings/theme", &[("theme", "dark")])
            .await
            .status(),
        303
    );
    assert_eq!(
        app.count("SELECT count(*) AS n FROM users WHERE theme = 'dark'"),
        0
    );
    let form = client
        .get("/login/code?next=/courses")
        .await
        .html()
        .form("main form");
    let refused = client
        .submit(&form.clone().with("code", &wrong_code(&secret)))
        .await;
    assert_eq!(refused.status(), 422);
    assert!(refused.html().has("input[name=code][aria-invalid=true]"));
    assert_eq!(
        refused.html().attribute("main input[name=next]", "value"),
        "/courses"
    );
    assert!(!is_signed_in(&client).await);
    let done = client.submit(&form.with("code", &code(&secret, 1))).await;
    assert_eq!((done.status(), done.location()), (303, "/courses"));
    assert!(is_signed_in(&client).await);
    app.finish().await;
}

#[tokio::test]
async fn a_code_is_taken_once_in_its_half_minute_however_many_come_at_once() {
    let app = TestApp::start().await;
    let (secret, _) = turn_on(&app.student().await).await;
    let_time_pass(&app);
    let typed = code(&secret, 0);
    let mut clients = Vec::new();
    for _ in 0..3 {
        clients.push(at_the_second_step(&app, "xiaoming").await);
    }
    let tries = clients.iter().map(|client| type_code(client, &typed));
    let statuses: Vec<u16> = join_all(tries).await.iter().map(Answer::status).collect();
    assert_eq!(
        statuses.iter().filter(|status| **status == 303).count(),
        1,
        "{statuses:?}"
    );
    assert!(
        statuses.iter().all(|status| [303, 422].contains(status)),
        "{statuses:?}"
    );
    let last = at_the_second_step(&app, "xiaoming").await;
    assert_eq!(type_code(&last, &typed).await.status(), 422, "nor later");
    app.finish().await;
}

#[tokio::test]
async fn an_older_code_than_the_last_one_used_is_refused() {
    let app = TestApp::start().await;
    let (secret, _) = turn_on(&app.student().await).await;
    let_time_pass(&app);
    let (older, newer) = (code(&secret, 0), code(&secret, 1));
    let client = at_the_second_step(&app, "xiaoming").await;
    assert_eq!(type_code(&client, &newer).await.status(), 303);
    let client = at_the_second_step(&app, "xiaoming").await;
    assert_eq!(type_code(&client, &older).await.status(), 422);
    app.finish().await;
}

#[tokio::test]
async fn a_recovery_code_opens_the_account_once_and_is_told() {
    let app = TestApp::start().await;
    let (_, codes) = turn_on(&app.student().await).await;
    let typed = codes[3].to_uppercase().replace('-', " ");
    let client = at_the_second_step(&app, "xiaoming").await;
    assert_eq!(
        type_code(&client, &typed).await.status(),
        303,
        "however it is typed"
    );
    assert!(is_signed_in(&client).await);
    let again = at_the_second_step(&app, "xiaoming").await;
    assert_eq!(type_code(&again, &codes[3]).await.status(), 422);
    let told = mails(&app).await;
    assert!(
        told.iter()
            .any(|mail| mail.contains("恢复码") && mail.contains('9')),
        "{told:?}"
    );
    let mut clients = Vec::new();
    for _ in 0..3 {
        clients.push(at_the_second_step(&app, "xiaoming").await);
    }
    let tries = clients.iter().map(|client| type_code(client, &codes[4]));
    let statuses: Vec<u16> = join_all(tries).await.iter().map(Answer::status).collect();
    assert_eq!(
        statuses.iter().filter(|status| **status == 303).count(),
        1,
        "{statuses:?}"
    );
    let page = client.get("/settings/two-factor").await.html();
    let left = page.text(".address .muted");
    assert!(left.contains('8'), "how many are left: {left}");
    app.finish().await;
}

#[tokio::test]
async fn the_codes_of_one_person_open_no_other_account() {
    let app = TestApp::start().await;
    let (secret, codes) = turn_on(&app.student().await).await;
    let (_, _) = turn_on(&app.other_student().await).await;
    let_time_pass(&app);
    let client = at_the_second_step(&app, "xiaohong").await;
    for typed in [code(&secret, 0), codes[0].clone()] {
        assert_eq!(type_code(&client, &typed).await.status(), 422);
    }
    app.finish().await;
}

#[tokio::test]
async fn neither_the_secret_nor_a_recovery_code_stands_in_the_database_or_is_shown_again() {
    let app = TestApp::start().await;
    let client = app.student().await;
    let (secret, codes) = turn_on(&client).await;
    let plain = secret.replace(' ', "");
    for page in ["/settings/two-factor", "/settings/two-factor/setup"] {
        let page = client.get(page).await.everything();
        assert!(!page.contains(&secret) && !page.contains(&plain) && !page.contains(&codes[0]));
    }
    let sealed = "SELECT octet_length(sealed)::bigint AS n FROM second_factors";
    assert!(
        app.count(sealed) >= 12 + 20 + 16,
        "sealed, with a nonce and a tag"
    );
    let stored = format!(
        "SELECT count(*) AS n FROM recovery_codes WHERE recovery_codes::text LIKE '%{}%'",
        codes[0]
    );
    assert_eq!(app.count(&stored), 0);
    app.finish().await;
}

#[tokio::test]
async fn it_is_not_on_before_a_code_was_typed_and_is_set_up_by_who_knows_the_password() {
    let app = TestApp::start().await;
    let client = app.student().await;
    for password in ["", "not this one"] {
        let answer = client
            .post("/settings/two-factor", &[("current_password", password)])
            .await;
        assert_eq!(answer.status(), 422);
    }
    assert_eq!(
        client.get("/settings/two-factor/setup").await.location(),
        "/settings/two-factor"
    );
    let begun = client
        .post("/settings/two-factor", &[("current_password", PASSWORD)])
        .await;
    let secret = client.follow(&begun).await.html().text("[data-secret]");
    assert!(
        can_sign_in(&app, "xiaoming", PASSWORD).await,
        "nobody is asked yet"
    );
    let form = [("code", &*wrong_code(&secret))];
    let refused = client.post("/settings/two-factor/setup", &form).await;
    assert_eq!(refused.status(), 422);
    assert_eq!(
        refused.html().text("[data-secret]"),
        secret,
        "the same one still"
    );
    app.execute("UPDATE second_factors SET started_at = now() - interval '31 minutes'");
    let late = client
        .post(
            "/settings/two-factor/setup",
            &[("code", &*code(&secret, 0))],
        )
        .await;
    assert_eq!(late.location(), "/settings/two-factor", "too late");
    assert!(can_sign_in(&app, "xiaoming", PASSWORD).await);
    app.finish().await;
}

#[tokio::test]
async fn who_has_only_typed_an_address_cannot_lock_its_owner_out() {
    let app = TestApp::start().await;
    let client = newcomer(&app, "thief", "victim@example.org").await;
    let answer = client
        .post("/settings/two-factor", &[("current_password", PASSWORD)])
        .await;
    assert_eq!(answer.status(), 422);
    assert!(
        !client
            .get("/settings/two-factor")
            .await
            .html()
            .has("main form")
    );
    assert_eq!(app.count("SELECT count(*) AS n FROM second_factors"), 0);
    app.finish().await;
}

#[tokio::test]
async fn it_is_turned_off_and_codes_are_renewed_with_password_and_code_alone() {
    let app = TestApp::start().await;
    let client = app.student().await;
    let (secret, codes) = turn_on(&client).await;
    let_time_pass(&app);
    let now = code(&secret, 0);
    for (path, password, typed) in [
        ("removal", "not this one", &*now),
        ("removal", PASSWORD, &*wrong_code(&secret)),
        ("codes", "not this one", &*codes[0]),
    ] {
        let form = [("current_password", password), ("code", typed)];
        let answer = client
            .post(&format!("/settings/two-factor/{path}"), &form)
            .await;
        assert_eq!(answer.status(), 422, "{path} {typed}");
    }
    let form = [("current_password", PASSWORD), ("code", &*now)];
    let renewed = client.post("/settings/two-factor/codes", &form).await;
    let new = renewed.html().texts(".recovery-codes code");
    assert_eq!(new.len(), 10);
    let at_door = at_the_second_step(&app, "xiaoming").await;
    assert_eq!(
        type_code(&at_door, &codes[1]).await.status(),
        422,
        "the old ones are void"
    );
    let form = [("current_password", PASSWORD), ("code", &*new[0])];
    assert_eq!(
        client
            .post("/settings/two-factor/removal", &form)
            .await
            .status(),
        303
    );
    assert!(can_sign_in(&app, "xiaoming", PASSWORD).await);
    assert_eq!(app.count("SELECT count(*) AS n FROM recovery_codes"), 0);
    app.finish().await;
}

#[tokio::test]
async fn guessing_codes_is_slowed_down_and_does_not_shut_the_owner_out() {
    let app = TestApp::start_with(|config| {
        config.http.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    })
    .await;
    let owner = app.student().await;
    let (secret, _) = turn_on(&owner).await;
    let_time_pass(&app);
    owner.post("/logout", &[]).await;
    let send = async |client: &Client, path: &str, address: &str, form: &[(&str, &str)]| {
        let request = client
            .request(Method::POST, path)
            .header("X-Forwarded-For", address);
        client.send(request.form(form)).await.status()
    };
    let password = [("login", "xiaoming"), ("password", PASSWORD)];
    let wrong = wrong_code(&secret);
    let wrong = [("code", &*wrong)];
    let thief = app.anonymous();
    send(&thief, "/login", "203.0.113.1", &password).await;
    let mut statuses = Vec::new();
    for _ in 0..8 {
        statuses.push(send(&thief, "/login/code", "203.0.113.1", &wrong).await);
    }
    assert_eq!(statuses[..5], [422; 5]);
    assert_eq!(statuses[5..], [429; 3]);
    let again = app.anonymous();
    send(&again, "/login", "203.0.113.1", &password).await;
    assert_eq!(
        send(&again, "/login/code", "203.0.113.1", &wrong).await,
        429,
        "a new session helps not"
    );
    // From many addresses, until over all of them it is too much.
    let mut refused = 0;
    for address in 2..40 {
        let address = format!("203.0.113.{address}");
        let thief = app.anonymous();
        send(&thief, "/login", &address, &password).await;
        for _ in 0..5 {
            refused += u32::from(send(&thief, "/login/code", &address, &wrong).await == 429);
        }
    }
    assert!(
        refused > 50,
        "many addresses do not make many guesses: {refused}"
    );
    send(&owner, "/login", "198.51.100.7", &password).await;
    let right = code(&secret, 0);
    let status = send(&owner, "/login/code", "198.51.100.7", &[("code", &*right)]).await;
    assert_eq!(status, 303, "the owner's own browser gets in");
    app.finish().await;
}

#[tokio::test]
async fn the_second_step_is_over_after_ten_minutes_another_password_or_a_suspension() {
    let app = TestApp::start().await;
    let owner = app.student().await;
    let (secret, _) = turn_on(&owner).await;
    let_time_pass(&app);
    let waiting = at_the_second_step(&app, "xiaoming").await;
    let form = [
        ("current_password", PASSWORD),
        ("new_password", "another quiet lamp 48"),
    ];
    assert_eq!(owner.post("/settings/password", &form).await.status(), 303);
    let answer = type_code(&waiting, &code(&secret, 0)).await;
    assert_eq!((answer.status(), answer.location()), (303, "/login"));
    assert!(!is_signed_in(&waiting).await);
    let (wang, _) = turn_on(&app.teacher().await).await;
    let_time_pass(&app);
    let waiting = at_the_second_step(&app, "wang").await;
    app.execute("UPDATE users SET is_suspended = true WHERE username = 'wang'");
    assert_eq!(
        type_code(&waiting, &code(&wang, 0)).await.location(),
        "/login"
    );
    assert!(!is_signed_in(&waiting).await);
    assert_eq!(
        app.anonymous().get("/login/code").await.location(),
        "/login",
        "out of nowhere"
    );
    let out_of_nowhere = type_code(&app.anonymous(), &code(&secret, 0)).await;
    assert_eq!(out_of_nowhere.location(), "/login");
    app.finish().await;
}

#[tokio::test]
async fn the_session_of_the_second_step_gets_a_new_id_and_is_remembered_only_if_wanted() {
    let app = TestApp::start().await;
    let (secret, _) = turn_on(&app.student().await).await;
    for (remember, ends_with_browser) in [("yes", false), ("", true)] {
        let_time_pass(&app);
        let client = app.anonymous();
        let form = [
            ("login", "xiaoming"),
            ("password", PASSWORD),
            ("remember", remember),
        ];
        let half = client.post("/login", &form).await;
        let whole = type_code(&client, &code(&secret, 0)).await;
        let cookie = |answer: &Answer| {
            let cookies = answer.headers("set-cookie");
            let cookie = cookies
                .into_iter()
                .find(|cookie| cookie.contains("lectern="));
            cookie.expect("a session cookie").to_owned()
        };
        let (half, whole) = (cookie(&half), cookie(&whole));
        assert_ne!(half.split(';').next(), whole.split(';').next());
        assert_eq!(!whole.contains("Max-Age="), ends_with_browser, "{whole}");
        let thief = app.anonymous();
        let old = half.split(';').next().unwrap().to_owned();
        let request = thief
            .request(Method::GET, "/settings")
            .header("Cookie", old);
        assert_ne!(
            thief.send(request).await.status(),
            200,
            "the old id is worth nothing"
        );
    }
    app.finish().await;
}

#[tokio::test]
async fn an_administrator_takes_it_away_for_who_has_lost_it() {
    let app = TestApp::start().await;
    let client = app.student().await;
    turn_on(&client).await;
    let person = app.id_of(Person::Xiaoming);
    let path = format!("/admin/people/{person}/two-factor/removal");
    for stranger in [app.teacher().await, app.other_student().await] {
        assert_eq!(stranger.post(&path, &[]).await.status(), 404);
    }
    let admin = app.admin().await;
    let other = format!(
        "/admin/people/{}/two-factor/removal",
        app.id_of(Person::Xiaohong)
    );
    assert_eq!(admin.post(&other, &[]).await.status(), 404, "who has none");
    let page = admin.get(&format!("/admin/people/{person}")).await.html();
    assert_eq!(page.count("form[action$='/two-factor/removal']"), 1);
    let form = page.form(&format!("form[action='{path}']"));
    assert_eq!(admin.submit(&form).await.status(), 303);
    assert!(!is_signed_in(&client).await, "whoever was in is out");
    assert!(can_sign_in(&app, "xiaoming", PASSWORD).await);
    let noted = format!(
        "SELECT count(*) AS n FROM audit_log WHERE action = 'account.second_factor' AND subject_id = '{person}'
         AND actor_id = {}",
        app.id_of(Person::Root)
    );
    assert_eq!(app.count(&noted), 1);
    let told = mails(&app).await;
    assert!(
        told.iter().any(|mail| mail.contains("关闭了两步验证")),
        "{told:?}"
    );
    app.finish().await;
}

#[tokio::test]
async fn taking_the_account_back_takes_away_the_factor_of_the_thief() {
    let app = TestApp::start().await;
    let thief = app.student().await;
    let form = [
        ("email", "ming@example.net"),
        ("current_password", PASSWORD),
    ];
    assert_eq!(thief.post("/settings/email", &form).await.status(), 303);
    let confirming = link(&app).await;
    assert_eq!(thief.post(&confirming, &[]).await.status(), 303);
    let undo = link(&app).await;
    turn_on(&thief).await;
    assert_eq!(app.anonymous().post(&undo, &[]).await.status(), 303);
    assert_eq!(app.count("SELECT count(*) AS n FROM second_factors"), 0);
    app.finish().await;
}
