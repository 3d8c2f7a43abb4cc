//! The list of danmaku: a part of the lesson's page, some minutes of it, one line, and a page of its own.

use askama::Template;
use askama::filters::HtmlSafe;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;
use uuid::Uuid;

use super::reports;
use super::timeline::{self, LineForm, Placed};
use crate::courses::model::Lesson;
use crate::danmaku::{Colour, LONGEST};
use crate::error::{Errors, Result};
use crate::i18n::Loader;
use crate::web::{Page, UserId, Viewer};

/// Who reads.
#[derive(Clone, Copy)]
pub struct Reader {
    pub user: UserId,
    /// Whether they are of the course's staff.
    pub is_staff: bool,
}

/// One line of the list.
#[derive(Template)]
#[template(path = "lessons/_danmaku_line.html")]
pub(super) struct Piece<'a> {
    pub l: Loader,
    pub path: &'a str,
    pub line: &'a Placed,
    pub reader: Reader,
}

impl HtmlSafe for Piece<'_> {}

/// Some minutes of lines.
#[derive(Template)]
#[template(path = "lessons/_danmaku_part.html")]
pub(super) struct Part {
    l: Loader,
    path: String,
    reader: Reader,
    number: i64,
    /// Names what it holds.
    version: String,
    lines: Vec<Placed>,
}

impl HtmlSafe for Part {}

impl Part {
    pub fn load(
        conn: &mut PgConnection,
        l: Loader,
        lesson: &Lesson,
        reader: Reader,
        number: i64,
    ) -> Result<Part> {
        let lines = timeline::part(conn, lesson, number)?;
        let newest = lines.iter().map(|line| line.id).max().unwrap_or(0);
        Ok(Part {
            l,
            path: lesson.path(),
            reader,
            number,
            version: format!("{}-{newest}", lines.len()),
            lines,
        })
    }

    fn piece<'a>(&'a self, line: &'a Placed) -> Piece<'a> {
        Piece {
            l: self.l,
            path: &self.path,
            line,
            reader: self.reader,
        }
    }
}

impl Piece<'_> {
    fn is_own(&self) -> bool {
        self.line.user == self.reader.user
    }
}

/// The list with the line to write in.
#[derive(Template)]
#[template(path = "lessons/_danmaku.html")]
pub struct DanmakuPanel {
    l: Loader,
    lesson: Lesson,
    viewer: Viewer,
    part: Part,
    /// How many lines of the course wait for its staff; told them alone.
    waiting: i64,
    typed: LineForm,
    errors: Errors,
}

impl HtmlSafe for DanmakuPanel {}

impl DanmakuPanel {
    /// A part of the list, for whoever may study the lesson.
    pub fn load(
        conn: &mut PgConnection,
        l: Loader,
        viewer: &Viewer,
        is_staff: bool,
        lesson: &Lesson,
        number: i64,
    ) -> Result<DanmakuPanel> {
        let reader = Reader {
            user: viewer.id,
            is_staff,
        };
        Ok(DanmakuPanel {
            l,
            part: Part::load(conn, l, lesson, reader, number)?,
            waiting: match is_staff {
                true => reports::count(conn, lesson.course_id)?,
                false => 0,
            },
            lesson: lesson.clone(),
            viewer: viewer.clone(),
            typed: LineForm::default(),
            errors: Errors::default(),
        })
    }

    /// With what was typed and can't be taken.
    pub(super) fn saying(self, typed: LineForm, errors: Errors) -> DanmakuPanel {
        DanmakuPanel {
            typed,
            errors,
            ..self
        }
    }

    fn nonce(&self) -> Uuid {
        Uuid::now_v7()
    }

    fn colours(&self) -> [(Colour, String); 6] {
        Colour::ALL.map(|colour| (colour, colour.label(self.l)))
    }

    fn parts(&self) -> i64 {
        timeline::parts(&self.lesson)
    }

    fn next_part(&self) -> Option<i64> {
        let next = self.part.number + 1;
        (next < self.parts()).then_some(next)
    }

    fn waiting(&self) -> String {
        fl!(self.l, "danmaku-reports-waiting", count = self.waiting)
    }

    fn problems(&self) -> String {
        self.errors.all(self.l).join(" ")
    }
}

/// The list on a page of its own, for whoever has no script.
#[derive(Template)]
#[template(path = "lessons/danmaku.html")]
pub(super) struct DanmakuPage {
    pub l: Loader,
    pub page: Page,
    pub lesson: Lesson,
    pub panel: DanmakuPanel,
}

impl DanmakuPage {
    pub fn new(page: Page, lesson: Lesson, panel: DanmakuPanel) -> DanmakuPage {
        DanmakuPage {
            l: page.l,
            page,
            lesson,
            panel,
        }
    }
}
