//! Who sees a course, and who is in it.

use askama::Template;
use chrono::{DateTime, Utc};
use i18n_embed_fl::fl;

use super::super::people::People;
use super::super::publication::{Prospect, Readiness};
use super::super::reply::Reply;
use super::super::seats::SeatsForm;
use super::super::staff::StaffForm;
use crate::courses::{Course, StaffRole, Status};
use crate::error::Errors;
use crate::i18n::{self, Loader};
use crate::web::Page;

#[derive(Template)]
#[template(path = "courses/authoring/publication.html")]
pub(in super::super) struct ShowPublication {
    pub l: Loader,
    pub page: Page,
    pub course: Course,
    pub readiness: Readiness,
    pub is_owner: bool,
    /// As stored, or as it was typed.
    pub seats: String,
    pub errors: Errors,
}

impl ShowPublication {
    pub fn new(
        page: Page,
        prospect: Prospect,
        typed: Option<SeatsForm>,
        reply: Reply,
    ) -> ShowPublication {
        let seats = prospect.course.seats;
        let stored = seats.map(|seats| seats.to_string()).unwrap_or_default();
        ShowPublication {
            l: page.l,
            page,
            seats: typed.map_or(stored, |form| form.seats),
            course: prospect.course,
            readiness: prospect.readiness,
            is_owner: prospect.is_owner,
            errors: reply.errors,
        }
    }
}

#[derive(Template)]
#[template(path = "courses/authoring/people.html")]
pub(in super::super) struct ListPeople {
    pub l: Loader,
    pub page: Page,
    pub people: People,
    pub form: StaffForm,
    /// Whom the course was to be handed to.
    pub owner: String,
    pub errors: Errors,
}

/// What was typed into the forms of the page.
#[derive(Default)]
pub(in super::super) struct PeopleForms {
    pub staff: StaffForm,
    pub owner: String,
}

impl ListPeople {
    pub fn new(page: Page, people: People, typed: PeopleForms, reply: Reply) -> ListPeople {
        ListPeople {
            l: page.l,
            page,
            people,
            form: typed.staff,
            owner: typed.owner,
            errors: reply.errors,
        }
    }

    fn next_page(&self) -> String {
        let Some(next) = self.people.learners.next else {
            return String::new();
        };
        let query = [("q", self.people.name.clone()), ("after", next.to_string())];
        let query = serde_urlencoded::to_string(query).unwrap_or_default();
        format!("/courses/{}/people?{query}", self.people.course.id)
    }

    /// The day in the viewer's time zone.
    fn day(&self, at: DateTime<Utc>) -> String {
        i18n::date(self.page.locale, at, self.page.time_zone())
    }
}
