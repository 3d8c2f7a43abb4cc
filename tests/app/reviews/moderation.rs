//! Reports of reviews, and what moderators do about them.

use super::{counted, rated, review, reviewed, reviews, told};
use crate::support::{Person, TestApp};

const OPEN: &str = "SELECT count(*) AS n FROM review_reports WHERE settled_at IS NULL";

#[tokio::test]
async fn a_report_waits_for_a_moderator_who_may_keep_the_review() {
    let app = TestApp::start().await;
    let (learner, id) = reviewed(&app, "1", "canary-insult").await;
    let report = format!("{}/{id}/report", reviews(&app));
    let teacher = app.teacher().await;
    let page = teacher.get(&reviews(&app)).await.html();
    let form = page.form(&format!("form[action='{report}']"));
    let empty = teacher.submit(&form.clone().with("reason", "  ")).await;
    assert_eq!(empty.status(), 422);
    assert_eq!(
        empty.html().text(&format!("#report-{id}-error")),
        "请写几句话。"
    );
    let form = form.with("reason", "人身 攻击");
    assert_eq!(teacher.submit(&form).await.status(), 303);
    assert_eq!(
        teacher.submit(&form).await.status(),
        303,
        "twice is as once"
    );
    assert_eq!(app.count(OPEN), 1);
    let page = teacher.get(&reviews(&app)).await.html();
    assert!(page.text(".review__acts").contains("你已举报"));
    assert_eq!(
        learner.post(&report, &[("reason", "x")]).await.status(),
        409,
        "one's own"
    );
    let reader = app.other_student().await;
    assert_eq!(
        reader
            .post(&report, &[("reason", "看着不舒服")])
            .await
            .status(),
        303
    );

    let admin = app.admin().await;
    let queue = admin.get("/admin/reviews").await.html();
    assert_eq!(queue.texts(".list__title"), ["人身 攻击", "看着不舒服"]);
    assert!(queue.text(".review .prose").contains("canary-insult"));
    let kept = admin
        .submit(&queue.form("form[action$='/dismissal']"))
        .await;
    let queue = admin.follow(&kept).await.html();
    assert!(queue.has(".empty"));
    assert_eq!((app.count(OPEN), counted(&app)), (0, (1, 1)));
    assert_eq!(
        app.count("SELECT count(*) AS n FROM audit_log WHERE action = 'review.dismiss_reports'"),
        1
    );
    teacher.submit(&form).await;
    assert_eq!(app.count(OPEN), 0, "about the same words nobody asks twice");
    review(&app, &learner, "1", "canary-again").await;
    assert_eq!(teacher.submit(&form).await.status(), 303);
    assert_eq!(app.count(OPEN), 1, "about others they may");
    app.finish().await;
}

