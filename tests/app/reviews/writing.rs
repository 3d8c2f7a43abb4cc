//! Who may review a course, and what their form takes.

use futures_util::future::join_all;

use super::{complete, counted, crowd, enrol, learner, rated, review, reviewed, reviews, told};
use crate::support::{Client, TestApp};

const ALL: &str = "SELECT count(*) AS n FROM reviews";
const FORM: &str = "#own form[action$='/reviews']";

/// Fills the course of the cast up to so many lessons.
fn fill(app: &TestApp, lessons: usize) {
    app.execute(&format!(
        "INSERT INTO lessons (course_id, section_id, title, kind, \"order\", body)
         SELECT s.course_id, s.id, 'L' || n, 'text', n, 'x' FROM sections s, generate_series(3, {lessons}) n
         WHERE s.course_id = {}",
        app.cast.course
    ));
}

/// Neither offered the form nor taken at their word.
async fn assert_refused(app: &TestApp, client: &Client, words: &str) {
    let page = client.get(&reviews(app)).await.html();
    assert!(!page.has(FORM), "{words}");
    assert!(page.text("#own").contains(words), "{}", page.text("#own"));
    let before = app.count(ALL);
    let refused = review(app, client, "5", "好").await;
    assert_eq!(refused.status(), 409, "{words}: {refused:?}");
    assert_eq!(app.count(ALL), before, "{words}");
}

#[tokio::test]
async fn nineteen_percent_of_a_course_are_too_little_for_a_review_and_twenty_enough() {
    let app = TestApp::start().await;
    fill(&app, 100);
    let student = app.student().await;
    assert_refused(&app, &student, "学完 20% 就可以写评价，你现在学完了 0%").await;
    complete(&app, "xiaoming", 19);
    assert_refused(&app, &student, "你现在学完了 19%").await;
    complete(&app, "xiaoming", 20);
    let page = student.get(&reviews(&app)).await.html();
    let mut form = page.form(FORM).with("comment", "讲得**清楚**");
    form.fields.push(("rating".into(), "4".into()));
    let saved = student.submit(&form).await;
    let page = student.follow(&saved).await.html();
    assert_eq!(page.texts(".review .prose"), ["讲得清楚"]);
    assert_eq!(
        page.attribute(".review .stars-given", "aria-label"),
        "4 星，满分 5 星"
    );
    assert_eq!(page.attribute("#own input[checked]", "value"), "4");
    assert_eq!(counted(&app), (1, 4));
    // Lessons that do not count are no part of it.
    app.execute("DELETE FROM reviews");
    app.execute("UPDATE lessons SET is_required = false WHERE \"order\" <= 3 AND title <> 'L3'");
    assert_refused(&app, &student, "你现在学完了 18%").await;
    app.finish().await;
}

#[tokio::test]
async fn strangers_staff_and_those_who_have_left_write_no_review_however_much_they_have_done() {
    let app = TestApp::start().await;
    for username in ["xiaohong", "wang", "zhang", "root"] {
        complete(&app, username, 2);
    }
    for username in ["wang", "zhang"] {
        enrol(&app, username);
    }
    let stranger = app.other_student().await;
    assert_refused(&app, &stranger, "选了这门课并学完 20% 就可以写评价").await;
    assert_refused(&app, &app.admin().await, "选了这门课").await;
    for client in [app.teacher().await, app.assistant().await] {
        let page = client.get(&reviews(&app)).await.html();
        assert!(!page.has(FORM));
        let refused = review(&app, &client, "5", "好").await;
        assert_eq!(refused.status(), 409);
        assert!(refused.text().contains("课程团队不能评价自己的课"));
    }
    enrol(&app, "xiaohong");
    assert!(stranger.get(&reviews(&app)).await.html().has(FORM));
    let end = format!("/courses/{}/enrolment/end", app.cast.course);
    assert_eq!(stranger.post(&end, &[]).await.status(), 303);
    assert_refused(&app, &stranger, "选了这门课").await;
    let guest = app.anonymous();
    let page = guest.get(&reviews(&app)).await.html();
    assert_eq!(
        page.attribute("#own a", "href"),
        format!("/login?next={}", reviews(&app))
    );
    let refused = review(&app, &guest, "5", "好").await;
    assert!(refused.location().starts_with("/login"), "{refused:?}");
    assert_eq!(app.count(ALL), 0);
    app.finish().await;
}

#[tokio::test]
async fn twenty_clicks_at_once_make_one_review_that_the_teacher_is_told_of_once() {
    let app = TestApp::start().await;
    let learner = learner(&app).await;
    let ratings: Vec<String> = (0..20).map(|n| (n % 5 + 1).to_string()).collect();
    let clicks = ratings
        .iter()
        .map(|stars| review(&app, &learner, stars, stars));
    for answer in join_all(clicks).await {
        assert_eq!(answer.status(), 303, "{answer:?}");
    }
    assert_eq!(app.count(ALL), 1);
    let stars = app.count("SELECT rating::bigint AS n FROM reviews");
    assert_eq!(
        app.text("SELECT comment AS t FROM reviews"),
        stars.to_string()
    );
    assert_eq!(counted(&app), (1, stars));
    assert_eq!(told(&app, "review.written"), 1);
    app.finish().await;
}

