//! The page on which a quiz is set up.

use askama::Template;
use bigdecimal::BigDecimal;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use i18n_embed_fl::fl;

use super::accommodations::{self, Accommodated, AccommodationForm};
use super::form::QuizForm;
use super::slots::{self, Slot, SlotForm};
use crate::courses::{self, Course, CourseId, LessonId};
use crate::error::{Errors, Result};
use crate::i18n::Loader;
use crate::quizzes::marks;
use crate::quizzes::pool::{self, Choice};
use crate::quizzes::quiz::{FinalScore, Quiz, Release, quiz_lesson};
use crate::schema::attempts;
use crate::web::{Page, Viewer};

/// Which form was sent, and with what.
pub(super) enum Typed {
    Nothing,
    Rules(QuizForm),
    Slot(SlotForm),
    ChangedSlot(i64, SlotForm),
    Accommodation(AccommodationForm),
}

impl Typed {
    /// The part of the page that the form stands in.
    pub fn part(&self) -> &'static str {
        match self {
            Typed::Rules(_) => "",
            Typed::Accommodation(_) => "#accommodations",
            _ => "#slots",
        }
    }
}

#[derive(Template)]
#[template(path = "quizzes/edit.html")]
pub(super) struct EditQuiz {
    l: Loader,
    page: Page,
    course: Course,
    lesson: LessonId,
    title: String,
    quiz: Option<Quiz>,
    form: QuizForm,
    slots: Vec<Slot>,
    bank: Vec<Choice>,
    tags: Vec<String>,
    accommodated: Vec<Accommodated>,
    attempts: i64,
    typed: Typed,
    errors: Errors,
}

impl EditQuiz {
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        course: CourseId,
        lesson: LessonId,
        typed: Typed,
        errors: Errors,
    ) -> Result<EditQuiz> {
        let course = courses::managed(conn, viewer, course)?;
        let (lesson, title) = quiz_lesson(conn, course.id, lesson)?;
        let quiz = Quiz::of_lesson(conn, lesson)?;
        let stored = quiz
            .as_ref()
            .map_or_else(QuizForm::fresh, |quiz| QuizForm::of(quiz, viewer.time_zone));
        let id = quiz.as_ref().map_or(0, |quiz| quiz.id);
        Ok(EditQuiz {
            l: page.l,
            page,
            lesson,
            title,
            form: match &typed {
                Typed::Rules(form) => form.clone(),
                _ => stored,
            },
            slots: slots::of_quiz(conn, id)?,
            bank: pool::choices(conn, course.id)?,
            tags: pool::tags(conn, course.id)?,
            accommodated: accommodations::of_quiz(conn, id)?,
            attempts: attempts::table
                .filter(attempts::quiz_id.eq(id))
                .count()
                .get_result(conn)?,
            course,
            quiz,
            typed,
            errors,
        })
    }

    fn base(&self) -> String {
        format!("/courses/{}/lessons/{}/quiz", self.course.id, self.lesson)
    }

    /// What is wrong with a field of the rules.
    fn rule_error(&self, field: &str) -> String {
        match self.typed {
            Typed::Rules(_) => self.errors.of(field, self.l).unwrap_or_default(),
            _ => String::new(),
        }
    }

    fn slot_error(&self, field: &str) -> String {
        match self.typed {
            Typed::Slot(_) => self.errors.of(field, self.l).unwrap_or_default(),
            _ => String::new(),
        }
    }

    fn accommodation_error(&self, field: &str) -> String {
        match self.typed {
            Typed::Accommodation(_) => self.errors.of(field, self.l).unwrap_or_default(),
            _ => String::new(),
        }
    }

    /// What was typed for this slot and is wrong, in one line.
    fn changed_error(&self, slot: &Slot) -> String {
        match &self.typed {
            Typed::ChangedSlot(id, _) if *id == slot.id => self.errors.all(self.l).join(" "),
            _ => String::new(),
        }
    }

    fn points_of(&self, slot: &Slot) -> String {
        match &self.typed {
            Typed::ChangedSlot(id, form) if *id == slot.id => form.points.clone(),
            _ => marks::shown(&slot.points),
        }
    }

    fn new_slot(&self) -> SlotForm {
        match &self.typed {
            Typed::Slot(form) => form.clone(),
            _ => SlotForm {
                points: "1".into(),
                ..SlotForm::default()
            },
        }
    }

    fn new_accommodation(&self) -> AccommodationForm {
        match &self.typed {
            Typed::Accommodation(form) => form.clone(),
            _ => AccommodationForm::default(),
        }
    }

    /// What a slot asks, in one line.
    fn asks(&self, slot: &Slot) -> String {
        let count = slot.draw_count.unwrap_or(0);
        match (slot.question_id, &slot.draw_tag) {
            (Some(id), _) => self
                .bank
                .iter()
                .find(|choice| choice.id == id)
                .map(|choice| choice.summary.clone())
                .unwrap_or_default(),
            (None, Some(tag)) => {
                fl!(
                    self.l,
                    "quizzes-slot-draws-tag",
                    count = count,
                    tag = tag.as_str()
                )
            }
            (None, None) => fl!(self.l, "quizzes-slot-draws", count = count),
        }
    }

    /// The questions that are not asked yet.
    fn unasked(&self) -> impl Iterator<Item = &Choice> {
        let is_asked = |choice: &Choice| {
            self.slots
                .iter()
                .any(|slot| slot.question_id == Some(choice.id))
        };
        self.bank
            .iter()
            .filter(move |choice| !choice.is_archived && !is_asked(choice))
    }

    fn has_unasked(&self) -> bool {
        self.unasked().next().is_some()
    }

    fn total(&self) -> String {
        let points = |slot: &Slot| &slot.points * BigDecimal::from(slot.draw_count.unwrap_or(1));
        marks::shown(&self.slots.iter().map(points).sum())
    }

    /// A `<select>` for each thing that is released.
    fn releases(&self) -> [(&'static str, String, &str, String); 3] {
        let form = &self.form;
        let of = |field: &'static str, label: String, chosen| {
            (field, label, chosen, self.rule_error(field))
        };
        [
            of(
                "release_marks",
                fl!(self.l, "quizzes-release-marks"),
                form.release_marks.as_str(),
            ),
            of(
                "release_answers",
                fl!(self.l, "quizzes-release-answers"),
                form.release_answers.as_str(),
            ),
            of(
                "release_feedback",
                fl!(self.l, "quizzes-release-feedback"),
                form.release_feedback.as_str(),
            ),
        ]
    }
}
