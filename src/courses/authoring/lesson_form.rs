//! What is typed into the form of a lesson, and whether it can be taken.

use diesel::prelude::*;
use serde::Deserialize;

use super::forms::{checked_title, many_lines, require_at_most, version};
use crate::courses::chapters;
use crate::courses::{Lesson, LessonKind};
use crate::error::{Errors, Result};
use crate::schema::lessons;

const BODY_MAX: usize = 200_000;
const CHAPTERS_MAX: usize = 20_000;

/// The form of a lesson, as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct LessonForm {
    pub title: String,
    pub body: String,
    /// `on` when the box is ticked.
    pub is_preview: String,
    /// Of a video: a line each.
    pub chapters: String,
    /// Names what the form was filled from; see [`version_of`].
    pub version: String,
}

#[derive(AsChangeset)]
#[diesel(table_name = lessons)]
pub(super) struct Content {
    pub title: String,
    pub body: String,
    pub is_preview: bool,
    pub chapters: String,
}

impl LessonForm {
    pub fn of(lesson: &Lesson) -> LessonForm {
        LessonForm {
            title: lesson.title.clone(),
            body: lesson.body.clone(),
            is_preview: if lesson.is_preview { "on" } else { "" }.into(),
            chapters: lesson.chapters.clone(),
            version: version_of(
                &lesson.title,
                &lesson.body,
                lesson.is_preview,
                &lesson.chapters,
            ),
        }
    }

    pub fn is_preview(&self) -> bool {
        !self.is_preview.is_empty()
    }

    pub fn checked(&self, lesson: &Lesson) -> Result<Content> {
        let mut errors = Errors::default();
        let title = checked_title(&mut errors, "title", &self.title);
        let body = many_lines(&self.body);
        require_at_most(&mut errors, "body", &body, BODY_MAX);
        let chapters = match lesson.kind {
            LessonKind::Video => many_lines(&self.chapters),
            _ => String::new(),
        };
        for problem in chapters::parse(&chapters, lesson.duration_ms)
            .err()
            .into_iter()
            .flatten()
        {
            errors.add("chapters", problem);
        }
        require_at_most(&mut errors, "chapters", &chapters, CHAPTERS_MAX);
        errors.into_result()?;
        Ok(Content {
            title,
            body,
            chapters,
            is_preview: self.is_preview(),
        })
    }
}

/// Names what a form was filled from.
pub(super) fn version_of(title: &str, body: &str, is_preview: bool, chapters: &str) -> String {
    let is_preview = if is_preview { "on" } else { "" };
    version(&[title, body, is_preview, chapters])
}
