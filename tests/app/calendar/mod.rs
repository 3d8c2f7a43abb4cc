//! The calendar: the page of a month, the feed for other programs, and the word in time.

mod feed;
mod page;
mod reminders;
mod secrets;

use crate::support::{Client, TestApp};
use crate::{assignments, quizzes};

/// An assignment in the course of the cast that is due then, as Postgres writes it: the id of its lesson.
async fn assignment(app: &TestApp, due: &str) -> i64 {
    let base = assignments::set_up(app, &[]).await;
    let lesson = base.split('/').nth(4).and_then(|id| id.parse().ok());
    let lesson = lesson.expect("the id of a lesson");
    app.execute(&format!(
        "UPDATE assignments SET due_at = {due} WHERE lesson_id = {lesson}"
    ));
    lesson
}

/// A quiz in the course of the cast that closes then.
async fn quiz(app: &TestApp, close: &str) -> quizzes::Paper {
    let paper = quizzes::set_up(app, &[], &[quizzes::sum()]).await;
    app.execute(&format!(
        "UPDATE quizzes SET close_at = {close} WHERE id = {}",
        paper.quiz
    ));
    paper
}

/// The path of a feed made anew.
async fn new_feed(client: &Client) -> String {
    let page = client.post("/calendar/feed", &[]).await;
    assert_eq!(page.status(), 200, "{page:?}");
    let back = page.html().attributes("input[name=next]", "value");
    assert!(back.iter().all(|path| path == "/calendar"), "{back:?}");
    let address = page.html().text("#feed-address");
    let path = address.strip_prefix("http://localhost:8080");
    path.expect("an address below PUBLIC_URL").to_owned()
}
