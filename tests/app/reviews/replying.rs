//! What the teachers answer, and which reviews readers find useful.

use futures_util::future::join_all;

use super::{crowd, rated, reviewed, reviews, told};
use crate::support::{Person, TestApp};

#[tokio::test]
async fn a_teacher_answers_a_review_once_and_its_author_is_told() {
    let app = TestApp::start().await;
    let (learner, id) = reviewed(&app, "4", "习题太少").await;
    let teacher = app.teacher().await;
    let page = teacher.get(&reviews(&app)).await.html();
    let form = page
        .form(&format!("#reply-{id}-form"))
        .with("reply", "下周就加。");
    let page = teacher.follow(&teacher.submit(&form).await).await.html();
    assert!(page.text(".flashes").contains("回复已发布"));
    let shown = app.anonymous().get(&reviews(&app)).await.html();
    assert!(shown.text(".review__reply").starts_with("王老师 的回复"));
    assert!(shown.text(".review__reply").ends_with("下周就加。"));
    assert!(
        !shown.has(".review__acts form"),
        "a guest has nothing to do there"
    );
    let notice = format!(
        "SELECT message AS t FROM notifications WHERE kind = 'review.replied' AND user_id = {} AND link = '{}'",
        app.id_of(Person::Xiaoming),
        reviews(&app)
    );
    assert_eq!(app.text(&notice), "老师回复了你对《线性代数》的评价");
    let form = page
        .form(&format!("#reply-{id}-form"))
        .with("reply", "已经加了。");
    assert_eq!(teacher.submit(&form).await.status(), 303);
    let shown = learner.get(&reviews(&app)).await.html();
    assert!(
        shown.text(".review__reply").ends_with("已经加了。"),
        "in the place of the first"
    );
    assert_eq!(told(&app, "review.replied"), 1, "once is enough");
    let page = teacher.get(&reviews(&app)).await.html();
    let removed = teacher
        .submit(&page.form("form[action$='/reply/deletion']"))
        .await;
    assert_eq!(removed.status(), 303);
    assert!(
        !app.anonymous()
            .get(&reviews(&app))
            .await
            .html()
            .has(".review__reply")
    );
    app.finish().await;
}

#[tokio::test]
async fn nobody_else_speaks_for_a_course() {
    let app = TestApp::start().await;
    let (learner, id) = reviewed(&app, "4", "").await;
    let foreign = rated(&app, app.cast.foreign_course, &[1])[0];
    let reply = |review: i64| format!("{}/{review}/reply", reviews(&app));
    let fields = [("reply", "canary")];
    for client in [
        learner,
        app.other_student().await,
        app.assistant().await,
        app.other_teacher().await,
        app.admin().await,
    ] {
        assert_eq!(client.post(&reply(id), &fields).await.status(), 404);
        let deletion = format!("{}/deletion", reply(id));
        assert_eq!(client.post(&deletion, &[]).await.status(), 404);
        let page = client.get(&reviews(&app)).await.html();
        assert!(!page.has("form[action$='/reply']"));
    }
    let teacher = app.teacher().await;
    for strange in [foreign, 999_999] {
        let refused = teacher.post(&reply(strange), &fields).await;
        assert_eq!(refused.status(), 404, "of another course, or of none");
    }
    assert_eq!(
        app.count("SELECT count(*) AS n FROM reviews WHERE reply <> ''"),
        0
    );
    app.finish().await;
}

