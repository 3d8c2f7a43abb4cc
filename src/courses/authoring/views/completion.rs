//! The form that says when a lesson is done.

use askama::Template;
use askama::filters::HtmlSafe;
use i18n_embed_fl::fl;

use super::super::completion::{CompletionFacts, CompletionForm, number_field};
use crate::courses::lessons::words;
use crate::courses::progress::{Condition, usual};
use crate::courses::{Lesson, LessonId, LessonKind};
use crate::error::Errors;
use crate::i18n::Loader;
use crate::web::{Attributes, attributes};

#[derive(Template)]
#[template(path = "courses/authoring/_completion.html")]
pub(in super::super) struct CompletionSection {
    l: Loader,
    lesson: Lesson,
    form: CompletionForm,
    others: Vec<(LessonId, String)>,
    errors: Errors,
}

/// Its template has escaped what it had to.
impl HtmlSafe for CompletionSection {}

impl CompletionSection {
    pub fn new(
        l: Loader,
        lesson: Lesson,
        facts: CompletionFacts,
        typed: Option<CompletionForm>,
        errors: Errors,
    ) -> CompletionSection {
        CompletionSection {
            l,
            lesson,
            form: typed.unwrap_or(facts.stored),
            others: facts.others,
            errors,
        }
    }

    fn offered(&self) -> &'static [Condition] {
        Condition::offered(self.lesson.kind)
    }

    /// The rule that holds while nothing is chosen.
    fn usual(&self) -> String {
        words(self.l, &self.lesson, &usual(&self.lesson))
    }

    fn label(&self, condition: &Condition) -> String {
        match condition {
            Condition::Viewed => fl!(self.l, "completion-pick-viewed"),
            Condition::Watched => fl!(self.l, "completion-pick-watched"),
            Condition::Submitted => fl!(self.l, "completion-pick-submitted"),
            Condition::Scored => fl!(self.l, "completion-pick-scored"),
            Condition::Posted => fl!(self.l, "completion-pick-posted"),
            Condition::Attended => fl!(self.l, "completion-pick-attended"),
            Condition::Marked => fl!(self.l, "completion-pick-marked"),
        }
    }

    /// The number of a condition: the name of its field, its label, what it holds, what is wrong with it.
    fn number(&self, condition: &Condition) -> Option<Number> {
        let (least, most) = condition.limits()?;
        let field = number_field(*condition);
        let (label, usual) = match condition {
            Condition::Watched => (fl!(self.l, "completion-unit-watched"), "90"),
            Condition::Scored => (fl!(self.l, "completion-unit-scored"), "60"),
            _ => (fl!(self.l, "completion-unit-attended"), "30"),
        };
        let typed = self.form.value(&field);
        let is_given = self.form.asks_for(*condition) || !typed.is_empty();
        Some(Number {
            value: if is_given { typed } else { usual }.to_owned(),
            error: self.errors.of(&field, self.l).unwrap_or_default(),
            attributes: attributes("inputmode=numeric step=1")
                .with("min", least)
                .with("max", most),
            field,
            label,
        })
    }

    /// Whether watching can't be followed, so that learners will have to mark it.
    fn is_unwatchable(&self) -> bool {
        self.lesson.kind == LessonKind::Video && !self.lesson.is_measured()
    }
}

struct Number {
    field: String,
    label: String,
    value: String,
    error: String,
    attributes: Attributes,
}
