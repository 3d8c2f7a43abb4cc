//! Reviews of courses: who may write one, what comes of it, and who decides about it. Muting a course.

mod catalogue;
mod in_browser;
mod moderation;
mod muting;
mod reading;
mod replying;
mod writing;

use crate::support::{Answer, Client, TestApp};

/// The page of the reviews of the course of the cast.
pub fn reviews(app: &TestApp) -> String {
    format!("/courses/{}/reviews", app.cast.course)
}

/// Has this person complete so many lessons of the course of the cast, the first ones.
pub fn complete(app: &TestApp, username: &str, lessons: usize) {
    app.execute(&format!(
        "INSERT INTO progress (user_id, course_id, lesson_id, status, completed_at)
         SELECT u.id, l.course_id, l.id, 'completed', now() FROM users u,
             (SELECT * FROM lessons WHERE course_id = {} ORDER BY \"order\" LIMIT {lessons}) l
         WHERE u.username = '{username}' ON CONFLICT DO NOTHING",
        app.cast.course
    ));
}

/// Enrols somebody in the course of the cast.
pub fn enrol(app: &TestApp, username: &str) {
    app.execute(&format!(
        "INSERT INTO enrollments (user_id, course_id) SELECT id, {} FROM users WHERE username = '{username}'",
        app.cast.course
    ));
}

/// So many more learners, half through the course, with the password of the cast: `crowd1`, `crowd2` …
pub fn crowd(app: &TestApp, people: usize) -> Vec<String> {
    app.execute(&format!(
        "INSERT INTO users (username, email, password, display_name)
         SELECT 'crowd' || n, 'crowd' || n || '@example.org', (SELECT password FROM users WHERE username = 'xiaoming'),
             '同学' || n FROM generate_series(1, {people}) n"
    ));
    let names: Vec<String> = (1..=people).map(|n| format!("crowd{n}")).collect();
    for name in &names {
        enrol(app, name);
        complete(app, name, 1);
    }
    names
}

/// Reviews of a course by people who need no password, one of each rating; the ids.
pub fn rated(app: &TestApp, course: i64, ratings: &[i16]) -> Vec<i64> {
    let write = |rating: &i16| {
        let id = app.count("SELECT max(id) + 1 AS n FROM users");
        app.execute(&format!(
            "WITH author AS (
                 INSERT INTO users (username, email, password, display_name)
                 VALUES ('reader{id}', 'reader{id}@example.org', 'x', '读者{id}') RETURNING id
             )
             INSERT INTO reviews (user_id, course_id, rating, comment) SELECT id, {course}, {rating}, '评语' || id FROM author"
        ));
        app.count("SELECT max(id) AS n FROM reviews")
    };
    ratings.iter().map(write).collect()
}

/// Writes a review as the form does.
pub async fn review(app: &TestApp, client: &Client, rating: &str, comment: &str) -> Answer {
    let fields = [("rating", rating), ("comment", comment)];
    client.post(&reviews(app), &fields).await
}

/// 小明, who has done half of the course.
pub async fn learner(app: &TestApp) -> Client {
    complete(app, "xiaoming", 1);
    app.student().await
}

/// 小明 and the review that he has written.
pub async fn reviewed(app: &TestApp, rating: &str, comment: &str) -> (Client, i64) {
    let learner = learner(app).await;
    let saved = review(app, &learner, rating, comment).await;
    assert_eq!(saved.status(), 303, "{saved:?}");
    (learner, app.count("SELECT max(id) AS n FROM reviews"))
}

/// How many reviews of the course of the cast count, and their stars together.
pub fn counted(app: &TestApp) -> (i64, i64) {
    let of = |column: &str| {
        app.count(&format!(
            "SELECT {column}::bigint AS n FROM courses WHERE id = {}",
            app.cast.course
        ))
    };
    (of("rating_count"), of("rating_sum"))
}

/// How many notices of this kind there are.
pub fn told(app: &TestApp, kind: &str) -> i64 {
    app.count(&format!(
        "SELECT count(*) AS n FROM notifications WHERE kind = '{kind}'"
    ))
}
