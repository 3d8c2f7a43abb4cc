//! Learners are told of new lessons: once, together, and only of what there is to learn from.

use lectern::courses::TellOfLessons;

use crate::support::{Person, TestApp};
use crate::teaching::add_lesson;

async fn tell(app: &TestApp) {
    let enqueue = |conn: &mut _| lectern::jobs::enqueue(conn, &TellOfLessons::default());
    app.app().db.run(enqueue).await.expect("it is enqueued");
    app.jobs_done().await;
}

fn told(app: &TestApp) -> Vec<(String, String, String)> {
    use diesel::prelude::*;
    use lectern::schema::{notifications, users};
    notifications::table
        .inner_join(users::table)
        .filter(notifications::kind.eq("lesson.added"))
        .order(notifications::id)
        .select((
            users::username,
            notifications::message,
            notifications::link.assume_not_null(),
        ))
        .load(&mut app.database())
        .expect("the notices")
}

/// A text lesson of the course of the cast, with these words in it.
async fn write(app: &TestApp, title: &str, body: &str) -> i64 {
    let (teacher, course) = (app.teacher().await, app.cast.course);
    let section = app.count(&format!(
        "SELECT min(id) AS n FROM sections WHERE course_id = {course}"
    ));
    let lesson = add_lesson(&teacher, course, &section.to_string(), "text", title).await;
    app.execute(&format!(
        "UPDATE lessons SET body = '{body}' WHERE id = {lesson}"
    ));
    lesson
}

/// Nothing was changed for so many minutes.
fn wait(app: &TestApp, minutes: i32) {
    app.execute("ALTER TABLE lessons DISABLE TRIGGER USER");
    app.execute(&format!(
        "UPDATE lessons SET updated_at = updated_at - interval '{minutes} minutes'"
    ));
    app.execute("ALTER TABLE lessons ENABLE TRIGGER USER");
    app.execute(&format!(
        "UPDATE lesson_news SET added_at = added_at - interval '{minutes} minutes'"
    ));
    app.execute(&format!(
        "UPDATE enrollments SET enrolled_at = enrolled_at - interval '{minutes} minutes'"
    ));
}

#[tokio::test]
async fn lessons_that_come_together_are_one_notice_and_none_again() {
    let app = TestApp::start().await;
    write(&app, "特征值", "正文").await;
    write(&app, "特征向量", "正文").await;
    write(&app, "还没写完", "").await;
    tell(&app).await;
    assert_eq!(told(&app), [], "more may be on its way");
    wait(&app, 4);
    tell(&app).await;
    assert_eq!(told(&app), []);
    wait(&app, 2);
    tell(&app).await;
    tell(&app).await;
    let course = format!("/courses/{}", app.cast.course);
    let words = "《线性代数》上新了 2 个课时，从《特征值》开始";
    assert_eq!(
        told(&app),
        [(
            "xiaoming".into(),
            words.into(),
            format!("{course}#contents")
        )]
    );

    let last = app.count("SELECT max(id) AS n FROM lessons");
    app.execute(&format!(
        "UPDATE lessons SET body = '写完了' WHERE id = {last}"
    ));
    wait(&app, 6);
    tell(&app).await;
    let words = "《线性代数》上新了课时：还没写完";
    let second = told(&app).pop().expect("a second");
    assert_eq!(
        second,
        (
            "xiaoming".into(),
            words.into(),
            format!("{course}/lessons/{last}")
        )
    );
    assert_eq!(told(&app).len(), 2);
    app.finish().await;
}

#[tokio::test]
async fn a_lesson_does_not_wait_for_ever_for_a_teacher_who_goes_on() {
    let app = TestApp::start().await;
    write(&app, "第一个", "正文").await;
    wait(&app, 61);
    write(&app, "第二个", "正文").await;
    tell(&app).await;
    assert_eq!(told(&app).len(), 1, "both, though the second has only come");
    assert!(told(&app)[0].1.contains("2 个课时"));
    app.finish().await;
}

#[tokio::test]
async fn who_came_later_and_who_teaches_is_told_nothing_and_nobody_of_a_draft() {
    let app = TestApp::start().await;
    let course = app.cast.course;
    app.execute(&format!(
        "INSERT INTO enrollments (course_id, user_id, enrolled_at) VALUES ({course}, {}, now() - interval '1 day')",
        app.id_of(Person::Zhang)
    ));
    write(&app, "特征值", "正文").await;
    wait(&app, 10);
    let newcomer = app.other_student().await;
    newcomer
        .post(&format!("/courses/{course}/enrolment"), &[])
        .await;
    app.execute(&format!(
        "UPDATE courses SET status = 'draft' WHERE id = {course}"
    ));
    tell(&app).await;
    assert_eq!(told(&app), [], "a draft");
    app.execute(&format!(
        "UPDATE courses SET status = 'published' WHERE id = {course}"
    ));
    tell(&app).await;
    let people: Vec<String> = told(&app).into_iter().map(|(who, ..)| who).collect();
    assert_eq!(people, ["xiaoming"]);
    app.finish().await;
}

