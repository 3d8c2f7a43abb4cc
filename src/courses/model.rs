//! The rows and enums of courses. What a row says of itself is here; what may be done with it is in the abilities.

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use i18n_embed_fl::fl;
use uuid::Uuid;

use crate::i18n::{Loader, Locale};
use crate::schema::{categories, courses, sections};
use crate::web::UserId;

pub use super::lesson::{Lesson, LessonId, LessonKind};

pub type CourseId = i64;
pub type CategoryId = i64;
pub type SectionId = i64;

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
    /// Whether whoever completes it is given a certificate.
    pub gives_certificate: bool,
    /// The most people who can take it at once; nothing for any number.
    pub seats: Option<i32>,
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
