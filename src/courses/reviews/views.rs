//! The page of a course's reviews.

use askama::Template;
use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::ReviewId;
use super::form::ReviewForm;
use super::list::{self, Cursor, PAGE, Review, Sort};
use super::parts::rating_of;
use super::permission::{May, NEEDED};
use super::rating::{Bar, Rating, bars};
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

#[derive(Template)]
#[template(path = "reviews/index.html")]
pub struct ReviewsPage {
    l: Loader,
    page: Page,
    course: Course,
    rating: Rating,
    bars: Vec<Bar>,
    reviews: Vec<Review>,
    sort: Sort,
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
        let sort = Sort::of_name(&asked.sort);
        let after = Cursor::parse(&asked.after);
        let mut reviews = list::page(conn, viewer, course.id, sort, after, PAGE + 1)?;
        let has_more = reviews.len() > PAGE;
        reviews.truncate(PAGE);
        let last = reviews.last().filter(|_| has_more);
        let address = |last| {
            let (name, cursor) = (sort.name(), Cursor::of(last, sort));
            format!("{}/reviews?sort={name}&after={cursor}", course.path())
        };
        Ok(ReviewsPage {
            l: page.l,
            next: last.map_or_else(String::new, address),
            rating: rating_of(conn, course.id)?,
            bars: bars(&list::distribution(conn, course.id)?),
            own: list::own(conn, viewer, course.id)?,
            may: May::of(conn, viewer, &course)?,
            role: match viewer {
                Some(viewer) => staff_role(conn, viewer, course.id)?,
                None => None,
            },
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

    fn needed(&self) -> i64 {
        NEEDED
    }

    /// What each number of stars means.
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

    fn error(&self, field: &str) -> String {
        let is_of_review = matches!(self.typed, Typed::Nothing | Typed::Review(_));
        let words = self.errors.of(field, self.l);
        words.filter(|_| is_of_review).unwrap_or_default()
    }

    fn may_reply(&self, review: &Review) -> bool {
        self.role.is_some_and(StaffRole::may_write) && !review.is_hidden()
    }

    fn may_report(&self, review: &Review) -> bool {
        self.role.is_some() && !review.is_hidden()
    }

    fn may_vote(&self, review: &Review) -> bool {
        let viewer = self.page.viewer_id();
        viewer.is_some_and(|viewer| viewer != review.user_id) && !review.is_hidden()
    }

    fn is_moderator(&self) -> bool {
        let viewer = self.page.viewer.as_ref();
        viewer.is_some_and(|viewer| viewer.is_admin())
    }

    fn reply_typed<'a>(&'a self, review: &'a Review) -> &'a str {
        match &self.typed {
            Typed::Reply(id, reply) if *id == review.id => reply,
            _ => &review.reply,
        }
    }

    fn reply_error(&self, review: &Review) -> String {
        let is_it = matches!(&self.typed, Typed::Reply(id, _) if *id == review.id);
        self.words_if(is_it, "reply")
    }

    fn report_typed(&self, review: &Review) -> &str {
        match &self.typed {
            Typed::Report(id, reason) if *id == review.id => reason,
            _ => "",
        }
    }

    fn report_error(&self, review: &Review) -> String {
        let is_it = matches!(&self.typed, Typed::Report(id, _) if *id == review.id);
        self.words_if(is_it, "reason")
    }

    fn hiding_typed(&self, review: &Review) -> &str {
        match &self.typed {
            Typed::Hiding(id, reason) if *id == review.id => reason,
            _ => "",
        }
    }

    fn hiding_error(&self, review: &Review) -> String {
        let is_it = matches!(&self.typed, Typed::Hiding(id, _) if *id == review.id);
        self.words_if(is_it, "reason")
    }

    fn words_if(&self, is_it: bool, field: &str) -> String {
        let words = self.errors.of(field, self.l);
        let words = words.or_else(|| self.errors.of("", self.l));
        words.filter(|_| is_it).unwrap_or_default()
    }

    fn rich(&self, text: &str) -> SafeHtml {
        markdown::chat(text)
    }

    fn day(&self, at: &DateTime<Utc>) -> String {
        i18n::date(self.page.locale, *at, self.page.time_zone())
    }
}
