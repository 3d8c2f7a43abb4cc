//! The pages of progress as people see them, on a phone and on a desk, in both languages.

use super::completion::ask_for;
use crate::support::{Browser, Person, TestApp};

/// Gives the course twelve lessons of all kinds, locks, learners and one certificate.
async fn furnish(app: &TestApp) -> (String, i64) {
    let teacher = app.teacher().await;
    app.make_video();
    app.execute(&format!(
        "INSERT INTO course_completions SELECT id, {}, now() FROM users WHERE username = 'xiaoming'",
        app.cast.course
    ));
    let certificates = format!("/courses/{}/certificates", app.cast.course);
    teacher.post(&certificates, &[("gives", "on")]).await;
    let quiz = app.add_lesson("quiz", "第一章测验：矩阵的秩与行列式");
    app.add_lesson("assignment", "作业：用初等变换求逆矩阵");
    let extra = app.add_lesson("text", "阅读：线性代数小史");
    let after = app.cast.lesson.to_string();
    let fields = [
        ("viewed", "on"),
        ("scored", "on"),
        ("scored_least", "60"),
        ("posted", "on"),
        ("required", "on"),
        ("after", after.as_str()),
    ];
    assert_eq!(ask_for(&teacher, &app.lesson_at(quiz), &fields).await, 303);
    let all = [
        ("watched", "on"),
        ("watched_least", "80"),
        ("posted", "on"),
        ("required", "on"),
    ];
    assert_eq!(
        ask_for(&teacher, &app.lesson_at(app.cast.lesson), &all).await,
        303
    );
    assert_eq!(
        ask_for(&teacher, &app.lesson_at(extra), &[("viewed", "on")]).await,
        303
    );
    app.execute(&format!(
        "WITH people AS (
             INSERT INTO users (username, email, password, display_name)
             SELECT 'learner' || n, 'learner' || n || '@example.org', 'x', (ARRAY['陈思远','林晓雨','Ana Silva','周子涵'])[n % 4 + 1]
             FROM generate_series(1, 37) n RETURNING id),
         enrolled AS (
             INSERT INTO enrollments (user_id, course_id, enrolled_at)
             SELECT id, {0}, now() - (id % 40) * interval '1 day' FROM people RETURNING user_id),
         done AS (
             INSERT INTO course_completions (user_id, course_id, completed_at)
             SELECT user_id, {0}, now() - (user_id % 12) * interval '1 day' FROM enrolled WHERE user_id % 3 = 0)
         INSERT INTO progress (user_id, course_id, lesson_id, status, completed_at, last_accessed_at, watched)
         SELECT user_id, {0}, {1}, CASE WHEN user_id % 3 = 0 THEN 'completed' ELSE 'in_progress' END::progress_status,
             CASE WHEN user_id % 3 = 0 THEN now() END, now() - (user_id % 30) * interval '1 day',
             int8multirange(int8range(0, 20000 + (user_id * 7919 % 80) * 1000))
         FROM enrolled",
        app.cast.course, app.cast.lesson
    ));
    app.jobs_done().await;
    let code = app.certificate_code();
    (format!("/certificates/{code}"), quiz)
}

#[tokio::test]
async fn the_pages_of_progress_are_fit_to_be_seen() {
    let app = TestApp::start().await;
    let (certificate, quiz) = furnish(&app).await;
    for locale in ["zh-CN", "en"] {
        app.execute(&format!("UPDATE users SET locale = '{locale}'"));
        for person in [Person::Wang, Person::Xiaoming] {
            app.app().sessions.forget_viewer(app.id_of(person));
        }
        for width in [500, 1280] {
            let take = |name: &str| format!("progress-{name}-{locale}-{width}");
            let browser = Browser::open(&app.origin(), width, 1000).await;
            browser.sign_in(Person::Wang).await;
            let course = format!("/courses/{}", app.cast.course);
            for (name, path) in [
                ("rules", format!("{}/edit", app.lesson_at(quiz))),
                ("analytics", format!("{course}/analytics")),
                ("certificates", format!("{course}/certificates")),
            ] {
                browser.visit(&path).await;
                browser.find("main h1").await;
                if name == "rules" {
                    browser
                        .evaluate("document.getElementById('completion').scrollIntoView({ behavior: 'instant' })")
                        .await;
                }
                browser.photograph(&take(name)).await;
                if name == "analytics" {
                    for part in ["lessons", "video", "stopped"] {
                        let there = format!(
                            "document.getElementById('{part}').scrollIntoView({{ behavior: 'instant' }})"
                        );
                        browser.evaluate(&there).await;
                        browser
                            .photograph(&take(&format!("analytics-{part}")))
                            .await;
                    }
                }
            }
            assert_eq!(browser.complaints().await, Vec::<String>::new());
            browser.close().await;
            let browser = Browser::open(&app.origin(), width, 1000).await;
            browser.sign_in(Person::Xiaoming).await;
            for (name, path) in [
                ("course", course.clone()),
                ("locked", app.lesson_at(quiz)),
                ("lesson", app.lesson_at(app.cast.lesson)),
                ("certificate", certificate.clone()),
                ("learning", "/learning".to_owned()),
            ] {
                browser.visit(&path).await;
                browser.find("main h1").await;
                browser.photograph(&take(name)).await;
            }
            browser.close().await;
        }
    }
    app.finish().await;
}
