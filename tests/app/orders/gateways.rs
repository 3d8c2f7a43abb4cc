//! What gateways tell: rows P2, P3, P4 and P6.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use lectern::config::{Alipay, RsaPrivateKey, RsaPublicKey, Stripe};
use reqwest::Method;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use serde_json::json;
use sha2::Sha256;

use super::{begin, may_study, place, set_price, status};
use crate::support::{Answer, Client, TestApp};

const SECRET: &str = "whsec_a_secret_of_the_tests";

/// Made for these tests alone.
const PRIVATE_KEY: &str = include_str!("alipay_private.pem");
const PUBLIC_KEY: &str = include_str!("alipay_public.pem");

async fn start() -> TestApp {
    TestApp::start_with(|config| {
        config.payment.stripe = Some(Stripe {
            secret_key: "sk_test_unused".into(),
            webhook_secret: SECRET.into(),
            api_url: "http://127.0.0.1:9".parse().unwrap(),
        });
        config.payment.alipay = Some(Alipay {
            app_id: "2021000000000001".into(),
            seller_id: "2088000000000001".into(),
            private_key: RsaPrivateKey::read(PRIVATE_KEY).unwrap(),
            // Alipay's side of the test signs with the same pair.
            public_key: RsaPublicKey::read(PUBLIC_KEY).unwrap(),
            gateway_url: "http://127.0.0.1:9/gateway.do".parse().unwrap(),
        });
    })
    .await
}

/// A payment under way with this gateway; its reference.
fn started(app: &TestApp, gateway: &str) -> String {
    app.execute(&format!(
        "INSERT INTO payments (order_id, gateway, reference, amount, currency)
         SELECT id, '{gateway}', gen_random_uuid(), amount, currency FROM orders"
    ));
    let found = app.count(&format!(
        "SELECT count(*) AS n FROM payments WHERE gateway = '{gateway}'"
    ));
    assert_eq!(found, 1);
    app.text(&format!(
        "SELECT reference::text AS t FROM payments WHERE gateway = '{gateway}'"
    ))
}

