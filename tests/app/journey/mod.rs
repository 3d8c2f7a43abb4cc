//! The whole, in real browsers: a learner finds a course and studies it, talks with the teacher, watches a class that is
//! broadcast by a real encoder, and its replay.
//!
//! One story in five acts, each in a file of its own; each takes the browsers up where the one before left them. Its
//! pictures are those of the README: `LECTERN_PICTURES=1` renews them.

mod chat;
mod class;
mod enrolment;
mod lesson;
mod replay;

use crate::support::{Browser, PASSWORD, TestApp};

/// The course of the demo data that the story is about.
const COURSE: &str = "Rust 从零开始";

/// What the acts share.
struct Story {
    app: TestApp,
    learner: Browser,
    teacher: Browser,
}

#[tokio::test]
async fn a_learner_studies_talks_with_the_teacher_and_watches_a_class_and_its_replay() {
    let story = Story::begin().await;
    enrolment::a_learner_registers_finds_a_course_and_enrols(&story).await;
    lesson::half_a_video_is_watched_and_the_progress_says_so(&story).await;
    chat::learner_and_teacher_talk_both_ways(&story).await;
    let room = class::a_class_is_watched_with_danmaku_and_one_is_deleted(&story).await;
    replay::the_replay_plays(&story, &room).await;
    story.end().await;
}

impl Story {
    /// With the demo data alone, so that the pages look as they do after `bin/run`.
    async fn begin() -> Story {
        let app = TestApp::start_live().await;
        app.execute("DELETE FROM courses");
        app.execute("DELETE FROM categories");
        let is_loaded = lectern::demo::load(app.app(), PASSWORD).await;
        assert!(is_loaded.expect("the demo data"));
        let learner = Browser::open(&app.origin(), 1280, 800).await;
        let teacher = Browser::open(&app.origin(), 1280, 800).await;
        teacher.sign_in_as("teacher").await;
        Story {
            app,
            learner,
            teacher,
        }
    }

    async fn end(self) {
        for browser in [self.learner, self.teacher] {
            browser.finish().await;
        }
        self.app.finish().await;
    }
}
