//! An address is somebody's once they have used the link that was sent to it, and nobody learns whose it is (rows A3, A5,
//! A6, D2, I6).

use futures_util::future::join_all;
use reqwest::Method;

use crate::accounts::{address_of, can_sign_in, link, mails, newcomer, sign_up};
use crate::support::{Client, PASSWORD, Person, TestApp};

const BAR: &str = ".unconfirmed";

async fn use_link(client: &Client, link: &str) -> u16 {
    client.post(link, &[]).await.status()
}

#[tokio::test]
async fn the_link_in_the_mail_confirms_the_address_once_and_the_bar_goes() {
    let app = TestApp::start().await;
    let client = newcomer(&app, "xiaogang", "XiaoGang@example.org").await;
    let page = client.get("/courses").await.html();
    assert!(page.text(BAR).contains("XiaoGang@example.org"));
    let link = link(&app).await;
    let form = client.get(&link).await.html();
    assert!(form.text("main").contains("@xiaogang"), "whose it becomes");
    assert_eq!(
        address_of(&app, "xiaogang"),
        "XiaoGang@example.org ?",
        "to look is not to use"
    );
    let form = form.form(&format!("form[action='{link}']"));
    let answer = client.submit(&form).await;
    assert_eq!(
        (answer.status(), answer.location()),
        (303, "/settings/email")
    );
    assert_eq!(address_of(&app, "xiaogang"), "XiaoGang@example.org");
    assert!(!client.get("/courses").await.html().has(BAR));
    assert!(
        can_sign_in(&app, "xiaogang@Example.org", PASSWORD).await,
        "by email"
    );
    assert_eq!(use_link(&client, &link).await, 404, "it works once");
    assert_eq!(client.get(&link).await.status(), 404);
    app.finish().await;
}

#[tokio::test]
async fn a_taken_address_is_answered_as_a_free_one_and_told_to_its_owner_alone() {
    let app = TestApp::start().await;
    let mut answers = Vec::new();
    for (username, email) in [
        ("newone", "xiaoming@example.org"),
        ("newtwo", "xiaomink@example.org"),
    ] {
        let visitor = app.anonymous();
        let answer = sign_up(&visitor, username, email).await;
        let page = visitor.get("/settings/email").await.text();
        // The bar above has a colour of each person's own.
        let page = page.split_once("shell-main").expect("a page").1.to_owned();
        let shown = [username, email]
            .iter()
            .fold(page, |page, word| page.replace(word, "-"));
        answers.push((answer.status(), answer.location().to_owned(), shown));
    }
    assert_eq!(answers[0], answers[1]);
    let told = mails(&app).await;
    let to_owner: Vec<&String> = told
        .iter()
        .filter(|mail| mail.contains("/password/reset\n"))
        .collect();
    assert_eq!((told.len(), to_owner.len()), (2, 1), "{told:?}");
    assert!(
        !to_owner[0].contains("newone"),
        "a stranger's words reach nobody: {to_owner:?}"
    );
    assert_eq!(address_of(&app, "xiaoming"), "xiaoming@example.org");
    assert!(
        can_sign_in(&app, "xiaoming@example.org", PASSWORD).await,
        "still the owner's"
    );
    let pages = ["newone", "newtwo"].map(|name| can_sign_in(&app, name, PASSWORD));
    assert_eq!(join_all(pages).await, [true, true]);
    app.finish().await;
}

#[tokio::test]
async fn nobody_signs_in_or_gets_a_new_password_by_an_address_that_they_have_only_typed() {
    let app = TestApp::start().await;
    newcomer(&app, "thief", "victim@example.org").await;
    assert!(!can_sign_in(&app, "victim@example.org", PASSWORD).await);
    assert_eq!(mails(&app).await.len(), 1);
    for login in ["victim@example.org", "thief"] {
        let answer = app
            .anonymous()
            .post("/password/reset", &[("login", login)])
            .await;
        assert_eq!(answer.status(), 303);
    }
    assert_eq!(mails(&app).await.len(), 1, "no mail but the first");
    app.finish().await;
}

#[tokio::test]
async fn the_owner_of_an_address_is_not_kept_out_by_a_stranger_who_typed_it_first() {
    let app = TestApp::start().await;
    let thief = newcomer(&app, "thief", "victim@example.org").await;
    let of_thief = link(&app).await;
    let victim = newcomer(&app, "victim", "Victim@example.org").await;
    let own = link(&app).await;
    assert_ne!(of_thief, own);
    assert_eq!(
        use_link(&victim, &of_thief).await,
        404,
        "the account of another"
    );
    assert_eq!(victim.get(&of_thief).await.status(), 404);
    let asked = app.anonymous().get(&of_thief).await;
    assert!(asked.location().starts_with("/login?next="), "{asked:?}");
    assert_eq!(use_link(&victim, &own).await, 303);
    assert_eq!(
        use_link(&thief, &of_thief).await,
        409,
        "it is somebody's by now"
    );
    assert_eq!(address_of(&app, "thief"), "victim@example.org ?");
    assert!(can_sign_in(&app, "victim@example.org", PASSWORD).await);
    app.finish().await;
}

#[tokio::test]
async fn of_many_who_use_the_link_at_once_one_confirms() {
    let app = TestApp::start().await;
    let client = newcomer(&app, "xiaogang", "xiaogang@example.org").await;
    let link = link(&app).await;
    let statuses = join_all((0..10).map(|_| use_link(&client, &link))).await;
    let done = statuses.iter().filter(|status| **status == 303).count();
    assert_eq!(done, 1, "{statuses:?}");
    let noted = "SELECT count(*) AS n FROM audit_log WHERE action = 'account.email_confirmed'";
    assert_eq!(app.count(noted), 1);
    app.finish().await;
}

