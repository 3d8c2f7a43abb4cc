//! A forgotten password: the link in the mail, its one use, and what the answers must not tell (rows A3 to A7, K3).

use futures_util::future::join_all;
use reqwest::Method;

use crate::accounts::{can_sign_in, is_signed_in, link, mails};
use crate::support::{PASSWORD, Person, TestApp};

const NEW: &str = "another quiet lamp 48";

async fn ask(app: &TestApp, login: &str) {
    let form = [("login", login)];
    let answer = app.anonymous().post("/password/reset", &form).await;
    assert_eq!(answer.status(), 303, "{answer:?}");
}

async fn use_link(app: &TestApp, link: &str) -> u16 {
    let form = [("new_password", NEW)];
    app.anonymous().post(link, &form).await.status()
}

#[tokio::test]
async fn the_link_in_the_mail_sets_a_new_password_once_and_signs_everybody_out() {
    let app = TestApp::start().await;
    let elsewhere = app.student().await;
    let visitor = app.anonymous();
    let form = visitor
        .get("/password/reset")
        .await
        .html()
        .form("form[action='/password/reset']");
    let answer = visitor
        .submit(&form.with("login", "XiaoMing@example.org"))
        .await;
    assert_eq!((answer.status(), answer.location()), (303, "/login"));
    let link = link(&app).await;
    let page = visitor.get(&link).await;
    assert_eq!(page.status(), 200);
    let form = page.html().form(&format!("form[action='{link}']"));
    let short = visitor.submit(&form.with("new_password", "short")).await;
    assert_eq!(
        short.status(),
        422,
        "the link outlives a password that is not taken"
    );
    let form = visitor
        .get(&link)
        .await
        .html()
        .form(&format!("form[action='{link}']"));
    let answer = visitor.submit(&form.with("new_password", NEW)).await;
    assert_eq!((answer.status(), answer.location()), (303, "/login"));
    assert!(
        !is_signed_in(&elsewhere).await,
        "other devices are signed out"
    );
    assert!(can_sign_in(&app, "xiaoming", NEW).await);
    assert!(!can_sign_in(&app, "xiaoming", PASSWORD).await);
    assert_eq!(use_link(&app, &link).await, 404, "it works once");
    assert_eq!(visitor.get(&link).await.status(), 404);
    let mut told = mails(&app).await;
    told.retain(|mail| !mail.contains("/settings/sessions"));
    assert_eq!(told.len(), 2, "the link, and that it was used: {told:?}");
    assert!(!told[1].contains("/password/reset/"), "{told:?}");
    app.finish().await;
}

#[tokio::test]
async fn of_many_who_use_the_link_at_once_one_sets_the_password() {
    let app = TestApp::start().await;
    ask(&app, "xiaoming").await;
    let link = link(&app).await;
    let statuses = join_all((0..10).map(|_| use_link(&app, &link))).await;
    let done = statuses.iter().filter(|status| **status == 303).count();
    assert_eq!(done, 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| [303, 404].contains(status)));
    app.finish().await;
}

#[tokio::test]
async fn a_link_dies_with_a_newer_one_a_changed_password_and_half_an_hour() {
    let app = TestApp::start().await;
    ask(&app, "xiaoming").await;
    let older = link(&app).await;
    ask(&app, "xiaoming").await;
    let newer = link(&app).await;
    assert_ne!(older, newer);
    assert_eq!(use_link(&app, &older).await, 404, "a newer one is out");
    let form = [
        ("current_password", PASSWORD),
        ("new_password", "a third lamp 4711"),
    ];
    let changed = app.student().await.post("/settings/password", &form).await;
    assert_eq!(changed.status(), 303);
    assert_eq!(
        use_link(&app, &newer).await,
        404,
        "the password has changed"
    );
    ask(&app, "wang").await;
    let link = link(&app).await;
    let later = "UPDATE account_tokens SET created_at = created_at - interval '31 minutes',
        expires_at = expires_at - interval '31 minutes'";
    assert_eq!(app.execute(later), 1);
    assert_eq!(use_link(&app, &link).await, 404, "half an hour is over");
    assert!(can_sign_in(&app, "wang", PASSWORD).await);
    app.finish().await;
}

