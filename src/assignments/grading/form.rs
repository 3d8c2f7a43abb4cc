//! A grader's form, as it is typed and as it can be kept.

use bigdecimal::BigDecimal;
use diesel::prelude::*;

use super::evaluation::Evaluation;
use super::queue::Filter;
use crate::assignments::assignment::Assignment;
use crate::assignments::points;
use crate::assignments::rubric::{Rubric, RubricId};
use crate::error::{Errors, Result};
use crate::gradebook::Standing;
use crate::schema::assignment_evaluations;
use crate::text;

const MOST_CRITERIA: usize = 20;
const LONGEST_COMMENT: usize = 20_000;
const LONGEST_NOTE: usize = 5_000;

/// The fields; a level is chosen by `level-0`, `level-1` …
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GradingForm {
    pub version: Option<i32>,
    pub rubric: Option<RubricId>,
    pub levels: Vec<Option<i32>>,
    pub points: String,
    pub is_excused: bool,
    pub comment: String,
    pub note: String,
    /// The state that was seen: see [`seen`].
    pub seen: String,
    /// What the button says: `draft`, `next`, or anything else for saving and staying.
    pub act: String,
    pub filter: Filter,
}

/// What of an evaluation a grader decides.
#[derive(Clone, Debug, PartialEq, AsChangeset)]
#[diesel(table_name = assignment_evaluations, treat_none_as_null = true)]
pub struct Judgement {
    pub version: i32,
    pub rubric_id: Option<RubricId>,
    pub levels: Vec<Option<i32>>,
    pub points: Option<BigDecimal>,
    pub is_excused: bool,
    pub comment: String,
    pub note: String,
    pub is_final: bool,
}

impl From<&Evaluation> for Judgement {
    fn from(stored: &Evaluation) -> Judgement {
        Judgement {
            version: stored.version,
            rubric_id: stored.rubric_id,
            levels: stored.levels.clone(),
            points: stored.points.clone(),
            is_excused: stored.is_excused,
            comment: stored.comment.clone(),
            note: stored.note.clone(),
            is_final: stored.is_final,
        }
    }
}

/// Names the state of a grade: it moves with the evaluation and with the grade in the book.
pub fn seen(evaluation: Option<&Evaluation>, grade: &Standing) -> String {
    let revision = evaluation.map_or(0, |evaluation| evaluation.revision);
    format!("{revision}.{}", grade.revision)
}

impl GradingForm {
    /// Fields that are no form's are left out.
    pub fn read(fields: Vec<(String, String)>) -> GradingForm {
        let mut form = GradingForm::default();
        for (name, value) in fields {
            match name.as_str() {
                "version" => form.version = value.parse().ok(),
                "rubric" => form.rubric = value.parse().ok(),
                "points" => form.points = value,
                "is_excused" => form.is_excused = !value.is_empty(),
                "comment" => form.comment = tidy(&value),
                "note" => form.note = tidy(&value),
                "seen" => form.seen = value,
                "act" => form.act = value,
                "filter" => form.filter = Filter::parse(&value),
                _ => form.choose(&name, &value),
            }
        }
        form
    }

    fn choose(&mut self, name: &str, value: &str) {
        let place = name
            .strip_prefix("level-")
            .and_then(|at| at.parse::<usize>().ok());
        let Some(place) = place.filter(|place| *place < MOST_CRITERIA) else {
            return;
        };
        if self.levels.len() <= place {
            self.levels.resize(place + 1, None);
        }
        self.levels[place] = value.parse().ok();
    }

    /// The form as it was typed, or, if nothing was, with what is stored.
    pub fn or_stored(self, stored: Option<&Evaluation>, grade: &Standing) -> GradingForm {
        if self == GradingForm::default() {
            GradingForm::of(stored, grade)
        } else {
            self
        }
    }

    /// The form with what is stored, or with nothing yet.
    pub fn of(stored: Option<&Evaluation>, grade: &Standing) -> GradingForm {
        let Some(stored) = stored else {
            return GradingForm {
                is_excused: grade.is_excused,
                ..GradingForm::default()
            };
        };
        GradingForm {
            version: Some(stored.version),
            rubric: stored.rubric_id,
            levels: stored.levels.clone(),
            points: stored
                .points
                .as_ref()
                .map(points::shown)
                .unwrap_or_default(),
            is_excused: stored.is_excused,
            comment: stored.comment.clone(),
            note: stored.note.clone(),
            ..GradingForm::default()
        }
    }

    pub fn is_draft(&self) -> bool {
        self.act == "draft"
    }

    /// Checks every field. `version` is one of the submission's, `rubric` the one that is graded by.
    ///
    /// # Errors
    /// [`AppError::Invalid`](crate::error::AppError::Invalid) with words for each field.
    pub fn check(
        &self,
        assignment: &Assignment,
        version: i32,
        rubric: Option<&Rubric>,
    ) -> Result<Judgement> {
        let mut errors = Errors::default();
        let typed = Some(self.points.trim()).filter(|typed| !typed.is_empty());
        let given = typed
            .and_then(points::parse)
            .filter(|given| *given <= assignment.points);
        let most = points::shown(&assignment.points);
        errors.require(
            typed.is_some() == given.is_some(),
            "points",
            text!("gradebook-points-wrong", max = most),
        );
        for (field, text, most) in [
            ("comment", &self.comment, LONGEST_COMMENT),
            ("note", &self.note, LONGEST_NOTE),
        ] {
            let words = text!("assignments-form-too-long", max = most as i64);
            errors.require(text.chars().count() <= most, field, words);
        }
        errors.into_result()?;
        Ok(Judgement {
            version,
            rubric_id: rubric.map(|rubric| rubric.id),
            levels: rubric.map(|rubric| self.chosen(rubric)).unwrap_or_default(),
            points: given,
            is_excused: self.is_excused,
            comment: self.comment.clone(),
            note: self.note.clone(),
            is_final: !self.is_draft(),
        })
    }

    /// A level of each criterion, or none.
    fn chosen(&self, rubric: &Rubric) -> Vec<Option<i32>> {
        let levels = |place: usize| rubric.criteria[place].levels.len();
        (0..rubric.criteria.len())
            .map(|place| {
                let level = self.levels.get(place).copied().flatten()?;
                usize::try_from(level)
                    .ok()
                    .filter(|level| *level < levels(place))?;
                Some(level)
            })
            .collect()
    }
}

fn tidy(text: &str) -> String {
    text.replace("\r\n", "\n").trim_end().to_owned()
}
