//! Many at once, and the same again: rows P1, P4, R9 and R10.

use futures_util::future::join_all;

use super::{begin, choose, may_study, place, set_price, status};
use crate::support::{Person, TestApp};

#[tokio::test]
async fn two_tabs_that_buy_a_course_make_one_order_and_pay_it_once() {
    let app = TestApp::start().await;
    set_price(&app, 19_900);
    let buyer = app.other_student().await;
    let orders = join_all((0..20).map(|_| place(&app, &buyer))).await;
    assert!(orders.iter().all(|order| *order == orders[0]));
    assert_eq!(app.count("SELECT count(*) AS n FROM orders"), 1);
    let pages = join_all((0..10).map(|_| begin(&buyer, &orders[0]))).await;
    assert!(pages.iter().all(|page| *page == pages[0]));
    assert_eq!(app.count("SELECT count(*) AS n FROM payments"), 1);
    join_all((0..10).map(|_| buyer.post(&pages[0], &[("act", "pay_twice")]))).await;
    app.jobs_done().await;
    assert!(status(&app, &orders[0], "paid"));
    let told = "SELECT count(*) AS n FROM notifications WHERE kind = 'order.paid'";
    assert_eq!(app.count(told), 1);
    assert_eq!(app.count("SELECT count(*) AS n FROM payment_events"), 1);
    app.finish().await;
}

#[tokio::test]
async fn a_coupon_for_five_is_used_five_times_however_many_ask_at_once() {
    let app = TestApp::start().await;
    set_price(&app, 19_900);
    app.execute(&format!(
        "INSERT INTO coupons (course_id, code, percent, max_uses) VALUES ({}, 'FIVE', 100, 5)",
        app.cast.course
    ));
    app.execute(
        "INSERT INTO users (username, email, password, display_name, role)
         SELECT 'buyer' || n, 'buyer' || n || '@example.org', password, 'Buyer', 'student'
         FROM users, generate_series(1, 50) n WHERE username = 'xiaohong'",
    );
    let names: Vec<String> = (1..=50).map(|n| format!("buyer{n}")).collect();
    let mut buyers = Vec::new();
    for name in &names {
        buyers.push(app.sign_in_as(name).await);
    }
    let path = format!("/courses/{}/orders", app.cast.course);
    let answers = join_all(
        buyers
            .iter()
            .map(|buyer| buyer.post(&path, &[("coupon", "five")])),
    )
    .await;
    let taken = answers
        .iter()
        .filter(|answer| answer.status() == 303)
        .count();
    let refused = answers
        .iter()
        .filter(|answer| answer.status() == 422)
        .count();
    assert_eq!((taken, refused), (5, 45));
    let paid = "SELECT count(*) AS n FROM orders WHERE status = 'paid' AND amount = 0";
    assert_eq!(app.count(paid), 5);
    assert_eq!(app.count("SELECT used_count::bigint AS n FROM coupons"), 5);
    assert_eq!(app.count("SELECT count(*) AS n FROM orders"), 5);
    app.finish().await;
}

#[tokio::test]
async fn money_for_a_cancelled_order_goes_back_and_opens_nothing() {
    let app = TestApp::start().await;
    set_price(&app, 19_900);
    let buyer = app.other_student().await;
    let order = place(&app, &buyer).await;
    let sandbox = begin(&buyer, &order).await;
    buyer.post(&format!("{order}/cancellation"), &[]).await;
    choose(&app, &buyer, &sandbox, "pay").await;
    assert!(status(&app, &order, "cancelled"));
    assert!(!may_study(&app, &buyer).await);
    let back = "SELECT count(*) AS n FROM payments p JOIN sandbox_charges s USING (reference)
                WHERE p.status = 'refunded' AND p.refund_amount = 19900 AND s.status = 'refunded'";
    assert_eq!(app.count(back), 1);
    let told = format!(
        "SELECT count(*) AS n FROM notifications WHERE kind = 'order.returned' AND user_id = {}",
        app.id_of(Person::Xiaohong)
    );
    assert_eq!(app.count(&told), 1);
    app.finish().await;
}

#[tokio::test]
async fn a_notice_that_never_comes_is_asked_for() {
    let app = TestApp::start().await;
    set_price(&app, 19_900);
    let buyer = app.other_student().await;
    let order = place(&app, &buyer).await;
    let sandbox = begin(&buyer, &order).await;
    choose(&app, &buyer, &sandbox, "pay_silently").await;
    assert!(status(&app, &order, "pending"));
    assert_eq!(
        buyer.post(&format!("{order}/check"), &[]).await.status(),
        303
    );
    assert!(status(&app, &order, "paid"));
    assert!(may_study(&app, &buyer).await);
    app.finish().await;
}

#[tokio::test]
async fn a_payment_that_fails_can_be_tried_again() {
    let app = TestApp::start().await;
    set_price(&app, 19_900);
    let buyer = app.other_student().await;
    let order = place(&app, &buyer).await;
    let first = begin(&buyer, &order).await;
    choose(&app, &buyer, &first, "fail").await;
    assert!(buyer.get(&order).await.html().has(".notice--error"));
    let second = begin(&buyer, &order).await;
    assert_ne!(first, second);
    choose(&app, &buyer, &second, "pay").await;
    assert!(status(&app, &order, "paid"));
    app.finish().await;
}