#[tokio::test]
async fn a_hidden_review_counts_nowhere_and_only_its_author_and_the_staff_see_it_with_the_reason() {
    let app = TestApp::start().await;
    let (learner, id) = reviewed(&app, "1", "canary-insult").await;
    rated(&app, app.cast.course, &[5, 4]);
    let admin = app.admin().await;
    let report = [("reason", "骂人")];
    let path = format!("{}/{id}", reviews(&app));
    app.other_student()
        .await
        .post(&format!("{path}/report"), &report)
        .await;
    let page = admin.get(&reviews(&app)).await.html();
    let form = page.form(&format!("form[action='{path}/hiding']"));
    let empty = admin.submit(&form).await;
    assert_eq!(empty.status(), 422, "not without a reason");
    assert_eq!(
        empty.html().text(&format!("#hiding-{id}-error")),
        "请写几句话。"
    );
    assert_eq!(counted(&app), (3, 10));
    let hidden = admin
        .submit(&form.clone().with("reason", "canary-reason"))
        .await;
    assert_eq!(hidden.location(), format!("{}?sort=useful", reviews(&app)));
    assert_eq!((counted(&app), app.count(OPEN)), ((2, 9), 0));

    for client in [
        app.anonymous(),
        app.other_student().await,
        app.other_teacher().await,
    ] {
        for path in [reviews(&app), format!("{}/excerpt", reviews(&app))] {
            let page = client.get(&path).await;
            assert!(!page.text().contains("canary"), "{path}");
            // (5 × 3.5 + 9) / (5 + 2) = 3.78…
            assert_eq!(page.html().text(".rating-summary__mean strong"), "3.8");
            assert_eq!(
                page.html().texts(".rating-bars .num"),
                ["1", "1", "0", "0", "0"]
            );
        }
    }
    for client in [app.teacher().await, app.assistant().await, admin.clone()] {
        let page = client.get(&reviews(&app)).await.html();
        let shown = page.text("article[data-hidden]");
        assert!(shown.contains("canary-insult") && shown.contains("canary-reason"));
        assert!(!page.has(&format!(
            "form[action='{path}/reply'], form[action='{path}/vote']"
        )));
    }
    let page = learner.get(&reviews(&app)).await.html();
    assert!(page.text("#own .notice--warning").contains("canary-reason"));
    assert_eq!(page.text("#comment"), "canary-insult");
    let notice = format!(
        "SELECT message AS t FROM notifications WHERE kind = 'review.hidden' AND user_id = {}",
        app.id_of(Person::Xiaoming)
    );
    assert_eq!(
        app.text(&notice),
        "你对《线性代数》的评价被管理员隐藏：canary-reason"
    );
    for act in ["vote", "reply", "report"] {
        let fields = [("useful", "yes"), ("reply", "x"), ("reason", "x")];
        for client in [app.other_student().await, app.teacher().await] {
            let refused = client.post(&format!("{path}/{act}"), &fields).await;
            assert_eq!(refused.status(), 404, "{act}");
        }
    }
    let again = admin.submit(&form.with("reason", "x")).await;
    assert_eq!(again.status(), 409);
    assert!(again.html().text(".notice--error").contains("已经被隐藏"));
    app.finish().await;
}

#[tokio::test]
async fn the_author_mends_a_hidden_review_but_cannot_write_another_in_its_place() {
    let app = TestApp::start().await;
    let (learner, id) = reviewed(&app, "1", "骂人的话").await;
    let admin = app.admin().await;
    let path = format!("{}/{id}", reviews(&app));
    admin
        .post(&format!("{path}/hiding"), &[("reason", "骂人")])
        .await;
    let deletion = format!("{}/deletion", reviews(&app));
    let page = learner.get(&reviews(&app)).await.html();
    assert!(!page.has("form[action$='/deletion']"));
    let refused = learner.post(&deletion, &[]).await;
    assert_eq!(refused.status(), 409);
    assert!(refused.html().text(".notice--error").contains("不能删除"));
    assert_eq!(review(&app, &learner, "2", "客气的话").await.status(), 303);
    assert_eq!(counted(&app), (0, 0), "it stays hidden");
    let list = admin.get("/admin/reviews?show=hidden").await.html();
    assert!(list.text(".review").contains("客气的话"));
    let restored = admin
        .submit(&list.form("form[action$='/restoration']"))
        .await;
    assert_eq!(restored.location(), "/admin/reviews?show=hidden");
    assert!(admin.follow(&restored).await.html().has(".empty"));
    assert_eq!(counted(&app), (1, 2));
    assert_eq!(told(&app, "review.restored"), 1);
    assert!(
        app.anonymous()
            .get(&reviews(&app))
            .await
            .text()
            .contains("客气的话")
    );
    let again = admin.post(&format!("{path}/restoration"), &[]).await;
    assert_eq!(again.status(), 409);
    let noted = app.text("SELECT string_agg(action, ',' ORDER BY id) AS t FROM audit_log WHERE action LIKE 'review.%'");
    assert_eq!(noted, "review.hide,review.restore");
    app.finish().await;
}

