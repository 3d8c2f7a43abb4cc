//! Stripe's notices, signed by Stripe's own library: row P2.

use serde_json::{Value, json};

use super::scene::Scene;

fn event(id: &str, kind: &str, object: Value) -> String {
    json!({
        "id": id, "object": "event", "livemode": false, "type": kind, "data": { "object": object }
    })
    .to_string()
}

/// That a session is paid, in CNY.
pub fn paid_event(id: &str, reference: &str, amount: i64) -> String {
    let session = json!({
        "status": "complete", "payment_status": "paid", "amount_total": amount, "currency": "cny",
        "client_reference_id": reference, "payment_intent": "pi_1"
    });
    event(id, "checkout.session.completed", session)
}

impl Scene {
    async fn signed(&self, body: &str, seconds_ago: i64) -> String {
        let at = chrono::Utc::now().timestamp() - seconds_ago;
        self.peers.stripe_signature(body, at).await
    }

    /// The status of the answer to this notice.
    async fn told(&self, signature: Option<&str>, body: &str) -> u16 {
        self.tell(signature, body).await.status()
    }

    async fn told_signed(&self, body: &str) -> u16 {
        let signature = self.signed(body, 0).await;
        self.told(Some(&signature), body).await
    }
}

#[tokio::test]
async fn a_notice_of_stripe_counts_by_its_signature_over_the_bytes_and_the_time() {
    let scene = Scene::set("stripe").await;
    let body = paid_event("evt_1", &scene.reference, 19_900);
    let good = scene.signed(&body, 0).await;
    let (time, sign) = good.split_once(",v1=").expect("a time and a signature");
    let (old, future) = (
        scene.signed(&body, 310).await,
        scene.signed(&body, -310).await,
    );
    let other = scene.signed(&body.replace("19900", "19901"), 0).await;
    let refused = [
        None,
        Some(String::new()),
        Some("t=1,v1=".into()),
        Some(format!("v1={sign}")),
        Some(format!("{time},v0={sign}")),
        Some(format!("{time},v1={}", sign.to_uppercase())),
        Some(format!("{time}0,v1={sign}")),
        Some(format!("{time},v1={}", &sign[..62])),
        Some(old),
        Some(future),
        Some(other),
    ];
    for signature in refused {
        assert_eq!(
            scene.told(signature.as_deref(), &body).await,
            422,
            "{signature:?}"
        );
    }
    // The same words in other bytes.
    let spaced = body.replace("\":", "\": ");
    assert_eq!(scene.told(Some(&good), &spaced).await, 422);
    assert_eq!(scene.told(Some(&good), "").await, 422);
    assert!(scene.is("pending"));
    assert_eq!(scene.count("SELECT count(*) AS n FROM payment_events"), 0);
    // Just young enough; and with the signatures of two secrets while one takes the place of the other.
    let young = scene.signed(&body, 250).await;
    assert_eq!(scene.told(Some(&young), &body).await, 200);
    let rotated = format!("{time},v1={},v1={sign}", "0".repeat(64));
    assert_eq!(scene.told(Some(&rotated), &body).await, 200);
    assert!(scene.is("paid"));
    assert!(scene.may_study().await);
    scene.end().await;
}

#[tokio::test]
async fn a_signed_notice_counts_for_our_sum_our_currency_and_our_kind_of_money() {
    let scene = Scene::set("stripe").await;
    let good = paid_event("evt_1", &scene.reference, 19_900);
    let refused = [
        good.replace("19900", "100"),
        good.replace("19900", "-19900"),
        good.replace("cny", "usd"),
        good.replace("cny", ""),
        // Real money told to a site that takes test money is the same as test money told to one that takes real.
        good.replace("\"livemode\":false", "\"livemode\":true"),
        good.replace("\"livemode\":false,", ""),
        "[]".into(),
        "null".into(),
    ];
    for body in refused {
        assert_eq!(scene.told_signed(&body).await, 422, "{body}");
    }
    // Of no interest, about nobody's payment, and about money that is on its way.
    let unheard = uuid::Uuid::new_v4().to_string();
    let idle = [
        event("evt_2", "customer.created", json!({})),
        paid_event("evt_3", &unheard, 19_900),
        paid_event("evt_4", "1 OR 1=1", 19_900),
        good.replace("evt_1", "evt_5")
            .replace("\"paid\"", "\"unpaid\""),
    ];
    for body in idle {
        assert_eq!(scene.told_signed(&body).await, 200, "{body}");
    }
    assert!(scene.is("pending"));
    assert_eq!(scene.told_signed(&good).await, 200);
    assert!(scene.is("paid"));
    scene.end().await;
}

#[tokio::test]
async fn a_dispute_takes_the_course_away_and_no_later_notice_gives_it_back() {
    let scene = Scene::set("stripe").await;
    let paid = paid_event("evt_1", &scene.reference, 19_900);
    assert_eq!(scene.told_signed(&paid).await, 200);
    let dispute = event(
        "evt_2",
        "charge.dispute.created",
        json!({ "payment_intent": "pi_1", "metadata": {} }),
    );
    assert_eq!(scene.told_signed(&dispute).await, 200);
    assert!(scene.is("refunded"));
    assert!(!scene.may_study().await);
    let again = paid_event("evt_3", &scene.reference, 19_900);
    assert_eq!(scene.told_signed(&again).await, 200);
    assert!(scene.is("refunded"));
    assert!(!scene.may_study().await);
    scene.end().await;
}

#[tokio::test]
async fn a_refund_that_is_told_before_its_payment_leaves_nothing_to_study() {
    let scene = Scene::set("stripe").await;
    let charge = json!({ "payment_intent": "pi_1", "refunded": true, "metadata": { "reference": scene.reference } });
    assert_eq!(
        scene
            .told_signed(&event("evt_2", "charge.refunded", charge))
            .await,
        200
    );
    let paid = paid_event("evt_1", &scene.reference, 19_900);
    assert_eq!(scene.told_signed(&paid).await, 200);
    assert!(scene.is("pending"));
    assert!(!scene.may_study().await);
    scene.end().await;
}
