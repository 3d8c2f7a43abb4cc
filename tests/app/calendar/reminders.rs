//! A word in time: what is due within a day is told once to whoever has not done it.

use lectern::calendar::jobs::RemindOfDue;

use super::{assignment, quiz};
use crate::support::{Person, TestApp};

async fn remind(app: &TestApp) {
    let enqueue = |conn: &mut _| lectern::jobs::enqueue(conn, &RemindOfDue::default());
    app.app().db.run(enqueue).await.expect("it is enqueued");
    app.jobs_done().await;
}

fn told(app: &TestApp, person: Person) -> i64 {
    app.count(&format!(
        "SELECT count(*) AS n FROM notifications WHERE kind = 'lesson.due_soon' AND user_id = {}",
        app.id_of(person)
    ))
}

fn words(app: &TestApp, person: Person) -> String {
    app.text(&format!(
        "SELECT message AS t FROM notifications WHERE kind = 'lesson.due_soon' AND user_id = {} ORDER BY id DESC LIMIT 1",
        app.id_of(person)
    ))
}

#[tokio::test]
async fn what_is_due_within_a_day_is_told_once() {
    let app = TestApp::start().await;
    let soon = assignment(&app, "now() + interval '23 hours'").await;
    assignment(&app, "now() + interval '25 hours'").await;
    assignment(&app, "now() - interval '1 hour'").await;
    quiz(&app, "now() + interval '25 hours'").await;
    remind(&app).await;
    assert_eq!(told(&app, Person::Xiaoming), 1, "the first alone");
    assert!(words(&app, Person::Xiaoming).starts_with("作业《第一次作业》（线性代数）将于"));
    quiz(&app, "now() + interval '2 hours'").await;
    remind(&app).await;
    remind(&app).await;
    assert_eq!(told(&app, Person::Xiaoming), 2, "and the quiz, once");
    assert!(words(&app, Person::Xiaoming).starts_with("测验《第一次测验》（线性代数）将于"));
    for stranger in [Person::Xiaohong, Person::Wang, Person::Zhang, Person::Li] {
        assert_eq!(told(&app, stranger), 0, "{stranger:?}");
    }

    let learner = app.student().await;
    let list = learner.get("/notifications").await.html();
    let forms = list.attributes("form[action^='/notifications/']", "action");
    let mut places = Vec::new();
    for form in forms.iter().filter(|form| !form.ends_with("/read")) {
        places.push(learner.post(form, &[]).await.location().to_owned());
    }
    let lesson = format!("/courses/{}/lessons/{soon}", app.cast.course);
    assert!(places.contains(&lesson), "{places:?} lead to {lesson}");
    app.finish().await;
}

#[tokio::test]
async fn who_has_nothing_to_do_is_told_nothing() {
    let app = TestApp::start().await;
    let lesson = assignment(&app, "now() + interval '2 hours'").await;
    let paper = quiz(&app, "now() + interval '2 hours'").await;
    let (learner, course) = (app.id_of(Person::Xiaoming), app.cast.course);
    let of_both = |rows: &str, table: &str| {
        let insert = rows.replace("$learner", &learner.to_string());
        (
            insert,
            format!("DELETE FROM {table} WHERE user_id = {learner}"),
        )
    };
    let lessons = format!("{lesson}, {}", paper.lesson);
    // How it becomes so, and how it is undone.
    let reasons = [
        of_both(
            &format!(
                "INSERT INTO progress (user_id, course_id, lesson_id, status, completed_at)
                 SELECT $learner, {course}, id, 'completed', now() FROM lessons WHERE id IN ({lessons})"
            ),
            "progress",
        ),
        of_both(
            &format!(
                "INSERT INTO grades (item_id, course_id, user_id, is_excused)
                 SELECT id, course_id, $learner, true FROM grade_items WHERE course_id = {course}"
            ),
            "grades",
        ),
        of_both(
            &format!("INSERT INTO course_staff (course_id, user_id, role) VALUES ({course}, $learner, 'assistant')"),
            "course_staff",
        ),
        (
            format!("UPDATE courses SET status = 'draft' WHERE id = {course}"),
            format!("UPDATE courses SET status = 'published' WHERE id = {course}"),
        ),
        (
            format!("UPDATE users SET is_suspended = true WHERE id = {learner}"),
            format!("UPDATE users SET is_suspended = false WHERE id = {learner}"),
        ),
        (
            format!("DELETE FROM enrollments WHERE user_id = {learner}"),
            format!("INSERT INTO enrollments (course_id, user_id) VALUES ({course}, {learner})"),
        ),
    ];
    for (reason, undone) in reasons {
        assert!(app.execute(&reason) > 0, "{reason}");
        remind(&app).await;
        assert_eq!(told(&app, Person::Xiaoming), 0, "{reason}");
        app.execute(&undone);
    }
    let student = app.student().await;
    let base = format!("/courses/{course}/lessons/{lesson}/assignment");
    crate::assignments::save(&student, &base, 1, "我的答案").await;
    let handed_in = crate::assignments::hand_in(&student, &base, 1).await;
    assert_eq!(handed_in.status(), 303, "{handed_in:?}");
    app.execute(&format!(
        "INSERT INTO attempts (quiz_id, user_id, number, max_score, status, submitted_at)
         VALUES ({}, {learner}, 1, 2, 'submitted', now())",
        paper.quiz
    ));
    app.execute("DELETE FROM progress");
    remind(&app).await;
    assert_eq!(told(&app, Person::Xiaoming), 0, "handed in and submitted");
    app.execute("DELETE FROM assignment_submissions");
    app.execute("UPDATE attempts SET status = 'open', submitted_at = NULL");
    remind(&app).await;
    assert_eq!(
        told(&app, Person::Xiaoming),
        2,
        "an attempt that is only begun"
    );
    app.finish().await;
}