#[tokio::test]
async fn a_link_dies_with_a_newer_one_a_changed_password_and_a_day() {
    let app = TestApp::start().await;
    let client = newcomer(&app, "xiaogang", "xiaogang@example.org").await;
    let older = link(&app).await;
    let form = client
        .get("/courses")
        .await
        .html()
        .form(".unconfirmed form");
    let again = client.submit(&form).await;
    assert_eq!((again.status(), again.location()), (303, "/courses"));
    let newer = link(&app).await;
    assert_eq!(use_link(&client, &older).await, 404, "a newer one is out");
    let form = [
        ("current_password", PASSWORD),
        ("new_password", "a third lamp 4711"),
    ];
    assert_eq!(client.post("/settings/password", &form).await.status(), 303);
    assert_eq!(
        use_link(&client, &newer).await,
        404,
        "the password has changed"
    );
    client.post("/settings/email/confirmation", &[]).await;
    let last = link(&app).await;
    let later = "UPDATE account_tokens SET created_at = created_at - interval '25 hours',
        expires_at = expires_at - interval '25 hours'";
    assert_eq!(app.execute(later), 1);
    assert_eq!(use_link(&client, &last).await, 404, "a day is over");
    assert_eq!(address_of(&app, "xiaogang"), "xiaogang@example.org ?");
    app.finish().await;
}

#[tokio::test]
async fn a_link_for_one_thing_does_not_open_another() {
    let app = TestApp::start().await;
    let client = newcomer(&app, "xiaogang", "xiaogang@example.org").await;
    let confirming = link(&app)
        .await
        .replace("/email/confirmation/", "/password/reset/");
    let form = [("new_password", "another quiet lamp 48")];
    assert_eq!(app.anonymous().post(&confirming, &form).await.status(), 404);
    let student = app.student().await;
    app.anonymous()
        .post("/password/reset", &[("login", "xiaoming")])
        .await;
    let resetting = link(&app)
        .await
        .replace("/password/reset/", "/email/confirmation/");
    assert_eq!(use_link(&student, &resetting).await, 404);
    assert!(can_sign_in(&app, "xiaogang", PASSWORD).await);
    assert_eq!(
        use_link(
            &client,
            &confirming.replace("/password/reset/", "/email/undo/")
        )
        .await,
        404
    );
    app.finish().await;
}

#[tokio::test]
async fn sending_again_is_slowed_down_for_one_person_and_for_one_address() {
    let app = TestApp::start().await;
    let client = newcomer(&app, "xiaogang", "xiaogang@example.org").await;
    for _ in 0..3 {
        assert_eq!(
            client
                .post("/settings/email/confirmation", &[])
                .await
                .status(),
            303
        );
    }
    let refused = client.post("/settings/email/confirmation", &[]).await;
    assert_eq!(refused.status(), 429);
    assert!(!refused.header("retry-after").is_empty());
    for at in 0..5 {
        newcomer(&app, &format!("other{at}"), "XiaoGang@example.org").await;
    }
    assert_eq!(
        mails(&app).await.len(),
        5,
        "however many want to write to it"
    );
    app.finish().await;
}

#[tokio::test]
async fn the_link_leads_to_the_configured_origin_whatever_the_request_says() {
    let app = TestApp::start().await;
    let visitor = app.anonymous();
    let request = visitor
        .request(Method::POST, "/register")
        .header("X-Forwarded-Host", "evil.example")
        .header("Forwarded", "host=evil.example;proto=https")
        .form(&[
            ("username", "xiaogang"),
            ("email", "xiaogang@example.org"),
            ("password", PASSWORD),
        ]);
    assert_eq!(visitor.send(request).await.status(), 303);
    let mail = mails(&app).await.pop().expect("a mail");
    assert!(
        mail.contains("http://localhost:8080/email/confirmation/"),
        "{mail}"
    );
    assert!(!mail.contains("evil"), "{mail}");
    app.finish().await;
}

#[tokio::test]
async fn an_address_adds_no_line_to_a_mail() {
    let app = TestApp::start().await;
    let student = app.student().await;
    for email in [
        "a@b.example\r\nBcc: c@d.example",
        "a@b.example\nX: y",
        "a\t@b.example",
    ] {
        let answer = sign_up(&app.anonymous(), "xiaogang", email).await;
        assert_eq!(answer.status(), 422, "{email:?}");
        let form = [("email", email), ("current_password", PASSWORD)];
        let answer = student.post("/settings/email", &form).await;
        assert_eq!(answer.status(), 422, "{email:?}");
        assert!(answer.html().has("input[name=email][aria-invalid=true]"));
    }
    assert!(mails(&app).await.is_empty());
    app.finish().await;
}

#[tokio::test]
async fn the_token_stands_in_no_table_once_it_is_sent() {
    let app = TestApp::start().await;
    newcomer(&app, "xiaogang", "xiaogang@example.org").await;
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
async fn a_list_of_learners_enrols_nobody_by_an_address_that_they_have_only_typed() {
    let app = TestApp::start().await;
    newcomer(&app, "thief", "victim@example.org").await;
    let teacher = app.sign_in(Person::Wang).await;
    let table = "学号,姓名,用户名,邮箱\n1,受害者,,victim@example.org\n";
    let file = reqwest::multipart::Part::bytes(table.as_bytes().to_vec()).file_name("roster.csv");
    let path = format!("/courses/{}/people/imports", app.cast.course);
    let form = reqwest::multipart::Form::new().part("file", file);
    let answer = teacher.upload(&path, form).await;
    assert_eq!(answer.status(), 422, "{answer:?}");
    app.finish().await;
}
