//! How a grade is written: the evaluation, and with it the grade book.

use bigdecimal::BigDecimal;
use diesel::dsl::now;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::evaluation::Evaluation;
use super::form::{GradingForm, Judgement, seen};
use super::{SubmissionPath, of_staff};
use crate::assignments::assignment::{Assignment, Times};
use crate::assignments::grade;
use crate::assignments::handing_in::{Submission, SubmissionId, Version};
use crate::assignments::late::lateness;
use crate::assignments::rubric::Rubric;
use crate::error::{AppError, Result};
use crate::gradebook::{self, Given, ItemId, Standing};
use crate::notifications::{self, Event, Notice};
use crate::schema::{assignment_evaluations, assignment_submissions, assignments};
use crate::text;
use crate::web::{UserId, Viewer};

/// A submission under its lock, with all that a grade of it depends on.
pub(super) struct Held {
    pub assignment: Assignment,
    pub item: ItemId,
    pub submission: Submission,
    pub learner: UserId,
    pub versions: Vec<Version>,
    pub times: Times,
    pub evaluation: Option<Evaluation>,
    pub grade: Standing,
}

/// Reaches a submission that was handed in; graders of one follow one another, and its rubric stays what it is.
///
/// # Errors
/// `NotFound` for whoever is not of the staff, for another assignment's, and for what is a draft still.
pub(super) fn held(
    conn: &mut PgConnection,
    viewer: &Viewer,
    (course, lesson, id): SubmissionPath,
) -> Result<Held> {
    let (_, assignment) = of_staff(conn, viewer, course, lesson)?;
    assignments::table
        .find(assignment.id)
        .select(assignments::id)
        .for_share()
        .first::<i64>(conn)?;
    let (submission, learner): (Submission, UserId) = assignment_submissions::table
        .find(id)
        .filter(assignment_submissions::assignment_id.eq(assignment.id))
        .filter(assignment_submissions::versions.gt(0))
        .select((Submission::as_select(), assignment_submissions::user_id))
        .for_no_key_update()
        .first(conn)?;
    let assignment = grade::ensured(conn, assignment)?;
    let item = assignment.grade_item_id.ok_or(AppError::NotFound)?;
    Ok(Held {
        versions: submission.versions(conn)?,
        times: assignment.times_of(conn, learner)?,
        evaluation: Evaluation::of(conn, submission.id)?,
        grade: gradebook::standing(conn, item, learner)?,
        assignment,
        item,
        submission,
        learner,
    })
}

/// Keeps what a grader says, and records it once it is no draft; answers the state that it makes. The same form sent
/// twice is one grade.
///
/// # Errors
/// `Conflict` if the grade or the rubric is another one by now; `Invalid` with what to mend.
pub(super) fn save(
    conn: &mut PgConnection,
    viewer: &Viewer,
    path: SubmissionPath,
    form: &GradingForm,
) -> Result<String> {
    conn.transaction(|conn| {
        let held = held(conn, viewer, path)?;
        let rubric = rubric(conn, &held, form)?;
        let number = form.version.unwrap_or(held.submission.versions);
        let version = held.versions.iter().find(|one| one.number == number);
        let version = version.ok_or(AppError::NotFound)?;
        let mut new = form.check(&held.assignment, number, rubric.as_ref())?;
        let stored = held.evaluation.as_ref();
        // What was graded once is changed for good: there is no draft beside it.
        new.is_final |= stored.is_some_and(|stored| stored.is_final);
        if stored.map(Judgement::from).as_ref() == Some(&new) {
            return Ok(seen(stored, &held.grade));
        }
        if form.seen != seen(stored, &held.grade) {
            return Err(AppError::Conflict(text!("assignments-grading-conflict")));
        }
        let evaluation = put(conn, viewer, held.submission.id, new)?;
        if !evaluation.is_final {
            return Ok(seen(Some(&evaluation), &held.grade));
        }
        let late = lateness(version.submitted_at, held.times.due_at);
        let outcome = evaluation.outcome(&held.assignment, rubric.as_ref(), late);
        if outcome.is_none() && !evaluation.is_excused {
            return Err(AppError::invalid(
                "points",
                text!("assignments-grading-no-points"),
            ));
        }
        let grade = outcome.map(|outcome| outcome.grade);
        record(conn, viewer, &held, &evaluation, grade)?;
        Ok(seen(
            Some(&evaluation),
            &gradebook::standing(conn, held.item, held.learner)?,
        ))
    })
}

/// The one that the form was made with, if it still is one to grade by.
fn rubric(conn: &mut PgConnection, held: &Held, form: &GradingForm) -> Result<Option<Rubric>> {
    let latest = Rubric::latest(conn, held.assignment.id)?;
    let used = held.evaluation.as_ref().and_then(|stored| stored.rubric_id);
    let latest_id = latest.as_ref().map(|latest| latest.id);
    match form.rubric {
        id if id == latest_id => Ok(latest),
        Some(id) if used == Some(id) => Rubric::of(conn, held.assignment.id, id).map(Some),
        None if held.evaluation.is_some() && used.is_none() => Ok(None),
        _ => Err(AppError::Conflict(text!(
            "assignments-grading-other-rubric"
        ))),
    }
}

fn put(
    conn: &mut PgConnection,
    viewer: &Viewer,
    submission: SubmissionId,
    new: Judgement,
) -> Result<Evaluation> {
    let whole = (
        assignment_evaluations::submission_id.eq(submission),
        assignment_evaluations::version.eq(new.version),
    );
    diesel::insert_into(assignment_evaluations::table)
        .values(whole)
        .on_conflict_do_nothing()
        .execute(conn)?;
    Ok(diesel::update(assignment_evaluations::table)
        .filter(assignment_evaluations::submission_id.eq(submission))
        .set((
            new,
            assignment_evaluations::revision.eq(assignment_evaluations::revision + 1),
            assignment_evaluations::graded_by.eq(viewer.id),
            assignment_evaluations::graded_at.eq(now),
        ))
        .returning(Evaluation::as_select())
        .get_result(conn)?)
}

fn record(
    conn: &mut PgConnection,
    viewer: &Viewer,
    held: &Held,
    evaluation: &Evaluation,
    grade: Option<BigDecimal>,
) -> Result<()> {
    diesel::update(assignment_evaluations::table.find(evaluation.id))
        .set(assignment_evaluations::recorded.eq(&grade))
        .execute(conn)?;
    let given = Given {
        user: held.learner,
        points: grade,
        is_excused: evaluation.is_excused,
    };
    gradebook::give(conn, held.item, &[given], Some(viewer.id))?;
    gradebook::note_graded(conn, viewer.id, held.item, held.learner)?;
    if held.grade.is_posted {
        let notice = Notice {
            kind: Event::AssignmentGraded,
            message: text!(
                "assignments-graded-notice",
                title = held.assignment.title.clone()
            ),
            link: held.assignment.path(),
        };
        notifications::notify_in(conn, held.assignment.course_id, &[held.learner], &notice)?;
    }
    Ok(())
}