#[tokio::test]
async fn twenty_learners_at_once_are_all_counted() {
    let app = TestApp::start().await;
    let mut people = Vec::new();
    for name in crowd(&app, 20) {
        people.push(app.sign_in_as(&name).await);
    }
    let stars = ["1", "2", "3", "4", "5"];
    let writers = people.iter().zip(stars.iter().cycle());
    let saves = writers.map(|(person, stars)| review(&app, person, stars, ""));
    for answer in join_all(saves).await {
        assert_eq!(answer.status(), 303, "{answer:?}");
    }
    assert_eq!(counted(&app), (20, 60));
    let page = app.anonymous().get(&reviews(&app)).await.html();
    // (5 × 3.5 + 60) / (5 + 20)
    assert_eq!(page.text(".rating-summary__mean strong"), "3.1");
    assert_eq!(page.attributes(".rating-bars meter", "value"), ["20"; 5]);
    assert_eq!(page.texts(".rating-bars .num"), ["4"; 5]);
    app.finish().await;
}

#[tokio::test]
async fn a_change_keeps_the_review_where_it_is_and_says_that_it_was_changed() {
    let app = TestApp::start().await;
    let (learner, id) = reviewed(&app, "5", "很好").await;
    let page = learner.get(&reviews(&app)).await.html();
    assert!(!page.text(".review__head").contains("修改过"));
    let form = page.form(FORM);
    assert!(form.fields.contains(&("rating".into(), "5".into())));
    assert_eq!(page.text("#comment"), "很好");
    let changed = learner
        .submit(&form.with("rating", "2").with("comment", ""))
        .await;
    let page = learner.follow(&changed).await.html();
    assert!(page.text(".review__head").contains("修改过"));
    assert!(!page.has(".review .prose"), "words are no must");
    assert_eq!(app.count("SELECT id AS n FROM reviews"), id);
    assert_eq!(counted(&app), (1, 2));
    assert_eq!(told(&app, "review.written"), 1, "the teacher knows of it");
    app.finish().await;
}

#[tokio::test]
async fn what_cannot_be_stored_is_told_at_its_field_and_kept() {
    let app = TestApp::start().await;
    let learner = learner(&app).await;
    for stars in ["", "0", "6", "-1", "4.5", "五", "99999999999"] {
        let refused = review(&app, &learner, stars, "canary 的感受").await;
        assert_eq!(refused.status(), 422, "{stars:?}");
        let page = refused.html();
        assert_eq!(page.text("#rating-error"), "请选择 1 到 5 颗星。");
        assert_eq!(page.text("#comment"), "canary 的感受");
        assert!(!page.has("#comment-error"));
    }
    let long = "长".repeat(4_001);
    let refused = review(&app, &learner, "3", &long).await;
    assert_eq!(refused.status(), 422);
    let page = refused.html();
    assert_eq!(page.text("#comment-error"), "最多 4000 个字。");
    assert_eq!(page.text("#comment"), long);
    assert_eq!(page.attribute("#own input[checked]", "value"), "3");
    assert_eq!((app.count(ALL), counted(&app)), (0, (0, 0)));
    let longest = review(&app, &learner, "3", &long[..long.len() - 3]).await;
    assert_eq!(longest.status(), 303);
    app.finish().await;
}

#[tokio::test]
async fn a_review_is_its_author_s_to_delete_also_after_leaving_the_course() {
    let app = TestApp::start().await;
    let (learner, own) = reviewed(&app, "1", "不好").await;
    let others = rated(&app, app.cast.course, &[5]);
    let deletion = format!("{}/deletion", reviews(&app));
    for client in [
        app.other_student().await,
        app.teacher().await,
        app.admin().await,
    ] {
        assert_eq!(
            client.post(&deletion, &[]).await.status(),
            404,
            "no own one"
        );
    }
    assert_eq!(counted(&app), (2, 6));
    app.execute(&format!(
        "INSERT INTO review_votes (review_id, user_id) SELECT {own}, id FROM users WHERE username = 'xiaohong'"
    ));
    let end = format!("/courses/{}/enrolment/end", app.cast.course);
    assert_eq!(learner.post(&end, &[]).await.status(), 303);
    let page = learner.get(&reviews(&app)).await.html();
    let deleted = learner
        .submit(&page.form("#own form[action$='/deletion']"))
        .await;
    let page = learner.follow(&deleted).await.html();
    assert!(page.text(".flashes").contains("评价已删除"));
    assert_eq!(app.count("SELECT id AS n FROM reviews"), others[0]);
    assert_eq!(app.count("SELECT count(*) AS n FROM review_votes"), 0);
    assert_eq!(counted(&app), (1, 5));
    app.finish().await;
}

#[tokio::test]
async fn a_draft_has_no_reviews_to_see_and_an_archived_course_is_still_reviewed_by_its_learners() {
    let app = TestApp::start().await;
    let (learner, _) = reviewed(&app, "5", "canary-words").await;
    let status = |status: &str| {
        app.execute(&format!(
            "UPDATE courses SET status = '{status}' WHERE id = {}",
            app.cast.course
        ));
    };
    let excerpt = format!("{}/excerpt", reviews(&app));
    status("draft");
    for path in [&reviews(&app), &excerpt] {
        assert_eq!(learner.get(path).await.status(), 404);
        assert_eq!(app.anonymous().get(path).await.status(), 404);
        assert_eq!(app.teacher().await.get(path).await.status(), 200);
    }
    assert_eq!(review(&app, &learner, "1", "").await.status(), 404);
    status("archived");
    assert_eq!(app.anonymous().get(&reviews(&app)).await.status(), 404);
    assert_eq!(app.other_student().await.get(&excerpt).await.status(), 404);
    assert_eq!(review(&app, &learner, "4", "").await.status(), 303);
    assert_eq!(counted(&app), (1, 4));
    app.finish().await;
}
