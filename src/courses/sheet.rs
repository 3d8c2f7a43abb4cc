//! What every viewer of a course sees alike: its facts, its description and its contents.
//!
//! Made once per version of the course and shared (`courses.updated_at` moves with the contents as well), so that a
//! course page costs its viewer's one query and no more. Nothing here may depend on who looks.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;

use super::category::CategoryTree;
use super::cover;
use super::model::{Category, Course, CourseId, Lesson, LessonId, LessonKind, Section, SectionId};
use crate::error::Result;
use crate::i18n;
use crate::markdown::{self, SafeHtml};
use crate::schema::{courses, lesson_prerequisites, lessons, sections, users};
use crate::web::shared::Shared;

/// The topic of [`Shared`] that holds sheets.
pub const TOPIC: &str = "course-sheet";

#[derive(Debug)]
pub struct Sheet {
    pub course: Course,
    /// The name of its teacher.
    pub teacher: String,
    pub description: SafeHtml,
    /// From the top of the tree to its category.
    pub path: Vec<Category>,
    pub sections: Vec<SheetSection>,
    /// Which lessons each lesson waits for.
    after: HashMap<LessonId, Vec<LessonId>>,
}

#[derive(Debug)]
pub struct SheetSection {
    pub title: String,
    pub lessons: Vec<SheetLesson>,
}

/// A line of the contents. It tells that a lesson is there, never what is in it.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = lessons, check_for_backend(Pg))]
pub struct SheetLesson {
    pub id: LessonId,
    pub section_id: SectionId,
    pub title: String,
    pub kind: LessonKind,
    pub duration_ms: Option<i64>,
    pub is_preview: bool,
    /// Whether it counts for the progress of the course.
    pub is_required: bool,
}

impl SheetLesson {
    /// How long it lasts, as 12:30; nothing for what is read.
    pub fn duration(&self) -> Option<String> {
        self.duration_ms.map(i18n::clock)
    }

    pub fn icon(&self) -> &'static str {
        self.kind.icon()
    }
}

impl Sheet {
    /// The sheet of this version of a course, from memory or made anew. Whether the viewer may see the course has been
    /// asked by the caller, who knows the version from there.
    pub fn of(
        shared: &Shared,
        conn: &mut PgConnection,
        id: CourseId,
        version: DateTime<Utc>,
    ) -> Result<Arc<Sheet>> {
        let slot = shared.slot(TOPIC, format!("{id} {}", version.timestamp_micros()));
        match slot.get() {
            Some(sheet) => Ok(sheet),
            None => Ok(slot.put(Sheet::load(conn, id)?)),
        }
    }

    fn load(conn: &mut PgConnection, id: CourseId) -> Result<Sheet> {
        let (course, teacher): (Course, String) = courses::table
            .find(id)
            .inner_join(users::table)
            .select((Course::as_select(), users::display_name))
            .first(conn)?;
        let tree = CategoryTree::load(conn)?;
        Ok(Sheet {
            description: markdown::full(&course.description),
            path: tree.path(course.category_id).into_iter().cloned().collect(),
            sections: contents(conn, id)?,
            after: prerequisites(conn, id)?,
            course,
            teacher,
        })
    }

    pub fn cover(&self) -> String {
        let course = &self.course;
        let version = course.updated_at.timestamp_micros();
        cover::address(course.id, course.cover_media_id, version)
    }

    pub fn lessons(&self) -> impl DoubleEndedIterator<Item = &SheetLesson> {
        self.sections.iter().flat_map(|section| &section.lessons)
    }

    /// The lessons that count for the progress of the course.
    pub fn required(&self) -> impl Iterator<Item = &SheetLesson> {
        self.lessons().filter(|lesson| lesson.is_required)
    }

    pub fn required_count(&self) -> usize {
        self.required().count()
    }

    /// The lessons that have to be done before this one, in the course's order.
    pub fn before(&self, lesson: LessonId) -> impl Iterator<Item = &SheetLesson> {
        let before = self.after.get(&lesson).map_or(&[][..], Vec::as_slice);
        // Most wait for none, and then there is nothing to look for in a long course.
        let looked_at = if before.is_empty() { 0 } else { usize::MAX };
        let lessons = self.lessons().take(looked_at);
        lessons.filter(|other| before.contains(&other.id))
    }

    pub fn lesson_count(&self) -> usize {
        self.lessons().count()
    }

    /// How long its videos last together, as 3:05:00; nothing if it has none.
    pub fn duration(&self) -> Option<String> {
        let total: i64 = self.lessons().filter_map(|lesson| lesson.duration_ms).sum();
        (total > 0).then(|| i18n::clock(total))
    }

    /// The lessons before and after this one, of those that `may_open` lets through.
    pub fn neighbours(
        &self,
        lesson: &Lesson,
        may_open: impl Fn(&SheetLesson) -> bool,
    ) -> (Option<&SheetLesson>, Option<&SheetLesson>) {
        let is_open = |other: &&SheetLesson| may_open(other);
        let before = self.lessons().take_while(|other| other.id != lesson.id);
        let after = self.lessons().skip_while(|other| other.id != lesson.id);
        (before.filter(is_open).last(), after.skip(1).find(is_open))
    }
}

fn prerequisites(
    conn: &mut PgConnection,
    course: CourseId,
) -> QueryResult<HashMap<LessonId, Vec<LessonId>>> {
    let rows: Vec<(LessonId, LessonId)> = lesson_prerequisites::table
        .filter(lesson_prerequisites::course_id.eq(course))
        .select((
            lesson_prerequisites::lesson_id,
            lesson_prerequisites::required_lesson_id,
        ))
        .load(conn)?;
    let mut after: HashMap<LessonId, Vec<LessonId>> = HashMap::new();
    for (lesson, required) in rows {
        after.entry(lesson).or_default().push(required);
    }
    Ok(after)
}

fn contents(conn: &mut PgConnection, course: CourseId) -> Result<Vec<SheetSection>> {
    let sections: Vec<Section> = sections::table
        .filter(sections::course_id.eq(course))
        .order(sections::order)
        .select(Section::as_select())
        .load(conn)?;
    let mut lessons: Vec<SheetLesson> = lessons::table
        .filter(lessons::course_id.eq(course))
        .order(lessons::order)
        .select(SheetLesson::as_select())
        .load(conn)?;
    let with_lessons = |section: Section| SheetSection {
        title: section.title,
        lessons: lessons
            .extract_if(.., |lesson| lesson.section_id == section.id)
            .collect(),
    };
    Ok(sections.into_iter().map(with_lessons).collect())
}