fn hmac(time: i64, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(format!("{time}.{body}").as_bytes());
    mac.finalize()
        .into_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

async fn tell(client: &Client, gateway: &str, signature: Option<&str>, body: String) -> Answer {
    let path = format!("/payments/{gateway}/webhook");
    let mut request = client.request(Method::POST, &path).build().unwrap();
    request.headers_mut().remove("Origin");
    request.headers_mut().remove("Sec-Fetch-Site");
    if let Some(signature) = signature {
        request
            .headers_mut()
            .insert("Stripe-Signature", signature.parse().unwrap());
    }
    *request.body_mut() = Some(body.into());
    client.execute(request).await
}

fn paid_event(id: &str, reference: &str, amount: i64) -> String {
    json!({
        "id": id, "type": "checkout.session.completed",
        "data": { "object": {
            "status": "complete", "payment_status": "paid", "amount_total": amount, "currency": "cny",
            "client_reference_id": reference, "payment_intent": "pi_1"
        }}
    })
    .to_string()
}

#[tokio::test]
async fn stripe_s_notices_count_by_their_signature_their_time_and_their_sum() {
    let app = start().await;
    set_price(&app, 19_900);
    let (buyer, stranger) = (app.other_student().await, app.anonymous());
    let order = place(&app, &buyer).await;
    let reference = started(&app, "stripe");
    let now = chrono::Utc::now().timestamp();
    let body = paid_event("evt_1", &reference, 19_900);
    let good = format!("t={now},v1={}", hmac(now, &body));
    let old = format!("t={},v1={}", now - 301, hmac(now - 301, &body));
    let future = format!("t={},v1={}", now + 400, hmac(now + 400, &body));
    for signature in [
        None,
        Some(""),
        Some("t=1,v1="),
        Some("v1=00"),
        Some(&*old),
        Some(&*future),
    ] {
        assert_eq!(
            tell(&stranger, "stripe", signature, body.clone())
                .await
                .status(),
            422
        );
    }
    let spaced = body.replace("\":", "\": ");
    assert_eq!(
        tell(&stranger, "stripe", Some(&good), spaced)
            .await
            .status(),
        422
    );
    let less = paid_event("evt_2", &reference, 100);
    let signed_less = format!("t={now},v1={}", hmac(now, &less));
    assert_eq!(
        tell(&stranger, "stripe", Some(&signed_less), less)
            .await
            .status(),
        422
    );
    assert!(status(&app, &order, "pending"));
    // While the secret is changed there are two signatures; one that holds is enough.
    let rotated = format!("t={now},v1={},v1={}", "0".repeat(64), hmac(now, &body));
    for _ in 0..5 {
        assert_eq!(
            tell(&stranger, "stripe", Some(&rotated), body.clone())
                .await
                .status(),
            200
        );
    }
    assert!(status(&app, &order, "paid"));
    assert!(may_study(&app, &buyer).await);
    let dispute = json!({
        "id": "evt_3", "type": "charge.dispute.created", "data": { "object": { "payment_intent": "pi_1" } }
    })
    .to_string();
    let signed = format!("t={now},v1={}", hmac(now, &dispute));
    assert_eq!(
        tell(&stranger, "stripe", Some(&signed), dispute)
            .await
            .status(),
        200
    );
    assert!(status(&app, &order, "refunded"));
    assert!(!may_study(&app, &buyer).await);
    // Told of the payment once more, the refund stands.
    let again = paid_event("evt_4", &reference, 19_900);
    let signed = format!("t={now},v1={}", hmac(now, &again));
    assert_eq!(
        tell(&stranger, "stripe", Some(&signed), again)
            .await
            .status(),
        200
    );
    assert!(status(&app, &order, "refunded"));
    app.finish().await;
}

/// A notice as Alipay sends it, with these changes; its form.
fn alipay_notice(reference: &str, changes: &[(&str, &str)], sign_type: &str) -> String {
    let mut fields = vec![
        ("app_id", "2021000000000001".to_owned()),
        ("seller_id", "2088000000000001".to_owned()),
        ("notify_id", "notice-1".to_owned()),
        ("out_trade_no", reference.replace('-', "")),
        ("total_amount", "199.00".to_owned()),
        ("trade_no", "2026112622001".to_owned()),
        ("trade_status", "TRADE_SUCCESS".to_owned()),
        ("subject", "线性 & 代数".to_owned()),
    ];
    for (name, value) in changes {
        let field = fields.iter_mut().find(|(field, _)| field == name).unwrap();
        field.1 = (*value).to_owned();
    }
    fields.sort();
    let text: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let pem: String = PRIVATE_KEY
        .lines()
        .filter(|line| !line.starts_with('-'))
        .collect();
    let pair = RsaKeyPair::from_pkcs8(&STANDARD.decode(pem).unwrap()).unwrap();
    let mut signature = vec![0; pair.public().modulus_len()];
    pair.sign(
        &RSA_PKCS1_SHA256,
        &SystemRandom::new(),
        text.join("&").as_bytes(),
        &mut signature,
    )
    .unwrap();
    fields.push(("sign", STANDARD.encode(signature)));
    fields.push(("sign_type", sign_type.to_owned()));
    serde_urlencoded::to_string(fields).unwrap()
}

#[tokio::test]
async fn alipay_s_notices_count_by_their_signature_and_for_our_account_alone() {
    let app = start().await;
    set_price(&app, 19_900);
    let (buyer, stranger) = (app.other_student().await, app.anonymous());
    let order = place(&app, &buyer).await;
    let reference = started(&app, "alipay");
    let good = alipay_notice(&reference, &[], "RSA2");
    let wrong = [
        alipay_notice(&reference, &[("total_amount", "1.99")], "RSA2"),
        alipay_notice(&reference, &[("app_id", "2021000000000002")], "RSA2"),
        alipay_notice(&reference, &[("seller_id", "2088000000000002")], "RSA2"),
        alipay_notice(&reference, &[], "RSA"),
        alipay_notice(&reference, &[], ""),
        good.replace("199.00", "299.00"),
        format!("{good}&total_amount=199.00"),
        good.replace("sign=", "sgn="),
        String::new(),
    ];
    for body in wrong {
        assert_eq!(
            tell(&stranger, "alipay", None, body.clone()).await.status(),
            422,
            "{body}"
        );
    }
    assert!(status(&app, &order, "pending"));
    let answer = tell(&stranger, "alipay", None, good).await;
    assert_eq!((answer.status(), answer.text().as_str()), (200, "success"));
    assert!(status(&app, &order, "paid"));
    app.finish().await;
}

#[tokio::test]
async fn a_notice_of_one_gateway_settles_no_payment_of_another() {
    let app = start().await;
    set_price(&app, 19_900);
    let (buyer, stranger) = (app.other_student().await, app.anonymous());
    let order = place(&app, &buyer).await;
    let sandbox = begin(&buyer, &order).await;
    let reference = sandbox.rsplit('/').next().unwrap();
    let now = chrono::Utc::now().timestamp();
    let body = paid_event("evt_1", reference, 19_900);
    let signed = format!("t={now},v1={}", hmac(now, &body));
    assert_eq!(
        tell(&stranger, "stripe", Some(&signed), body.clone())
            .await
            .status(),
        200
    );
    assert_eq!(
        tell(&stranger, "sandbox", Some(&signed), body)
            .await
            .status(),
        422
    );
    assert!(status(&app, &order, "pending"));
    assert_eq!(
        tell(&stranger, "nobody", None, String::new())
            .await
            .status(),
        404
    );
    app.finish().await;
}

#[tokio::test]
async fn a_gateway_that_is_away_is_told_to_the_buyer_and_the_order_waits() {
    let app = start().await;
    set_price(&app, 19_900);
    let buyer = app.other_student().await;
    let order = place(&app, &buyer).await;
    let answer = buyer
        .post(&format!("{order}/payment"), &[("gateway", "stripe")])
        .await;
    assert_eq!(answer.location(), order);
    assert!(
        buyer
            .get(&order)
            .await
            .html()
            .has("form[action$='/payment']")
    );
    // Alipay needs no call: its page is a signed address, and the way there leads through a page of ours.
    let begun = buyer
        .post(&format!("{order}/payment"), &[("gateway", "alipay")])
        .await;
    let page = buyer.follow(&begun).await;
    assert_eq!(page.status(), 200);
    let refresh = page.html().attribute("meta[http-equiv=refresh]", "content");
    assert!(
        refresh.starts_with("0;url=http://127.0.0.1:9/gateway.do?") && refresh.contains("sign=")
    );
    assert!(refresh.contains("total_amount%22%3A%22199.00"));
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
    assert_eq!(
        tell(&app.anonymous(), "sandbox", None, "{}".into())
            .await
            .status(),
        404
    );
    app.finish().await;
}