#[tokio::test]
async fn nobody_learns_from_the_answer_whether_there_is_an_account() {
    let app = TestApp::start().await;
    let visitor = app.anonymous();
    let mut answers = Vec::new();
    for login in ["xiaoming@example.org", "nobody@example.org"] {
        let answer = visitor.post("/password/reset", &[("login", login)]).await;
        let cookies: Vec<String> = answer
            .headers("set-cookie")
            .iter()
            .map(|c| (*c).into())
            .collect();
        answers.push((
            answer.status(),
            answer.location().to_owned(),
            cookies,
            answer.body,
        ));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(
        mails(&app).await.len(),
        1,
        "a mail goes to the one that there is"
    );
    app.finish().await;
}

#[tokio::test]
async fn the_link_leads_to_the_configured_origin_whatever_the_request_says() {
    let app = TestApp::start().await;
    let visitor = app.anonymous();
    let request = visitor
        .request(Method::POST, "/password/reset")
        .header("X-Forwarded-Host", "evil.example")
        .header("Forwarded", "host=evil.example;proto=https")
        .form(&[("login", "xiaoming")]);
    assert_eq!(visitor.send(request).await.status(), 303);
    let mail = mails(&app).await.pop().expect("a mail");
    assert!(
        mail.contains("http://localhost:8080/password/reset/"),
        "{mail}"
    );
    assert!(!mail.contains("evil"), "{mail}");
    app.finish().await;
}

#[tokio::test]
async fn the_token_stands_in_no_table_once_it_is_sent() {
    let app = TestApp::start().await;
    ask(&app, "xiaoming").await;
    let link = link(&app).await;
    let token = link.rsplit('/').next().unwrap();
    assert!(token.len() >= 43, "256 bits: {token}");
    let seen = format!(
        "SELECT (SELECT count(*) FROM mails WHERE mails::text LIKE '%{token}%')
             + (SELECT count(*) FROM jobs WHERE jobs::text LIKE '%{token}%')
             + (SELECT count(*) FROM account_tokens WHERE account_tokens::text LIKE '%{token}%') AS n"
    );
    assert_eq!(app.count(&seen), 0);
    app.finish().await;
}

#[tokio::test]
async fn asking_again_and_again_is_slowed_down() {
    let app = TestApp::start().await;
    for _ in 0..5 {
        ask(&app, "xiaoming").await;
    }
    let form = [("login", "xiaoming")];
    let answer = app.anonymous().post("/password/reset", &form).await;
    assert_eq!(answer.status(), 429);
    ask(&app, "wang").await;
    app.finish().await;
}

#[tokio::test]
async fn a_changed_password_is_told_to_its_owner_by_mail() {
    let app = TestApp::start().await;
    let client = app.student().await;
    let wrong = [("current_password", "not this one"), ("new_password", NEW)];
    assert_eq!(
        client.post("/settings/password", &wrong).await.status(),
        422
    );
    assert!(mails(&app).await.is_empty());
    let form = [("current_password", PASSWORD), ("new_password", NEW)];
    assert_eq!(client.post("/settings/password", &form).await.status(), 303);
    let told = mails(&app).await;
    assert_eq!(told.len(), 1);
    assert!(
        told[0].contains("密码"),
        "in the language of its owner: {}",
        told[0]
    );
    app.finish().await;
}

#[tokio::test]
async fn the_audit_log_has_who_came_in_and_who_did_not() {
    let app = TestApp::start().await;
    let id = app.id_of(Person::Xiaoming);
    assert!(can_sign_in(&app, "xiaoming", PASSWORD).await);
    assert!(!can_sign_in(&app, "xiaoming", "wrong wrong wrong").await);
    assert!(!can_sign_in(&app, "nobody", "wrong wrong wrong").await);
    let lines = |which: &str| {
        app.count(&format!(
            "SELECT count(*) AS n FROM audit_log WHERE {which}"
        ))
    };
    let own = format!("subject_id = '{id}' AND action");
    assert_eq!(
        lines(&format!("{own} = 'account.sign_in' AND actor_id = {id}")),
        1
    );
    assert_eq!(
        lines(&format!(
            "{own} = 'account.sign_in_failed' AND actor_id IS NULL"
        )),
        1
    );
    assert_eq!(
        lines("subject_id = 'unknown' AND action = 'account.sign_in_failed'"),
        1
    );
    assert_eq!(
        lines("audit_log::text LIKE '%wrong%'"),
        0,
        "what was typed is not written"
    );
    app.finish().await;
}

#[tokio::test]
async fn a_link_dies_with_the_address_that_it_was_sent_to() {
    let app = TestApp::start().await;
    let client = app.student().await;
    ask(&app, "xiaoming").await;
    let sent = link(&app).await;
    let form = [
        ("email", "ming@example.net"),
        ("current_password", PASSWORD),
    ];
    assert_eq!(client.post("/settings/email", &form).await.status(), 303);
    let confirming = link(&app).await;
    assert_eq!(client.post(&confirming, &[]).await.status(), 303);
    assert_eq!(
        use_link(&app, &sent).await,
        404,
        "who reads the old mailbox gets in no more"
    );
    assert!(can_sign_in(&app, "xiaoming", PASSWORD).await);
    app.finish().await;
}

#[tokio::test]
async fn a_forged_host_leads_nobody_elsewhere() {
    let app = TestApp::start().await;
    let visitor = app.anonymous();
    for host in ["evil.example", "evil.example:80", "localhost.evil.example"] {
        for origin in [format!("http://{host}"), app.origin()] {
            let mut request = visitor
                .request(Method::POST, "/password/reset")
                .form(&[("login", "xiaoming")])
                .build()
                .expect("a request");
            let headers = request.headers_mut();
            headers.insert("Host", host.parse().expect("a name"));
            headers.insert("Origin", origin.parse().expect("an origin"));
            let answer = visitor.execute(request).await;
            let status = answer.status();
            assert!([303, 400, 403].contains(&status), "{host}: {answer:?}");
            assert!(!answer.location().contains("evil"), "{answer:?}");
        }
    }
    ask(&app, "xiaoming").await;
    assert!(!mails(&app).await.is_empty());
    for mail in mails(&app).await {
        assert!(mail.contains("http://localhost:8080/password/reset/"));
        assert!(!mail.contains("evil"), "{mail}");
    }
    app.finish().await;
}
