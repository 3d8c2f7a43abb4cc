//! Gateways among themselves, away, and left out: row P6.

use serde_json::json;

use super::stripe::paid_event;
use super::{begin, begin_elsewhere, place, reference, set_price, start_with, status, tell};
use crate::support::{Database, Peers, Program, TestApp};

/// What the stand-ins answer is what the official clients of Stripe and Alipay make sense of; so what our code learns from
/// them is true of the real ones.
#[tokio::test]
async fn the_official_clients_of_the_gateways_find_their_own_protocol() {
    let peers = Peers::start().await;
    let stripe = peers.ask(json!({ "do": "stripe.converse" })).await;
    let expected = json!([
        true,
        "open",
        "unpaid",
        "paid",
        500,
        "succeeded",
        200,
        "InvalidRequestError",
        "IdempotencyError",
        "InvalidRequestError",
        "AuthenticationError"
    ]);
    assert_eq!(stripe, expected);
    let alipay = peers.ask(json!({ "do": "alipay.converse" })).await;
    let expected = json!([
        "TRADE_SUCCESS",
        "ACQ.TRADE_NOT_EXIST",
        "Y",
        "N",
        "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL",
        "Y",
        "TRADE_CLOSED"
    ]);
    assert_eq!(alipay, expected);
    peers.finish().await;
}

#[tokio::test]
async fn a_notice_of_one_gateway_settles_no_payment_of_another() {
    let peers = Peers::start().await;
    let app = start_with(&peers).await;
    set_price(&app, 19_900);
    let (buyer, stranger) = (app.other_student().await, app.anonymous());
    let order = place(&app, &buyer).await;
    begin(&buyer, &order).await;
    begin_elsewhere(&buyer, &order, "alipay").await;
    let now = chrono::Utc::now().timestamp();
    for (event, gateway) in [("evt_1", "sandbox"), ("evt_2", "alipay")] {
        let body = paid_event(event, &reference(&app, gateway), 19_900);
        let signature = peers.stripe_signature(&body, now).await;
        // Stripe's signature holds, but it knows no such payment; and no other gateway takes that signature.
        let told = tell(&stranger, "stripe", Some(&signature), body.clone()).await;
        assert_eq!(told.status(), 200);
        let elsewhere = tell(&stranger, gateway, Some(&signature), body).await;
        assert_eq!(elsewhere.status(), 422);
    }
    assert!(status(&app, &order, "pending"));
    assert_eq!(app.count("SELECT count(*) AS n FROM payment_events"), 0);
    let nobody = tell(&stranger, "nobody", None, String::new()).await;
    assert_eq!(nobody.status(), 404);
    app.finish().await;
    peers.finish().await;
}

#[tokio::test]
async fn a_gateway_that_is_away_is_told_to_the_buyer_and_the_order_waits() {
    let peers = Peers::start().await;
    let app = start_with(&peers).await;
    peers.finish().await;
    set_price(&app, 19_900);
    let buyer = app.other_student().await;
    let order = place(&app, &buyer).await;
    let answer = buyer
        .post(&format!("{order}/payment"), &[("gateway", "stripe")])
        .await;
    assert_eq!(answer.location(), order);
    let shown = buyer.get(&order).await.html();
    assert!(shown.has("form[action$='/payment']") && shown.has(".notice--error, .toast"));
    assert!(status(&app, &order, "pending"));
    app.finish().await;
}

#[tokio::test]
async fn without_the_sandbox_nobody_pays_with_it() {
    let app = TestApp::start_with(|config| config.payment.sandbox = false).await;
    set_price(&app, 19_900);
    let buyer = app.other_student().await;
    let order = place(&app, &buyer).await;
    assert!(buyer.get(&order).await.html().has(".notice--warning"));
    let answer = buyer
        .post(&format!("{order}/payment"), &[("gateway", "sandbox")])
        .await;
    assert_eq!(answer.status(), 404);
    let told = tell(&app.anonymous(), "sandbox", None, "{}".into()).await;
    assert_eq!(told.status(), 404);
    app.finish().await;
}

#[tokio::test]
async fn a_site_with_https_takes_no_play_money() {
    const SECRET: (&str, &str) = ("STRIPE_WEBHOOK_SECRET", "whsec_x");
    let shop = include_str!("../../peers/keys/shop_private.pem");
    let alipay = include_str!("../../peers/keys/alipay_public.pem");
    let with_keys = |gateway: &'static str| {
        vec![
            ("ALIPAY_APP_ID", "1"),
            ("ALIPAY_SELLER_ID", "2"),
            ("ALIPAY_PRIVATE_KEY", shop),
            ("ALIPAY_PUBLIC_KEY", alipay),
            ("ALIPAY_GATEWAY_URL", gateway),
        ]
    };
    let refused: [(&str, Vec<(&str, &str)>); 5] = [
        (
            "LECTERN_SANDBOX_PAYMENT",
            vec![("LECTERN_SANDBOX_PAYMENT", "on")],
        ),
        (
            "STRIPE_SECRET_KEY",
            vec![("STRIPE_SECRET_KEY", "sk_test_1"), SECRET],
        ),
        (
            "STRIPE_SECRET_KEY",
            vec![("STRIPE_SECRET_KEY", "pk_live_1"), SECRET],
        ),
        (
            "STRIPE_WEBHOOK_SECRET",
            vec![("STRIPE_SECRET_KEY", "sk_live_1")],
        ),
        (
            "ALIPAY_GATEWAY_URL",
            with_keys("https://openapi-sandbox.dl.alipaydev.com/gateway.do"),
        ),
    ];
    let (database, data) = (Database::create(), tempfile::tempdir().unwrap());
    for (name, mut settings) in refused {
        settings.push(("PUBLIC_URL", "https://school.example"));
        let refusal = Program::refused_with(&database, data.path(), &settings).await;
        assert!(
            !refusal.is_success && refusal.words.contains(name),
            "{name}: {}",
            refusal.words
        );
        assert!(!refusal.words.contains("_1"), "it repeats a key");
    }
}
