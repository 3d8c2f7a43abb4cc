//! Raised hands: a queue in order, lowered by its people or the staff, gone with the class.

use serde_json::json;

use crate::support::{Browser, Class, Client, Person, TestApp};

fn path(class: &Class<'_>, rest: &str) -> String {
    format!("/live/{}/{rest}", class.id)
}

async fn post(client: &Client, class: &Class<'_>, rest: &str) -> u16 {
    client.post_htmx(&path(class, rest), &[]).await.status()
}

async fn queue(client: &Client, class: &Class<'_>) -> Vec<String> {
    let fragment = client.get(&path(class, "hands")).await;
    assert_eq!(fragment.status(), 200);
    fragment.html().texts(".hands__name")
}

fn hand_of(app: &TestApp, person: Person) -> i64 {
    let id = app.id_of(person);
    app.count(&format!(
        "SELECT max(id) AS n FROM live_hands WHERE user_id = {id}"
    ))
}

#[tokio::test]
async fn hands_stand_in_the_order_in_which_they_went_up() {
    let app = TestApp::start().await;
    let class = app.plan_open_class().await;
    class.start().await;
    let (first, second, teacher) = (
        app.student().await,
        app.other_student().await,
        app.teacher().await,
    );
    let socket = path(&class, "socket");
    let mut page = app
        .socket(&socket, Some(Person::Wang))
        .await
        .expect("a socket");
    page.resume(0).await;
    assert_eq!(page.event("state").await["hands"], json!([]));
    assert_eq!(post(&second, &class, "hand").await, 204);
    let (xiaoming, xiaohong) = (app.id_of(Person::Xiaoming), app.id_of(Person::Xiaohong));
    assert_eq!(page.event("hands").await, json!([xiaohong]));
    for _ in 0..2 {
        assert_eq!(post(&first, &class, "hand").await, 204);
    }
    assert_eq!(
        post(&second, &class, "hand").await,
        204,
        "it keeps its place"
    );
    assert_eq!(page.event("hands").await, json!([xiaohong, xiaoming]));
    assert_eq!(queue(&teacher, &class).await, ["小红", "小明"]);

    let spoken = format!("hands/{}/end", hand_of(&app, Person::Xiaohong));
    for _ in 0..2 {
        assert_eq!(post(&teacher, &class, &spoken).await, 204);
    }
    assert_eq!(queue(&teacher, &class).await, ["小明"]);
    assert_eq!(post(&second, &class, "hand").await, 204);
    assert_eq!(
        queue(&teacher, &class).await,
        ["小明", "小红"],
        "behind those who wait"
    );
    assert_eq!(post(&first, &class, "hand/end").await, 204);
    assert_eq!(queue(&teacher, &class).await, ["小红"]);
    class.end().await;
    assert!(
        queue(&teacher, &class).await.is_empty(),
        "the end lowers all"
    );
    assert_eq!(post(&first, &class, "hand").await, 409);
    app.finish().await;
}

#[tokio::test]
async fn nobody_lowers_anothers_hand_but_the_staff_of_the_room() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    assert_eq!(
        post(&app.student().await, &class, "hand").await,
        409,
        "not yet"
    );
    class.start().await;
    assert_eq!(post(&app.student().await, &class, "hand").await, 204);
    let hand = format!("hands/{}/end", hand_of(&app, Person::Xiaoming));
    let stranger = app.other_student().await;
    for (rest, status) in [("hand", 404), ("hand/end", 404), (hand.as_str(), 404)] {
        assert_eq!(post(&stranger, &class, rest).await, status, "{rest}");
        assert_eq!(post(&app.anonymous(), &class, rest).await, 401, "{rest}");
    }
    assert_eq!(stranger.get(&path(&class, "hands")).await.status(), 404);
    let student = app.student().await;
    assert_eq!(student.get(&path(&class, "hands")).await.status(), 403);
    assert_eq!(
        post(&student, &class, &hand).await,
        403,
        "the queue is the staff's"
    );
    let other = app.plan_open_class().await;
    other.start().await;
    assert_eq!(
        post(&app.teacher().await, &other, &hand).await,
        404,
        "of another room"
    );
    assert_eq!(post(&app.assistant().await, &class, &hand).await, 204);
    app.finish().await;
}

#[tokio::test]
async fn without_scripts_a_hand_goes_up_and_down() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    class.start().await;
    let (student, teacher) = (app.student().await, app.teacher().await);
    let room = format!("/live/{}", class.id);
    let form = student.get(&room).await.html().form("#hand form");
    assert_eq!(student.submit(&form).await.status(), 303);
    let page = student.get(&room).await.html();
    assert_eq!(page.attribute("#hand button", "aria-pressed"), "true");
    assert_eq!(page.texts("#hand [data-place]"), ["轮到你了"]);
    let lowering = teacher.get(&room).await.html().form("#hands form");
    assert_eq!(teacher.submit(&lowering).await.status(), 303);
    let page = student.get(&room).await.html();
    assert_eq!(page.attribute("#hand button", "aria-pressed"), "false");
    assert!(!teacher.get(&room).await.html().has("#hand form"));
    app.finish().await;
}

#[tokio::test]
async fn in_two_browsers_a_hand_is_seen_and_lowered() {
    let app = TestApp::start().await;
    let class = app.plan_class().await;
    let room = format!("/live/{}", class.id);
    let learner = Browser::open(&app.origin(), 1280, 900).await;
    learner.sign_in(Person::Xiaoming).await;
    learner.visit(&room).await;
    learner
        .wait_until("return document.querySelector('#hand form').hidden")
        .await;
    let teacher = Browser::open(&app.origin(), 1280, 900).await;
    teacher.sign_in(Person::Wang).await;
    teacher.visit(&format!("{room}/studio")).await;
    class.start().await;
    learner.click("#hand form:not([hidden]) button").await;
    learner.find("#hand [aria-pressed=true]").await;
    learner.sees("#hand [data-place]", "轮到你了").await;
    teacher.sees("[data-hand-count]", "1").await;
    teacher.click_text("[data-panels] a", "举手").await;
    teacher.sees(".hands__name", "小明").await;
    teacher.photograph("hands-studio").await;
    teacher.click("#hands form button").await;
    learner.find("#hand [aria-pressed=false]").await;
    teacher.loses("#hands", "小明").await;
    for browser in [&teacher, &learner] {
        assert!(browser.complaints().await.is_empty());
    }
    learner.close().await;
    teacher.close().await;
    app.finish().await;
}
