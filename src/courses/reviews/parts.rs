//! Parts of pages: the few reviews that a course's page shows, and the button that finds one useful.

use askama::Template;
use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use i18n_embed_fl::fl;

use super::ReviewId;
use super::list::{self, Review, Sort};
use super::rating::Rating;
use crate::courses::access::visible;
use crate::courses::model::{Course, CourseId};
use crate::error::Result;
use crate::i18n::{self, Loader};
use crate::markdown::{self, SafeHtml};
use crate::schema::courses;
use crate::web::Page;

/// How many the page of a course shows.
const FEW: usize = 3;

/// What stands on the page of a course.
#[derive(Template)]
#[template(path = "reviews/_excerpt.html")]
pub struct Excerpt {
    l: Loader,
    page: Page,
    course: Course,
    rating: Rating,
    reviews: Vec<Review>,
}

impl Excerpt {
    pub fn load(conn: &mut PgConnection, page: Page, course: CourseId) -> Result<Excerpt> {
        let viewer = page.viewer.as_ref();
        let course = visible(conn, viewer, course)?;
        let reviews = list::page(conn, None, course.id, Sort::Useful, None, FEW)?;
        Ok(Excerpt {
            l: page.l,
            rating: rating_of(conn, course.id)?,
            page,
            course,
            reviews,
        })
    }

    fn rich(&self, text: &str) -> SafeHtml {
        markdown::chat(text)
    }

    fn day(&self, at: &DateTime<Utc>) -> String {
        i18n::date(self.page.locale, *at, self.page.time_zone())
    }
}

/// The button that finds a review useful, as htmx swaps it.
#[derive(Template)]
#[template(path = "reviews/_vote_alone.html")]
pub struct VoteForm {
    l: Loader,
    page: Page,
    review: Vote,
}

/// What the button shows.
struct Vote {
    path: String,
    is_voted: bool,
    useful_count: i32,
}

impl Vote {
    fn path(&self) -> &str {
        &self.path
    }
}

impl VoteForm {
    pub fn new(
        page: Page,
        course: CourseId,
        review: ReviewId,
        is_voted: bool,
        useful_count: i32,
    ) -> VoteForm {
        VoteForm {
            l: page.l,
            page,
            review: Vote {
                path: format!("/courses/{course}/reviews/{review}"),
                is_voted,
                useful_count,
            },
        }
    }
}

pub(super) fn rating_of(conn: &mut PgConnection, course: CourseId) -> Result<Rating> {
    Ok(courses::table
        .find(course)
        .select(Rating::as_select())
        .first(conn)?)
}
