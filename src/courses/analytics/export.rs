//! The learners of a course as a file: one line each, a column for each lesson.

use std::collections::HashMap;

use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::queries::{self, LearnerLine};
use super::tables::day;
use crate::courses::authoring::staffed;
use crate::courses::{CourseId, LessonId};
use crate::csv::Csv;
use crate::error::Result;
use crate::web::{Page, UserId, Viewer};

/// For the staff of the course.
///
/// # Errors
/// `NotFound` for everybody else.
pub fn write(
    conn: &mut PgConnection,
    page: &Page,
    viewer: &Viewer,
    course: CourseId,
) -> Result<String> {
    staffed(conn, viewer, course)?;
    let lessons = queries::lessons(conn, course)?;
    let learners = queries::learners(conn, course)?;
    let cells = queries::cells(conn, course)?;
    let states: HashMap<(UserId, LessonId), bool> = cells
        .into_iter()
        .map(|cell| ((cell.user_id, cell.lesson_id), cell.is_done))
        .collect();
    let l = page.l;
    let required = lessons.iter().filter(|lesson| lesson.is_required).count();
    let mut csv = Csv::new();
    let mut head = vec![
        fl!(l, "analytics-name"),
        fl!(l, "analytics-username"),
        fl!(l, "analytics-enrolled-on"),
        fl!(l, "analytics-last-seen"),
        fl!(l, "analytics-done"),
        fl!(l, "analytics-required"),
        fl!(l, "analytics-completed-on"),
    ];
    head.extend(lessons.iter().map(|lesson| lesson.title.clone()));
    csv.line(&head);
    for learner in &learners {
        let mut line = facts(page, learner, required);
        let state = |lesson: LessonId| match states.get(&(learner.user_id, lesson)) {
            Some(true) => fl!(l, "analytics-state-done"),
            Some(false) => fl!(l, "analytics-state-begun"),
            None => String::new(),
        };
        line.extend(lessons.iter().map(|lesson| state(lesson.id)));
        csv.line(&line);
    }
    Ok(csv.finish())
}

fn facts(page: &Page, learner: &LearnerLine, required: usize) -> Vec<String> {
    vec![
        learner.display_name.clone(),
        learner.username.clone(),
        day(page, learner.enrolled_at),
        learner.last_at.map(|at| day(page, at)).unwrap_or_default(),
        learner.done.to_string(),
        required.to_string(),
        learner
            .completed_at
            .map(|at| day(page, at))
            .unwrap_or_default(),
    ]
}
