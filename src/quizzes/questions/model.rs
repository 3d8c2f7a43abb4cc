//! The rows of the bank, and how a wording is written into them.

use chrono::{DateTime, Utc};
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use i18n_embed_fl::fl;
use serde_json::Value;

use super::Content;
use crate::courses::CourseId;
use crate::error::{AppError, Result};
use crate::i18n::Loader;
use crate::schema::{question_versions, questions};
use crate::web::UserId;

pub type QuestionId = i64;

/// How long a tag may be, in characters, as the table has it.
pub const TAG_MAX: usize = 40;

crate::pg_enum! {
    /// What kind of answer a question asks for.
    pub enum QuestionType : crate::schema::sql_types::QuestionType {
        SingleChoice = "single_choice",
        MultipleChoice = "multiple_choice",
        IndeterminateChoice = "indeterminate_choice",
        TrueFalse = "true_false",
        FillBlank = "fill_blank",
        ShortAnswer = "short_answer",
        Numeric = "numeric",
        Matching = "matching",
        Ordering = "ordering",
        Essay = "essay",
        File = "file",
    }
}

impl QuestionType {
    pub const ALL: [QuestionType; 11] = [
        QuestionType::SingleChoice,
        QuestionType::MultipleChoice,
        QuestionType::IndeterminateChoice,
        QuestionType::TrueFalse,
        QuestionType::FillBlank,
        QuestionType::ShortAnswer,
        QuestionType::Numeric,
        QuestionType::Matching,
        QuestionType::Ordering,
        QuestionType::Essay,
        QuestionType::File,
    ];

    pub fn label(self, l: Loader) -> String {
        match self {
            QuestionType::SingleChoice => fl!(l, "questions-type-single-choice"),
            QuestionType::MultipleChoice => fl!(l, "questions-type-multiple-choice"),
            QuestionType::IndeterminateChoice => fl!(l, "questions-type-indeterminate-choice"),
            QuestionType::TrueFalse => fl!(l, "questions-type-true-false"),
            QuestionType::FillBlank => fl!(l, "questions-type-fill-blank"),
            QuestionType::ShortAnswer => fl!(l, "questions-type-short-answer"),
            QuestionType::Numeric => fl!(l, "questions-type-numeric"),
            QuestionType::Matching => fl!(l, "questions-type-matching"),
            QuestionType::Ordering => fl!(l, "questions-type-ordering"),
            QuestionType::Essay => fl!(l, "questions-type-essay"),
            QuestionType::File => fl!(l, "questions-type-file"),
        }
    }
}

/// A question of the bank; its key is in its versions.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = questions, check_for_backend(Pg))]
pub struct Question {
    pub id: QuestionId,
    pub course_id: CourseId,
    pub title: String,
    pub question_text: String,
    pub question_type: QuestionType,
    pub current_version: i32,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub archived_at: Option<DateTime<Utc>>,
}

impl Question {
    pub fn path(&self) -> String {
        format!("/courses/{}/questions/{}", self.course_id, self.id)
    }
}

impl Content {
    /// The wording that a question had in a version, with its key.
    pub fn of_version(
        conn: &mut PgConnection,
        question: QuestionId,
        version: i32,
    ) -> Result<Content> {
        let stored: Value = question_versions::table
            .find((question, version))
            .select(question_versions::content)
            .first(conn)?;
        Content::from_json(stored)
    }

    /// Reads what `question_versions.content` holds.
    pub fn from_json(stored: Value) -> Result<Content> {
        serde_json::from_value(stored).map_err(|error| AppError::Internal(error.into()))
    }

    pub fn to_json(&self) -> Result<Value> {
        serde_json::to_value(self).map_err(|error| AppError::Internal(error.into()))
    }

    /// What `questions.options` shows of a choice question: the texts alone, never the key.
    fn shown_options(&self) -> Option<Value> {
        let texts = self.choices().iter().map(|choice| choice.text.as_str());
        let texts: Vec<&str> = texts.collect();
        (!texts.is_empty()).then(|| texts.into())
    }
}

/// A wording on its way into the bank. Both ways are to be called in a transaction, with a validated content.
pub struct NewVersion<'a> {
    pub content: &'a Content,
    pub author: UserId,
}

impl NewVersion<'_> {
    /// A new question of the course, with this as its first version.
    pub fn of_new_question(&self, conn: &mut PgConnection, course: CourseId) -> Result<QuestionId> {
        let question = diesel::insert_into(questions::table)
            .values((
                questions::course_id.eq(course),
                questions::title.eq(&self.content.title),
                questions::question_text.eq(&self.content.stem),
                questions::question_type.eq(self.content.question_type()),
                questions::options.eq(self.content.shown_options()),
            ))
            .returning(questions::id)
            .get_result(conn)?;
        self.write(conn, question, 1)?;
        Ok(question)
    }

    /// The next version of a question, which it has from now on; returns its number.
    pub fn of(&self, conn: &mut PgConnection, question: QuestionId) -> Result<i32> {
        let version = diesel::update(questions::table.find(question))
            .set((
                questions::title.eq(&self.content.title),
                questions::question_text.eq(&self.content.stem),
                questions::question_type.eq(self.content.question_type()),
                questions::options.eq(self.content.shown_options()),
                questions::current_version.eq(questions::current_version + 1),
            ))
            .returning(questions::current_version)
            .get_result(conn)?;
        self.write(conn, question, version)?;
        Ok(version)
    }

    fn write(&self, conn: &mut PgConnection, question: QuestionId, version: i32) -> Result<()> {
        diesel::insert_into(question_versions::table)
            .values((
                question_versions::question_id.eq(question),
                question_versions::version.eq(version),
                question_versions::content.eq(self.content.to_json()?),
                question_versions::created_by.eq(self.author),
            ))
            .execute(conn)?;
        Ok(())
    }
}
