//! The row of an assignment, and how a person reaches one.

use bigdecimal::BigDecimal;
use chrono::{DateTime, Utc};
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;

use super::late::LatePolicy;
use crate::courses::{CourseId, LessonId, LessonKind};
use crate::error::{AppError, Result};
use crate::gradebook::ItemId;
use crate::schema::{assignment_extensions, assignments, lessons};
use crate::storage::MediaKind;
use crate::web::UserId;

pub type AssignmentId = i64;

/// An assignment: the lesson it is, and its rules.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = assignments, check_for_backend(Pg))]
pub struct Assignment {
    pub id: AssignmentId,
    pub course_id: CourseId,
    pub lesson_id: LessonId,
    pub title: String,
    /// Markdown.
    pub instructions: String,
    /// What it is worth.
    pub points: BigDecimal,
    pub due_at: Option<DateTime<Utc>>,
    pub close_at: Option<DateTime<Utc>>,
    pub(super) late_percent: BigDecimal,
    pub(super) late_interval_ms: i64,
    pub(super) late_cap_percent: BigDecimal,
    pub takes_text: bool,
    /// How many files one version may have.
    pub files_allowed: i32,
    pub takes_pictures: bool,
    pub takes_documents: bool,
    pub takes_recordings: bool,
    pub takes_others: bool,
    pub grade_item_id: Option<ItemId>,
    /// Whether learners see the rubric before they hand in.
    pub shows_rubric: bool,
}

/// When a learner has to hand in: the assignment's times, or their own.
#[derive(Clone, Copy, Debug, PartialEq, Queryable, Selectable)]
#[diesel(table_name = assignment_extensions, check_for_backend(Pg))]
pub struct Times {
    pub due_at: Option<DateTime<Utc>>,
    pub close_at: Option<DateTime<Utc>>,
}

impl Times {
    /// Whether nothing is taken any more.
    pub fn are_over(&self, now: DateTime<Utc>) -> bool {
        self.close_at.is_some_and(|close| now >= close)
    }

    /// Whether what is handed in now is late.
    pub fn are_late(&self, now: DateTime<Utc>) -> bool {
        self.due_at.is_some_and(|due| now > due)
    }
}

impl Assignment {
    pub fn path(&self) -> String {
        format!(
            "/courses/{}/lessons/{}/assignment",
            self.course_id, self.lesson_id
        )
    }

    pub fn late_policy(&self) -> LatePolicy {
        LatePolicy {
            percent: self.late_percent.clone(),
            interval_ms: self.late_interval_ms,
            cap_percent: self.late_cap_percent.clone(),
        }
    }

    /// Whether files of this kind, as their content shows it, may be handed in.
    pub fn takes(&self, kind: MediaKind) -> bool {
        match kind {
            MediaKind::Image => self.takes_pictures,
            MediaKind::Document => self.takes_documents,
            MediaKind::Video | MediaKind::Audio => self.takes_recordings,
            MediaKind::Other => self.takes_others,
        }
    }

    /// Whether it takes files of every kind.
    pub fn takes_anything(&self) -> bool {
        self.takes_pictures && self.takes_documents && self.takes_recordings && self.takes_others
    }

    /// The assignment that this lesson is, once somebody has set it up.
    pub fn of_lesson(conn: &mut PgConnection, lesson: LessonId) -> Result<Option<Assignment>> {
        Ok(assignments::table
            .filter(assignments::lesson_id.eq(lesson))
            .select(Assignment::as_select())
            .first(conn)
            .optional()?)
    }

    /// The assignment that this lesson of the course is, whoever asks: for callers who have found that out.
    ///
    /// # Errors
    /// `NotFound` if the lesson is of another course, or is not set up.
    pub fn of_course(
        conn: &mut PgConnection,
        course: CourseId,
        lesson: LessonId,
    ) -> Result<Assignment> {
        let found = Assignment::of_lesson(conn, lesson)?;
        found
            .filter(|assignment| assignment.course_id == course)
            .ok_or(AppError::NotFound)
    }

    /// When this learner has to hand in.
    pub fn times_of(&self, conn: &mut PgConnection, learner: UserId) -> Result<Times> {
        let own = assignment_extensions::table
            .filter(assignment_extensions::assignment_id.eq(self.id))
            .filter(assignment_extensions::user_id.eq(learner))
            .select(Times::as_select())
            .first(conn)
            .optional()?;
        Ok(own.unwrap_or_else(|| self.times()))
    }

    /// When everybody has to hand in who has no times of their own.
    pub fn times(&self) -> Times {
        Times {
            due_at: self.due_at,
            close_at: self.close_at,
        }
    }
}

/// The lesson, if it is one of this course and an assignment.
pub fn assignment_lesson(
    conn: &mut PgConnection,
    course: CourseId,
    lesson: LessonId,
) -> Result<(LessonId, String)> {
    Ok(lessons::table
        .find(lesson)
        .filter(lessons::course_id.eq(course))
        .filter(lessons::kind.eq(LessonKind::Assignment))
        .select((lessons::id, lessons::title))
        .first(conn)?)
}
