//! The learner's page in a real browser: the draft saves itself, and a phone has room for everything.

use super::grading::{handed_in, post_grades, write_rubric};
use super::{classmate, set_up};
use crate::support::{Browser, Person, TestApp};

#[tokio::test]
async fn a_draft_saves_itself_and_survives_a_reload() {
    let app = TestApp::start().await;
    let rules = [
        ("instructions", "求矩阵的逆，写出**每一步**。"),
        ("due_at", "2030-01-01T20:00"),
        ("close_at", "2030-01-08T20:00"),
    ];
    let base = set_up(&app, &rules).await;
    let browser = Browser::open(&app.origin(), 1280, 900).await;
    browser.sign_in(Person::Xiaoming).await;
    browser.visit(&base).await;
    browser.type_into("#body", "先做行变换。").await;
    browser
        .wait_until("return document.querySelector('[data-saved]').dataset.state == 'saved'")
        .await;
    browser.photograph("assignment-draft").await;
    browser.visit(&base).await;
    browser
        .wait_until("return document.querySelector('#body').value == '先做行变换。'")
        .await;
    browser.click("#work button[value=finish]").await;
    browser.click("#submission .button--primary").await;
    browser.find("#versions").await;
    browser.resize(360, 1600).await;
    browser.photograph("assignment-phone").await;
    browser
        .wait_until("return document.documentElement.scrollWidth <= innerWidth")
        .await;
    assert!(browser.complaints().await.is_empty());
    browser.close().await;
    app.finish().await;
}

/// Another learner of the course, with the password of the cast.
async fn third(app: &TestApp) -> crate::support::Client {
    app.execute(
        "INSERT INTO users (username, email, password, display_name)
         SELECT 'sanmao', 'sanmao@example.org', password, '三毛' FROM users WHERE username = 'xiaoming'",
    );
    app.execute(&format!(
        "INSERT INTO enrollments (user_id, course_id) SELECT id, {} FROM users WHERE username = 'sanmao'",
        app.cast.course
    ));
    app.sign_in_as("sanmao").await
}

#[tokio::test]
async fn three_learners_are_graded_by_keyboard_on_one_screen_and_see_it_on_a_phone() {
    let app = TestApp::start().await;
    let base = set_up(&app, &[]).await;
    let teacher = app.teacher().await;
    write_rubric(&teacher, &base).await;
    let learner = app.student().await;
    for one in [&learner, &classmate(&app).await, &third(&app).await] {
        handed_in(&app, one, &base).await;
    }
    let browser = Browser::open(&app.origin(), 1280, 900).await;
    browser.sign_in(Person::Wang).await;
    browser
        .visit(&format!("{base}/submissions?filter=ungraded"))
        .await;
    browser.click("#begin").await;
    for (done, keys) in [("0 / 3", "32"), ("1 / 3", "21"), ("2 / 3", "11")] {
        browser.sees("#progress", done).await;
        let body = browser.find("#grading input[type=radio]").await;
        body.send_keys(keys).await.expect("keys");
        browser
            .wait_until("return document.querySelectorAll('#grading input[type=radio]:checked').length == 2")
            .await;
        // `c` leads to the comment; there, letters are letters.
        body.send_keys("c").await.expect("keys");
        let comment = browser.find("#comment").await;
        comment
            .send_keys("写得**不错**，继续。")
            .await
            .expect("keys");
        if done == "0 / 3" {
            browser.sees("#sum", "100 / 100").await;
            browser.photograph("grader").await;
        }
        comment
            .send_keys("\u{e009}\u{e007}")
            .await
            .expect("Ctrl+Enter");
    }
    browser.sees(".empty__title", "没有了").await;
    assert_eq!(
        app.count("SELECT sum(points)::bigint AS n FROM grades"),
        100 + 40 + 10
    );
    assert_eq!(
        app.count("SELECT count(*) AS n FROM assignment_evaluations WHERE is_final AND comment = '写得**不错**，继续。'"),
        3
    );
    post_grades(&app, &teacher).await;
    browser.page.delete_all_cookies().await.expect("signed out");
    browser.resize(360, 1800).await;
    browser.sign_in(Person::Xiaoming).await;
    browser.visit(&base).await;
    browser.sees("#feedback #comment strong", "不错").await;
    browser.sees("#grade", "100").await;
    browser.photograph("feedback-phone").await;
    browser
        .wait_until("return document.documentElement.scrollWidth <= innerWidth")
        .await;
    assert_eq!(browser.complaints().await, Vec::<String>::new());
    browser.close().await;
    app.finish().await;
}
