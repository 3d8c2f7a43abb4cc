//! Buying a course: the price is frozen, money counts once, and what a gateway says counts only by its signature
//! (rows P1 to P6, R9, R10; whose orders are seen by whom is row Z7).

mod alipay;
mod gateways;
mod in_browser;
mod killed;
mod late;
mod parallel;
mod refunds;
mod scene;
mod selling;
mod stripe;

use reqwest::Method;

use crate::support::{Answer, Client, Peers, TestApp, free_address};

/// 199.00 for the course that nobody of the students but Xiaoming is in.
pub fn set_price(app: &TestApp, minor: i64) {
    app.execute(&format!(
        "UPDATE courses SET price_minor = {minor} WHERE id = {}",
        app.cast.course
    ));
}

/// The program with Stripe and Alipay beside it, at an address that they and a browser reach by the same name.
pub async fn start_with(peers: &Peers) -> TestApp {
    let address = free_address();
    let public = format!("http://{}/", address.replace("127.0.0.1", "localhost"));
    let app = TestApp::start_with(|config| {
        config.http.listen = address.parse().expect("an address");
        config.http.public_url = public.parse().expect("an address");
        peers.configure(&mut config.payment);
    })
    .await;
    peers.send_stripe_s_notices_to(&app.origin()).await;
    app
}

/// Begins to pay with a gateway that is elsewhere; the address of its page.
pub async fn begin_elsewhere(buyer: &Client, order: &str, gateway: &str) -> String {
    let begun = buyer
        .post(&format!("{order}/payment"), &[("gateway", gateway)])
        .await;
    let page = buyer.follow(&begun).await;
    assert_eq!(page.status(), 200, "{page:?}");
    let refresh = page.html().attribute("meta[http-equiv=refresh]", "content");
    let address = refresh.strip_prefix("0;url=").expect("an address");
    address.to_owned()
}

/// What the program knows the payment by that is under way with this gateway.
pub fn reference(app: &TestApp, gateway: &str) -> String {
    app.text(&format!(
        "SELECT reference::text AS t FROM payments WHERE gateway = '{gateway}' ORDER BY id DESC LIMIT 1"
    ))
}

