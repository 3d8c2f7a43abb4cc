//! The catalogue by what is rated best.

use super::{learner, rated, review};
use crate::courses::found;
use crate::support::TestApp;

#[tokio::test]
async fn the_catalogue_by_rating_trusts_many_voices_more_than_one() {
    let app = TestApp::start().await;
    app.execute(
        "INSERT INTO courses (title, teacher_id, category_id, status, published_at)
         SELECT '没有评价', teacher_id, category_id, 'published', now() FROM courses WHERE title = '线性代数'",
    );
    rated(&app, app.cast.foreign_course, &[5]);
    rated(&app, app.cast.course, &[5, 5, 4, 4]);
    let visitor = app.anonymous();
    let best = ["线性代数", "Foreign course", "没有评价"];
    assert_eq!(found(&visitor, "/courses?sort=rated").await, best);
    let page = visitor
        .get("/courses?sort=rated&level=beginner")
        .await
        .html();
    assert_eq!(page.text(".catalogue__sort [aria-current]"), "评分最高");
    assert!(page.has("form input[type=hidden][name=sort][value=rated]"));
    // What is saved through the form shows at once.
    let learner = learner(&app).await;
    app.execute("DELETE FROM reviews WHERE rating = 4 OR course_id <> (SELECT id FROM courses WHERE title = '线性代数')");
    rated(&app, app.cast.foreign_course, &[5, 5]);
    assert_eq!(review(&app, &learner, "1", "").await.status(), 303);
    assert_eq!(
        found(&visitor, "/courses?sort=rated").await,
        ["Foreign course", "线性代数", "没有评价"]
    );
    app.finish().await;
}

#[tokio::test]
async fn pages_of_the_catalogue_by_rating_go_on_and_back_without_a_gap() {
    let app = TestApp::start().await;
    app.execute(
        "INSERT INTO courses (title, teacher_id, category_id, status, published_at, rating_count, rating_sum)
         SELECT 'Course ' || n, teacher_id, category_id, 'published', now(), n % 3, n % 3 * (n % 4 + 1)
         FROM courses, generate_series(1, 60) n WHERE title = '线性代数'",
    );
    let visitor = app.anonymous();
    let (mut path, mut seen) = ("/courses?sort=rated".to_owned(), Vec::new());
    let mut first_of_second = String::new();
    loop {
        let page = visitor.get(&path).await.html();
        let titles = page.texts(".course-card__title");
        if first_of_second.is_empty() && !seen.is_empty() {
            first_of_second.clone_from(&titles[0]);
            let back = page.attribute("a[rel=prev]", "href");
            assert_eq!(found(&visitor, &back).await, seen, "back to the first page");
        }
        seen.extend(titles);
        match page.attributes("a[rel=next]", "href").pop() {
            Some(next) => path = next,
            None => break,
        }
    }
    let wanted = app.text(
        "SELECT string_agg(title, ',' ORDER BY rating_score DESC, id DESC) AS t FROM courses WHERE status = 'published'",
    );
    assert_eq!(seen.join(","), wanted);
    app.finish().await;
}
