//! The page of a month.

use super::{assignment, quiz};
use crate::support::{Client, Document, Person, TestApp};

async fn month(client: &Client, name: &str) -> Document {
    let page = client.get(&format!("/calendar?month={name}")).await;
    assert_eq!(page.status(), 200, "{page:?}");
    page.html()
}

/// What is on this day, in the order in which it comes.
fn on(page: &Document, day: &str) -> Vec<String> {
    page.texts(&format!(".day:has(time[datetime='{day}']) .date"))
}

#[tokio::test]
async fn what_is_planned_is_on_its_day_in_the_time_of_who_looks() {
    let app = TestApp::start().await;
    let lesson = assignment(&app, "'2026-03-01 00:30+08'").await;
    let paper = quiz(&app, "'2026-03-20 20:00+08'").await;
    app.execute("UPDATE quizzes SET open_at = '2026-03-19 08:00+08'");
    app.execute("UPDATE assignments SET close_at = '2026-03-05 23:59+08'");
    let class = app.plan_class().await;
    app.execute(&format!(
        "UPDATE live_rooms SET start_time = '2026-03-20 19:00+08' WHERE id = {}",
        class.id
    ));
    let learner = app.student().await;
    let page = month(&learner, "2026-03").await;
    assert_eq!(page.text("#month-title"), "2026年3月");
    assert_eq!(page.count(".day:not(.day--outside)"), 31);
    assert_eq!(page.count(".day") % 7, 0, "whole weeks");
    assert_eq!(
        on(&page, "2026-03-01"),
        ["00:30 第一次作业 作业截止 · 线性代数"]
    );
    assert_eq!(
        on(&page, "2026-03-05"),
        ["23:59 第一次作业 作业停止提交 · 线性代数"]
    );
    assert_eq!(
        on(&page, "2026-03-19"),
        ["08:00 第一次测验 测验开放 · 线性代数"]
    );
    let evening = on(&page, "2026-03-20");
    assert_eq!(evening.len(), 2, "{evening:?}");
    assert!(evening[0].starts_with("19:00") && evening[0].contains("直播 · 线性代数"));
    assert!(evening[1].starts_with("20:00 第一次测验 测验截止"));
    let links = page.attributes(".date__link", "href");
    for path in [
        format!("/courses/{}/lessons/{lesson}", app.cast.course),
        format!("/courses/{}/lessons/{}", app.cast.course, paper.lesson),
        format!("/live/{}", class.id),
    ] {
        assert!(links.contains(&path), "{path} in {links:?}");
        assert_eq!(learner.get(&path).await.status(), 200, "{path}");
    }
    app.execute("UPDATE users SET time_zone = 'America/New_York' WHERE username = 'xiaohong'");
    let classmate = crate::assignments::classmate(&app).await;
    let page = month(&classmate, "2026-02").await;
    assert_eq!(
        on(&page, "2026-02-28"),
        ["11:30 第一次作业 作业截止 · 线性代数"]
    );
    app.finish().await;
}

#[tokio::test]
async fn nobody_sees_dates_of_what_they_may_not_open() {
    let app = TestApp::start().await;
    let due = "date_trunc('month', now()) + interval '14 days'";
    assignment(&app, due).await;
    let class = app.plan_class().await;
    app.execute(&format!(
        "UPDATE live_rooms SET start_time = {due}, title = '一堂课' WHERE id = {}",
        class.id
    ));
    let titles = async |client: &Client| client.get("/calendar").await.html().texts(".date__title");
    let learner = app.student().await;
    assert_eq!(titles(&learner).await.len(), 2);
    assert_eq!(
        titles(&app.teacher().await).await.len(),
        2,
        "who teaches it"
    );
    assert_eq!(titles(&app.assistant().await).await.len(), 2);
    for stranger in [
        app.other_student().await,
        app.other_teacher().await,
        app.admin().await,
    ] {
        assert_eq!(
            titles(&stranger).await.len(),
            0,
            "their courses have nothing"
        );
    }
    let guest = app.anonymous().get("/calendar").await;
    assert!(guest.location().starts_with("/login"), "{guest:?}");

    let course = app.cast.course;
    app.execute(&format!(
        "UPDATE courses SET status = 'draft' WHERE id = {course}"
    ));
    assert_eq!(titles(&learner).await.len(), 0, "a draft");
    app.execute(&format!(
        "UPDATE courses SET status = 'archived' WHERE id = {course}"
    ));
    assert_eq!(
        titles(&learner).await.len(),
        2,
        "an archived course is still learnt from"
    );
    app.execute("UPDATE live_rooms SET status = 'ended', end_time = now()");
    assert_eq!(
        titles(&learner).await,
        ["第一次作业"],
        "a class that was cancelled is gone"
    );
    let left = learner
        .post(&format!("/courses/{course}/enrolment/end"), &[])
        .await;
    assert_eq!(left.status(), 303);
    let page = learner.get("/calendar").await.html();
    assert_eq!(page.count(".date"), 0);
    assert!(page.text("#month .empty").contains("这个月没有安排"));
    app.finish().await;
}

