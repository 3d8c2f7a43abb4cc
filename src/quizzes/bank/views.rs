//! The page on which a question is written.

use askama::Template;
use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use i18n_embed_fl::fl;

use super::draft::Draft;
use super::saving::{self, Place};
use crate::courses::{self, Course, CourseId, LessonId};
use crate::error::{Errors, Result};
use crate::i18n::Loader;
use crate::quizzes::pool;
use crate::quizzes::questions::{
    Answer, Arrangement, ChoicePolicy, Content, Question, QuestionId, QuestionType, ShownQuestion,
};
use crate::quizzes::quiz::{QuizId, quiz_lesson};
use crate::schema::{attempt_answers, attempts, question_versions, quiz_slots, quizzes, users};
use crate::web::{Page, Reply, Viewer};

/// The quiz for which a question is written: one of this course.
pub(super) fn of_course(
    conn: &mut PgConnection,
    course: CourseId,
    lesson: Option<LessonId>,
) -> Result<Option<(LessonId, String)>> {
    lesson
        .map(|lesson| quiz_lesson(conn, course, lesson))
        .transpose()
}

/// A version in the list of a question's versions.
struct Version {
    number: i32,
    at: String,
    author: String,
}

#[derive(Template)]
#[template(path = "quizzes/bank/edit.html")]
pub struct EditQuestion {
    l: Loader,
    page: Page,
    course: Course,
    lesson: Option<(LessonId, String)>,
    /// None yet, when a new one is written.
    question: Option<Question>,
    draft: Draft,
    errors: Errors,
    shown: ShownQuestion,
    versions: Vec<Version>,
    quizzes: Vec<(QuizId, String)>,
}

impl EditQuestion {
    /// The form with what was typed, or with what is stored.
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        (course, question): Place,
        typed: Option<Draft>,
        reply: Reply,
    ) -> Result<EditQuestion> {
        let course = courses::managed(conn, viewer, course)?;
        let question = question
            .map(|question| saving::find(conn, course.id, question))
            .transpose()?;
        let mut draft = match (typed, &question) {
            (Some(draft), _) => draft,
            (None, Some(question)) => stored(conn, question)?,
            (None, None) => Draft::fresh(QuestionType::SingleChoice),
        };
        // Whoever was told that there is a newer version may write the next one on top of it.
        if reply.status == actix_web::http::StatusCode::CONFLICT
            && let Some(question) = &question
        {
            draft.version = question.current_version;
        }
        let content = draft.lenient();
        let order = Arrangement::draw(&content, false, &mut rand::rng());
        let id = question.as_ref().map_or(0, |question| question.id);
        Ok(EditQuestion {
            l: page.l,
            shown: ShownQuestion::new(page.l, &content, &order, &Answer::Empty, "preview-question"),
            page,
            lesson: of_course(conn, course.id, draft.lesson)?,
            versions: versions(conn, viewer, id)?,
            quizzes: asked_by(conn, id)?,
            course,
            question,
            draft,
            errors: reply.errors,
        })
    }

    fn error(&self, field: &str) -> String {
        self.errors.of(field, self.l).unwrap_or_default()
    }

    fn action(&self) -> String {
        match &self.question {
            Some(question) => question.path(),
            None => format!("/courses/{}/questions", self.course.id),
        }
    }

    fn heading(&self) -> String {
        match &self.question {
            Some(question) => pool::summary(&question.title, &question.question_text),
            None => fl!(self.l, "bank-new"),
        }
    }

    fn is_retired(&self) -> bool {
        let question = self.question.as_ref();
        question.is_some_and(|question| question.archived_at.is_some())
    }

    fn stem_hint(&self) -> String {
        match self.draft.kind {
            QuestionType::FillBlank => fl!(self.l, "bank-field-stem-blanks"),
            _ => fl!(self.l, "bank-field-stem-hint"),
        }
    }

    /// What the rows are, and how they are filled in.
    fn rows_words(&self) -> (String, String) {
        let l = self.l;
        match self.draft.kind {
            QuestionType::FillBlank => {
                (fl!(l, "bank-rows-blanks"), fl!(l, "bank-rows-blanks-hint"))
            }
            QuestionType::ShortAnswer => (
                fl!(l, "bank-rows-answers"),
                fl!(l, "bank-rows-answers-hint"),
            ),
            QuestionType::Numeric => (
                fl!(l, "bank-rows-numbers"),
                fl!(l, "bank-rows-numbers-hint"),
            ),
            QuestionType::Matching => (fl!(l, "bank-rows-pairs"), fl!(l, "bank-rows-pairs-hint")),
            QuestionType::Ordering => (fl!(l, "bank-rows-items"), fl!(l, "bank-rows-items-hint")),
            _ => (
                fl!(l, "bank-rows-options"),
                fl!(l, "bank-rows-options-hint"),
            ),
        }
    }

    fn policy_label(&self, policy: &str) -> String {
        match policy {
            "exam" => fl!(self.l, "bank-policy-exam"),
            "right_minus_wrong" => fl!(self.l, "bank-policy-right-minus-wrong"),
            "weights" => fl!(self.l, "bank-policy-weights"),
            _ => fl!(self.l, "bank-policy-all-or-nothing"),
        }
    }
}

fn stored(conn: &mut PgConnection, question: &Question) -> Result<Draft> {
    let content = Content::of_version(conn, question.id, question.current_version)?;
    let tags = saving::tags(conn, question.id)?;
    Ok(Draft::of(&content, question.current_version, &tags))
}

fn versions(
    conn: &mut PgConnection,
    viewer: &Viewer,
    question: QuestionId,
) -> Result<Vec<Version>> {
    let rows: Vec<(i32, DateTime<Utc>, Option<String>)> = question_versions::table
        .left_join(users::table)
        .filter(question_versions::question_id.eq(question))
        .order(question_versions::version.desc())
        .limit(50)
        .select((
            question_versions::version,
            question_versions::created_at,
            users::display_name.nullable(),
        ))
        .load(conn)?;
    let version = |(number, at, author): (i32, DateTime<Utc>, Option<String>)| Version {
        number,
        at: at
            .with_timezone(&viewer.time_zone)
            .format("%Y-%m-%d %H:%M")
            .to_string(),
        author: author.unwrap_or_default(),
    };
    Ok(rows.into_iter().map(version).collect())
}

/// The quizzes that ask a question, and those that have drawn it for somebody.
fn asked_by(conn: &mut PgConnection, question: QuestionId) -> Result<Vec<(QuizId, String)>> {
    let fixed = quiz_slots::table
        .filter(quiz_slots::question_id.eq(question))
        .select(quiz_slots::quiz_id);
    let drawn = attempts::table
        .inner_join(attempt_answers::table)
        .filter(attempt_answers::question_id.eq(question))
        .select(attempts::quiz_id);
    Ok(quizzes::table
        .filter(quizzes::id.eq_any(fixed).or(quizzes::id.eq_any(drawn)))
        .order(quizzes::id)
        .select((quizzes::id, quizzes::title))
        .load(conn)?)
}
