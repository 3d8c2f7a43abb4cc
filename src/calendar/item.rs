//! A date in somebody's calendar.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text, Timestamptz};
use i18n_embed_fl::fl;

use crate::i18n::Loader;

/// What a date is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A live class begins.
    Class,
    /// What is handed in later is late.
    AssignmentDue,
    /// Nothing is taken any more.
    AssignmentClose,
    QuizOpen,
    QuizClose,
}

impl Kind {
    /// Its name in the query, in class names and in the ids of the feed, where it may never change.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Class => "class",
            Kind::AssignmentDue => "assignment-due",
            Kind::AssignmentClose => "assignment-close",
            Kind::QuizOpen => "quiz-open",
            Kind::QuizClose => "quiz-close",
        }
    }

    pub fn label(self, l: Loader) -> String {
        match self {
            Kind::Class => fl!(l, "calendar-class"),
            Kind::AssignmentDue => fl!(l, "calendar-assignment-due"),
            Kind::AssignmentClose => fl!(l, "calendar-assignment-close"),
            Kind::QuizOpen => fl!(l, "calendar-quiz-open"),
            Kind::QuizClose => fl!(l, "calendar-quiz-close"),
        }
    }

    /// The name of its icon.
    pub fn icon(self) -> &'static str {
        match self {
            Kind::Class => "radio",
            Kind::AssignmentDue | Kind::AssignmentClose => "pencil",
            Kind::QuizOpen | Kind::QuizClose => "circle-help",
        }
    }

    /// Whether something has to be done by then.
    pub fn is_deadline(self) -> bool {
        matches!(
            self,
            Kind::AssignmentDue | Kind::AssignmentClose | Kind::QuizClose
        )
    }

    fn from_name(name: &str) -> Kind {
        match name {
            "assignment-due" => Kind::AssignmentDue,
            "assignment-close" => Kind::AssignmentClose,
            "quiz-open" => Kind::QuizOpen,
            "quiz-close" => Kind::QuizClose,
            _ => Kind::Class,
        }
    }
}

/// A date of something that the person may reach now.
#[derive(Clone, Debug, QueryableByName)]
pub struct Item {
    #[diesel(sql_type = Text)]
    kind: String,
    /// Of the class, the assignment or the quiz.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub course_title: Option<String>,
    /// Where it is found.
    #[diesel(sql_type = Text)]
    pub path: String,
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
    /// When a class was over.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub ended_at: Option<DateTime<Utc>>,
    /// Whether it is of a course that the person teaches.
    #[diesel(sql_type = Bool)]
    pub is_taught: bool,
    /// Handed in, submitted, excused; of a class, over.
    #[diesel(sql_type = Bool)]
    pub is_done: bool,
    /// Whether the class goes on right now.
    #[diesel(sql_type = Bool)]
    pub is_live: bool,
    /// When it last became what it is.
    #[diesel(sql_type = Timestamptz)]
    pub changed_at: DateTime<Utc>,
}

impl Item {
    pub fn kind(&self) -> Kind {
        Kind::from_name(&self.kind)
    }

    /// Whether the person has yet to do something by then.
    pub fn is_to_do(&self) -> bool {
        self.kind().is_deadline() && !self.is_done && !self.is_taught
    }

    /// The assignment, if this is when it is due.
    pub fn assignment_due(&self) -> Option<i64> {
        (self.kind() == Kind::AssignmentDue).then_some(self.id)
    }
}
