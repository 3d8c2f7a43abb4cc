//! Registering, signing in and out, and what must not be possible there.

use crate::support::{Client, PASSWORD, Person, TestApp};

async fn is_signed_in(client: &Client) -> bool {
    client.get("/settings").await.status() == 200
}

#[tokio::test]
async fn a_visitor_registers_through_the_form_and_is_signed_in() {
    let app = TestApp::start().await;
    let visitor = app.anonymous();
    let form = visitor
        .get("/register")
        .await
        .html()
        .form("form[action='/register']");
    let form = form
        .with("username", "xiaogang")
        .with("email", "xiaogang@example.org")
        .with("password", PASSWORD);
    let answer = visitor.submit(&form).await;
    assert_eq!((answer.status(), answer.location()), (303, "/"));
    assert!(is_signed_in(&visitor).await);
    assert_eq!(
        app.count(
            "SELECT count(*) AS n FROM users WHERE username = 'xiaogang' AND role = 'student'"
        ),
        1
    );
    app.finish().await;
}

#[tokio::test]
async fn everybody_of_the_cast_signs_in() {
    let app = TestApp::start().await;
    for person in [Person::Xiaoming, Person::Wang, Person::Zhang, Person::Root] {
        assert!(is_signed_in(&app.sign_in(person).await).await, "{person:?}");
    }
    assert!(!is_signed_in(&app.anonymous()).await);
    app.finish().await;
}
