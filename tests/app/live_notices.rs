//! What learners are told of the classes of their course, each once.

use chrono::{Duration, Utc};

use crate::support::{Client, Person, TestApp, eventually};

fn local(at: chrono::DateTime<Utc>) -> String {
    at.with_timezone(&chrono_tz::Asia::Shanghai)
        .format("%Y-%m-%dT%H:%M")
        .to_string()
}

async fn plan(app: &TestApp, teacher: &Client, path: &str, start: &str) -> i64 {
    let course = app.cast.course.to_string();
    let fields = [
        ("title", "矩阵直播课"),
        ("course", course.as_str()),
        ("start", start),
        ("access", "enrolled"),
    ];
    let answer = teacher.post(path, &fields).await;
    assert_eq!(answer.status(), 303, "{answer:?}");
    app.count("SELECT max(id) AS n FROM live_rooms")
}

/// How often somebody was told this.
fn told(app: &TestApp, person: Person, kind: &str) -> i64 {
    app.count(&format!(
        "SELECT count(*) AS n FROM notifications WHERE kind = '{kind}' AND user_id = {}",
        app.id_of(person)
    ))
}

#[tokio::test]
async fn a_class_is_announced_moved_and_called_off_and_those_of_other_courses_hear_nothing() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let room = plan(&app, &teacher, "/live", "").await;
    assert_eq!(
        told(&app, Person::Xiaoming, "live.planned"),
        0,
        "no time is no plan"
    );
    let (first, second) = (
        local(Utc::now() + Duration::days(2)),
        local(Utc::now() + Duration::days(3)),
    );
    let edit = format!("/live/{room}");
    for start in [&first, &first, &second] {
        plan(&app, &teacher, &edit, start).await;
    }
    assert_eq!(
        told(&app, Person::Xiaoming, "live.planned"),
        2,
        "saved again is no news"
    );
    let words = app.text(
        "SELECT message AS t FROM notifications WHERE kind = 'live.planned' ORDER BY id DESC LIMIT 1",
    );
    assert!(words.contains("改到"), "{words}");
    assert_eq!(told(&app, Person::Xiaohong, "live.planned"), 0);
    let cancelled = teacher
        .post(&format!("/live/{room}/cancellation"), &[])
        .await;
    assert_eq!(cancelled.status(), 303);
    assert_eq!(told(&app, Person::Xiaoming, "live.cancelled"), 1);
    app.finish().await;
}

#[tokio::test]
async fn learners_are_reminded_once_a_quarter_of_an_hour_before() {
    let app = TestApp::start().await;
    let teacher = app.teacher().await;
    let room = plan(
        &app,
        &teacher,
        "/live",
        &local(Utc::now() + Duration::days(2)),
    )
    .await;
    let later = plan(
        &app,
        &teacher,
        "/live",
        &local(Utc::now() + Duration::days(2)),
    )
    .await;
    let run = async || {
        app.execute(
            "UPDATE job_schedules SET next_run_at = now() WHERE name = 'live.remind_of_classes'",
        );
        eventually("it has run", async || {
            app.count(
                "SELECT count(*) AS n FROM job_schedules
                 WHERE name = 'live.remind_of_classes' AND next_run_at > now()",
            ) == 1
                && app.count(
                    "SELECT count(*) AS n FROM jobs WHERE name = 'live.remind_of_classes' AND finished_at IS NULL",
                ) == 0
        })
        .await;
    };
    app.execute(&format!(
        "UPDATE live_rooms SET start_time = now() + interval '10 minutes' WHERE id = {room}"
    ));
    app.execute(&format!(
        "UPDATE live_rooms SET start_time = now() + interval '20 minutes' WHERE id = {later}"
    ));
    run().await;
    run().await;
    assert_eq!(
        told(&app, Person::Xiaoming, "live.soon"),
        1,
        "once, of the one that is near"
    );
    assert_eq!(told(&app, Person::Xiaohong, "live.soon"), 0);
    // Moved to another time that is near: that is told as well.
    app.execute(&format!(
        "UPDATE live_rooms SET start_time = now() + interval '12 minutes' WHERE id = {room}"
    ));
    run().await;
    assert_eq!(told(&app, Person::Xiaoming, "live.soon"), 2);
    app.finish().await;
}
