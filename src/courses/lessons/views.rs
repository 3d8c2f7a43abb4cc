//! What the page of a lesson shows.

use std::sync::Arc;

use askama::Template;
use i18n_embed_fl::fl;

use super::note::ProgressNote;
use super::reading::{LessonFile, Reading};
use crate::courses::chapters::{self, Chapter};
use crate::courses::danmaku::DanmakuPanel;
use crate::courses::external::{self, Embed};
use crate::courses::handouts::Handout;
use crate::courses::model::{Lesson, LessonId, LessonKind};
use crate::courses::notes::NotesPanel;
use crate::courses::progress::{Condition, Rules};
use crate::courses::sheet::{Sheet, SheetLesson};
use crate::courses::standing::Standing;
use crate::courses::subtitles::Subtitle;
use crate::i18n::{self, Loader};
use crate::markdown::SafeHtml;
use crate::web::Page;

/// How fast a video may be played; what is watched faster than the last is not credited.
const SPEEDS: [f32; 7] = [0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0];

#[derive(Template)]
#[template(path = "lessons/show.html")]
pub struct LessonPage {
    l: Loader,
    page: Page,
    lesson: Lesson,
    file: Option<LessonFile>,
    handouts: Vec<Handout>,
    body: Arc<SafeHtml>,
    sheet: Arc<Sheet>,
    standing: Standing,
    position_ms: i64,
    note: ProgressNote,
    rules: Rules,
    subtitles: Vec<Subtitle>,
    chapters: Vec<Chapter>,
    plays_here: bool,
    notes: Option<NotesPanel>,
    danmaku: Option<DanmakuPanel>,
    /// For the contents: the lesson that is open.
    current: Option<LessonId>,
}

impl LessonPage {
    /// `plays_here`: whether the learner has asked for the player of another site.
    pub fn new(page: Page, reading: Reading, plays_here: bool) -> LessonPage {
        let progress = reading.progress.as_ref();
        LessonPage {
            l: page.l,
            note: ProgressNote::of(page.l, &reading.lesson, &reading.rules, progress),
            position_ms: progress.map_or(0, |progress| progress.position_ms),
            current: Some(reading.lesson.id),
            chapters: chapters::parse(&reading.lesson.chapters, None).unwrap_or_default(),
            page,
            plays_here,
            lesson: reading.lesson,
            file: reading.file,
            handouts: reading.handouts,
            body: reading.body,
            sheet: reading.sheet,
            standing: reading.standing,
            rules: reading.rules,
            subtitles: reading.subtitles,
            notes: reading.notes,
            danmaku: reading.danmaku,
        }
    }

    fn previous(&self) -> Option<&SheetLesson> {
        let may_open = |lesson: &SheetLesson| self.may_open(lesson);
        self.sheet.neighbours(&self.lesson, may_open).0
    }

    /// The lesson after this one that is open, or will be once this one is done.
    fn next(&self) -> Option<&SheetLesson> {
        let may_open =
            |lesson: &SheetLesson| self.may_open(lesson) || self.is_unlocked_here(lesson);
        self.sheet.neighbours(&self.lesson, may_open).1
    }

    /// Whether nothing but this lesson keeps that one locked.
    fn is_unlocked_here(&self, lesson: &SheetLesson) -> bool {
        let open =
            |before: &SheetLesson| before.id == self.lesson.id || self.standing.has_done(before.id);
        self.standing.may_study() && self.sheet.before(lesson.id).all(open)
    }

    fn may_open(&self, lesson: &SheetLesson) -> bool {
        self.standing.may_open(&self.sheet, lesson)
    }

    fn blocker(&self, lesson: &SheetLesson) -> Option<String> {
        blocker(self.l, &self.standing, &self.sheet, lesson)
    }

    /// The file or address, unless the lesson has none yet.
    fn content_url(&self) -> Option<&str> {
        self.lesson.content_url.as_deref()
    }

    /// Whether the content lies elsewhere, where nothing can be followed.
    fn is_elsewhere(&self) -> bool {
        self.lesson.media_id.is_none() && self.lesson.content_url.is_some()
    }

    /// The player of the other site, where it has one.
    fn embed(&self) -> Option<Embed> {
        let is_video = self.lesson.kind == LessonKind::Video && self.is_elsewhere();
        self.content_url()
            .filter(|_| is_video)
            .and_then(external::embed)
    }

    /// The same, once it was asked for.
    pub fn playing(&self) -> Option<Embed> {
        self.embed().filter(|_| self.plays_here)
    }

    /// Whether these are the subtitles that this viewer's page is in: of its very language, or else the first that is
    /// close to it.
    fn is_default(&self, subtitle: &Subtitle) -> bool {
        let wanted = self.page.locale.tag();
        let is_close = |one: &&Subtitle| one.language.split('-').next() == wanted.split('-').next();
        let exact = self.subtitles.iter().find(|one| one.language == wanted);
        let best = exact.or_else(|| self.subtitles.iter().find(is_close));
        best.is_some_and(|best| best.language == subtitle.language)
    }

    /// Whether the learner has to say that they are done, as nobody else can know.
    fn is_marked_by_hand(&self) -> bool {
        self.rules.take_the_learners_word(&self.lesson)
    }

    /// Whether it counts that the lesson was opened, which a browser without scripts can only tell by a button.
    fn is_viewed_by_hand(&self) -> bool {
        !self.is_marked_by_hand() && self.rules.ask_for(Condition::Viewed)
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

/// Why a learner can't open this lesson yet.
pub fn blocker(
    l: Loader,
    standing: &Standing,
    sheet: &Sheet,
    lesson: &SheetLesson,
) -> Option<String> {
    let first = standing.blocker(sheet, lesson.id)?;
    standing
        .may_study()
        .then(|| fl!(l, "lessons-locked-behind", title = first.title.as_str()))
}
