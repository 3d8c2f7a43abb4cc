//! A muted course tells nothing more of what happens in it.

use super::{crowd, enrol, rated, review, reviewed, reviews, told};
use crate::live_rooms::plan;
use crate::support::{Client, Person, TestApp};

fn mute_of(app: &TestApp) -> String {
    format!("/notifications/mutes/{}", app.cast.course)
}

/// What 小明 was told, in order.
fn heard(app: &TestApp) -> String {
    app.text(&format!(
        "SELECT coalesce(string_agg(kind, ',' ORDER BY id), '') AS t FROM notifications WHERE user_id = {}",
        app.id_of(Person::Xiaoming)
    ))
}

/// What the staff does that learners are told of: a class, a grade and a reply to the review.
async fn busy_week(app: &TestApp, teacher: &Client, review: i64) {
    let room = plan(teacher, "答疑", &app.cast.course.to_string(), "enrolled").await;
    let started = teacher.post(&format!("/live/{room}/start"), &[]).await;
    assert_eq!(started.status(), 303, "{started:?}");
    teacher.post(&format!("/live/{room}/end"), &[]).await;
    let book = format!("/courses/{}/gradebook/items", app.cast.course);
    let item = [
        ("title", "期中"),
        ("max_points", "100"),
        ("category_id", ""),
    ];
    assert_eq!(teacher.post(&book, &item).await.status(), 303);
    let item = app.count("SELECT max(id) AS n FROM grade_items");
    app.execute(&format!(
        "INSERT INTO grades (item_id, course_id, user_id, points) VALUES ({item}, {}, {}, 90)",
        app.cast.course,
        app.id_of(Person::Xiaoming)
    ));
    let posting = format!("{book}/{item}/posting");
    assert_eq!(
        teacher
            .post(&posting, &[("is_posted", "on")])
            .await
            .status(),
        303
    );
    let reply = format!("{}/{review}/reply", reviews(app));
    assert_eq!(
        teacher.post(&reply, &[("reply", "谢谢")]).await.status(),
        303
    );
    assert_eq!(
        teacher
            .post(&format!("{reply}/deletion"), &[])
            .await
            .status(),
        303
    );
}

#[tokio::test]
async fn who_mutes_a_course_hears_of_no_class_no_grade_and_no_reply_until_they_unmute_it() {
    let app = TestApp::start().await;
    let (learner, id) = reviewed(&app, "4", "").await;
    let teacher = app.teacher().await;
    crowd(&app, 1);
    let course = format!("/courses/{}", app.cast.course);
    let page = learner.get(&course).await.html();
    let mut form = page.form(&format!("form[action='{}']", mute_of(&app)));
    form.fields.push(("muted".into(), "yes".into()));
    let muted = learner.submit(&form).await;
    assert_eq!(muted.location(), course);
    let page = learner.follow(&muted).await.html();
    assert!(page.text(".flashes").contains("已关闭《线性代数》的通知"));
    assert_eq!(
        page.attribute(&format!("form[action='{}'] button", mute_of(&app)), "value"),
        "no"
    );
    busy_week(&app, &teacher, id).await;
    assert_eq!(heard(&app), "");
    assert_eq!(told(&app, "live.started"), 1, "others hear of it");
    let list = learner.get("/notifications").await.html();
    assert_eq!(list.texts("#muted .list__title"), ["线性代数"]);
    let mut form = list.form("#muted form");
    form.fields.push(("muted".into(), "no".into()));
    let unmuted = learner.submit(&form).await;
    assert_eq!(unmuted.location(), "/notifications");
    assert!(!learner.follow(&unmuted).await.html().has("#muted"));
    busy_week(&app, &teacher, id).await;
    assert_eq!(heard(&app), "live.started,grade.posted,review.replied");
    let list = learner.get("/notifications").await.html();
    assert_eq!(
        list.count(".notification__mute"),
        3,
        "each leads to muting its course"
    );
    app.finish().await;
}

#[tokio::test]
async fn what_is_about_oneself_comes_through_a_muted_course() {
    let app = TestApp::start().await;
    let (learner, id) = reviewed(&app, "4", "").await;
    assert_eq!(
        learner
            .post(&mute_of(&app), &[("muted", "yes")])
            .await
            .status(),
        303
    );
    let admin = app.admin().await;
    let path = format!("{}/{id}", reviews(&app));
    admin
        .post(&format!("{path}/hiding"), &[("reason", "x")])
        .await;
    admin.post(&format!("{path}/restoration"), &[]).await;
    assert_eq!(heard(&app), "review.hidden,review.restored");
    app.finish().await;
}

#[tokio::test]
async fn a_teacher_who_mutes_their_course_is_told_of_no_reviews() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    for _ in 0..2 {
        let muted = teacher.post(&mute_of(&app), &[("muted", "yes")]).await;
        assert_eq!(muted.status(), 303, "twice is as once");
    }
    let people = crowd(&app, 2);
    let first = app.sign_in_as(&people[0]).await;
    review(&app, &first, "5", "").await;
    assert_eq!(told(&app, "review.written"), 0);
    teacher.post(&mute_of(&app), &[]).await;
    let second = app.sign_in_as(&people[1]).await;
    review(&app, &second, "5", "").await;
    let whose = "SELECT user_id AS n FROM notifications WHERE kind = 'review.written'";
    assert_eq!(
        app.count(whose),
        app.id_of(Person::Wang),
        "not the assistant"
    );
    app.finish().await;
}

#[tokio::test]
async fn only_what_one_sees_can_be_muted_and_what_was_muted_can_always_be_unmuted() {
    let app = TestApp::start().await;
    rated(&app, app.cast.course, &[5]);
    let student = app.other_student().await;
    enrol(&app, "xiaohong");
    for course in [app.cast.draft, 999_999] {
        for muted in ["yes", "no"] {
            let path = format!("/notifications/mutes/{course}");
            assert_eq!(student.post(&path, &[("muted", muted)]).await.status(), 404);
        }
    }
    let guest = app
        .anonymous()
        .post(&mute_of(&app), &[("muted", "yes")])
        .await;
    assert!(guest.location().starts_with("/login"), "{guest:?}");
    assert_eq!(app.count("SELECT count(*) AS n FROM notification_mutes"), 0);
    student
        .post(
            &mute_of(&app),
            &[("muted", "yes"), ("next", "//evil.example")],
        )
        .await;
    app.execute("DELETE FROM enrollments");
    app.execute("UPDATE courses SET status = 'archived' WHERE title = '线性代数'");
    let unmuted = student
        .post(&mute_of(&app), &[("next", "//evil.example")])
        .await;
    assert_eq!((unmuted.status(), unmuted.location()), (303, "/"));
    assert_eq!(app.count("SELECT count(*) AS n FROM notification_mutes"), 0);
    app.finish().await;
}
