//! Prices, coupons, and who sees what was sold.

use super::{begin, choose, place, set_price, status};
use crate::support::TestApp;

#[tokio::test]
async fn a_teacher_sets_a_price_and_makes_a_coupon_that_a_learner_uses_once() {
    let app = TestApp::start().await;
    let (teacher, buyer) = (app.teacher().await, app.other_student().await);
    let course = format!("/courses/{}", app.cast.course);
    let wrong = teacher
        .post(
            &format!("{course}/price"),
            &[("price", "12.345"), ("currency", "CNY")],
        )
        .await;
    assert_eq!(wrong.status(), 422);
    let page = wrong.html();
    assert!(!page.text("#price-error").is_empty());
    assert_eq!(page.attribute("#price", "value"), "12.345");
    let priced = [("price", "199.00"), ("currency", "CNY")];
    assert_eq!(
        teacher
            .post(&format!("{course}/price"), &priced)
            .await
            .status(),
        303
    );
    let coupon = [
        ("code", "spring-20"),
        ("kind", "percent"),
        ("value", "20"),
        ("max_uses", "5"),
        ("last_day", ""),
    ];
    assert_eq!(
        teacher
            .post(&format!("{course}/coupons"), &coupon)
            .await
            .status(),
        303
    );
    let twice = teacher.post(&format!("{course}/coupons"), &coupon).await;
    assert_eq!(twice.status(), 422);
    let shown = buyer
        .get(&format!("{course}/orders/new?coupon=spring-20"))
        .await
        .html();
    assert_eq!(shown.text("dd.order-sums__total"), "¥159.20");
    let unknown = buyer
        .post(&format!("{course}/orders"), &[("coupon", "NOPE")])
        .await;
    assert_eq!(unknown.status(), 422);
    assert_eq!(unknown.html().attribute("#coupon", "value"), "NOPE");
    let placed = buyer
        .post(&format!("{course}/orders"), &[("coupon", "spring-20")])
        .await;
    let order = placed.location();
    let frozen = "SELECT count(*) AS n FROM orders WHERE amount = 15920 AND list_amount = 19900";
    assert_eq!(app.count(frozen), 1);
    buyer.post(&format!("{order}/cancellation"), &[]).await;
    assert_eq!(app.count("SELECT used_count::bigint AS n FROM coupons"), 0);
    app.finish().await;
}

#[tokio::test]
async fn the_staff_see_sums_without_buyers_and_others_see_nothing() {
    let app = TestApp::start().await;
    set_price(&app, 19_900);
    let buyer = app.other_student().await;
    let order = place(&app, &buyer).await;
    let sandbox = begin(&buyer, &order).await;
    choose(&app, &buyer, &sandbox, "pay").await;
    assert!(status(&app, &order, "paid"));
    let sales = format!("/courses/{}/sales", app.cast.course);
    let seen = app.teacher().await.get(&sales).await;
    assert!(seen.html().text("#revenue tbody").contains("¥199.00"));
    for payer in ["xiaohong", "小红", "@example.org"] {
        assert!(!seen.text().contains(payer), "{payer}");
    }
    for other in [
        app.student().await,
        app.assistant().await,
        app.other_teacher().await,
    ] {
        assert_eq!(other.get(&sales).await.status(), 404);
        let price = [("price", "1.00"), ("currency", "CNY")];
        let path = format!("/courses/{}/price", app.cast.course);
        assert_eq!(other.post(&path, &price).await.status(), 404);
        assert_eq!(other.get("/admin/orders").await.status(), 404);
    }
    let admin = app.admin().await;
    let found = admin
        .get("/admin/orders?q=xiaohong&status=paid")
        .await
        .html();
    assert_eq!(found.count("#orders tbody tr"), 1);
    let none = admin.get("/admin/orders?status=cancelled").await.html();
    assert_eq!(none.count("#orders tbody tr"), 0);
    let case = admin.get(&format!("/admin{order}")).await.html();
    let transaction = app.text("SELECT capture AS t FROM payments");
    let payments = case.text("#payments tbody");
    assert!(
        payments.contains(&transaction) && payments.contains("¥199.00"),
        "{payments}"
    );
    assert_eq!(case.texts("#history .list__title").len(), 2);
    let file = admin.get("/admin/orders.csv").await;
    for told in ["xiaohong", "199.00", "模拟支付", &transaction] {
        assert!(file.text().contains(told), "{told}: {}", file.text());
    }
    app.finish().await;
}
