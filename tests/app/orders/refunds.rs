//! Giving money back.

use super::{begin, choose, may_study, place, set_price, status};
use crate::support::{Client, TestApp};

async fn bought(app: &TestApp, buyer: &Client) -> String {
    set_price(app, 19_900);
    let order = place(app, buyer).await;
    let sandbox = begin(buyer, &order).await;
    choose(app, buyer, &sandbox, "pay").await;
    order
}

#[tokio::test]
async fn a_refund_gives_back_the_share_that_is_not_done_and_is_final() {
    let app = TestApp::start().await;
    let buyer = app.other_student().await;
    let order = bought(&app, &buyer).await;
    // One of the course's two lessons.
    let lesson = format!(
        "/courses/{}/lessons/{}/completion",
        app.cast.course, app.cast.lesson
    );
    buyer.get(&lesson.replace("/completion", "")).await;
    app.execute(&format!(
        "INSERT INTO progress (user_id, course_id, lesson_id, status, completed_at)
         SELECT user_id, course_id, {}, 'completed', now() FROM orders
         ON CONFLICT (user_id, lesson_id) DO UPDATE SET status = 'completed', completed_at = now()",
        app.cast.lesson
    ));
    let form = buyer.get(&order).await.html().form("#refund");
    assert_eq!(form.fields, [("quoted".to_owned(), "9950".to_owned())]);
    let too_much = [("quoted", "19900")];
    let refused = buyer.post(&format!("{order}/refund"), &too_much).await;
    assert_eq!(refused.status(), 409);
    assert!(status(&app, &order, "paid"));
    assert_eq!(buyer.submit(&form).await.status(), 303);
    app.jobs_done().await;
    assert!(status(&app, &order, "refunded"));
    assert!(!may_study(&app, &buyer).await);
    let back =
        "SELECT count(*) AS n FROM payments WHERE status = 'refunded' AND refund_amount = 9950";
    assert_eq!(app.count(back), 1);
    assert_eq!(buyer.submit(&form).await.status(), 409);
    assert_eq!(
        buyer
            .post(&format!("{order}/enrolment"), &[])
            .await
            .status(),
        409
    );
    app.finish().await;
}

#[tokio::test]
async fn after_the_window_only_an_administrator_gives_money_back() {
    let app = TestApp::start().await;
    let buyer = app.other_student().await;
    let order = bought(&app, &buyer).await;
    app.execute("UPDATE orders SET paid_at = now() - interval '15 days'");
    assert!(!buyer.get(&order).await.html().has("#refund"));
    let refused = buyer
        .post(&format!("{order}/refund"), &[("quoted", "1")])
        .await;
    assert_eq!(refused.status(), 409);
    let admin_path = format!("/admin{order}/refund");
    assert_eq!(
        app.teacher().await.post(&admin_path, &[]).await.status(),
        404
    );
    assert_eq!(app.admin().await.post(&admin_path, &[]).await.status(), 303);
    app.jobs_done().await;
    assert!(status(&app, &order, "refunded"));
    app.finish().await;
}

#[tokio::test]
async fn whoever_leaves_a_bought_course_can_come_back() {
    let app = TestApp::start().await;
    let buyer = app.other_student().await;
    let order = bought(&app, &buyer).await;
    let course = format!("/courses/{}", app.cast.course);
    buyer.post(&format!("{course}/enrolment/end"), &[]).await;
    assert!(!may_study(&app, &buyer).await);
    let again = buyer.post(&format!("{order}/enrolment"), &[]).await;
    assert_eq!(again.location(), course);
    assert!(may_study(&app, &buyer).await);
    app.finish().await;
}