#[tokio::test]
async fn a_date_of_ones_own_counts_and_one_that_moves_is_told_again() {
    let app = TestApp::start().await;
    crate::assignments::classmate(&app).await;
    let lesson = assignment(&app, "now() + interval '2 hours'").await;
    app.execute(&format!(
        "INSERT INTO assignment_extensions (assignment_id, user_id, due_at)
         SELECT id, {}, now() + interval '3 days' FROM assignments WHERE lesson_id = {lesson}",
        app.id_of(Person::Xiaoming)
    ));
    let both = || (told(&app, Person::Xiaoming), told(&app, Person::Xiaohong));
    remind(&app).await;
    assert_eq!(both(), (0, 1), "he has three days, she has not");
    app.execute("UPDATE assignment_extensions SET due_at = now() + interval '5 hours'");
    remind(&app).await;
    assert_eq!(both(), (1, 1));
    app.execute("UPDATE assignments SET due_at = due_at + interval '1 hour'");
    remind(&app).await;
    assert_eq!(both(), (1, 2), "hers has moved");
    app.execute("UPDATE assignments SET due_at = now() + interval '3 days'");
    remind(&app).await;
    app.execute("UPDATE assignments SET title = title || '！'");
    remind(&app).await;
    assert_eq!(both(), (1, 2), "it is far away");
    app.execute("UPDATE due_reminders SET due_at = now() - interval '31 days'");
    app.execute("UPDATE assignment_extensions SET due_at = NULL");
    remind(&app).await;
    assert_eq!(
        app.count("SELECT count(*) AS n FROM due_reminders"),
        0,
        "long past"
    );
    app.finish().await;
}

#[tokio::test]
async fn everybody_reads_the_time_of_their_own_clocks_and_their_own_language() {
    let app = TestApp::start().await;
    crate::assignments::classmate(&app).await;
    app.execute("UPDATE users SET time_zone = 'America/New_York', locale = 'en' WHERE username = 'xiaohong'");
    assignment(&app, "date_trunc('hour', now()) + interval '5 hours'").await;
    remind(&app).await;
    let hour = |zone: &str| {
        app.text(&format!(
            "SELECT to_char(due_at AT TIME ZONE '{zone}', 'HH24:MI') AS t FROM assignments"
        ))
    };
    let his = words(&app, Person::Xiaoming);
    assert!(his.contains(&hour("Asia/Shanghai")), "{his}");
    let hers = words(&app, Person::Xiaohong);
    assert!(hers.contains(&hour("America/New_York")), "{hers}");
    assert!(hers.starts_with("The assignment “第一次作业”"), "{hers}");
    app.finish().await;
}

#[tokio::test]
async fn who_has_muted_the_course_is_told_nothing() {
    let app = TestApp::start().await;
    crate::assignments::classmate(&app).await;
    assignment(&app, "now() + interval '2 hours'").await;
    app.execute(&format!(
        "INSERT INTO notification_mutes (user_id, course_id) VALUES ({}, {})",
        app.id_of(Person::Xiaoming),
        app.cast.course
    ));
    remind(&app).await;
    assert_eq!(told(&app, Person::Xiaoming), 0);
    assert_eq!(told(&app, Person::Xiaohong), 1);
    app.finish().await;
}
