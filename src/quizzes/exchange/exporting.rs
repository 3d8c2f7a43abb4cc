//! The bank, as it is filtered, as a file, and what of it the file can't say.

use std::collections::HashMap;

use diesel::pg::PgConnection;
use diesel::prelude::*;
use i18n_embed_fl::fl;
use serde_json::Value;

use crate::courses::{self, Course, CourseId};
use crate::error::Result;
use crate::i18n::Loader;
use crate::quizzes::bank::{self, Asked};
use crate::quizzes::gift::{Loss, Sayable, Writer};
use crate::quizzes::pool;
use crate::quizzes::questions::{Content, Question, QuestionId};
use crate::schema::{question_versions, questions};
use crate::web::Viewer;

/// A question on its way out.
pub struct Leaving {
    pub question: Question,
    pub said: Sayable,
}

impl Leaving {
    pub fn summary(&self) -> String {
        pool::summary(&self.question.title, &self.question.question_text)
    }
}

/// The questions that the filter leaves, oldest first.
pub fn leaving(conn: &mut PgConnection, course: CourseId, asked: &Asked) -> Result<Vec<Leaving>> {
    let mut rows = bank::chosen(conn, course, asked, None)?;
    rows.reverse();
    let ids: Vec<QuestionId> = rows.iter().map(|question| question.id).collect();
    let mut contents = contents(conn, &ids)?;
    let mut tags = bank::tags_of(conn, &ids)?;
    let mut leaving = Vec::new();
    for question in rows {
        if let Some(content) = contents.remove(&question.id) {
            let tags = tags.remove(&question.id).unwrap_or_default();
            let said = Sayable::of(&content, &tags);
            leaving.push(Leaving { question, said });
        }
    }
    Ok(leaving)
}

fn contents(conn: &mut PgConnection, ids: &[QuestionId]) -> Result<HashMap<QuestionId, Content>> {
    let is_current = question_versions::question_id
        .eq(questions::id)
        .and(question_versions::version.eq(questions::current_version));
    let rows: Vec<(QuestionId, Value)> = question_versions::table
        .inner_join(questions::table.on(is_current))
        .filter(questions::id.eq_any(ids))
        .select((questions::id, question_versions::content))
        .load(conn)?;
    let content =
        |(id, stored)| -> Result<(QuestionId, Content)> { Ok((id, Content::from_json(stored)?)) };
    rows.into_iter().map(content).collect()
}

/// The name of the file, and what stands in it.
pub fn write(
    conn: &mut PgConnection,
    l: Loader,
    viewer: &Viewer,
    course: CourseId,
    asked: &Asked,
) -> Result<(String, String)> {
    let course = courses::managed(conn, viewer, course)?;
    let leaving = leaving(conn, course.id, asked)?;
    let name = format!("{}.gift.txt", course.title.replace(['/', '\\'], " "));
    Ok((name, file(l, &course, &leaving)))
}

fn file(l: Loader, course: &Course, leaving: &[Leaving]) -> String {
    let mut writer = Writer::default();
    writer.comment(&fl!(l, "gift-file-head", course = course.title.as_str()));
    writer.part();
    for one in leaving {
        let losses = one.said.losses.iter();
        let losses: Vec<String> = losses.map(|loss: &Loss| loss.words().in_(l)).collect();
        let kind = one.question.question_type.label(l);
        writer.comment(&format!("{kind} {}", one.question.id));
        if !losses.is_empty() {
            let words = losses.join(&fl!(l, "gift-loss-and"));
            writer.comment(&fl!(l, "gift-file-loss", words = words));
        }
        match one.said.content {
            Some(_) => writer.question(&one.said),
            None => writer.part(),
        }
    }
    writer.finish()
}
