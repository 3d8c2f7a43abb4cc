//! Assignments: set up by the teacher, worked on by learners, handed in, read by nobody else.

pub mod grading;
mod handing_in;
mod in_browser;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::BigInt;
use reqwest::multipart::{Form, Part};

use crate::support::{Answer, Client, Person, TestApp};

/// The rules of a new assignment, with these changed.
pub fn rules<'a>(changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut rules = vec![
        ("points", "100"),
        ("late_percent", "10"),
        ("late_interval", "24"),
        ("late_cap", "50"),
        ("takes_text", "on"),
        ("files_allowed", "2"),
        ("takes_pictures", "on"),
        ("takes_documents", "on"),
        ("takes_recordings", "on"),
        ("takes_others", "on"),
    ];
    for (name, value) in changed {
        rules.retain(|(rule, _)| rule != name);
        rules.push((name, value));
    }
    rules
}

/// A lesson of the kind assignment in the course of the cast, set up with these rules: its address.
pub async fn set_up(app: &TestApp, changed: &[(&str, &str)]) -> String {
    let base = lesson(app);
    let saved = app
        .teacher()
        .await
        .post(&format!("{base}/edit"), &rules(changed))
        .await;
    assert_eq!(saved.status(), 303, "{saved:?}");
    base
}

pub fn lesson(app: &TestApp) -> String {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        id: i64,
    }
    let row: Row = sql_query(
        "INSERT INTO lessons (course_id, section_id, title, kind, \"order\")
         SELECT c.id, s.id, '第一次作业', 'assignment', (SELECT max(\"order\") + 1 FROM lessons l WHERE l.course_id = c.id)
         FROM courses c JOIN sections s ON s.course_id = c.id WHERE c.id = $1 RETURNING id",
    )
    .bind::<BigInt, _>(app.cast.course)
    .get_result(&mut app.database())
    .expect("a lesson");
    format!("/courses/{}/lessons/{}/assignment", app.cast.course, row.id)
}

pub async fn save(learner: &Client, base: &str, sequence: i64, body: &str) -> Answer {
    let fields = [("sequence", &*sequence.to_string()), ("body", body)];
    learner.post(&format!("{base}/draft"), &fields).await
}

pub async fn hand_in(learner: &Client, base: &str, version: i32) -> Answer {
    let path = format!("{base}/submission");
    learner
        .post(&path, &[("version", &version.to_string())])
        .await
}

/// Sends the whole form, as a browser without scripts does.
pub async fn send(
    learner: &Client,
    base: &str,
    (sequence, body): (i64, &str),
    files: &[(&str, &[u8])],
) -> Answer {
    let mut form = Form::new()
        .text("sequence", sequence.to_string())
        .text("body", body.to_owned())
        .text("act", "save");
    for (name, content) in files {
        let part = Part::bytes(content.to_vec()).file_name((*name).to_owned());
        form = form.part("file", part);
    }
    learner.upload(base, form).await
}

/// A learner of the course besides the one of the cast.
pub async fn classmate(app: &TestApp) -> Client {
    app.execute(&format!(
        "INSERT INTO enrollments (user_id, course_id) VALUES ({}, {})",
        app.id_of(Person::Xiaohong),
        app.cast.course
    ));
    app.other_student().await
}
