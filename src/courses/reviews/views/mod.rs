//! The page of a course's reviews.

mod acts;
pub mod queue;

use askama::Template;
use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::ReviewId;
use super::form::ReviewForm;
use super::list::{PAGE, Review, Wanted, own};
use super::order::{Cursor, Sort};
use super::parts::Summary;
use super::permission::{May, NEEDED};
use crate::courses::access::{staff_role, visible};
use crate::courses::model::{Course, CourseId, StaffRole};
use crate::error::{Errors, Result};
use crate::i18n::{self, Loader};
use crate::markdown::{self, SafeHtml};
use crate::web::Page;

/// What the page is asked for; what can't be read counts as not asked.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    sort: String,
    after: String,
}

/// What somebody typed that could not be stored.
pub enum Typed {
    Nothing,
    Review(ReviewForm),
    Reply(ReviewId, String),
    Report(ReviewId, String),
    Hiding(ReviewId, String),
}

impl Typed {
    /// The review that it was typed beside.
    fn review(&self) -> Option<ReviewId> {
        match self {
            Typed::Nothing | Typed::Review(_) => None,
            Typed::Reply(id, _) | Typed::Report(id, _) | Typed::Hiding(id, _) => Some(*id),
        }
    }
}

#[derive(Template)]
#[template(path = "reviews/index.html")]
pub struct ReviewsPage {
    l: Loader,
    page: Page,
    course: Course,
    summary: Summary,
    reviews: Vec<Review>,
    sort: Sort,
    /// This page, for coming back to it.
    here: String,
    next: String,
    own: Option<Review>,
    may: May,
    role: Option<StaffRole>,
    typed: Typed,
    errors: Errors,
}

impl ReviewsPage {
    /// # Errors
    /// `NotFound` for a course that whoever asks may not see.
    pub fn load(
        conn: &mut PgConnection,
        page: Page,
        course: CourseId,
        asked: &Asked,
        typed: Typed,
        errors: Errors,
    ) -> Result<ReviewsPage> {
        let viewer = page.viewer.as_ref();
        let course = visible(conn, viewer, course)?;
        let role = match viewer {
            Some(viewer) => staff_role(conn, viewer, course.id)?,
            None => None,
        };
        let wanted = Wanted {
            viewer,
            course: course.id,
            with_hidden: role.is_some() || viewer.is_some_and(|viewer| viewer.is_admin()),
        };
        let sort = Sort::of_name(&asked.sort);
        let after = Cursor::parse(&asked.after);
        let address = |after: Option<Cursor>| {
            let after = after.map_or_else(String::new, |cursor| format!("&after={cursor}"));
            format!("{}/reviews?sort={}{after}", course.path(), sort.name())
        };
        let mut reviews = wanted.page(conn, sort, after, PAGE + 1)?;
        let has_more = reviews.len() > PAGE;
        reviews.truncate(PAGE);
        let last = reviews.last().filter(|_| has_more);
        let next = last.map(|last| address(Some(Cursor::of(last, sort))));
        // What was typed beside a review that stands further down has to be shown with it.
        if let Some(id) = typed.review()
            && !reviews.iter().any(|review| review.id == id)
            && let Some(review) = wanted.one(conn, id)?
        {
            reviews.insert(0, review);
        }
        Ok(ReviewsPage {
            l: page.l,
            here: address(after),
            next: next.unwrap_or_default(),
            summary: Summary::load(conn, course.id)?,
            own: own(conn, viewer, course.id)?,
            may: May::of(conn, viewer, &course, role)?,
            role,
            page,
            course,
            reviews,
            sort,
            typed,
            errors,
        })
    }

    fn sorts(&self) -> [(Sort, String); 4] {
        Sort::ALL.map(|sort| {
            let label = match sort {
                Sort::Useful => fl!(self.l, "reviews-sort-useful"),
                Sort::Newest => fl!(self.l, "reviews-sort-newest"),
                Sort::Highest => fl!(self.l, "reviews-sort-highest"),
                Sort::Lowest => fl!(self.l, "reviews-sort-lowest"),
            };
            (sort, label)
        })
    }

    fn may_write(&self) -> bool {
        self.may == May::Write
    }

    fn is_staff(&self) -> bool {
        self.may == May::Staff
    }

    fn own_title(&self) -> String {
        match (self.is_staff(), &self.own) {
            (true, _) => fl!(self.l, "reviews-by-learners"),
            (false, Some(_)) => fl!(self.l, "reviews-own"),
            (false, None) => fl!(self.l, "reviews-write"),
        }
    }

    /// What stands in the place of the form for who may not write.
    fn instead(&self) -> String {
        if self.is_staff() {
            return fl!(self.l, "reviews-staff-hint");
        }
        let words = self.may.refusal();
        words.map_or_else(String::new, |words| words.in_(self.l))
    }

    /// Why a moderator has hidden what they wrote, if one has.
    fn own_hidden(&self) -> String {
        let hidden = self.own.as_ref().filter(|own| own.is_hidden());
        hidden.map_or_else(String::new, |own| {
            let reason = own.hidden_reason.as_str();
            fl!(self.l, "reviews-own-hidden", reason = reason)
        })
    }

    fn may_delete(&self) -> bool {
        self.own.as_ref().is_some_and(|own| !own.is_hidden())
    }

    fn empty_text(&self) -> String {
        fl!(self.l, "reviews-empty-text", needed = NEEDED)
    }

    /// What the form shows: what was typed, what is stored, or nothing.
    fn form(&self) -> ReviewForm {
        match (&self.typed, &self.own) {
            (Typed::Review(form), _) => form.clone(),
            (_, Some(own)) => ReviewForm {
                rating: own.rating.to_string(),
                comment: own.comment.clone(),
            },
            (_, None) => ReviewForm::default(),
        }
    }

    /// What each number of stars means, and whether it is given.
    fn stars(&self) -> Vec<(String, String, bool)> {
        let labels = [
            fl!(self.l, "reviews-stars-1"),
            fl!(self.l, "reviews-stars-2"),
            fl!(self.l, "reviews-stars-3"),
            fl!(self.l, "reviews-stars-4"),
            fl!(self.l, "reviews-stars-5"),
        ];
        let typed = self.form().rating;
        let choice = |(stars, label): (i32, String)| {
            let number = stars.to_string();
            let is_given = number == typed;
            (number, label, is_given)
        };
        (1..).zip(labels).map(choice).collect()
    }

    /// What the form of a review, or the page as a whole, has to say.
    fn error(&self, field: &str) -> String {
        self.errors.of(field, self.l).unwrap_or_default()
    }

    fn rich(&self, text: &str) -> SafeHtml {
        markdown::chat(text)
    }

    fn day(&self, at: &DateTime<Utc>) -> String {
        i18n::date(self.page.locale, *at, self.page.time_zone())
    }
}
