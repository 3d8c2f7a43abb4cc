//! The rows and enums of courses. What a row says of itself is here; what may be done with it is in the abilities.

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use i18n_embed_fl::fl;
use uuid::Uuid;

use crate::i18n::{Loader, Locale};
use crate::schema::{categories, courses, lessons, sections};
use crate::web::UserId;

pub type CourseId = i64;
pub type CategoryId = i64;
pub type SectionId = i64;
pub type LessonId = i64;

crate::pg_enum! {
    /// What a course asks of those who take it.
    pub enum Level : crate::schema::sql_types::CourseLevel {
        Beginner = "beginner",
        Intermediate = "intermediate",
        Advanced = "advanced",
    }
}

impl Level {
    pub const ALL: [Level; 3] = [Level::Beginner, Level::Intermediate, Level::Advanced];

    pub fn label(self, l: Loader) -> String {
        match self {
            Level::Beginner => fl!(l, "courses-level-beginner"),
            Level::Intermediate => fl!(l, "courses-level-intermediate"),
            Level::Advanced => fl!(l, "courses-level-advanced"),
        }
    }
}

crate::pg_enum! {
    /// The language a course is taught in, whatever the language of the page around it.
    pub enum Language : crate::schema::sql_types::CourseLanguage {
        Zh = "zh",
        En = "en",
    }
}

impl Language {
    pub const ALL: [Language; 2] = [Language::Zh, Language::En];

    pub fn label(self, l: Loader) -> String {
        match self {
            Language::Zh => fl!(l, "courses-language-zh"),
            Language::En => fl!(l, "courses-language-en"),
        }
    }

    /// The BCP 47 tag, for `lang` attributes.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Zh => "zh-CN",
            Language::En => "en",
        }
    }
}

crate::pg_enum! {
    /// Who sees a course: its staff; everybody; its staff and those who take it.
    pub enum Status : crate::schema::sql_types::CourseStatus {
        Draft = "draft",
        Published = "published",
        Archived = "archived",
    }
}

impl Status {
    pub const ALL: [Status; 3] = [Status::Draft, Status::Published, Status::Archived];

    pub fn label(self, l: Loader) -> String {
        match self {
            Status::Draft => fl!(l, "courses-status-draft"),
            Status::Published => fl!(l, "courses-status-published"),
            Status::Archived => fl!(l, "courses-status-archived"),
        }
    }
}

crate::pg_enum! {
    /// A rank within one course. Assistants read everything and write nothing of the course itself.
    pub enum StaffRole : crate::schema::sql_types::CourseRole {
        Owner = "owner",
        Teacher = "teacher",
        Assistant = "assistant",
    }
}

impl StaffRole {
    /// Whether this rank may change the course and its lessons.
    pub fn may_write(self) -> bool {
        matches!(self, StaffRole::Owner | StaffRole::Teacher)
    }

    pub fn label(self, l: Loader) -> String {
        match self {
            StaffRole::Owner => fl!(l, "courses-staff-owner"),
            StaffRole::Teacher => fl!(l, "courses-staff-teacher"),
            StaffRole::Assistant => fl!(l, "courses-staff-assistant"),
        }
    }
}

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

crate::pg_enum! {
    pub enum ProgressStatus : crate::schema::sql_types::ProgressStatus {
        NotStarted = "not_started",
        InProgress = "in_progress",
        Completed = "completed",
    }
}

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = categories, check_for_backend(Pg))]
pub struct Category {
    pub id: CategoryId,
    pub name: String,
    pub name_en: String,
    pub parent_id: Option<CategoryId>,
    pub order: i32,
}

impl Category {
    pub fn name_in(&self, locale: Locale) -> &str {
        match locale {
            Locale::ZhCn => &self.name,
            Locale::En => &self.name_en,
        }
    }
}

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = courses, check_for_backend(Pg))]
pub struct Course {
    pub id: CourseId,
    pub title: String,
    pub summary: String,
    /// Markdown.
    pub description: String,
    pub teacher_id: UserId,
    pub category_id: CategoryId,
    pub cover_media_id: Option<Uuid>,
    /// In minor units of the currency; 0 is free.
    pub price_minor: i64,
    pub currency: String,
    pub level: Level,
    pub language: Language,
    pub status: Status,
    pub enrolled_count: i32,
    pub published_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    /// Moves with every change to the course, its sections and its lessons, so it names a version of them all.
    pub updated_at: DateTime<Utc>,
}

impl Course {
    pub fn is_free(&self) -> bool {
        self.price_minor == 0
    }

    pub fn path(&self) -> String {
        format!("/courses/{}", self.id)
    }
}

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = sections, check_for_backend(Pg))]
pub struct Section {
    pub id: SectionId,
    pub course_id: CourseId,
    pub title: String,
    pub order: i32,
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
}

impl Lesson {
    pub fn path(&self) -> String {
        format!("/courses/{}/lessons/{}", self.course_id, self.id)
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
