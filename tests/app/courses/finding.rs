//! What the catalogue shows of a search, and how it is narrowed by price.

use crate::courses::{changed, found, index_all};
use crate::support::TestApp;

#[tokio::test]
async fn the_catalogue_is_narrowed_by_price_in_its_address() {
    let app = TestApp::start().await;
    changed(
        &app,
        "UPDATE courses SET price_minor = 19900 WHERE title = 'Foreign course'",
    );
    let visitor = app.anonymous();
    assert_eq!(found(&visitor, "/courses?price=free").await, ["线性代数"]);
    assert_eq!(
        found(&visitor, "/courses?price=paid").await,
        ["Foreign course"]
    );
    assert_eq!(
        found(&visitor, "/courses?price=cheap").await.len(),
        2,
        "what makes no sense is left out"
    );
    let page = visitor.get("/courses?price=paid&language=zh").await.html();
    assert!(
        page.has("a.filter[aria-current][href='/courses?language=zh']"),
        "chosen again, it is taken back"
    );
    assert!(
        page.has("form input[type=hidden][name=price][value=paid]"),
        "a search keeps it"
    );
    app.finish().await;
}

#[tokio::test]
async fn a_search_marks_the_words_where_they_stand() {
    let app = TestApp::start().await;
    app.execute("UPDATE courses SET description = '先讲**向量空间**，再讲<b>变换</b>。' WHERE title = '线性代数'");
    index_all(&app);
    let visitor = app.anonymous();
    for (typed, marked, place) in [
        ("代数", "代数", "h2"),
        ("数", "数", "h2"),
        ("FOREIGN", "Foreign", "h2"),
        ("矩阵", "矩阵", ".course-card__found"),
        ("向量", "向量", ".course-card__found"),
        ("数简", "数简", ".course-card__found"),
    ] {
        let page = visitor.get(&format!("/courses?q={typed}")).await.html();
        assert_eq!(
            page.texts(&format!(".course-card {place} mark")),
            [marked],
            "{typed}"
        );
    }
    let page = visitor.get("/courses?q=矩阵").await;
    assert!(
        page.html()
            .text(".course-card__found")
            .starts_with("课时：")
    );
    assert!(
        !page.text().contains("canary-matrix"),
        "titles of lessons are found, their texts are not"
    );
    app.finish().await;
}

#[tokio::test]
async fn what_is_marked_is_text() {
    let app = TestApp::start().await;
    changed(
        &app,
        "UPDATE courses SET title = '<img src=x onerror=alert(1)> alert' WHERE title = 'Foreign course'",
    );
    index_all(&app);
    let page = app.anonymous().get("/courses?q=alert").await.html();
    assert!(!page.has(".course-card h2 img"));
    assert_eq!(page.texts(".course-card h2 mark"), ["alert", "alert"]);
    app.finish().await;
}

#[tokio::test]
async fn a_search_that_finds_nothing_offers_the_next_step() {
    let app = TestApp::start().await;
    index_all(&app);
    let visitor = app.anonymous();
    let page = visitor
        .get("/courses?q=线性&language=en&price=paid")
        .await
        .html();
    assert!(page.has(".empty"));
    let wider = page.attribute(".empty a.button--primary", "href");
    assert_eq!(found(&visitor, &wider).await, ["线性代数"]);
    let none = visitor.get("/courses?q=没有的词").await.html();
    assert!(none.has(".empty a[href='/courses']") && !none.has(".empty a.button--primary"));
    app.finish().await;
}
