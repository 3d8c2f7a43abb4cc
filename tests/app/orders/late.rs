//! Notices that come a hundred times, or too late; and two gateways that both take money: rows P4, R9 and R10.

use super::begin_elsewhere;
use super::scene::Scene;
use crate::support::{TestApp, eventually};

fn assert_bought_once(app: &TestApp) {
    let told = "SELECT count(*) AS n FROM notifications WHERE kind = 'order.paid'";
    assert_eq!(app.count(told), 1);
    let paid = "SELECT count(*) AS n FROM order_changes WHERE status = 'paid'";
    assert_eq!(app.count(paid), 1);
    let succeeded = "SELECT count(*) AS n FROM payments WHERE status = 'succeeded'";
    assert_eq!(app.count(succeeded), 1);
}

#[tokio::test]
async fn a_notice_that_is_told_a_hundred_times_at_once_counts_once() {
    for gateway in ["stripe", "alipay"] {
        let scene = Scene::set(gateway).await;
        scene.pay_unheard().await;
        assert!(scene.is("pending"), "nobody has told it yet");
        scene.peers.deliver_until_taken(100).await;
        assert!(scene.is("paid"));
        assert!(scene.may_study().await);
        assert_bought_once(&scene.app);
        assert_eq!(scene.count("SELECT count(*) AS n FROM payment_events"), 1);
        scene.end().await;
    }
}

#[tokio::test]
async fn two_gateways_that_both_take_money_leave_one_payment_and_books_that_balance() {
    let scene = Scene::set("stripe").await;
    let alipay = begin_elsewhere(&scene.buyer, &scene.order, "alipay").await;
    scene.pay_unheard().await;
    scene.peers.press(&alipay, "pay").await;
    scene.peers.deliver_until_taken(10).await;
    scene.peers.notices_travel("now").await;
    scene.app.jobs_done().await;
    assert!(scene.is("paid"));
    assert!(scene.may_study().await);
    assert_bought_once(&scene.app);
    let returned =
        "SELECT count(*) AS n FROM payments WHERE status = 'refunded' AND refund_amount = 19900";
    assert_eq!(scene.count(returned), 1);
    let told = "SELECT count(*) AS n FROM notifications WHERE kind = 'order.returned'";
    assert_eq!(scene.count(told), 1);
    // What both gateways hold is what the order says, and so do our own books.
    let stripe = scene.peers.books("stripe").await;
    let alipay = scene.peers.books("alipay").await;
    assert_eq!((stripe.0, alipay.0), (19_900, 19_900));
    assert_eq!(stripe.1 + alipay.1, 19_900);
    let ours = "SELECT sum(p.amount - coalesce(p.refund_amount, 0))::bigint AS n FROM payments p
                WHERE p.status IN ('succeeded', 'refunding', 'refunded')";
    assert_eq!(scene.count(ours), 19_900);
    let page = scene.buyer.get(&scene.order).await.html();
    assert!(page.has(".notice--warning"));
    scene.end().await;
}

#[tokio::test]
async fn money_of_a_cancelled_order_goes_back_through_the_gateway_that_took_it() {
    for gateway in ["stripe", "alipay"] {
        let scene = Scene::set(gateway).await;
        scene.pay_unheard().await;
        scene.cancel().await;
        scene.app.jobs_done().await;
        assert_eq!(scene.peers.deliver(1).await, [200]);
        scene.peers.notices_travel("now").await;
        scene.app.jobs_done().await;
        assert!(scene.is("cancelled"));
        assert!(!scene.may_study().await);
        let books = scene.peers.books(gateway).await;
        assert_eq!(books, (19_900, 19_900), "{gateway}");
        scene.end().await;
    }
}

#[tokio::test]
async fn what_is_cancelled_here_can_be_paid_no_more_there() {
    let scene = Scene::set("stripe").await;
    let alipay = begin_elsewhere(&scene.buyer, &scene.order, "alipay").await;
    let pages = [scene.page.clone(), alipay];
    let can_pay = async |page: &str| {
        let shown = reqwest::get(page).await.expect("the page");
        let html = shown.text().await.expect("its text");
        html.contains("value=\"pay\"")
    };
    for page in &pages {
        assert!(can_pay(page).await, "{page}");
    }
    scene.cancel().await;
    scene.app.jobs_done().await;
    for page in &pages {
        assert!(!can_pay(page).await, "{page}");
    }
    scene.end().await;
}

/// A gateway that does not answer keeps the order; after a day it is cancelled all the same.
#[tokio::test]
async fn an_order_does_not_wait_for_ever_for_a_gateway_that_is_away() {
    let Scene {
        peers, app, order, ..
    } = Scene::set("stripe").await;
    peers.finish().await;
    for (age, expected) in [("2 hours", "pending"), ("25 hours", "cancelled")] {
        app.execute(&format!(
            "UPDATE orders SET created_at = now() - interval '{age}'"
        ));
        super::expire(&app).await;
        assert!(super::status(&app, &order, expected), "{age}");
    }
    app.finish().await;
}

/// Banks take days: the order waits for them, and is not to be paid a second time meanwhile.
#[tokio::test]
async fn an_order_waits_for_money_that_is_on_its_way() {
    let scene = Scene::set("stripe").await;
    // The notice is lost: what is known is what the gateway answers.
    scene.peers.notices_travel("never").await;
    scene.peers.press(&scene.page, "delayed").await;
    scene
        .app
        .execute("UPDATE orders SET created_at = now() - interval '3 days'");
    for _ in 0..2 {
        super::expire(&scene.app).await;
        assert!(scene.is("pending"));
    }
    let shown = scene.buyer.get(&scene.order).await.html();
    assert!(shown.has("[role=status]") && !shown.has(".order-gateways"));
    scene.peers.notices_travel("now").await;
    let settled = serde_json::json!({ "do": "stripe.settle", "reference": scene.reference, "succeeded": true });
    scene.peers.ask(settled).await;
    eventually("the order is paid", async || scene.is("paid")).await;
    assert!(scene.may_study().await);
    scene.end().await;
}
