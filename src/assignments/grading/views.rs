//! The list of those who have handed in.

use askama::Template;
use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;

use super::list::{self, Listed};
use super::of_staff;
use super::queue::{self, Filter, Queue};
use crate::assignments::assignment::Assignment;
use crate::assignments::late::lateness;
use crate::assignments::points;
use crate::courses::{Course, CourseId, LessonId};
use crate::error::Result;
use crate::i18n::{self, Loader};
use crate::web::{Page, UserId, Viewer};

#[derive(Template)]
#[template(path = "assignments/submissions.html")]
pub(super) struct SubmissionList {
    l: Loader,
    page: Page,
    course: Course,
    assignment: Assignment,
    learners: Vec<Listed>,
    filter: Filter,
    queue: Queue,
    after: UserId,
    next: Option<UserId>,
}

impl SubmissionList {
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        viewer: &Viewer,
        (course, lesson): (CourseId, LessonId),
        filter: Filter,
        after: UserId,
    ) -> Result<SubmissionList> {
        let (course, assignment) = of_staff(conn, viewer, course, lesson)?;
        let mut learners = list::learners(conn, &assignment, filter, after, list::PAGE)?;
        let is_more = learners.len() > list::PAGE as usize;
        learners.truncate(list::PAGE as usize);
        let last = learners.last().map(|last| last.user_id);
        Ok(SubmissionList {
            l: page.l,
            page,
            next: last.filter(|_| is_more),
            // From before the first learner: the next one is where grading begins.
            queue: queue::around(conn, assignment.id, 0, filter)?,
            course,
            assignment,
            learners,
            filter,
            after,
        })
    }

    fn base(&self) -> String {
        format!("{}/submissions", self.assignment.path())
    }

    fn path(&self, submission: &i64) -> String {
        format!("{}/{submission}{}", self.base(), self.filter.query())
    }

    fn time(&self, at: &DateTime<Utc>) -> String {
        i18n::date_time(self.page.locale, *at, self.page.time_zone())
    }

    /// How the work stands: the tone of the tag, and its words.
    fn state(&self, one: &Listed) -> (&'static str, String) {
        match one.submitted_at {
            None => ("outline", fl!(self.l, "assignments-state-missed")),
            Some(at) if lateness(at, one.due_at) > 0 => {
                ("amber", fl!(self.l, "assignments-state-late"))
            }
            Some(_) => ("jade", fl!(self.l, "assignments-state-submitted")),
        }
    }

    /// How the grade stands, if there is anything to grade.
    fn grading(&self, one: &Listed) -> Option<(&'static str, String)> {
        if one.is_excused {
            return Some(("indigo", fl!(self.l, "gradebook-excused")));
        }
        Some(match (one.is_graded, one.is_begun) {
            _ if one.versions == 0 => return None,
            (true, _) => ("jade", fl!(self.l, "assignments-graded")),
            (false, true) => ("amber", fl!(self.l, "assignments-grading-begun")),
            (false, false) => ("outline", fl!(self.l, "assignments-ungraded")),
        })
    }

    fn grade(&self, one: &Listed) -> String {
        one.grade
            .as_ref()
            .map_or_else(|| "–".to_owned(), points::shown)
    }

    fn filter_path(&self, filter: &Filter) -> String {
        format!("{}{}", self.base(), filter.query())
    }

    fn filter_name(&self, filter: &Filter) -> String {
        match filter {
            Filter::All => fl!(self.l, "assignments-filter-all"),
            Filter::Ungraded => fl!(self.l, "assignments-filter-ungraded"),
            Filter::Late => fl!(self.l, "assignments-filter-late"),
        }
    }

    fn first_path(&self) -> String {
        match self.after {
            0 => String::new(),
            _ => format!("{}{}", self.base(), self.filter.query()),
        }
    }

    fn next_path(&self) -> String {
        let filter = self.filter.name();
        let to = |id| format!("{}?filter={filter}&after={id}", self.base());
        self.next.map(to).unwrap_or_default()
    }
}
