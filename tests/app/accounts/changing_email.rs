//! Another address for an account: asked for with the password, confirmed at the new one, undone from the old one (rows A5,
//! A7).

use futures_util::future::join_all;

use crate::accounts::{address_of, can_sign_in, is_signed_in, link, mails, newcomer};
use crate::support::{Client, PASSWORD, TestApp};

const NEW: &str = "ming@example.net";

async fn change(client: &Client, email: &str) -> u16 {
    let form = [("email", email), ("current_password", PASSWORD)];
    client.post("/settings/email", &form).await.status()
}

/// The account of xiaoming has the new address; where the mail to the old one leads.
async fn changed(app: &TestApp, client: &Client) -> String {
    assert_eq!(change(client, NEW).await, 303);
    let confirming = link(app).await;
    assert_eq!(client.post(&confirming, &[]).await.status(), 303);
    let undo = link(app).await;
    assert!(undo.starts_with("/email/undo/"), "{undo}");
    undo
}

#[tokio::test]
async fn the_new_address_counts_once_its_link_is_used_and_the_old_one_is_told() {
    let app = TestApp::start().await;
    let client = app.student().await;
    let form = client
        .get("/settings/email")
        .await
        .html()
        .form("form[action='/settings/email']");
    let form = form.with("email", NEW).with("current_password", PASSWORD);
    assert_eq!(client.submit(&form).await.status(), 303);
    assert_eq!(
        address_of(&app, "xiaoming"),
        "xiaoming@example.org",
        "not before"
    );
    let page = client.get("/settings/email").await.html();
    assert!(
        page.text(".notice--warning").contains(NEW),
        "what it waits for"
    );
    assert!(!page.has(".unconfirmed"), "the old address is confirmed");
    let confirming = link(&app).await;
    assert_eq!(client.post(&confirming, &[]).await.status(), 303);
    assert_eq!(address_of(&app, "xiaoming"), NEW);
    let receivers = "SELECT string_agg(receiver, ' ' ORDER BY id) AS t FROM mails";
    assert_eq!(app.text(receivers), format!("{NEW} xiaoming@example.org"));
    let told = mails(&app).await.pop().expect("a mail");
    assert!(
        told.contains(NEW) && told.contains("/email/undo/"),
        "{told}"
    );
    assert!(can_sign_in(&app, NEW, PASSWORD).await);
    assert!(!can_sign_in(&app, "xiaoming@example.org", PASSWORD).await);
    app.finish().await;
}

#[tokio::test]
async fn without_the_password_no_address_is_changed_and_what_was_typed_is_kept() {
    let app = TestApp::start().await;
    let client = app.student().await;
    for password in ["not this one", ""] {
        let form = [("email", NEW), ("current_password", password)];
        let answer = client.post("/settings/email", &form).await;
        assert_eq!(answer.status(), 422);
        let page = answer.html();
        assert_eq!(page.attribute("input[name=email]", "value"), NEW);
        assert!(page.has("input[name=current_password][aria-invalid=true]"));
    }
    assert_eq!(
        client
            .post("/settings/email", &[("email", NEW)])
            .await
            .status(),
        422
    );
    assert!(mails(&app).await.is_empty());
    assert_eq!(app.count("SELECT count(*) AS n FROM account_tokens"), 0);
    app.finish().await;
}

