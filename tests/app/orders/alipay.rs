//! Alipay's notices and our requests, signed and checked by Alipay's own library: row P3.

use serde_json::{Value, json};

use super::scene::Scene;

impl Scene {
    /// The fields of a notice that the trade has succeeded, with these changes.
    fn fields(&self, changes: &[(&str, &str)]) -> Value {
        let mut fields = json!({
            "app_id": "2021000000000001",
            "seller_id": "2088000000000001",
            "notify_id": "notice-1",
            "out_trade_no": self.reference.replace('-', ""),
            "total_amount": "199.00",
            "trade_no": "2026112622001",
            "trade_status": "TRADE_SUCCESS",
            "subject": "线性 & 代数 = 100% +",
        });
        for (name, value) in changes {
            fields[*name] = json!(value);
        }
        fields
    }

    /// The form of a notice, as Alipay's library signs it.
    async fn notice(&self, changes: &[(&str, &str)], sign_type: &str) -> String {
        let asked =
            json!({ "do": "alipay.sign", "fields": self.fields(changes), "sign_type": sign_type });
        self.peers
            .ask(asked)
            .await
            .as_str()
            .expect("a form")
            .to_owned()
    }

    async fn answered(&self, body: &str) -> (u16, String) {
        let answer = self.tell(None, body).await;
        (answer.status(), answer.text())
    }
}

#[tokio::test]
async fn a_notice_of_alipay_counts_by_rsa2_over_every_field_and_for_our_account_alone() {
    let scene = Scene::set("alipay").await;
    let good = scene.notice(&[], "RSA2").await;
    let sign = good
        .split("&sign=")
        .nth(1)
        .and_then(|rest| rest.split('&').next());
    let sign = sign.expect("a signature");
    let refused = [
        // Signed by Alipay, but not about what we have asked for.
        scene.notice(&[("total_amount", "1.99")], "RSA2").await,
        scene.notice(&[("total_amount", "-199.00")], "RSA2").await,
        scene.notice(&[("total_amount", "199.001")], "RSA2").await,
        scene.notice(&[("total_amount", "")], "RSA2").await,
        scene
            .notice(&[("app_id", "2021000000000002")], "RSA2")
            .await,
        scene
            .notice(&[("seller_id", "2088000000000002")], "RSA2")
            .await,
        scene.notice(&[("seller_id", "")], "RSA2").await,
        // Signed by the way that is too weak, or by none.
        scene.notice(&[], "RSA").await,
        good.replace("sign_type=RSA2", "sign_type=RSA"),
        good.replace("sign_type=RSA2", "sign_type="),
        good.replace("&sign_type=RSA2", ""),
        good.replace(sign, ""),
        good.replace("&sign=", "&sgn="),
        good.replace(sign, &sign.replacen(char::is_alphanumeric, "%00", 1)),
        // Changed on the way.
        good.replace("199.00", "299.00"),
        good.replace("TRADE_SUCCESS", "TRADE_FINISHED"),
        good.replace("notice-1", "notice-2"),
        format!("{good}&total_amount=199.00"),
        format!("{good}&gmt_refund=2026-11-26"),
        String::new(),
        "\u{0}".into(),
    ];
    for body in refused {
        assert_eq!(scene.answered(&body).await.0, 422, "{body}");
    }
    // Signed, of no trade of ours; and of one that waits.
    let others = [
        scene
            .notice(&[("out_trade_no", "somebody-else-s")], "RSA2")
            .await,
        scene
            .notice(
                &[
                    ("trade_status", "WAIT_BUYER_PAY"),
                    ("notify_id", "notice-3"),
                ],
                "RSA2",
            )
            .await,
    ];
    for body in others {
        assert_eq!(
            scene.answered(&body).await,
            (200, "success".into()),
            "{body}"
        );
    }
    assert!(scene.is("pending"));
    assert_eq!(scene.answered(&good).await, (200, "success".into()));
    assert!(scene.is("paid"));
    assert!(scene.may_study().await);
    scene.end().await;
}

/// Alipay's libraries differ in it: some sign fields that are empty, some leave them out.
#[tokio::test]
async fn a_notice_with_an_empty_field_holds_as_the_library_signs_it() {
    let scene = Scene::set("alipay").await;
    let body = scene
        .notice(&[("body", ""), ("passback_params", "")], "RSA2")
        .await;
    assert!(body.contains("body=&"), "{body}");
    assert_eq!(scene.answered(&body).await, (200, "success".into()));
    assert!(scene.is("paid"));
    scene.end().await;
}

#[tokio::test]
async fn our_way_to_the_cashier_holds_for_alipay_s_library_and_no_changed_one_does() {
    let scene = Scene::set("alipay").await;
    let shown = |address: String| async move {
        let page = reqwest::get(address).await.expect("the cashier");
        page.text().await.expect("its page")
    };
    let cashier = shown(scene.page.clone()).await;
    assert!(
        cashier.contains("付款") && cashier.contains("¥199.00") && cashier.contains("线性代数"),
        "{cashier}"
    );
    for (from, to) in [
        ("199.00", "001.00"),
        ("FAST_INSTANT", "SLOW_INSTANT"),
        ("notify_url=http", "notify_url=ftp"),
        ("sign_type=RSA2", "sign_type=RSA"),
        ("sign=", "sign=A"),
    ] {
        let changed = scene.page.replace(from, to);
        assert_ne!(changed, scene.page, "{from}");
        let refused = shown(changed).await;
        assert!(
            refused.contains("isv.invalid-signature") && !refused.contains("付款"),
            "{from}: {refused}"
        );
    }
    scene.end().await;
}
