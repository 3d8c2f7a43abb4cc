//! Reviews as a browser shows them: stars that are clicked, votes in place, and a page that fits a phone.

use super::{complete, rated, reviews};
use crate::support::{Browser, Person, TestApp};

#[tokio::test]
async fn a_learner_gives_stars_by_clicking_and_finds_another_review_useful_in_place() {
    let app = TestApp::start().await;
    complete(&app, "xiaoming", 1);
    let other = rated(&app, app.cast.course, &[3])[0];
    let browser = Browser::open(&app.origin(), 360, 740).await;
    browser.sign_in(Person::Xiaoming).await;
    browser
        .visit(&format!("/courses/{}", app.cast.course))
        .await;
    // What the page of the course has fetched leads to the form.
    browser.sees("#reviews .review", "评语").await;
    browser.click("#reviews a[href$='/reviews#own']").await;
    browser.click(".stars__choice:nth-child(4)").await;
    browser.type_into("#comment", "循序渐进").await;
    browser.click("#own .button--primary").await;
    browser.sees(".flashes", "评价已保存").await;
    browser.sees("article.review .prose", "循序渐进").await;
    let stored = "SELECT rating::bigint AS n FROM reviews WHERE comment = '循序渐进'";
    assert_eq!(app.count(stored), 4);
    browser.evaluate("window.isSamePage = true").await;
    let vote = format!("#review-{other} .review__vote button");
    browser.click(&vote).await;
    browser.sees(&vote, "1").await;
    browser
        .wait_until(&format!(
            "return document.querySelector('{vote}').ariaPressed === 'true' && window.isSamePage"
        ))
        .await;
    browser.click(&vote).await;
    browser.loses(&vote, "1").await;
    browser.visit(&reviews(&app)).await;
    browser
        .wait_until("return document.documentElement.scrollWidth <= innerWidth")
        .await;
    browser.finish().await;
    app.finish().await;
}
