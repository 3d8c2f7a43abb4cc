//! A whole course, in real browsers: a teacher writes one with every kind of lesson and of question, a learner takes it on
//! a phone and goes on elsewhere, the time runs out with no browser open, the teacher grades what only people can, and
//! anybody verifies the certificate.

mod grading;
mod questions;
mod taking;
mod writing;

use serde_json::json;

use crate::support::{Browser, Person, TestApp};

/// What the acts share.
struct Studies {
    app: TestApp,
    course: i64,
    lessons: Lessons,
}

/// One lesson of each kind.
#[derive(Default)]
struct Lessons {
    text: i64,
    video: i64,
    document: i64,
    elsewhere: i64,
    quiz: i64,
    assignment: i64,
    replay: i64,
}

impl Studies {
    fn course(&self) -> String {
        format!("/courses/{}", self.course)
    }

    fn lesson(&self, lesson: i64) -> String {
        format!("/courses/{}/lessons/{lesson}", self.course)
    }
}

impl Browser {
    async fn path(&self) -> String {
        let path = self.evaluate("return location.pathname").await;
        path.as_str().expect("an address").to_owned()
    }

    /// Waits until the address is like this, and answers it.
    async fn arrives(&self, pattern: &str) -> String {
        self.wait_until(&format!(
            "return document.readyState == 'complete' && new RegExp({}).test(location.pathname)",
            json!(pattern)
        ))
        .await;
        self.path().await
    }

    /// Chooses the option with this value.
    async fn pick(&self, selector: &str, value: &str) {
        let select = self.find(selector).await;
        let picked = select.select_by_value(value).await;
        picked.unwrap_or_else(|error| panic!("{value} of {selector}: {error}"));
    }

    /// Lays a file into a form.
    async fn lay(&self, selector: &str, name: &str, content: &[u8]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join(name);
        std::fs::write(&file, content).expect("a file");
        let input = self.find(selector).await;
        let laid = input.send_keys(&file.to_string_lossy()).await;
        laid.expect("a file is chosen");
        folder
    }

    async fn leave(self) {
        assert_eq!(self.complaints().await, Vec::<String>::new());
        self.close().await;
    }
}

/// The number that follows this word in an address.
fn number_after(path: &str, word: &str) -> i64 {
    let mut parts = path.split('/').skip_while(|part| *part != word);
    let number = parts.nth(1).and_then(|part| part.parse().ok());
    number.unwrap_or_else(|| panic!("{word} in {path}"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_course_is_written_taken_graded_and_certified() {
    let app = TestApp::start().await;
    let teacher = Browser::open(&app.origin(), 1280, 900).await;
    teacher.sign_in(Person::Wang).await;
    let studies = writing::a_teacher_writes_a_course_of_every_kind(app, &teacher).await;
    taking::a_learner_studies_on_a_phone(&studies).await;
    let attempt = taking::the_quiz_is_begun_on_a_phone_and_goes_on_elsewhere(&studies).await;
    taking::the_time_runs_out_with_no_browser_open(&studies, attempt).await;
    grading::the_teacher_marks_what_only_people_can(&studies, &teacher, attempt).await;
    taking::the_assignment_is_handed_in_and_ends_the_course(&studies).await;
    grading::the_assignment_is_graded_on_one_screen(&studies, &teacher).await;
    grading::the_learner_sees_marks_and_anybody_the_certificate(&studies).await;
    teacher.leave().await;
    studies.app.finish().await;
}
