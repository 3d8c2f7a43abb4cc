//! Courses with so many seats and no more (row R7).

use futures_util::future::join_all;

use crate::support::TestApp;

const TAKEN: &str = "SELECT count(*) AS n FROM enrollments e JOIN courses c ON c.id = e.course_id WHERE c.title = '线性代数'";

/// Fifty more students, with the password of the cast.
fn crowd(app: &TestApp) -> Vec<String> {
    app.execute(
        "INSERT INTO users (username, email, password, display_name)
         SELECT 'crowd' || n, 'crowd' || n || '@example.org', (SELECT password FROM users WHERE username = 'xiaoming'), 'Crowd ' || n
         FROM generate_series(1, 50) n",
    );
    (1..=50).map(|n| format!("crowd{n}")).collect()
}

#[tokio::test]
async fn fifty_who_come_at_once_for_the_last_seats_never_overfill_a_course() {
    let app = TestApp::start().await;
    let path = format!("/courses/{}", app.cast.course);
    let teacher = app.teacher().await;
    let limited = teacher
        .post(&format!("{path}/seats"), &[("seats", "4")])
        .await;
    assert_eq!(limited.status(), 303);
    let mut people = Vec::new();
    for name in crowd(&app) {
        people.push(app.sign_in_as(&name).await);
    }
    let enrolment = format!("{path}/enrolment");
    let answers = join_all(people.iter().map(|person| person.post(&enrolment, &[]))).await;
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status()).collect();
    assert!(
        statuses
            .iter()
            .all(|status| [303, 409, 503].contains(status)),
        "{statuses:?}"
    );
    let in_now = statuses.iter().filter(|status| **status == 303).count() as i64;
    assert_eq!(app.count(TAKEN), in_now + 1, "小明 and whoever was told so");
    for person in &people {
        person.post(&enrolment, &[]).await;
    }
    assert_eq!(app.count(TAKEN), 4, "all seats and no more");
    let told = "SELECT count(*) AS n FROM notifications WHERE kind = 'course.enrolled'";
    assert_eq!(app.count(told), 3, "nobody else is welcomed");
    app.finish().await;
}

#[tokio::test]
async fn a_full_course_says_so_and_takes_somebody_once_a_seat_is_free() {
    let app = TestApp::start().await;
    let path = format!("/courses/{}", app.cast.course);
    let teacher = app.teacher().await;
    teacher
        .post(&format!("{path}/seats"), &[("seats", "1")])
        .await;
    let newcomer = app.other_student().await;
    for client in [&newcomer, &app.anonymous()] {
        let page = client.get(&path).await.html();
        assert!(page.text(".course-hero__act").contains("名额已满"));
        assert!(page.text(".course-hero__facts").contains("名额 1 / 1"));
        assert!(!page.has("form[action$='/enrolment']"));
    }
    let refused = newcomer.post(&format!("{path}/enrolment"), &[]).await;
    assert_eq!(refused.status(), 409);
    assert!(refused.text().contains("名额已满"));
    let learner = app.student().await;
    assert_eq!(
        learner
            .post(&format!("{path}/enrolment"), &[])
            .await
            .status(),
        303,
        "whoever is in stays in"
    );
    learner.post(&format!("{path}/enrolment/end"), &[]).await;
    assert_eq!(
        newcomer
            .post(&format!("{path}/enrolment"), &[])
            .await
            .status(),
        303
    );
    assert_eq!(app.count(TAKEN), 1);
    app.finish().await;
}

#[tokio::test]
async fn seats_are_a_number_no_smaller_than_what_is_taken_or_nothing() {
    let app = TestApp::start().await;
    let path = format!("/courses/{}/seats", app.cast.course);
    let teacher = app.teacher().await;
    app.execute("INSERT INTO enrollments (user_id, course_id) SELECT u.id, c.id FROM users u, courses c WHERE username = 'xiaohong' AND title = '线性代数'");
    for typed in ["0", "-1", "1.5", "x", "100001", "99999999999999999999", "1"] {
        let refused = teacher.post(&path, &[("seats", typed)]).await;
        assert_eq!(refused.status(), 422, "{typed}");
        let page = refused.html();
        assert!(page.has("#seats-error"));
        assert_eq!(page.attribute("#seats", "value"), typed);
    }
    let stored = format!(
        "SELECT coalesce(seats, 0)::bigint AS n FROM courses WHERE id = {}",
        app.cast.course
    );
    assert_eq!(app.count(&stored), 0);
    assert_eq!(teacher.post(&path, &[("seats", " 2 ")]).await.status(), 303);
    assert_eq!(app.count(&stored), 2);
    assert_eq!(teacher.post(&path, &[("seats", "")]).await.status(), 303);
    assert_eq!(app.count(&stored), 0);
    app.finish().await;
}
