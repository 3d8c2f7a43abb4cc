//! The row of a learner and a lesson, and the word of the learner that they are done.

use std::ops::Bound;

use diesel::dsl::now;
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;

use super::intervals::Watched;
use crate::courses::model::{Lesson, LessonId, LessonKind, ProgressStatus};
use crate::error::{AppError, Result};
use crate::schema::progress;
use crate::text;
use crate::web::UserId;

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = progress, check_for_backend(Pg))]
pub struct Progress {
    pub status: ProgressStatus,
    /// Where the player resumes.
    pub position_ms: i64,
    watched: Vec<(Bound<i64>, Bound<i64>)>,
}

impl Progress {
    /// How far this person is with a lesson; `None` if they have never opened it.
    pub fn find(
        conn: &mut PgConnection,
        user: UserId,
        lesson: LessonId,
    ) -> Result<Option<Progress>> {
        let row = progress::table
            .filter(progress::user_id.eq(user))
            .filter(progress::lesson_id.eq(lesson))
            .select(Progress::as_select())
            .first(conn)
            .optional()?;
        Ok(row)
    }

    pub fn is_completed(&self) -> bool {
        self.status == ProgressStatus::Completed
    }

    pub fn watched(&self) -> Watched {
        Watched::from_bounds(self.watched.clone())
    }
}

/// Whether the program can follow a learner through this lesson by itself. What it can't follow, the learner marks.
pub fn is_tracked(lesson: &Lesson) -> bool {
    match lesson.kind {
        LessonKind::Video => lesson.media_id.is_some() && lesson.duration_ms.is_some(),
        LessonKind::Quiz | LessonKind::Assignment => true,
        LessonKind::Document | LessonKind::Text | LessonKind::Replay => false,
    }
}

/// Notes that the learner says they are done with a lesson.
///
/// # Errors
/// `Conflict` for lessons that the program follows by itself.
pub fn mark_done(conn: &mut PgConnection, user: UserId, lesson: &Lesson) -> Result<()> {
    if is_tracked(lesson) {
        return Err(AppError::Conflict(text!("lessons-tracked")));
    }
    let of_learner = (
        progress::user_id.eq(user),
        progress::course_id.eq(lesson.course_id),
        progress::lesson_id.eq(lesson.id),
    );
    diesel::insert_into(progress::table)
        .values(of_learner)
        .on_conflict_do_nothing()
        .execute(conn)?;
    // A second time does not move the day of completion.
    diesel::update(progress::table)
        .filter(progress::user_id.eq(user))
        .filter(progress::lesson_id.eq(lesson.id))
        .filter(progress::status.ne(ProgressStatus::Completed))
        .set((
            progress::status.eq(ProgressStatus::Completed),
            progress::completed_at.eq(now),
            progress::last_accessed_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}
