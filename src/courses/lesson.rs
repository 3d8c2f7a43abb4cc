//! What a lesson is: its kind, its row, and where its parts are found.

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use i18n_embed_fl::fl;
use uuid::Uuid;

use super::model::{CourseId, SectionId};
use crate::i18n::Loader;
use crate::schema::lessons;

pub type LessonId = i64;

crate::pg_enum! {
    pub enum LessonKind : crate::schema::sql_types::LessonKind {
        Video = "video",
        Document = "document",
        Text = "text",
        Quiz = "quiz",
        Assignment = "assignment",
        Replay = "replay",
    }
}

impl LessonKind {
    /// What a teacher adds to the outline. A replay is not among them: it comes from its class.
    pub const OFFERED: [LessonKind; 5] = [
        LessonKind::Video,
        LessonKind::Document,
        LessonKind::Text,
        LessonKind::Quiz,
        LessonKind::Assignment,
    ];

    /// Whether a file or an outside address is its content.
    pub fn has_file(self) -> bool {
        matches!(self, LessonKind::Video | LessonKind::Document)
    }

    /// The name of its icon.
    pub fn icon(self) -> &'static str {
        match self {
            LessonKind::Video => "play",
            LessonKind::Document => "file",
            LessonKind::Text => "file-text",
            LessonKind::Quiz => "circle-help",
            LessonKind::Assignment => "pencil",
            LessonKind::Replay => "video",
        }
    }

    pub fn label(self, l: Loader) -> String {
        match self {
            LessonKind::Video => fl!(l, "lessons-kind-video"),
            LessonKind::Document => fl!(l, "lessons-kind-document"),
            LessonKind::Text => fl!(l, "lessons-kind-text"),
            LessonKind::Quiz => fl!(l, "lessons-kind-quiz"),
            LessonKind::Assignment => fl!(l, "lessons-kind-assignment"),
            LessonKind::Replay => fl!(l, "lessons-kind-replay"),
        }
    }
}

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = lessons, check_for_backend(Pg))]
pub struct Lesson {
    pub id: LessonId,
    pub course_id: CourseId,
    pub section_id: SectionId,
    pub title: String,
    pub kind: LessonKind,
    /// Dense from 1 within the course.
    pub order: i32,
    /// The path of the uploaded file, or an external address.
    pub content_url: Option<String>,
    pub media_id: Option<Uuid>,
    /// Markdown: the text of a text lesson, notes beside a video or document.
    pub body: String,
    pub duration_ms: Option<i64>,
    pub is_preview: bool,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// Of a replay, the class it shows.
    pub live_room_id: Option<i64>,
    /// Whether it counts for the progress of its course.
    pub is_required: bool,
    /// Whether one of its conditions makes it done, or all have to be met.
    pub completion_any: bool,
    /// Of a video: a line per chapter, as [`super::chapters`] reads them.
    pub chapters: String,
}

impl Lesson {
    pub fn path(&self) -> String {
        format!("/courses/{}/lessons/{}", self.course_id, self.id)
    }

    /// Whether the program can tell which parts of it somebody has watched.
    pub fn is_measured(&self) -> bool {
        self.kind == LessonKind::Video && self.media_id.is_some() && self.duration_ms.is_some()
    }

    /// Whether it is a video that plays here.
    pub fn has_player(&self) -> bool {
        self.kind == LessonKind::Video && self.media_id.is_some()
    }

    /// Where the part of it that another subject serves is found: the quiz, the assignment, the replay.
    pub fn part_path(&self) -> Option<String> {
        match self.kind {
            LessonKind::Quiz => Some(format!("{}/quiz", self.path())),
            LessonKind::Assignment => Some(format!("{}/assignment", self.path())),
            LessonKind::Replay => self.live_room_id.map(|room| format!("/live/{room}/replay")),
            LessonKind::Video | LessonKind::Document | LessonKind::Text => None,
        }
    }
}
