//! Notices that come a hundred times, or too late; and two gateways that both take money: rows P4, R9 and R10.

use super::{begin_elsewhere, may_study, place, set_price, start_with, status};
use crate::support::{Client, Peers, TestApp, eventually};

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
        let peers = Peers::start().await;
        let app = start_with(&peers).await;
        set_price(&app, 19_900);
        let buyer = app.other_student().await;
        let order = place(&app, &buyer).await;
        let page = begin_elsewhere(&buyer, &order, gateway).await;
        peers.notices_travel("held").await;
        peers.press(&page, "pay").await;
        assert!(status(&app, &order, "pending"), "nobody has told it yet");
        peers.deliver_until_taken(100).await;
        assert!(status(&app, &order, "paid"));
        assert!(may_study(&app, &buyer).await);
        assert_bought_once(&app);
        assert_eq!(app.count("SELECT count(*) AS n FROM payment_events"), 1);
        app.finish().await;
        peers.finish().await;
    }
}

#[tokio::test]
async fn two_gateways_that_both_take_money_leave_one_payment_and_books_that_balance() {
    let peers = Peers::start().await;
    let app = start_with(&peers).await;
    set_price(&app, 19_900);
    let buyer = app.other_student().await;
    let order = place(&app, &buyer).await;
    let stripe = begin_elsewhere(&buyer, &order, "stripe").await;
    let alipay = begin_elsewhere(&buyer, &order, "alipay").await;
    peers.notices_travel("held").await;
    peers.press(&stripe, "pay").await;
    peers.press(&alipay, "pay").await;
    peers.deliver_until_taken(10).await;
    peers.notices_travel("now").await;
    app.jobs_done().await;
    assert!(status(&app, &order, "paid"));
    assert!(may_study(&app, &buyer).await);
    assert_bought_once(&app);
    let returned =
        "SELECT count(*) AS n FROM payments WHERE status = 'refunded' AND refund_amount = 19900";
    assert_eq!(app.count(returned), 1);
    let told = "SELECT count(*) AS n FROM notifications WHERE kind = 'order.returned'";
    assert_eq!(app.count(told), 1);
    // What both gateways hold is what the order says, and so do our own books.
    let (stripe, alipay) = (peers.books("stripe").await, peers.books("alipay").await);
    assert_eq!((stripe.0, alipay.0), (19_900, 19_900));
    assert_eq!(stripe.1 + alipay.1, 19_900);
    let ours = "SELECT sum(p.amount - coalesce(p.refund_amount, 0))::bigint AS n FROM payments p
                WHERE p.status IN ('succeeded', 'refunding', 'refunded')";
    assert_eq!(app.count(ours), 19_900);
    assert!(buyer.get(&order).await.html().has(".notice--warning"));
    app.finish().await;
    peers.finish().await;
}

#[tokio::test]
async fn money_of_a_cancelled_order_goes_back_through_the_gateway_that_took_it() {
    for gateway in ["stripe", "alipay"] {
        let peers = Peers::start().await;
        let app = start_with(&peers).await;
        set_price(&app, 19_900);
        let buyer = app.other_student().await;
        let order = place(&app, &buyer).await;
        let page = begin_elsewhere(&buyer, &order, gateway).await;
        peers.notices_travel("held").await;
        peers.press(&page, "pay").await;
        buyer.post(&format!("{order}/cancellation"), &[]).await;
        app.jobs_done().await;
        assert_eq!(peers.deliver(1).await, [200]);
        peers.notices_travel("now").await;
        app.jobs_done().await;
        assert!(status(&app, &order, "cancelled"));
        assert!(!may_study(&app, &buyer).await);
        assert_eq!(peers.books(gateway).await, (19_900, 19_900), "{gateway}");
        app.finish().await;
        peers.finish().await;
    }
}

#[tokio::test]
async fn what_is_cancelled_here_can_be_paid_no_more_there() {
    let peers = Peers::start().await;
    let app = start_with(&peers).await;
    set_price(&app, 19_900);
    let buyer = app.other_student().await;
    let order = place(&app, &buyer).await;
    let mut pages = Vec::new();
    for gateway in ["stripe", "alipay"] {
        pages.push(begin_elsewhere(&buyer, &order, gateway).await);
    }
    let can_pay = async |page: &str| {
        let shown = reqwest::get(page).await.expect("the page");
        let html = shown.text().await.expect("its text");
        html.contains("value=\"pay\"")
    };
    for page in &pages {
        assert!(can_pay(page).await, "{page}");
    }
    buyer.post(&format!("{order}/cancellation"), &[]).await;
    app.jobs_done().await;
    for page in &pages {
        assert!(!can_pay(page).await, "{page}");
    }
    app.finish().await;
    peers.finish().await;
}

/// A gateway that does not answer keeps the order; after a day it is cancelled all the same.
#[tokio::test]
async fn an_order_does_not_wait_for_ever_for_a_gateway_that_is_away() {
    let peers = Peers::start().await;
    let app = start_with(&peers).await;
    set_price(&app, 19_900);
    let buyer: Client = app.other_student().await;
    let order = place(&app, &buyer).await;
    begin_elsewhere(&buyer, &order, "stripe").await;
    peers.finish().await;
    for (age, expected) in [("2 hours", "pending"), ("25 hours", "cancelled")] {
        app.execute(&format!(
            "UPDATE orders SET created_at = now() - interval '{age}'"
        ));
        super::expire(&app).await;
        assert!(status(&app, &order, expected), "{age}");
    }
    app.finish().await;
}

/// Banks take days: the order waits for them, and is not to be paid a second time meanwhile.
#[tokio::test]
async fn an_order_waits_for_money_that_is_on_its_way() {
    let peers = Peers::start().await;
    let app = start_with(&peers).await;
    set_price(&app, 19_900);
    let buyer = app.other_student().await;
    let order = place(&app, &buyer).await;
    let page = begin_elsewhere(&buyer, &order, "stripe").await;
    // The notice is lost: what is known is what the gateway answers.
    peers.notices_travel("never").await;
    peers.press(&page, "delayed").await;
    app.execute("UPDATE orders SET created_at = now() - interval '3 days'");
    for _ in 0..2 {
        super::expire(&app).await;
        assert!(status(&app, &order, "pending"));
    }
    let shown = buyer.get(&order).await.html();
    assert!(shown.has("[role=status]") && !shown.has(".order-gateways"));
    peers.notices_travel("now").await;
    let reference = super::reference(&app, "stripe");
    let settled =
        serde_json::json!({ "do": "stripe.settle", "reference": reference, "succeeded": true });
    peers.ask(settled).await;
    eventually("the order is paid", async || status(&app, &order, "paid")).await;
    assert!(may_study(&app, &buyer).await);
    app.finish().await;
    peers.finish().await;
}
