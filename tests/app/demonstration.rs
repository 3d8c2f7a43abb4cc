//! The demo data: what a newcomer finds, and that nothing of it stays.

use crate::support::{PASSWORD, TestApp};

#[tokio::test]
async fn demo_data_shows_what_the_program_can_do_and_goes_without_a_trace() {
    let app = TestApp::start().await;
    app.execute("DELETE FROM courses");
    app.execute("DELETE FROM categories");
    let loaded = lectern::demo::load(app.app(), PASSWORD).await;
    assert!(loaded.expect("the demo data"));
    let again = lectern::demo::load(app.app(), PASSWORD).await;
    assert!(!again.expect("nothing to do"), "once is enough");

    let catalogue = app.anonymous().get("/courses?sort=rated").await.html();
    assert!(catalogue.count(".course-card .rating") >= 5);
    assert_eq!(
        catalogue.texts(".course-card__price:not(.course-card__price--free)"),
        ["¥199.00"]
    );
    let course = |title: &str| {
        app.count(&format!(
            "SELECT id AS n FROM courses WHERE title = '{title}'"
        ))
    };
    let (rust, databases) = (course("Rust 从零开始"), course("数据库的道理"));
    let reviews = app
        .anonymous()
        .get(&format!("/courses/{rust}/reviews"))
        .await
        .html();
    assert_eq!(reviews.count("article.review"), 6);
    assert_eq!(reviews.count(".review__reply"), 2);
    let nobody = "SELECT count(*) AS n FROM reviews r WHERE NOT EXISTS (
        SELECT FROM progress p WHERE p.user_id = r.user_id AND p.course_id = r.course_id AND p.status = 'completed')";
    assert_eq!(
        app.count(nobody),
        0,
        "whoever writes has done something of the course"
    );

    let teacher = app.sign_in_as("teacher").await;
    let book = teacher.get(&format!("/courses/{rust}/gradebook")).await;
    for shown in ["统计词频", "课堂参与", "100", "85"] {
        assert!(book.text().contains(shown), "{shown}");
    }
    let sales = teacher
        .get(&format!("/courses/{databases}/sales"))
        .await
        .text();
    assert!(sales.contains("KAIXUE") && sales.contains("id=\"revenue\""));
    let earned = app.count("SELECT sum(amount)::bigint AS n FROM orders WHERE status = 'paid'");
    assert_eq!(earned, 71_640, "two of four bought with the coupon");
    let learner = app.sign_in_as("mingyue").await;
    let grades = learner.get(&format!("/courses/{rust}/grades")).await.text();
    assert!(grades.contains("统计词频"));
    let queue = app
        .sign_in_as("admin")
        .await
        .get("/admin/reviews")
        .await
        .text();
    assert!(queue.contains("广告，和课程无关"));

    assert!(lectern::demo::clear(app.app()).await.expect("it goes"));
    for table in [
        "courses",
        "orders",
        "payments",
        "reviews",
        "assignments",
        "categories",
    ] {
        assert_eq!(
            app.count(&format!("SELECT count(*) AS n FROM {table}")),
            0,
            "{table}"
        );
    }
    app.finish().await;
}
