//! The screen on which one submission is graded: the work on the one side, the grade on the other.

use askama::Template;
use bigdecimal::Zero;
use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use i18n_embed_fl::fl;

use super::evaluation::{self, Evaluation, Returned};
use super::form::{GradingForm, seen};
use super::handlers::Wanted;
use super::outcome::Outcome;
use super::queue::{self, Filter, Queue};
use super::{SubmissionPath, of_staff};
use crate::assignments::assignment::{Assignment, Times};
use crate::assignments::handing_in::{FileRow, Submission, Version, files_of};
use crate::assignments::late::lateness;
use crate::assignments::points;
use crate::assignments::rubric::{self, Rubric};
use crate::courses::Course;
use crate::error::{AppError, Errors, Result};
use crate::gradebook::{self, Standing};
use crate::i18n::{self, Loader};
use crate::markdown::{self, SafeHtml};
use crate::schema::{assignment_submissions, users};
use crate::storage::{Media, MediaKind};
use crate::web::{Page, Reply, UserId, Viewer};

#[derive(Template)]
#[template(path = "assignments/grade.html")]
pub(super) struct GradingPage {
    l: Loader,
    page: Page,
    course: Course,
    assignment: Assignment,
    path: SubmissionPath,
    learner: String,
    times: Times,
    versions: Vec<Version>,
    chosen: Version,
    files: Vec<FileRow>,
    evaluation: Option<Evaluation>,
    grader: Option<String>,
    returned: Vec<Returned>,
    rubric: Option<Rubric>,
    /// Whether it is graded by another rubric than the one that holds.
    is_old_rubric: bool,
    grade: Standing,
    form: GradingForm,
    errors: Errors,
    is_conflict: bool,
    filter: Filter,
    queue: Queue,
}

impl GradingPage {
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        path: SubmissionPath,
        wanted: &Wanted,
        typed: Option<(GradingForm, Reply)>,
    ) -> Result<GradingPage> {
        let (course, assignment) = of_staff(conn, viewer, path.0, path.1)?;
        let (submission, user, learner): (Submission, UserId, String) =
            assignment_submissions::table
                .inner_join(users::table)
                .filter(assignment_submissions::id.eq(path.2))
                .filter(assignment_submissions::assignment_id.eq(assignment.id))
                .select((Submission::as_select(), users::id, users::display_name))
                .first(conn)?;
        let versions = submission.versions(conn)?;
        let evaluation = Evaluation::of(conn, submission.id)?;
        // Nothing was handed in: what there is belongs to its learner.
        let number = wanted.version.unwrap_or(submission.versions);
        let chosen = versions.iter().find(|one| one.number == number);
        let chosen = chosen.cloned().ok_or(AppError::NotFound)?;
        let mut files = files_of(conn, submission.id)?;
        files.retain(|file| file.is_in(chosen.number));
        let (rubric, is_old_rubric) = evaluation::rubric_for(
            conn,
            &assignment,
            evaluation.as_ref(),
            wanted.rubric == "latest",
        )?;
        let grade = match assignment.grade_item_id {
            Some(item) => gradebook::standing(conn, item, user)?,
            None => Standing::default(),
        };
        let (form, reply) = typed.unwrap_or_else(|| (GradingForm::default(), Reply::ok()));
        let form = form.or_stored(evaluation.as_ref(), &grade);
        let filter = Filter::parse(&wanted.filter);
        Ok(GradingPage {
            l: page.l,
            page,
            course,
            path,
            learner,
            times: assignment.times_of(conn, user)?,
            versions,
            chosen,
            files,
            grader: evaluation::grader(conn, evaluation.as_ref())?,
            returned: evaluation::returned_with(conn, evaluation.as_ref())?,
            evaluation,
            rubric,
            is_old_rubric,
            grade,
            form,
            is_conflict: reply.status == actix_web::http::StatusCode::CONFLICT,
            errors: reply.errors,
            filter,
            queue: queue::around(conn, assignment.id, user, filter)?,
            assignment,
        })
    }

    fn text(&self, body: &str) -> SafeHtml {
        markdown::full(body)
    }

    fn time(&self, at: &DateTime<Utc>) -> String {
        i18n::full_date_time(self.page.locale, *at, self.page.time_zone())
    }

    fn late_us(&self, version: &Version) -> i64 {
        lateness(version.submitted_at, self.times.due_at)
    }

    fn is_late(&self, version: &Version) -> bool {
        self.late_us(version) > 0
    }

    /// How late the chosen version is, in words.
    fn late_words(&self) -> String {
        let minutes = self.late_us(&self.chosen) / 60_000_000;
        let (days, hours) = (minutes / 1_440, minutes / 60);
        match () {
            () if days > 0 => fl!(
                self.l,
                "assignments-late-by-days",
                count = days,
                hours = (hours % 24)
            ),
            () if hours > 0 => fl!(
                self.l,
                "assignments-late-by-hours",
                count = hours,
                minutes = (minutes % 60)
            ),
            () => fl!(
                self.l,
                "assignments-late-by-minutes",
                count = minutes.max(1)
            ),
        }
    }

    /// Percent taken off the chosen version; nothing for none.
    fn penalty(&self) -> String {
        let penalty = self
            .assignment
            .late_policy()
            .penalty(self.late_us(&self.chosen));
        if penalty.is_zero() {
            String::new()
        } else {
            points::shown(&penalty)
        }
    }

    fn outcome(&self) -> Option<Outcome> {
        let evaluation = self.evaluation.as_ref()?;
        let version = self
            .versions
            .iter()
            .find(|one| one.number == evaluation.version)?;
        evaluation.outcome(
            &self.assignment,
            self.rubric.as_ref(),
            self.late_us(version),
        )
    }

    /// The grade that stands in the grade book, once there is one.
    fn recorded(&self) -> Option<String> {
        if self.grade.is_excused {
            return Some(fl!(self.l, "gradebook-excused"));
        }
        self.grade.points.as_ref().map(points::shown)
    }

    /// Whether the grade book has another grade than the one that was given here.
    fn is_changed_elsewhere(&self) -> bool {
        let given = self.evaluation.as_ref().filter(|stored| stored.is_final);
        given.is_some_and(|stored| stored.recorded != self.grade.points)
    }

    fn is_final(&self) -> bool {
        self.evaluation
            .as_ref()
            .is_some_and(|stored| stored.is_final)
    }

    fn points_label(&self) -> String {
        match self.rubric {
            Some(_) => fl!(self.l, "assignments-grading-points-instead"),
            None => fl!(self.l, "gradebook-points"),
        }
    }

    fn points_hint(&self) -> String {
        let max = points::shown(&self.assignment.points);
        match self.rubric {
            Some(_) => fl!(self.l, "assignments-grading-points-hint", max = max),
            None => fl!(self.l, "gradebook-of", max = max),
        }
    }

    fn seen(&self) -> String {
        seen(self.evaluation.as_ref(), &self.grade)
    }

    fn rows(&self, rubric: &Rubric) -> Vec<rubric::Row> {
        rubric::rows(rubric, &self.form.levels)
    }

    fn error(&self, field: &str) -> String {
        self.errors.of(field, self.l).unwrap_or_default()
    }

    fn shown(&self, number: &bigdecimal::BigDecimal) -> String {
        points::shown(number)
    }

    fn size(&self, media: &Media) -> String {
        i18n::file_size(media.byte_size)
    }

    fn base(&self) -> String {
        queue::address(self.path, Filter::All)
    }

    fn address(&self, submission: &i64) -> String {
        queue::address((self.path.0, self.path.1, *submission), self.filter)
    }
}
