//! Buying in a real browser, from the page of the course to its lesson, with each gateway.

use serde_json::json;

use super::{set_price, start_with, status};
use crate::support::{Browser, Peers, Person, TestApp};

/// A buyer's browser on a site with all gateways.
struct Shop {
    peers: Peers,
    app: TestApp,
    browser: Browser,
    course: String,
}

impl Shop {
    async fn open(width: u32, height: u32) -> Shop {
        let peers = Peers::start().await;
        let app = start_with(&peers).await;
        set_price(&app, 19_900);
        let public = app.app().config.http.public_url.to_string();
        let browser = Browser::open(public.trim_end_matches('/'), width, height).await;
        browser.sign_in(Person::Xiaohong).await;
        let course = format!("/courses/{}", app.cast.course);
        Shop {
            peers,
            app,
            browser,
            course,
        }
    }

    /// From the page of the course to the order.
    async fn order(&self) -> String {
        self.browser.visit(&self.course).await;
        self.browser
            .click(&format!("a[href='{}/orders/new']", self.course))
            .await;
        self.browser
            .click(&format!("form[action='{}/orders'] button", self.course))
            .await;
        self.browser.find(".order-gateways").await;
        let path = self.browser.evaluate("return location.pathname").await;
        path.as_str().expect("a path").to_owned()
    }

    /// Goes to the gateway and presses a button of its page.
    async fn pay(&self, gateway: &str, act: &str) {
        let button = format!(".order-gateways form:has([value='{gateway}']) button");
        self.browser.click(&button).await;
        let there =
            format!("button[value='{act}'], form:has(input[name=act][value='{act}']) button");
        self.browser.click(&there).await;
        self.browser.find("#order").await;
    }

    /// The order page says by itself that it is paid; from there into the lesson.
    async fn enter_the_lesson(&self) {
        self.browser.find("a[href$='/receipt']").await;
        let to_course = format!("#order a[href='{}']", self.course);
        self.browser.click(&to_course).await;
        let lesson = format!("a[href='{}/lessons/{}']", self.course, self.app.cast.lesson);
        self.browser.click(&lesson).await;
        self.browser.sees("h1", "矩阵").await;
    }

    async fn close(self) {
        self.browser.finish().await;
        self.app.finish().await;
        self.peers.finish().await;
    }
}

#[tokio::test]
async fn a_course_is_bought_with_stripe_on_a_phone_refunded_as_quoted_and_bought_again_with_alipay()
{
    let shop = Shop::open(360, 780).await;
    let browser = &shop.browser;
    let order = shop.order().await;
    browser.fits().await;
    // The notice comes after the buyer is back, and twice.
    shop.peers.notices_travel("held").await;
    shop.pay("stripe", "pay").await;
    browser.find("#order [role=status]").await;
    assert!(
        status(&shop.app, &order, "pending"),
        "coming back gives nothing"
    );
    assert_eq!(shop.peers.deliver(2).await, [200, 200]);
    shop.enter_the_lesson().await;
    browser.fits().await;

    // The receipt, and the list with the order.
    browser.visit(&format!("{order}/receipt")).await;
    browser.sees(".receipt", "¥199.00").await;
    browser.fits().await;
    browser.visit("/orders").await;
    browser.sees("#orders", "线性代数").await;
    browser.fits().await;

    // Half of the course is done, so half of the price comes back.
    shop.app.execute(&format!(
        "INSERT INTO progress (user_id, course_id, lesson_id, status, completed_at)
         SELECT user_id, course_id, {}, 'completed', now() FROM orders
         ON CONFLICT (user_id, lesson_id) DO UPDATE SET status = 'completed', completed_at = now()",
        shop.app.cast.lesson
    ));
    shop.peers.notices_travel("now").await;
    browser.visit(&order).await;
    browser.sees("#refund button", "¥99.50").await;
    browser.click("#refund button").await;
    browser.sees("#confirm[open]", "¥99.50").await;
    browser.confirm().await;
    browser.sees("#order .order-sums", "¥99.50").await;
    let is_over = "return !document.querySelector('#refund')";
    browser.wait_until(is_over).await;
    shop.app.jobs_done().await;
    assert_eq!(shop.peers.books("stripe").await, (19_900, 9_950));
    browser
        .visit(&format!("{}/lessons/{}", shop.course, shop.app.cast.lesson))
        .await;
    assert_ne!(
        browser.text("h1").await,
        "矩阵",
        "the lesson is closed again"
    );

    // Bought again, by a trade that is first closed unpaid; the notice comes before the browser.
    let again = shop.order().await;
    assert_ne!(again, order);
    shop.pay("alipay", "close").await;
    browser.find("#order .notice--error").await;
    shop.peers.notices_travel("twice").await;
    shop.pay("alipay", "pay").await;
    shop.enter_the_lesson().await;
    assert_eq!(shop.peers.books("alipay").await, (19_900, 0));
    shop.close().await;
}

#[tokio::test]
async fn a_transfer_that_takes_days_opens_the_course_when_the_bank_has_decided() {
    let shop = Shop::open(1280, 900).await;
    shop.order().await;
    shop.pay("stripe", "delayed").await;
    shop.browser.find("#order [role=status]").await;
    let reference = super::reference(&shop.app, "stripe");
    let failed = json!({ "do": "stripe.settle", "reference": reference, "succeeded": false });
    shop.peers.ask(failed).await;
    shop.browser.find("#order .notice--error").await;
    shop.pay("stripe", "delayed").await;
    shop.browser.find("#order [role=status]").await;
    let reference = super::reference(&shop.app, "stripe");
    let succeeded = json!({ "do": "stripe.settle", "reference": reference, "succeeded": true });
    shop.peers.ask(succeeded).await;
    shop.enter_the_lesson().await;
    shop.close().await;
}

#[tokio::test]
async fn the_sandbox_sells_a_course_late_and_after_a_failure() {
    let shop = Shop::open(1280, 900).await;
    shop.order().await;
    shop.pay("sandbox", "fail").await;
    shop.browser.find("#order .notice--error").await;
    shop.pay("sandbox", "pay_silently").await;
    // Nobody tells it; the buyer has it asked.
    shop.browser.click("form[action$='/check'] button").await;
    shop.enter_the_lesson().await;
    shop.close().await;
}