#[tokio::test]
async fn from_the_old_address_the_account_is_taken_back_and_the_thief_is_out() {
    let app = TestApp::start().await;
    let thief = app.student().await;
    let undo = changed(&app, &thief).await;
    // The thief goes on to a third address; what that one offers to undo must not help.
    assert_eq!(change(&thief, "third@example.net").await, 303);
    let confirming = link(&app).await;
    assert_eq!(thief.post(&confirming, &[]).await.status(), 303);
    let of_thief = link(&app).await;
    let owner = app.anonymous();
    let form = owner
        .get(&undo)
        .await
        .html()
        .form(&format!("form[action='{undo}']"));
    assert_eq!(
        address_of(&app, "xiaoming"),
        "third@example.net",
        "to look is not to use"
    );
    let answer = owner.submit(&form).await;
    assert_eq!((answer.status(), answer.location()), (303, "/login"));
    assert_eq!(address_of(&app, "xiaoming"), "xiaoming@example.org");
    assert!(!is_signed_in(&thief).await);
    assert!(
        !can_sign_in(&app, "xiaoming", PASSWORD).await,
        "who knew it, knows it no more"
    );
    assert_eq!(owner.post(&undo, &[]).await.status(), 404, "it works once");
    assert_eq!(
        thief.post(&of_thief, &[]).await.status(),
        404,
        "nor does what the thief got"
    );
    let reset = link(&app).await;
    let form = [("new_password", "another quiet lamp 48")];
    assert_eq!(owner.post(&reset, &form).await.status(), 303);
    assert!(can_sign_in(&app, "xiaoming@example.org", "another quiet lamp 48").await);
    app.finish().await;
}

#[tokio::test]
async fn an_undoing_works_once_and_for_two_weeks() {
    let app = TestApp::start().await;
    let client = app.student().await;
    let undo = changed(&app, &client).await;
    let late = "UPDATE email_changes SET changed_at = changed_at - interval '15 days',
        undo_until = undo_until - interval '15 days'";
    assert_eq!(app.execute(late), 1);
    assert_eq!(client.get(&undo).await.status(), 404);
    assert_eq!(client.post(&undo, &[]).await.status(), 404);
    assert_eq!(address_of(&app, "xiaoming"), NEW);
    app.execute("UPDATE email_changes SET undo_until = now() + interval '1 hour'");
    let visitors = join_all((0..8).map(|_| {
        let visitor = app.anonymous();
        let undo = undo.clone();
        async move { visitor.post(&undo, &[]).await.status() }
    }));
    let statuses = visitors.await;
    assert_eq!(
        statuses.iter().filter(|status| **status == 303).count(),
        1,
        "{statuses:?}"
    );
    assert!(
        statuses.iter().all(|status| [303, 404].contains(status)),
        "{statuses:?}"
    );
    app.finish().await;
}

#[tokio::test]
async fn whoever_asks_for_a_taken_address_sees_what_they_would_for_a_free_one() {
    let app = TestApp::start().await;
    let mut pages = Vec::new();
    for email in ["xiaohong@example.org", "nobody22@example.org"] {
        let client = app.student().await;
        assert_eq!(change(&client, email).await, 303);
        app.jobs_done().await;
        let page = client
            .get("/settings/email")
            .await
            .text()
            .replace(email, "-");
        // The toast is a cookie's and the same; the rest must be too.
        pages.push(page);
        assert_eq!(
            client
                .post("/settings/email/cancellation", &[])
                .await
                .status(),
            303
        );
        let page = client.get("/settings/email").await.html();
        assert!(!page.has(".notice--warning"), "it waits no longer");
    }
    assert_eq!(pages[0], pages[1]);
    let to_owner = "SELECT count(*) AS n FROM mails WHERE receiver = 'xiaohong@example.org'";
    assert_eq!(app.count(to_owner), 1);
    assert_eq!(address_of(&app, "xiaohong"), "xiaohong@example.org");
    app.finish().await;
}

#[tokio::test]
async fn an_address_with_a_slip_is_mended_before_it_is_confirmed() {
    let app = TestApp::start().await;
    let client = newcomer(&app, "xiaogang", "xiaogagn@example.org").await;
    let wrong = link(&app).await;
    assert_eq!(change(&client, "xiaogang@example.org").await, 303);
    let right = link(&app).await;
    let bar = client.get("/").await.html().text(".unconfirmed");
    assert!(bar.contains("xiaogang@example.org"), "{bar}");
    assert_eq!(client.post(&wrong, &[]).await.status(), 404);
    assert_eq!(client.post(&right, &[]).await.status(), 303);
    assert_eq!(address_of(&app, "xiaogang"), "xiaogang@example.org");
    assert_eq!(
        mails(&app).await.len(),
        2,
        "who never was the owner is told nothing"
    );
    app.finish().await;
}
