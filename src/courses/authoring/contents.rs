//! What the outline shows of a course: its sections and their lessons, without the lessons' texts.

use std::collections::HashMap;

use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;

use crate::courses::{CourseId, LessonId, LessonKind, Section, SectionId};
use crate::error::Result;
use crate::i18n;
use crate::schema::{lessons, sections};

/// A section with its lessons, in order.
pub(super) struct Part {
    pub section: Section,
    pub lessons: Vec<Entry>,
}

/// A line of the outline.
#[derive(Queryable, Selectable)]
#[diesel(table_name = lessons, check_for_backend(Pg))]
pub(super) struct Entry {
    pub id: LessonId,
    section_id: SectionId,
    pub title: String,
    pub kind: LessonKind,
    duration_ms: Option<i64>,
    pub is_preview: bool,
    /// Whether there is something to learn from in it.
    #[diesel(select_expression = is_ready(), select_expression_type = is_ready)]
    pub is_ready: bool,
}

/// A text lesson has words, a replay its class, videos and documents a file or an address. What a quiz or an assignment
/// holds is known to those subjects alone.
#[diesel::dsl::auto_type]
pub(in crate::courses) fn is_ready() -> _ {
    let text: LessonKind = LessonKind::Text;
    let elsewhere: [LessonKind; 2] = [LessonKind::Quiz, LessonKind::Assignment];
    lessons::body
        .ne("")
        .and(lessons::kind.eq(text))
        .or(lessons::content_url.is_not_null())
        .or(lessons::live_room_id.is_not_null())
        .or(lessons::kind.eq_any(elsewhere))
}

pub(super) fn list(conn: &mut PgConnection, course: CourseId) -> Result<Vec<Part>> {
    let sections = sections::table
        .filter(sections::course_id.eq(course))
        .order(sections::order)
        .select(Section::as_select())
        .load(conn)?;
    let lessons = lessons::table
        .filter(lessons::course_id.eq(course))
        .order(lessons::order)
        .select(Entry::as_select())
        .load(conn)?;
    let mut of_section: HashMap<SectionId, Vec<Entry>> = HashMap::new();
    for lesson in lessons {
        of_section
            .entry(lesson.section_id)
            .or_default()
            .push(lesson);
    }
    let part = |section: Section| Part {
        lessons: of_section.remove(&section.id).unwrap_or_default(),
        section,
    };
    Ok(sections.into_iter().map(part).collect())
}

impl Entry {
    /// How long a video is.
    pub fn duration(&self) -> Option<String> {
        self.duration_ms.map(i18n::clock)
    }
}
