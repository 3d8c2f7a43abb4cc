//! The form of one lesson.

use actix_web::http::StatusCode;
use askama::Template;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::super::completion::{self, CompletionFacts, CompletionForm};
use super::super::lesson_form::LessonForm;
use super::super::reply::Reply;
use super::super::{files, lessons};
use super::{CompletionSection, HandoutsSection, MarkdownPreview, SubtitlesSection};
use crate::courses::handouts::{self, Handout};
use crate::courses::subtitles::{self, Subtitle};
use crate::courses::{Course, Lesson, LessonKind};
use crate::error::{Errors, Result};
use crate::i18n::{self, Loader};
use crate::storage::Media;
use crate::web::Page;

#[derive(Template)]
#[template(path = "courses/authoring/lesson.html")]
pub(in super::super) struct EditLesson {
    pub l: Loader,
    pub page: Page,
    pub course: Course,
    pub lesson: Lesson,
    pub form: LessonForm,
    pub errors: Errors,
    pub is_conflict: bool,
    pub file: Option<Media>,
    /// How many learners have been in it.
    pub learners: i64,
    pub completion: CompletionSection,
    pub subtitles: SubtitlesSection,
    pub handouts: HandoutsSection,
    /// What was typed for the address of a video elsewhere.
    link: Option<String>,
}

/// What was typed into one of the page's forms that came back.
pub(in super::super) struct TypedLesson {
    pub content: Option<LessonForm>,
    pub completion: Option<CompletionForm>,
    pub link: Option<String>,
}

impl TypedLesson {
    /// An address that can't be taken.
    pub fn of_link(link: String) -> TypedLesson {
        TypedLesson {
            content: None,
            completion: None,
            link: Some(link),
        }
    }
}

impl From<&LessonForm> for TypedLesson {
    fn from(form: &LessonForm) -> TypedLesson {
        TypedLesson {
            content: Some(form.clone()),
            completion: None,
            link: None,
        }
    }
}

impl From<&CompletionForm> for TypedLesson {
    fn from(form: &CompletionForm) -> TypedLesson {
        TypedLesson {
            content: None,
            completion: Some(form.clone()),
            link: None,
        }
    }
}

/// A lesson as its form shows it.
pub(in super::super) struct LessonFacts {
    pub course: Course,
    pub lesson: Lesson,
    pub file: Option<Media>,
    pub learners: i64,
    pub completion: CompletionFacts,
    pub subtitles: Vec<Subtitle>,
    pub handouts: Vec<Handout>,
}

impl LessonFacts {
    pub fn of(conn: &mut PgConnection, course: Course, lesson: Lesson) -> Result<LessonFacts> {
        Ok(LessonFacts {
            file: files::of(conn, &lesson)?,
            learners: lessons::learners_of(conn, lesson.id)?,
            completion: completion::facts(conn, &lesson)?,
            subtitles: subtitles::list(conn, lesson.id)?,
            handouts: handouts::list(conn, lesson.id)?,
            course,
            lesson,
        })
    }
}

impl EditLesson {
    pub fn new(page: Page, facts: LessonFacts, typed: TypedLesson, reply: Reply) -> EditLesson {
        let (typed, completion, link) = (typed.content, typed.completion, typed.link);
        let stored = LessonForm::of(&facts.lesson);
        // A file that comes for a text lesson is a conflict as well, but brings no form back.
        let is_conflict = reply.status == StatusCode::CONFLICT && typed.is_some();
        let form = match typed {
            Some(typed) if is_conflict => LessonForm {
                version: stored.version,
                ..typed
            },
            Some(typed) => typed,
            None => stored,
        };
        EditLesson {
            l: page.l,
            completion: CompletionSection::new(
                page.l,
                facts.lesson.clone(),
                facts.completion,
                completion,
                reply.errors.clone(),
            ),
            subtitles: SubtitlesSection {
                l: page.l,
                lesson: facts.lesson.clone(),
                list: facts.subtitles,
                errors: reply.errors.clone(),
            },
            handouts: HandoutsSection {
                l: page.l,
                lesson: facts.lesson.clone(),
                list: facts.handouts,
                errors: reply.errors.clone(),
            },
            page,
            link,
            course: facts.course,
            lesson: facts.lesson,
            form,
            errors: reply.errors,
            is_conflict,
            file: facts.file,
            learners: facts.learners,
        }
    }

    /// Where the part that another subject keeps is written, and what that is called.
    fn part_to_write(&self) -> Option<(String, String)> {
        let label = match self.lesson.kind {
            LessonKind::Quiz => fl!(self.l, "teaching-lesson-write-quiz"),
            LessonKind::Assignment => fl!(self.l, "teaching-lesson-write-assignment"),
            _ => return None,
        };
        let path = self.lesson.part_path()?;
        Some((format!("{path}/edit"), label))
    }

    /// The address of a video elsewhere.
    fn link(&self) -> &str {
        let stored = || {
            let address = self.lesson.content_url.as_deref();
            address.filter(|_| self.lesson.media_id.is_none())
        };
        self.link.as_deref().or_else(stored).unwrap_or_default()
    }

    fn preview(&self) -> MarkdownPreview {
        MarkdownPreview::of(self.l, &self.form.body)
    }

    /// What is wrong with the lines of chapters that were typed.
    fn chapter_problems(&self) -> Vec<String> {
        self.errors.each("chapters", self.l)
    }

    fn duration(&self) -> Option<String> {
        self.lesson.duration_ms.map(i18n::clock)
    }

    fn file_size(&self) -> String {
        let size = self.file.as_ref().map_or(0, |file| file.byte_size);
        i18n::file_size(size)
    }

    fn body_label(&self) -> String {
        match self.lesson.kind {
            LessonKind::Text => fl!(self.l, "teaching-lesson-body"),
            LessonKind::Quiz | LessonKind::Assignment => {
                fl!(self.l, "teaching-lesson-introduction")
            }
            LessonKind::Video | LessonKind::Document | LessonKind::Replay => {
                fl!(self.l, "teaching-lesson-notes")
            }
        }
    }

    fn file_label(&self) -> String {
        match self.file {
            Some(_) => fl!(self.l, "teaching-file-replace"),
            None => fl!(self.l, "teaching-file-choose"),
        }
    }
}
