//! Quizzes: set up by the teacher, taken by learners, marked, released, corrected.

mod attempts;
mod bank;
mod canaries;
mod deadline;
mod exchange;
mod files;
mod grading_by_hand;
mod in_browser;
pub mod killed;
mod mistakes;
mod parallel;
mod regrade;
mod review;
mod settings;
mod writing;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::BigInt;
use lectern::quizzes::questions::{Content, NewVersion};
use serde_json::{Value, json};

use crate::support::{Answer, Client, Document, Person, TestApp};

/// A quiz that a test is about.
pub struct Paper {
    pub course: i64,
    pub lesson: i64,
    pub quiz: i64,
    pub questions: Vec<i64>,
}

impl Paper {
    pub fn path(&self) -> String {
        format!("/courses/{}/quizzes/{}", self.course, self.quiz)
    }

    /// Where its teacher sets it up.
    pub fn base(&self) -> String {
        format!("/courses/{}/lessons/{}/quiz", self.course, self.lesson)
    }
}

/// Which is the capital of France? The key is 巴黎; key and feedback carry words to look for.
pub fn capital() -> Value {
    json!({
        "stem": "法国的首都是哪里？", "points": "1", "feedback": "canary-general",
        "body": { "type": "single_choice", "options": [
            { "text": "里昂", "weight": "0", "feedback": "canary-lyon" },
            { "text": "巴黎", "weight": "1", "feedback": "canary-paris" },
            { "text": "马赛", "weight": "0", "feedback": "" },
        ] }
    })
}

pub fn sum() -> Value {
    json!({
        "stem": "$1 + 1$ 等于几？", "points": "1", "feedback": "canary-sum",
        "body": { "type": "numeric", "answers": [
            { "accepted": { "is": "near", "value": "2", "tolerance": "0" }, "credit": "1", "feedback": "" },
        ] }
    })
}

pub fn essay() -> Value {
    json!({
        "stem": "谈谈你的看法。", "points": "1",
        "body": { "type": "essay", "guidance": "canary-guidance" }
    })
}

pub fn file() -> Value {
    json!({ "stem": "请上传实验报告。", "points": "1", "body": { "type": "file" } })
}

/// A lesson of the kind quiz in the course of the cast, not set up yet.
pub fn quiz_lesson(app: &TestApp) -> i64 {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        id: i64,
    }
    let row: Row = sql_query(
        "INSERT INTO lessons (course_id, section_id, title, kind, \"order\")
         SELECT c.id, s.id, '第一次测验', 'quiz', (SELECT max(\"order\") + 1 FROM lessons l WHERE l.course_id = c.id)
         FROM courses c JOIN sections s ON s.course_id = c.id WHERE c.id = $1 RETURNING id",
    )
    .bind::<BigInt, _>(app.cast.course)
    .get_result(&mut app.database())
    .expect("a lesson");
    row.id
}

/// A question of the bank of the course of the cast.
pub fn question(app: &TestApp, content: &Value) -> i64 {
    let content: Content = serde_json::from_value(content.clone()).expect("a content");
    let author = app.id_of(Person::Wang);
    let version = NewVersion {
        content: &content,
        author,
    };
    app.database()
        .transaction(|conn| version.of_new_question(conn, app.cast.course))
        .expect("a question")
}

/// The rules of a new quiz, with these changed.
pub fn rules<'a>(changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut rules = vec![
        ("final_score", "highest"),
        ("release_marks", "after_submission"),
        ("release_answers", "after_submission"),
        ("release_feedback", "after_submission"),
    ];
    for (name, value) in changed {
        rules.retain(|(rule, _)| rule != name);
        rules.push((name, value));
    }
    rules
}

/// A quiz with these rules and questions, two points each, set up through the pages of the teacher.
pub async fn set_up(app: &TestApp, changed: &[(&str, &str)], contents: &[Value]) -> Paper {
    let (teacher, lesson) = (app.teacher().await, quiz_lesson(app));
    let mut paper = Paper {
        course: app.cast.course,
        lesson,
        quiz: 0,
        questions: contents
            .iter()
            .map(|content| question(app, content))
            .collect(),
    };
    let saved = teacher
        .post(&format!("{}/edit", paper.base()), &rules(changed))
        .await;
    assert_eq!(saved.status(), 303, "{saved:?}");
    for question in &paper.questions {
        let slot = [("question_id", &*question.to_string()), ("points", "2")];
        let added = teacher
            .post(&format!("{}/slots", paper.base()), &slot)
            .await;
        assert_eq!(added.status(), 303, "{added:?}");
    }
    paper.quiz = app.count(&format!(
        "SELECT id AS n FROM quizzes WHERE lesson_id = {lesson}"
    ));
    paper
}

/// Begins an attempt; its id.
pub async fn start(learner: &Client, paper: &Paper) -> i64 {
    let started = learner
        .post(&format!("{}/attempts", paper.path()), &[])
        .await;
    attempt_in(&started)
}

pub fn attempt_in(answer: &Answer) -> i64 {
    assert_eq!(answer.status(), 303, "{answer:?}");
    let id = answer
        .location()
        .strip_prefix("/attempts/")
        .expect("an attempt");
    id.split('#').next().unwrap_or(id).parse().expect("its id")
}

/// Saves one answer as the page's script does.
pub async fn save(
    learner: &Client,
    attempt: i64,
    place: i32,
    sequence: i64,
    value: &str,
) -> Answer {
    let sequence = sequence.to_string();
    let names = (format!("sequence-{place}"), format!("answer-{place}"));
    let fields = [
        (names.0.as_str(), sequence.as_str()),
        (names.1.as_str(), value),
    ];
    learner
        .post(&format!("/attempts/{attempt}/answers/{place}"), &fields)
        .await
}

pub async fn hand_in(learner: &Client, attempt: i64) -> Answer {
    learner
        .post(&format!("/attempts/{attempt}/submission"), &[])
        .await
}

pub async fn page(client: &Client, attempt: i64) -> Document {
    let answer = client.get(&format!("/attempts/{attempt}")).await;
    assert_eq!(answer.status(), 200, "{answer:?}");
    answer.html()
}

/// What the option with these words sends, wherever it stands on this learner's page.
pub fn option(page: &Document, place: i32, words: &str) -> String {
    let texts = page.texts(&format!("#question-{place} .option__text"));
    let values = page.attributes(&format!("#question-{place} .option input"), "value");
    let at = texts.iter().position(|text| text == words);
    values[at.unwrap_or_else(|| panic!("{words} in {texts:?}"))].clone()
}

/// What is stored of an answer, as text.
pub fn stored(app: &TestApp, attempt: i64, place: i32) -> String {
    use diesel::sql_types::{Nullable, Text};
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Nullable<Text>)]
        answer: Option<String>,
    }
    let row: Row = sql_query(format!(
        "SELECT answer::text AS answer FROM attempt_answers WHERE attempt_id = {attempt} AND place = {place}"
    ))
    .get_result(&mut app.database())
    .expect("an answer");
    row.answer.unwrap_or_default()
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
