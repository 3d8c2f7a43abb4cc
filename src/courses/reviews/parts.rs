//! Parts of pages: what the reviews of a course say together, the few of them that its page shows, and the button that
//! finds one useful.

use askama::Template;
use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use i18n_embed_fl::fl;

use super::ReviewId;
use super::list::{Review, Wanted, distribution, own};
use super::order::Sort;
use super::permission::May;
use super::rating::{Bar, Rating, bars};
use crate::courses::access::{staff_role, visible};
use crate::courses::model::{Course, CourseId};
use crate::error::Result;
use crate::i18n::{self, Loader};
use crate::markdown::{self, SafeHtml};
use crate::schema::courses;
use crate::web::Page;

/// How many the page of a course shows.
const FEW: usize = 3;

/// The mean and how the stars are spread.
pub struct Summary {
    pub rating: Rating,
    pub bars: Vec<Bar>,
}

impl Summary {
    pub fn load(conn: &mut PgConnection, course: CourseId) -> Result<Summary> {
        let rating = courses::table
            .find(course)
            .select(Rating::as_select())
            .first(conn)?;
        Ok(Summary {
            rating,
            bars: bars(&distribution(conn, course)?),
        })
    }
}

/// What stands on the page of a course.
#[derive(Template)]
#[template(path = "reviews/_excerpt.html")]
pub struct Excerpt {
    l: Loader,
    page: Page,
    course: Course,
    summary: Summary,
    reviews: Vec<Review>,
    /// Whether whoever looks may write a review and has written none.
    is_asked: bool,
}

impl Excerpt {
    pub fn load(conn: &mut PgConnection, page: Page, course: CourseId) -> Result<Excerpt> {
        let viewer = page.viewer.as_ref();
        let course = visible(conn, viewer, course)?;
        let wanted = Wanted {
            viewer: None,
            course: course.id,
            with_hidden: false,
        };
        let role = match viewer {
            Some(viewer) => staff_role(conn, viewer, course.id)?,
            None => None,
        };
        let may = May::of(conn, viewer, &course, role)?;
        Ok(Excerpt {
            l: page.l,
            summary: Summary::load(conn, course.id)?,
            reviews: wanted.page(conn, Sort::Useful, None, FEW)?,
            is_asked: may == May::Write && own(conn, viewer, course.id)?.is_none(),
            page,
            course,
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
    review: Voted,
    /// The page that it stands on.
    here: String,
}

/// What the button shows.
pub struct Voted {
    pub course: CourseId,
    pub review: ReviewId,
    pub is_voted: bool,
    pub useful_count: i32,
}

impl Voted {
    fn path(&self) -> String {
        format!("/courses/{}/reviews/{}", self.course, self.review)
    }
}

impl VoteForm {
    pub fn new(page: &Page, review: Voted, here: String) -> VoteForm {
        VoteForm {
            l: page.l,
            review,
            here,
        }
    }
}
