//! The page of a quiz before and between attempts: its rules, the learner's attempts, the way in.

use std::time::Duration;

use actix_web::HttpResponse;
use askama::Template;
use bigdecimal::BigDecimal;
use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::attempt::{Attempt, Status};
use super::rules::{self, Refusal};
use super::start::of_learner;
use super::submission::{close_if_due, final_share};
use crate::courses::{self, Course, CourseId, LessonId};
use crate::db;
use crate::error::Result;
use crate::i18n::{self, Loader};
use crate::markdown::{self, SafeHtml};
use crate::quizzes::marks;
use crate::quizzes::quiz::{Quiz, QuizId, quiz_lesson};
use crate::quizzes::review::Released;
use crate::quizzes::settings::{accommodation_of, slots_of};
use crate::web::{Page, Viewer, html};

/// What the page and the fragment within a lesson show alike.
#[derive(Template)]
#[template(path = "quizzes/_overview.html")]
pub(super) struct OverviewPart {
    l: Loader,
    page: Page,
    viewer: Viewer,
    course: CourseId,
    lesson: LessonId,
    title: String,
    is_writer: bool,
    is_staff: bool,
    /// None until a writer has set it up.
    set_up: Option<SetUp>,
}

struct SetUp {
    quiz: Quiz,
    attempts: Vec<Attempt>,
    questions: i64,
    points: BigDecimal,
    limit_ms: Option<i64>,
    refusal: Option<Refusal>,
    now: DateTime<Utc>,
}

impl askama::filters::HtmlSafe for OverviewPart {}

#[derive(Template)]
#[template(path = "quizzes/show.html")]
pub(super) struct Overview {
    l: Loader,
    page: Page,
    course: Course,
    part: OverviewPart,
}

impl Overview {
    pub fn of_lesson(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        course: CourseId,
        lesson: LessonId,
    ) -> Result<Overview> {
        courses::lesson_to_study(conn, viewer, course, lesson)?;
        let (lesson, title) = quiz_lesson(conn, course, lesson)?;
        let course = courses::visible(conn, Some(viewer), course)?;
        let role = courses::staff_role(conn, viewer, course.id)?;
        let set_up = match Quiz::of_lesson(conn, lesson)? {
            Some(quiz) => Some(SetUp::load(conn, viewer, quiz)?),
            None => None,
        };
        let part = OverviewPart {
            l: page.l,
            page: page.clone(),
            viewer: viewer.clone(),
            course: course.id,
            lesson,
            title,
            is_writer: role.is_some_and(|role| role.may_write()),
            is_staff: role.is_some(),
            set_up,
        };
        Ok(Overview {
            l: page.l,
            page,
            course,
            part,
        })
    }

    pub fn of_quiz(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        course: CourseId,
        quiz: QuizId,
    ) -> Result<Overview> {
        let quiz = Quiz::of_course(conn, course, quiz)?;
        Overview::of_lesson(conn, page, viewer, course, quiz.lesson_id)
    }

    /// The whole page, or what a lesson's page puts in its middle.
    pub fn answer(&self, is_fragment: bool) -> Result<HttpResponse> {
        if is_fragment {
            html(&self.part)
        } else {
            html(self)
        }
    }
}

impl SetUp {
    fn load(conn: &mut PgConnection, viewer: &Viewer, quiz: Quiz) -> Result<SetUp> {
        let mut attempts = of_learner(conn, quiz.id, viewer.id)?;
        if let Some(open) = attempts.iter_mut().find(|attempt| attempt.is_open()) {
            *open = close_if_due(conn, open.id)?;
        }
        let (slots, now) = (slots_of(conn, quiz.id)?, db::clock(conn)?);
        let more = accommodation_of(conn, quiz.id, viewer.id)?;
        let drawn = |count: Option<i32>| i64::from(count.unwrap_or(1));
        Ok(SetUp {
            refusal: rules::refusal(&quiz, !slots.is_empty(), &attempts, now),
            questions: slots.iter().map(|slot| drawn(slot.draw_count)).sum(),
            points: slots
                .iter()
                .map(|slot| &slot.points * BigDecimal::from(drawn(slot.draw_count)))
                .sum(),
            limit_ms: quiz.time_limit_ms.map(|limit| more.limit_ms(limit)),
            quiz,
            attempts,
            now,
        })
    }

    fn points(&self) -> String {
        marks::shown(&self.points)
    }

    fn open_attempt(&self) -> Option<&Attempt> {
        self.attempts.iter().find(|attempt| attempt.is_open())
    }

    /// What the learner may know of an attempt's marks now.
    fn released(&self, attempt: &Attempt) -> Released {
        Released::of(&self.quiz, attempt, self.now)
    }
}

impl OverviewPart {
    fn instructions(&self, quiz: &Quiz) -> SafeHtml {
        markdown::full(&quiz.instructions)
    }

    fn time(&self, at: &DateTime<Utc>) -> String {
        i18n::full_date_time(self.page.locale, *at, self.page.time_zone())
    }

    fn minutes(&self, ms: &i64) -> i64 {
        (ms + 59_999) / 60_000
    }

    fn words_of(&self, refusal: &Refusal) -> String {
        refusal.words(&self.viewer).in_(self.l)
    }

    fn attempts_left(&self, set_up: &SetUp) -> String {
        match set_up.quiz.attempts_allowed {
            Some(most) => {
                let used = set_up.attempts.len();
                fl!(self.l, "quizzes-attempts-used", used = used, most = most)
            }
            None => fl!(self.l, "quizzes-attempts-unlimited"),
        }
    }

    /// What stands in the table for an attempt's marks.
    fn marks_of(&self, set_up: &SetUp, attempt: &Attempt) -> String {
        match (&attempt.score, attempt.status) {
            (_, Status::Open) => fl!(self.l, "quizzes-attempt-open"),
            _ if !set_up.released(attempt).marks => fl!(self.l, "quizzes-marks-not-released"),
            (Some(score), _) => fl!(
                self.l,
                "quizzes-marks-of",
                marks = marks::shown(score),
                points = marks::shown(&attempt.max_score)
            ),
            (None, _) => fl!(self.l, "quizzes-marks-pending"),
        }
    }

    /// What counts of all attempts, once every one that counts may be known.
    fn final_marks(&self, set_up: &SetUp) -> Option<String> {
        let done = |attempt: &&Attempt| !attempt.is_open();
        let mut finished = set_up.attempts.iter().filter(done);
        if !finished.all(|attempt| set_up.released(attempt).marks) {
            return None;
        }
        let share = final_share(&set_up.attempts, set_up.quiz.final_score)?;
        let percent = marks::percent(&share, &BigDecimal::from(1));
        let rule = set_up.quiz.final_score.label(self.l);
        let percent = marks::shown(&percent);
        Some(fl!(
            self.l,
            "quizzes-final-is",
            percent = percent,
            rule = rule
        ))
    }

    /// What the start button asks first, where time begins to run.
    fn question(&self, set_up: &SetUp) -> Option<String> {
        let minutes = Duration::from_millis(u64::try_from(set_up.limit_ms?).ok()?).as_secs() / 60;
        Some(fl!(self.l, "quizzes-start-confirm", minutes = minutes))
    }
}
