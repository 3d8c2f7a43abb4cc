//! The program is killed while answers are being saved (row R2): what was acknowledged is there, and an attempt is open
//! or wholly graded.

use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Text};
use lectern::quizzes::questions::{Content, NewVersion};

use super::sum;
use crate::support::{Client, Database, PASSWORD, Program};

/// A quiz with one question in the course of the cast; its course and id.
pub fn quiz(database: &Database) -> (i64, i64) {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        course: i64,
        #[diesel(sql_type = BigInt)]
        author: i64,
    }
    let mut conn = database.connect();
    let row: Row = sql_query(
        "SELECT id AS course, teacher_id AS author FROM courses WHERE title = '线性代数'",
    )
    .get_result(&mut conn)
    .expect("the course");
    let content: Content = serde_json::from_value(sum()).expect("a content");
    let version = NewVersion {
        content: &content,
        author: row.author,
    };
    let question = conn
        .transaction(|conn| version.of_new_question(conn, row.course))
        .expect("a question");
    conn.batch_execute(&format!(
        "INSERT INTO lessons (course_id, section_id, title, kind, \"order\")
         SELECT {0}, id, '测验', 'quiz', 99 FROM sections WHERE course_id = {0};
         INSERT INTO quizzes (course_id, lesson_id, title)
         SELECT course_id, id, title FROM lessons WHERE kind = 'quiz';
         INSERT INTO quiz_slots (quiz_id, \"order\", points, question_id) SELECT id, 1, 2, {question} FROM quizzes;",
        row.course
    ))
    .expect("a quiz");
    #[derive(QueryableByName)]
    struct Quiz {
        #[diesel(sql_type = BigInt)]
        id: i64,
    }
    let quiz: Quiz = sql_query("SELECT id FROM quizzes")
        .get_result(&mut conn)
        .expect("the quiz");
    (row.course, quiz.id)
}

async fn sign_in(program: &Program) -> Client {
    let client = program.client();
    let form = [("login", "xiaoming"), ("password", PASSWORD)];
    assert_eq!(client.post("/login", &form).await.status(), 303);
    client
}

/// Saves numbers one after the other until the program is gone; the last that was acknowledged.
async fn save_until_killed(origin: String, cookie: String, attempt: i64) -> i64 {
    lectern::app::choose_cryptography();
    let http = reqwest::Client::new();
    let mut acknowledged = 0;
    for number in 1.. {
        let body = format!("sequence-1={number}&answer-1={number}");
        let sent = http
            .post(format!("{origin}/attempts/{attempt}/answers/1"))
            .header("Cookie", &cookie)
            .header("Origin", &origin)
            .header("Sec-Fetch-Site", "same-origin")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(body);
        match sent.send().await {
            Ok(answer) if answer.status() == 200 => acknowledged = number,
            _ => break,
        }
    }
    acknowledged
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_acknowledged_answer_survives_a_kill() {
    let data = tempfile::tempdir().expect("a folder");
    let database = Database::create();
    let (course, quiz) = quiz(&database);
    let program = Program::serve(&database, data.path()).await;
    let client = program.client();
    let form = [("login", "xiaoming"), ("password", PASSWORD)];
    let signed_in = client.post("/login", &form).await;
    let cookie = signed_in
        .headers("set-cookie")
        .iter()
        .filter_map(|cookie| cookie.split(';').next())
        .collect::<Vec<_>>()
        .join("; ");
    let begun = client
        .post(&format!("/courses/{course}/quizzes/{quiz}/attempts"), &[])
        .await;
    let attempt = super::attempt_in(&begun);
    let saving = tokio::spawn(save_until_killed(
        program.origin().to_owned(),
        cookie,
        attempt,
    ));
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    program.kill().await;
    let acknowledged = saving.await.expect("the saves end");
    assert!(acknowledged > 10, "{acknowledged} saves");

    let program = Program::serve(&database, data.path()).await;
    let client = sign_in(&program).await;
    let shown = super::page(&client, attempt).await;
    let kept: i64 = shown
        .attribute("#answer-1", "value")
        .parse()
        .expect("a number");
    // The one that was on its way may have been stored without an answer to it.
    assert!(
        kept == acknowledged || kept == acknowledged + 1,
        "{kept} of {acknowledged}"
    );
    super::hand_in(&client, attempt).await;
    program.stop().await;
    #[derive(QueryableByName)]
    struct Status {
        #[diesel(sql_type = Text)]
        status: String,
    }
    let graded: Status = sql_query(
        "SELECT a.status::text AS status FROM attempts a JOIN submissions s ON s.attempt_id = a.id AND s.score = a.score",
    )
    .get_result(&mut database.connect())
    .expect("one submission");
    assert_eq!(graded.status, "graded");
}
