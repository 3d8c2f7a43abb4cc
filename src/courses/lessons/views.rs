//! What the page of a lesson shows.

use std::sync::Arc;

use askama::Template;
use i18n_embed_fl::fl;

use super::reading::{LessonFile, Reading};
use crate::courses::model::{Lesson, LessonId, LessonKind};
use crate::courses::progress::{Progress, is_tracked};
use crate::courses::sheet::{Sheet, SheetLesson};
use crate::courses::standing::Standing;
use crate::i18n::{self, Loader};
use crate::markdown::SafeHtml;
use crate::web::Page;

#[derive(Template)]
#[template(path = "lessons/show.html")]
pub struct LessonPage {
    l: Loader,
    page: Page,
    lesson: Lesson,
    file: Option<LessonFile>,
    body: Arc<SafeHtml>,
    sheet: Arc<Sheet>,
    standing: Standing,
    position_ms: i64,
    note: ProgressNote,
    /// For the contents: the lesson that is open.
    current: Option<LessonId>,
}

impl LessonPage {
    pub fn new(page: Page, reading: Reading) -> LessonPage {
        let progress = reading.progress.as_ref();
        LessonPage {
            l: page.l,
            note: ProgressNote::of(page.l, &reading.lesson, progress),
            position_ms: progress.map_or(0, |progress| progress.position_ms),
            current: Some(reading.lesson.id),
            page,
            lesson: reading.lesson,
            file: reading.file,
            body: reading.body,
            sheet: reading.sheet,
            standing: reading.standing,
        }
    }

    fn previous(&self) -> Option<&SheetLesson> {
        let may_open = |lesson: &SheetLesson| self.standing.may_open(lesson);
        self.sheet.neighbours(&self.lesson, may_open).0
    }

    fn next(&self) -> Option<&SheetLesson> {
        let may_open = |lesson: &SheetLesson| self.standing.may_open(lesson);
        self.sheet.neighbours(&self.lesson, may_open).1
    }

    /// The file or address, unless the lesson has none yet.
    fn content_url(&self) -> Option<&str> {
        self.lesson.content_url.as_deref()
    }

    /// Whether the content lies elsewhere, where nothing can be followed.
    fn is_elsewhere(&self) -> bool {
        self.lesson.media_id.is_none() && self.lesson.content_url.is_some()
    }

    /// Whether the learner has to say that they are done, as nobody else can know.
    fn is_marked_by_hand(&self) -> bool {
        !is_tracked(&self.lesson)
    }

    /// What the part that another subject serves is called.
    fn part_label(&self) -> String {
        match self.lesson.kind {
            LessonKind::Assignment => fl!(self.l, "lessons-open-assignment"),
            LessonKind::Replay => fl!(self.l, "lessons-open-replay"),
            _ => fl!(self.l, "lessons-open-quiz"),
        }
    }

    fn is_pdf(&self) -> bool {
        let is_pdf = |file: &LessonFile| file.content_type == "application/pdf";
        self.file.as_ref().is_some_and(is_pdf)
    }

    /// Where the player goes on, if that is worth a word.
    fn resumed_at(&self) -> Option<String> {
        let is_inside = self.position_ms > 5_000 && !self.note.is_done;
        is_inside.then(|| i18n::clock(self.position_ms))
    }
}

/// How far the learner is: part of the page, and the answer to a heartbeat.
#[derive(Template)]
#[template(path = "lessons/_progress.html")]
pub struct ProgressNote {
    l: Loader,
    pub is_done: bool,
    /// In percent, where the program follows by itself.
    watched: Option<i64>,
}

/// Its own template has escaped what it shows.
impl askama::filters::HtmlSafe for ProgressNote {}

impl ProgressNote {
    pub fn of(l: Loader, lesson: &Lesson, progress: Option<&Progress>) -> ProgressNote {
        let length = progress.map_or(0, |progress| progress.watched().length_ms());
        let duration = lesson.duration_ms.filter(|_| is_tracked(lesson));
        ProgressNote {
            l,
            is_done: progress.is_some_and(Progress::is_completed),
            watched: duration.map(|duration| (length * 100 / duration).min(100)),
        }
    }
}
