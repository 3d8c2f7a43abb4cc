//! What readers see of reviews: the mean, the distribution, and lists a page at a time.

use super::{counted, learner, rated, review, reviews};
use crate::support::TestApp;

#[tokio::test]
async fn the_mean_and_the_distribution_are_the_same_to_the_digit_wherever_they_stand() {
    let app = TestApp::start().await;
    let (visitor, course) = (app.anonymous(), format!("/courses/{}", app.cast.course));
    let page = visitor.get(&reviews(&app)).await.html();
    assert!(page.has(".empty") && !page.has(".rating-summary"));
    assert!(!visitor.get(&course).await.html().has(".rating"));
    rated(&app, app.cast.course, &[5, 5, 4, 1]);
    lectern::courses::forget_catalogue(app.app());
    assert_eq!(counted(&app), (4, 15));
    // (5 × 3.5 + 15) / (5 + 4) = 3.61…, while the plain mean is 3.75
    for path in [reviews(&app), format!("{}/excerpt", reviews(&app))] {
        let page = visitor.get(&path).await.html();
        assert_eq!(page.text(".rating-summary__mean strong"), "3.6", "{path}");
        assert!(page.text(".rating-summary__mean").contains("4 条评价"));
        let bars = page.attributes(".rating-bars meter", "value");
        assert_eq!(bars, ["50", "25", "0", "0", "25"], "{path}");
        assert_eq!(page.texts(".rating-bars .num"), ["2", "1", "0", "0", "1"]);
    }
    let hero = visitor.get(&course).await.html();
    assert_eq!(
        hero.text(".course-hero__facts .rating"),
        "评分 3.6，满分 5 分3.6 (4)"
    );
    let catalogue = visitor.get("/courses").await.html();
    assert_eq!(
        catalogue.texts(".course-card .rating"),
        ["评分 3.6，满分 5 分3.6 (4)"],
        "and nothing on the course that nobody has rated"
    );
    app.finish().await;
}

#[tokio::test]
async fn the_page_of_a_course_shows_the_most_useful_reviews_and_asks_who_may_for_one() {
    let app = TestApp::start().await;
    let ids = rated(&app, app.cast.course, &[5, 4, 3, 2]);
    app.execute(&format!(
        "UPDATE reviews SET useful_count = 7 WHERE id = {}",
        ids[0]
    ));
    let course = format!("/courses/{}", app.cast.course);
    let excerpt = app
        .anonymous()
        .get(&course)
        .await
        .html()
        .attribute("#reviews [hx-get]", "hx-get");
    let page = app.anonymous().get(&excerpt).await.html();
    let stars = page.attributes(".review .stars-given", "aria-label");
    assert_eq!(
        stars,
        ["5 星，满分 5 星", "2 星，满分 5 星", "3 星，满分 5 星"]
    );
    let ask = format!("a[href='{}#own']", reviews(&app));
    assert!(!page.has(&ask));
    assert!(
        !app.student().await.get(&excerpt).await.html().has(&ask),
        "nothing is done yet"
    );
    let learner = learner(&app).await;
    assert!(learner.get(&excerpt).await.html().has(&ask));
    review(&app, &learner, "5", "").await;
    assert!(
        !learner.get(&excerpt).await.html().has(&ask),
        "there is one now"
    );
    app.finish().await;
}

#[tokio::test]
async fn every_order_goes_through_all_pages_and_shows_each_review_once() {
    let app = TestApp::start().await;
    let ratings: Vec<i16> = (0..45).map(|n| n * 7 % 5 + 1).collect();
    rated(&app, app.cast.course, &ratings);
    rated(&app, app.cast.foreign_course, &[5, 1]);
    app.execute("UPDATE reviews SET useful_count = id % 4");
    let visitor = app.anonymous();
    for (sort, order) in [
        ("useful", "useful_count DESC, id DESC"),
        ("newest", "id DESC"),
        ("highest", "rating DESC, id DESC"),
        ("lowest", "rating, id DESC"),
    ] {
        let mut path = format!("{}?sort={sort}", reviews(&app));
        let (mut seen, mut pages) = (Vec::new(), Vec::new());
        loop {
            let page = visitor.get(&path).await.html();
            let ids = page.attributes("article.review", "id");
            pages.push(ids.len());
            seen.extend(ids);
            match page.attributes("a[rel=next]", "href").pop() {
                Some(next) => path = next,
                None => break,
            }
        }
        assert_eq!(pages, [20, 20, 5], "{sort}");
        let wanted = app.text(&format!(
            "SELECT string_agg('review-' || id, ',' ORDER BY {order}) AS t FROM reviews WHERE course_id = {}",
            app.cast.course
        ));
        assert_eq!(seen.join(","), wanted, "{sort}");
    }
    for nonsense in [
        "?sort=x",
        "?after=x",
        "?after=-1.5&sort=lowest",
        "?after=1.1.1",
    ] {
        let page = visitor.get(&format!("{}{nonsense}", reviews(&app))).await;
        assert_eq!(page.html().count("article.review"), 20, "{nonsense}");
    }
    app.finish().await;
}

#[tokio::test]
async fn more_reviews_ask_the_database_no_more_often() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let tables = [
        "reviews",
        "review_votes",
        "review_reports",
        "course_staff",
        "users",
    ];
    let reported = |ids: &[i64]| {
        for id in ids {
            app.execute(&format!(
                "INSERT INTO review_reports (review_id, reporter_id, reason) SELECT {id}, id, 'x' FROM users WHERE username = 'li'"
            ));
        }
    };
    for path in [
        reviews(&app),
        format!("{}/excerpt", reviews(&app)),
        "/admin/reviews".into(),
    ] {
        let asked = || async {
            let before = app.queries_about(&tables);
            assert_eq!(admin.get(&path).await.status(), 200);
            app.queries_about(&tables) - before
        };
        reported(&rated(&app, app.cast.course, &[5]));
        // The first request of a person also renews their session.
        asked().await;
        let few = asked().await;
        reported(&rated(&app, app.cast.course, &[4; 15]));
        assert_eq!(asked().await, few, "{path}");
        assert!(few > 0, "{path}");
    }
    app.finish().await;
}

#[tokio::test]
async fn what_is_written_in_a_review_a_reply_or_a_reason_is_text() {
    let app = TestApp::start().await;
    let id = rated(&app, app.cast.course, &[5])[0];
    let bad = "<script>alert(1)</script><img src=x onerror=alert(1)>[c](javascript:alert(1))<form action=/logout>";
    app.execute(&format!(
        "UPDATE reviews SET comment = '{bad}', reply = '{bad}', replied_at = now(), hidden_reason = '{bad}', hidden_at = now()"
    ));
    app.execute(&format!(
        "INSERT INTO review_reports (review_id, reporter_id, reason) SELECT {id}, id, '{bad}' FROM users WHERE username = 'li'"
    ));
    let admin = app.admin().await;
    for path in [
        reviews(&app),
        "/admin/reviews".into(),
        "/admin/reviews?show=hidden".into(),
    ] {
        let page = admin.get(&path).await.html();
        assert!(page.text("main").contains("alert(1)"), "{path}");
        for element in [
            "main script",
            "main img",
            ".prose form",
            "[onerror]",
            "a[href^='javascript']",
        ] {
            assert!(!page.has(element), "{element} on {path}");
        }
    }
    app.finish().await;
}
