//! The list of notes: a part of the lesson's page, and a page of its own.

use askama::Template;
use askama::filters::HtmlSafe;
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::note::{self, Note, NoteForm, NoteId, PAGE, Place};
use crate::courses::model::Lesson;
use crate::error::{Errors, Result};
use crate::i18n::Loader;
use crate::web::{Page, UserId};

#[derive(Template)]
#[template(path = "lessons/_notes.html")]
pub struct NotesPanel {
    l: Loader,
    path: String,
    has_player: bool,
    notes: Vec<Note>,
    /// Where the next page begins.
    next: Option<Place>,
    said: Said,
}

/// What the last act leaves on the page.
#[derive(Default)]
pub(super) struct Said {
    /// What was typed into the form for a new note, or into that of the note with this id.
    pub typed: NoteForm,
    pub of: Option<NoteId>,
    pub errors: Errors,
    /// A note that was deleted just now.
    pub deleted: Option<NoteId>,
}

impl Said {
    pub fn deleted(note: Option<NoteId>) -> Said {
        Said {
            deleted: note,
            ..Said::default()
        }
    }

    pub fn refused(typed: NoteForm, of: Option<NoteId>, errors: Errors) -> Said {
        Said {
            typed,
            of,
            errors,
            deleted: None,
        }
    }
}

impl HtmlSafe for NotesPanel {}

impl NotesPanel {
    /// The notes of this learner after a place, in a lesson that is open to them.
    pub fn load(
        conn: &mut PgConnection,
        l: Loader,
        user: UserId,
        lesson: &Lesson,
        place: Place,
    ) -> Result<NotesPanel> {
        let mut notes = note::list(conn, user, lesson.id, place)?;
        let has_more = notes.len() > PAGE;
        notes.truncate(PAGE);
        Ok(NotesPanel {
            l,
            path: lesson.path(),
            has_player: lesson.has_player(),
            next: notes.last().filter(|_| has_more).map(Note::place),
            notes,
            said: Said::default(),
        })
    }

    /// With what the last act has left.
    pub(super) fn saying(self, said: Said) -> NotesPanel {
        NotesPanel { said, ..self }
    }

    /// The first of them.
    pub fn first(
        conn: &mut PgConnection,
        l: Loader,
        user: UserId,
        lesson: &Lesson,
    ) -> Result<NotesPanel> {
        NotesPanel::load(conn, l, user, lesson, Place::default())
    }

    /// What stands in the form of this note.
    fn typed<'a>(&'a self, note: &'a Note) -> &'a str {
        match self.said.of {
            Some(id) if id == note.id => &self.said.typed.body,
            _ => &note.body,
        }
    }

    fn new_error(&self, field: &str) -> String {
        match self.said.of {
            None => self.said.errors.of(field, self.l).unwrap_or_default(),
            Some(_) => String::new(),
        }
    }

    fn error_of(&self, note: &Note) -> String {
        match self.said.of {
            Some(id) if id == note.id => self.said.errors.all(self.l).join(" "),
            _ => String::new(),
        }
    }
}

/// The notes of a lesson on a page of their own, for whoever has many, or no script.
#[derive(Template)]
#[template(path = "lessons/notes.html")]
pub(super) struct NotesPage {
    pub l: Loader,
    pub page: Page,
    pub lesson: Lesson,
    pub panel: NotesPanel,
}

impl NotesPage {
    pub fn new(page: Page, lesson: Lesson, panel: NotesPanel) -> NotesPage {
        NotesPage {
            l: page.l,
            page,
            lesson,
            panel,
        }
    }
}