/// A notice, as a server sends it and no browser.
pub async fn tell(client: &Client, gateway: &str, signature: Option<&str>, body: String) -> Answer {
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

/// Places an order for the course of the cast; its path.
pub async fn place(app: &TestApp, buyer: &Client) -> String {
    let path = format!("/courses/{}/orders", app.cast.course);
    let placed = buyer.post(&path, &[("coupon", "")]).await;
    assert_eq!(placed.status(), 303, "{placed:?}");
    placed.location().to_owned()
}

/// Begins to pay with the sandbox; the path of its page.
pub async fn begin(buyer: &Client, order: &str) -> String {
    let begun = buyer
        .post(&format!("{order}/payment"), &[("gateway", "sandbox")])
        .await;
    let page = buyer.follow(&begun).await;
    assert_eq!(page.status(), 303, "{page:?}");
    page.location().to_owned()
}

pub async fn choose(app: &TestApp, buyer: &Client, page: &str, act: &str) {
    assert_eq!(buyer.post(page, &[("act", act)]).await.status(), 303);
    app.jobs_done().await;
}

/// Has the job run that cancels what nobody pays.
pub async fn expire(app: &TestApp) {
    let enqueued = app.app().db.run(|conn| {
        use lectern::jobs::enqueue;
        enqueue(conn, &lectern::orders::jobs::ExpireOrders::default())
    });
    enqueued.await.unwrap();
    app.jobs_done().await;
}

pub fn status(app: &TestApp, order: &str, status: &str) -> bool {
    let id = order.rsplit('/').next().unwrap();
    app.count(&format!(
        "SELECT count(*) AS n FROM orders WHERE id = {id} AND status = '{status}'"
    )) == 1
}

pub async fn may_study(app: &TestApp, client: &Client) -> bool {
    let lesson = format!("/courses/{}/lessons/{}", app.cast.course, app.cast.lesson);
    client.get(&lesson).await.status() == 200
}

#[tokio::test]
async fn a_learner_buys_a_course_and_is_in_it_once_the_gateway_has_said_so() {
    let app = TestApp::start().await;
    set_price(&app, 19_900);
    let buyer = app.other_student().await;
    let course = format!("/courses/{}", app.cast.course);
    let page = buyer.get(&course).await.html();
    assert!(page.has(&format!("a[href='{course}/orders/new']")));
    assert!(page.text(".course-hero__price").contains("199.00"));
    assert_eq!(
        buyer
            .post(&format!("{course}/enrolment"), &[])
            .await
            .status(),
        409
    );
    let checkout = buyer.get(&format!("{course}/orders/new")).await.html();
    assert_eq!(checkout.text("dd.order-sums__total"), "¥199.00");
    let order = place(&app, &buyer).await;
    let sandbox = begin(&buyer, &order).await;
    // Coming back without having paid gives nothing (P5).
    assert!(buyer.get(&order).await.html().has("[role=status]"));
    assert!(!may_study(&app, &buyer).await);
    choose(&app, &buyer, &sandbox, "pay").await;
    assert!(status(&app, &order, "paid"));
    assert!(may_study(&app, &buyer).await);
    let shown = buyer.get(&order).await.html();
    assert_eq!(shown.texts("#history .list__title").len(), 2);
    let receipt = buyer.get(&format!("{order}/receipt")).await.html();
    let facts = receipt.text(".receipt__facts");
    let transaction = app.text("SELECT capture AS t FROM payments");
    for told in ["线性代数", "小红", "模拟支付", &transaction] {
        assert!(facts.contains(told), "{told}: {facts}");
    }
    assert_eq!(receipt.text("dd.order-sums__total"), "¥199.00");
    assert_eq!(buyer.get("/orders").await.html().count("#orders li"), 1);
    app.finish().await;
}

#[tokio::test]
async fn the_price_is_the_course_s_whatever_the_form_says_and_stays_when_it_changes() {
    let app = TestApp::start().await;
    set_price(&app, 19_900);
    let buyer = app.other_student().await;
    let path = format!("/courses/{}/orders", app.cast.course);
    let tampered = [
        ("coupon", ""),
        ("amount", "1"),
        ("currency", "VND"),
        ("quantity", "-1"),
        ("status", "paid"),
    ];
    let order = buyer.post(&path, &tampered).await;
    let order = order.location();
    set_price(&app, 100);
    let frozen = "SELECT count(*) AS n FROM orders WHERE amount = 19900 AND currency = 'CNY' AND status = 'pending'";
    assert_eq!(app.count(frozen), 1);
    let sandbox = begin(&buyer, order).await;
    choose(&app, &buyer, &sandbox, "pay").await;
    assert!(status(&app, order, "paid"));
    app.finish().await;
}

#[tokio::test]
async fn an_order_is_its_buyer_s_alone() {
    let app = TestApp::start().await;
    set_price(&app, 19_900);
    let buyer = app.other_student().await;
    let order = place(&app, &buyer).await;
    let sandbox = begin(&buyer, &order).await;
    for stranger in [app.student().await, app.teacher().await, app.admin().await] {
        for path in [order.clone(), format!("{order}/receipt"), sandbox.clone()] {
            assert_eq!(stranger.get(&path).await.status(), 404, "{path}");
        }
        for (path, fields) in [
            ("payment", ("gateway", "sandbox")),
            ("check", ("", "")),
            ("cancellation", ("", "")),
            ("refund", ("quoted", "1")),
            ("enrolment", ("", "")),
        ] {
            let answer = stranger.post(&format!("{order}/{path}"), &[fields]).await;
            assert_eq!(answer.status(), 404, "{path}");
        }
        assert_eq!(
            stranger.post(&sandbox, &[("act", "pay")]).await.status(),
            404
        );
    }
    assert!(status(&app, &order, "pending"));
    app.finish().await;
}

#[tokio::test]
async fn what_is_not_paid_in_time_is_cancelled_and_can_be_bought_anew() {
    let app = TestApp::start().await;
    set_price(&app, 19_900);
    let buyer = app.other_student().await;
    let order = place(&app, &buyer).await;
    app.execute("UPDATE orders SET created_at = now() - interval '31 minutes'");
    expire(&app).await;
    assert!(status(&app, &order, "cancelled"));
    assert_eq!(
        buyer
            .post(&format!("{order}/payment"), &[("gateway", "sandbox")])
            .await
            .location(),
        order
    );
    let again = place(&app, &buyer).await;
    assert_ne!(again, order);
    let cancelled = buyer.post(&format!("{again}/cancellation"), &[]).await;
    assert_eq!(cancelled.status(), 303);
    assert!(status(&app, &again, "cancelled"));
    app.finish().await;
}