#[tokio::test]
async fn a_reply_that_cannot_be_stored_is_kept_beside_its_review_wherever_that_stands() {
    let app = TestApp::start().await;
    let ids = rated(&app, app.cast.course, &[3; 25]);
    let teacher = app.teacher().await;
    let reply = format!("{}/{}/reply", reviews(&app), ids[0]);
    let second = teacher
        .get(&reviews(&app))
        .await
        .html()
        .attribute("a[rel=next]", "href");
    let page = teacher.get(&second).await.html();
    let form = page.form(&format!("#reply-{}-form", ids[0]));
    let long = "长".repeat(4_001);
    let refused = teacher.submit(&form.clone().with("reply", &long)).await;
    assert_eq!(refused.status(), 422);
    let again = refused.html();
    let field = format!("#reply-{}", ids[0]);
    assert_eq!(again.text(&field), long);
    assert_eq!(again.text(&format!("{field}-error")), "最多 4000 个字。");
    assert!(again.has(&format!("#review-{} details[open]", ids[0])));
    assert_eq!(again.count(".field__error"), 1);
    let empty = teacher.post(&reply, &[("reply", " \n ")]).await;
    assert_eq!(empty.html().text(&format!("{field}-error")), "请写几句话。");
    let saved = teacher.submit(&form.with("reply", "谢谢")).await;
    assert_eq!(saved.location(), second, "back to where it was written");
    app.finish().await;
}

#[tokio::test]
async fn readers_say_once_that_a_review_is_useful_and_may_take_it_back() {
    let app = TestApp::start().await;
    let id = rated(&app, app.cast.course, &[4])[0];
    let reader = app.other_student().await;
    let vote = format!("{}/{id}/vote", reviews(&app));
    let votes = || {
        app.count(&format!(
            "SELECT useful_count::bigint AS n FROM reviews WHERE id = {id}"
        ))
    };
    let yes = [("useful", "yes"), ("next", "/courses/x")];
    let clicks = (0..10).map(|_| reader.post(&vote, &yes));
    for answer in join_all(clicks).await {
        assert_eq!((answer.status(), answer.location()), (303, "/courses/x"));
    }
    assert_eq!(votes(), 1);
    let page = reader.get(&reviews(&app)).await.html();
    assert_eq!(
        page.attribute(".review__vote button", "aria-pressed"),
        "true"
    );
    let back = reader.post_htmx(&vote, &[("useful", "no")]).await;
    assert_eq!(back.status(), 200);
    assert_eq!(back.html().attribute("button", "aria-pressed"), "false");
    assert_eq!(votes(), 0);
    let mut people = Vec::new();
    for name in crowd(&app, 10) {
        people.push(app.sign_in_as(&name).await);
    }
    let all = people
        .iter()
        .map(|person| person.post(&vote, &[("useful", "yes")]));
    for answer in join_all(all).await {
        assert_eq!(
            (answer.status(), answer.location()),
            (303, reviews(&app).as_str())
        );
    }
    assert_eq!(votes(), 10);
    app.finish().await;
}

#[tokio::test]
async fn neither_authors_nor_staff_find_reviews_of_the_course_useful() {
    let app = TestApp::start().await;
    let (learner, id) = reviewed(&app, "5", "我写得真好").await;
    let foreign = rated(&app, app.cast.foreign_course, &[5])[0];
    let vote = |review: i64| format!("{}/{review}/vote", reviews(&app));
    let yes = [("useful", "yes")];
    let own = learner.post(&vote(id), &yes).await;
    assert_eq!(own.status(), 409);
    assert!(own.text().contains("不能给自己的评价点“有用”"));
    for client in [app.teacher().await, app.assistant().await] {
        assert_eq!(client.post(&vote(id), &yes).await.status(), 404);
        assert!(!client.get(&reviews(&app)).await.html().has(".review__vote"));
    }
    assert!(
        !learner
            .get(&reviews(&app))
            .await
            .html()
            .has(".review__vote")
    );
    let guest = app.anonymous().post(&vote(id), &yes).await;
    assert!(guest.location().starts_with("/login"), "{guest:?}");
    let reader = app.other_student().await;
    for strange in [foreign, 999_999] {
        assert_eq!(reader.post(&vote(strange), &yes).await.status(), 404);
    }
    assert_eq!(app.count("SELECT count(*) AS n FROM review_votes"), 0);
    app.finish().await;
}
