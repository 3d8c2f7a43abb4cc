//! After a rule has changed: whoever has done enough by the new one is done. Nobody loses a completion.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::row::Progress;
use super::rules::{Condition, Rules};
use super::settling::{complete, lessons_of};
use super::sources;
use crate::courses::model::{CourseId, Lesson, ProgressStatus};
use crate::courses::{certificates, finishing};
use crate::error::Result;
use crate::jobs::{self, Job};
use crate::schema::{enrollments, progress};
use crate::state::App;
use crate::web::UserId;

/// How many learners one transaction judges.
const BATCH: i64 = 500;

/// Judges the learners of a course anew.
#[derive(Serialize, Deserialize)]
pub struct RecountCourse {
    course: CourseId,
}

impl Job for RecountCourse {
    const NAME: &'static str = "courses.recount";

    async fn run(self, app: &App) -> anyhow::Result<()> {
        let course = self.course;
        let lessons = app.db.run(move |conn| lessons_of(conn, course)).await?;
        // What is done opens what waits for it, so the lessons are gone through until nothing more follows.
        for lesson in lessons {
            let mut after = Some(0);
            while let Some(from) = after {
                let lesson = lesson.clone();
                after = app.db.run(move |conn| judge(conn, &lesson, from)).await?;
            }
        }
        let mut after = Some(0);
        while let Some(from) = after {
            after = app.db.run(move |conn| finish(conn, course, from)).await?;
        }
        Ok(())
    }
}

/// Has the learners of a course judged anew soon after this transaction.
pub fn recount(conn: &mut PgConnection, course: CourseId) -> Result<()> {
    jobs::enqueue(conn, &RecountCourse { course })
}

/// Judges some learners of a lesson; answers where the next ones begin.
fn judge(conn: &mut PgConnection, lesson: &Lesson, after: i64) -> Result<Option<i64>> {
    conn.transaction(|conn| {
        let rules = Rules::of(conn, lesson)?;
        if after == 0 {
            refresh(conn, lesson, &rules)?;
        }
        let rows: Vec<Progress> = progress::table
            .filter(progress::lesson_id.eq(lesson.id))
            .filter(progress::status.ne(ProgressStatus::Completed))
            .filter(progress::id.gt(after))
            .order(progress::id)
            .limit(BATCH)
            .select(Progress::as_select())
            .load(conn)?;
        let met: Vec<i64> = rows
            .iter()
            .filter(|row| rules.are_met(lesson, row))
            .map(|row| row.id)
            .collect();
        complete(conn, lesson, &met)?;
        Ok(rows.last().map(|row| row.id))
    })
}

fn refresh(conn: &mut PgConnection, lesson: &Lesson, rules: &Rules) -> Result<()> {
    if rules.ask_for(Condition::Posted) {
        sources::note_earlier_posts(conn, lesson)?;
    }
    if rules.ask_for(Condition::Attended) {
        sources::note_stays(conn, lesson, None)?;
    }
    Ok(())
}

/// Looks whose course is finished now that other lessons are required; answers where the next ones begin.
fn finish(conn: &mut PgConnection, course: CourseId, after: i64) -> Result<Option<i64>> {
    conn.transaction(|conn| {
        let learners: Vec<UserId> = enrollments::table
            .filter(enrollments::course_id.eq(course))
            .filter(enrollments::user_id.gt(after))
            .order(enrollments::user_id)
            .limit(BATCH)
            .select(enrollments::user_id)
            .load(conn)?;
        finishing::check(conn, course, &learners)?;
        certificates::issue_missing(conn, course, &learners)?;
        Ok(learners.last().copied())
    })
}