#[tokio::test]
async fn only_moderators_hide_and_nobody_acts_on_a_review_of_another_course() {
    let app = TestApp::start().await;
    let (learner, id) = reviewed(&app, "5", "").await;
    let foreign = rated(&app, app.cast.foreign_course, &[1])[0];
    let fields = [("reason", "x"), ("useful", "yes"), ("reply", "x")];
    let people = [
        learner,
        app.other_student().await,
        app.assistant().await,
        app.teacher().await,
    ];
    for act in ["hiding", "restoration", "report/dismissal"] {
        for client in &people {
            let refused = client
                .post(&format!("{}/{id}/{act}", reviews(&app)), &fields)
                .await;
            assert_eq!(refused.status(), 404, "{act}");
        }
        let admin = app.admin().await;
        let path = format!("{}/{foreign}/{act}", reviews(&app));
        assert_eq!(admin.post(&path, &fields).await.status(), 404, "{act}");
    }
    let report = format!("{}/{foreign}/report", reviews(&app));
    assert_eq!(people[1].post(&report, &fields).await.status(), 404);
    assert_eq!(people[1].get("/admin/reviews").await.status(), 404);
    let untouched = "SELECT count(*) AS n FROM reviews WHERE hidden_at IS NULL AND reply = ''";
    assert_eq!((app.count(untouched), app.count(OPEN)), (2, 0));
    app.finish().await;
}

#[tokio::test]
async fn hidden_reviews_are_searched_sorted_paged_and_exported() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let ratings: Vec<i16> = (0..70).map(|n| 1 + n % 5).collect();
    rated(&app, app.cast.course, &ratings);
    app.execute(
        "UPDATE reviews SET hidden_at = now(), hidden_reason = CASE WHEN id % 7 = 0 THEN '=广告_1' ELSE '骂人' END",
    );
    let shown = rated(&app, app.cast.course, &[5]);
    for (sort, order) in [
        ("", "id DESC"),
        ("written", "id"),
        ("rating", "rating, id"),
        ("-rating", "rating DESC, id DESC"),
    ] {
        let wanted = app.text(&format!(
            "SELECT string_agg(comment, ' ' ORDER BY {order}) AS t FROM reviews WHERE hidden_at IS NOT NULL"
        ));
        let path = format!("/admin/reviews?show=hidden&sort={sort}");
        let pages = admin.pages(&path).await;
        assert_eq!(pages.len(), 2, "{sort}");
        let seen: Vec<String> = pages
            .iter()
            .flat_map(|page| page.texts(".review .prose"))
            .collect();
        assert_eq!(seen.join(" "), wanted, "{sort}");
    }
    let some = app.count("SELECT count(*) AS n FROM reviews WHERE hidden_reason = '=广告_1'");
    let page = admin
        .get("/admin/reviews?show=hidden&q=告_&sort=rating")
        .await
        .html();
    assert_eq!(page.count("article.review") as i64, some);
    assert_eq!(page.attribute(".filter-bar #q", "value"), "告_");
    assert_eq!(
        page.attribute(".filter-bar input[name=show]", "value"),
        "hidden",
        "searching keeps which they are"
    );
    assert_eq!(page.texts(".sorts [aria-current]"), ["星级"]);
    let back = page.attributes("form[action$='/restoration'] input[name=next]", "value");
    assert_eq!(
        back[0],
        "/admin/reviews?show=hidden&q=%E5%91%8A_&sort=rating"
    );
    let file = admin
        .get(&page.attribute("a[download]", "href"))
        .await
        .text();
    assert_eq!(file.lines().count() as i64, some + 1);
    assert!(file.contains("'=广告_1"), "nothing that computes");
    let none = admin.get("/admin/reviews?show=hidden&q=%25").await.html();
    assert!(none.has(".empty"), "a sign of a pattern finds itself");
    let open = admin.get("/admin/reviews").await.html();
    assert!(open.has(".empty"), "{shown:?} was not reported");
    let teacher = app.teacher().await;
    assert_eq!(teacher.get("/admin/reviews.csv").await.status(), 404);
    app.finish().await;
}