#[tokio::test]
async fn what_is_done_is_marked_and_times_of_ones_own_go_first() {
    let app = TestApp::start().await;
    let lesson = assignment(&app, "'2026-03-10 12:00+08'").await;
    app.execute(&format!(
        "INSERT INTO assignment_extensions (assignment_id, user_id, due_at)
         SELECT id, {}, '2026-03-17 12:00+08' FROM assignments WHERE lesson_id = {lesson}",
        app.id_of(Person::Xiaoming)
    ));
    let learner = app.student().await;
    let page = month(&learner, "2026-03").await;
    assert_eq!(page.count(".date"), 1);
    assert_eq!(on(&page, "2026-03-17").len(), 1);
    assert!(!page.has(".date--done"));
    let of_teacher = month(&app.teacher().await, "2026-03").await;
    assert_eq!(on(&of_teacher, "2026-03-10").len(), 1);

    app.execute("UPDATE assignments SET due_at = NULL");
    app.execute("UPDATE assignment_extensions SET due_at = now() + interval '1 day', close_at = now() + interval '2 days'");
    let home = learner.get("/").await.html();
    assert!(
        home.text("section:has(#next-up) .list__item")
            .contains("第一次作业")
    );
    let base = format!("/courses/{}/lessons/{lesson}/assignment", app.cast.course);
    crate::assignments::save(&learner, &base, 1, "我的答案").await;
    assert_eq!(
        crate::assignments::hand_in(&learner, &base, 1)
            .await
            .status(),
        303
    );
    assert!(
        !learner.get("/").await.html().has("#next-up"),
        "nothing is left to do"
    );
    app.execute("UPDATE assignment_extensions SET due_at = '2026-03-17 12:00+08'");
    let page = month(&learner, "2026-03").await;
    assert!(page.text(".date--done").contains("已完成"));
    assert!(
        !month(&app.teacher().await, "2026-03")
            .await
            .has(".date--done")
    );
    app.finish().await;
}

#[tokio::test]
async fn being_excused_is_no_secret_once_the_column_is_posted() {
    let app = TestApp::start().await;
    assignment(&app, "'2026-03-10 12:00+08'").await;
    app.execute(&format!(
        "INSERT INTO grades (item_id, course_id, user_id, is_excused)
         SELECT grade_item_id, course_id, {}, true FROM assignments",
        app.id_of(Person::Xiaoming)
    ));
    let learner = app.student().await;
    app.execute("UPDATE grade_items SET is_posted = false");
    assert!(!month(&learner, "2026-03").await.has(".date--done"));
    app.execute("UPDATE grade_items SET is_posted = true");
    assert!(month(&learner, "2026-03").await.has(".date--done"));
    app.finish().await;
}

#[tokio::test]
async fn months_follow_one_another_and_a_strange_one_is_this_one() {
    let app = TestApp::start().await;
    let learner = app.student().await;
    let page = month(&learner, "2026-12").await;
    assert_eq!(
        page.attribute("a[rel=prev]", "href"),
        "/calendar?month=2026-11"
    );
    assert_eq!(
        page.attribute("a[rel=next]", "href"),
        "/calendar?month=2027-01"
    );
    let now = learner.get("/calendar").await.html();
    assert_eq!(now.count(".day[aria-current=date]:not(.day--outside)"), 1);
    assert!(
        !now.has("a[href='/calendar'][hx-get]"),
        "it is this month already"
    );
    for strange in [
        "2026-13",
        "0000-00",
        "x",
        "2026-1",
        "%00",
        "99999999-01",
        "2026-03-01",
    ] {
        let page = learner.get(&format!("/calendar?month={strange}")).await;
        assert!(
            [200, 400, 404].contains(&page.status()),
            "{strange}: {page:?}"
        );
        if page.status() == 200 {
            assert_eq!(
                page.html().text("#month-title"),
                now.text("#month-title"),
                "{strange}"
            );
        }
    }
    app.finish().await;
}

#[tokio::test]
async fn the_number_of_queries_is_that_of_one_date_however_many_there_are() {
    let app = TestApp::start().await;
    let due = "date_trunc('month', now()) + interval '10 days'";
    assignment(&app, due).await;
    let learner = app.student().await;
    let feed = super::new_feed(&learner).await;
    let tables = ["assignments", "quizzes", "calendar_feeds"];
    let asked = async |path: &str| {
        let before = app.queries_about(&tables);
        assert_eq!(learner.get(path).await.status(), 200);
        app.queries_about(&tables) - before
    };
    let of_one = (asked("/calendar").await, asked(&feed).await);
    for _ in 0..3 {
        assignment(&app, due).await;
        quiz(&app, due).await;
    }
    assert_eq!((asked("/calendar").await, asked(&feed).await), of_one);
    assert!(of_one.0 <= 2 && of_one.1 <= 2, "{of_one:?}");
    app.finish().await;
}