#[tokio::test]
async fn a_quiz_is_news_once_it_is_set_up_and_a_course_that_nobody_takes_has_none() {
    let app = TestApp::start().await;
    let (teacher, course) = (app.teacher().await, app.cast.course);
    let section = app.count(&format!(
        "SELECT min(id) AS n FROM sections WHERE course_id = {course}"
    ));
    let quiz = add_lesson(&teacher, course, &section.to_string(), "quiz", "小测").await;
    wait(&app, 70);
    tell(&app).await;
    assert_eq!(told(&app), []);
    let rules = crate::quizzes::rules(&[]);
    let saved = teacher
        .post(
            &format!("/courses/{course}/lessons/{quiz}/quiz/edit"),
            &rules,
        )
        .await;
    assert_eq!(saved.status(), 303);
    tell(&app).await;
    assert_eq!(told(&app).len(), 1);

    let foreign = app.cast.foreign_course;
    let section = app.count(&format!(
        "SELECT min(id) AS n FROM sections WHERE course_id = {foreign}"
    ));
    add_lesson(
        &app.other_teacher().await,
        foreign,
        &section.to_string(),
        "text",
        "x",
    )
    .await;
    assert_eq!(
        app.count("SELECT count(*) AS n FROM lesson_news"),
        0,
        "nobody is to be told"
    );
    app.finish().await;
}

#[tokio::test]
async fn who_has_muted_the_course_is_told_of_no_lesson() {
    let app = TestApp::start().await;
    app.execute(&format!(
        "INSERT INTO notification_mutes (user_id, course_id) VALUES ({}, {})",
        app.id_of(Person::Xiaoming),
        app.cast.course
    ));
    write(&app, "特征值", "正文").await;
    wait(&app, 10);
    tell(&app).await;
    assert_eq!(told(&app), []);
    assert_eq!(
        app.count("SELECT count(*) AS n FROM lesson_news"),
        0,
        "and it is settled"
    );
    app.finish().await;
}

/// Row Z8.
#[tokio::test]
async fn who_has_left_the_course_is_told_of_nothing_more_on_the_page_or_by_mail() {
    let app = TestApp::start().await;
    let (student, course) = (app.student().await, app.cast.course);
    app.execute(&format!(
        "INSERT INTO notification_choices (user_id, topic, channel, is_on) VALUES ({}, 'lesson', 'mail', true)",
        app.id_of(Person::Xiaoming)
    ));
    app.execute(&format!(
        "WITH item AS (INSERT INTO grade_items (course_id, kind, title, max_points) VALUES ({course}, 'manual', '口试', 10)
             RETURNING id)
         INSERT INTO grades (item_id, course_id, user_id, points) SELECT id, {course}, {}, 5 FROM item",
        app.id_of(Person::Xiaoming)
    ));
    let item = app.count("SELECT max(id) AS n FROM grade_items");
    write(&app, "特征值", "正文").await;
    wait(&app, 10);
    let left = format!("/courses/{course}/enrolment/end");
    assert_eq!(student.post(&left, &[]).await.status(), 303);
    tell(&app).await;
    let posting = format!("/courses/{course}/gradebook/items/{item}/posting");
    let posted = app
        .teacher()
        .await
        .post(&posting, &[("is_posted", "on")])
        .await;
    assert_eq!(posted.status(), 303);
    app.jobs_done().await;
    let of_them = format!("user_id = {}", app.id_of(Person::Xiaoming));
    for table in ["notifications", "mails"] {
        let told = format!("SELECT count(*) AS n FROM {table} WHERE {of_them}");
        assert_eq!(app.count(&told), 0, "{table}");
    }
    // Whoever stays is told in both ways.
    let back = format!("/courses/{course}/enrolment");
    assert_eq!(student.post(&back, &[]).await.status(), 303);
    write(&app, "特征向量", "正文").await;
    wait(&app, 10);
    tell(&app).await;
    assert_eq!(told(&app).len(), 1);
    let mailed = format!("SELECT count(*) AS n FROM mails WHERE {of_them} AND topic = 'lesson'");
    assert_eq!(app.count(&mailed), 1);
    app.finish().await;
}
