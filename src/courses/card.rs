//! A course as lists show it: the same few facts in the catalogue, on the home page and in "my learning".

use chrono::{DateTime, Utc};
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use uuid::Uuid;

use super::cover;
use super::model::{CategoryId, CourseId, Language, Level, StaffRole, Status};
use super::reviews::Rating;
use crate::error::Result;
use crate::i18n;
use crate::schema::{course_staff, courses, users};
use crate::search::{self, Piece};
use crate::web::UserId;

#[derive(Clone, Debug, Queryable, QueryableByName, Selectable)]
#[diesel(table_name = courses, check_for_backend(Pg))]
pub(super) struct CardRow {
    pub id: CourseId,
    pub title: String,
    pub summary: String,
    pub category_id: CategoryId,
    pub cover_media_id: Option<Uuid>,
    pub price_minor: i64,
    pub currency: String,
    pub level: Level,
    pub language: Language,
    pub enrolled_count: i32,
    pub published_at: Option<DateTime<Utc>>,
    pub updated_at: DateTime<Utc>,
    pub seats: Option<i32>,
    #[diesel(embed)]
    pub rating: Rating,
}

/// What a card shows. The same for all viewers.
#[derive(Clone, Debug)]
pub struct CourseCard {
    row: CardRow,
    /// The name of its teacher.
    pub teacher: String,
    /// Where the words stand that were searched for.
    pub(super) found: Option<Found>,
}

/// Why a search lists a course.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub title: Vec<Piece>,
    /// Where else the words stand, if not in the title; and whether that is the title of a lesson.
    pub place: Option<(bool, Vec<Piece>)>,
}

impl CourseCard {
    pub(super) fn of((row, teacher): (CardRow, String)) -> CourseCard {
        CourseCard {
            row,
            teacher,
            found: None,
        }
    }

    pub fn id(&self) -> CourseId {
        self.row.id
    }

    pub fn title(&self) -> &str {
        &self.row.title
    }

    /// Its title, cut where the words stand that were searched for.
    pub fn title_pieces(&self) -> Vec<Piece> {
        match &self.found {
            Some(found) => found.title.clone(),
            None => search::highlight(self.title(), ""),
        }
    }

    /// Where else the words stand; see [`Found::place`].
    pub fn found_in(&self) -> Option<&(bool, Vec<Piece>)> {
        self.found.as_ref()?.place.as_ref()
    }

    /// Whether every seat is taken.
    pub fn is_full(&self) -> bool {
        let seats = self.row.seats;
        seats.is_some_and(|seats| self.row.enrolled_count >= seats)
    }

    pub fn summary(&self) -> &str {
        &self.row.summary
    }

    pub fn category_id(&self) -> CategoryId {
        self.row.category_id
    }

    pub fn level(&self) -> Level {
        self.row.level
    }

    pub fn language(&self) -> Language {
        self.row.language
    }

    pub fn path(&self) -> String {
        format!("/courses/{}", self.row.id)
    }

    /// Where its picture is read.
    pub fn cover(&self) -> String {
        let version = self.row.updated_at.timestamp_micros();
        cover::address(self.row.id, self.row.cover_media_id, version)
    }

    /// The same, if it was made here without the title on it.
    pub fn cover_untitled(&self) -> String {
        let version = self.row.updated_at.timestamp_micros();
        cover::address_untitled(self.row.id, self.row.cover_media_id, version)
    }

    /// How many take it, as a number to read.
    pub fn enrolled(&self) -> String {
        i18n::number(self.row.enrolled_count.into())
    }

    pub fn rating(&self) -> Rating {
        self.row.rating
    }

    pub(super) fn enrolled_count(&self) -> i32 {
        self.row.enrolled_count
    }

    pub(super) fn published_at(&self) -> Option<DateTime<Utc>> {
        self.row.published_at
    }

    /// What it costs, or nothing where it is free.
    pub fn price(&self) -> Option<String> {
        (self.row.price_minor > 0).then(|| i18n::money(self.row.price_minor, &self.row.currency))
    }
}

/// The published courses that most people take.
pub fn popular(conn: &mut PgConnection, limit: i64) -> Result<Vec<CourseCard>> {
    let rows = courses::table
        .inner_join(users::table)
        .filter(courses::status.eq(Status::Published))
        .order((courses::enrolled_count.desc(), courses::id.desc()))
        .limit(limit)
        .select((CardRow::as_select(), users::display_name))
        .load(conn)?;
    Ok(rows.into_iter().map(CourseCard::of).collect())
}

/// How many courses the page of a teacher shows.
const SHOWN_OF_TEACHER: i64 = 24;

/// The published courses that this person teaches, the newest first.
pub fn taught_by(conn: &mut PgConnection, person: UserId) -> Result<Vec<CourseCard>> {
    let taught = course_staff::table
        .filter(course_staff::user_id.eq(person))
        .filter(course_staff::role.ne(StaffRole::Assistant))
        .select(course_staff::course_id);
    let rows = courses::table
        .inner_join(users::table)
        .filter(courses::status.eq(Status::Published))
        .filter(courses::id.eq_any(taught))
        .order((courses::published_at.desc(), courses::id.desc()))
        .limit(SHOWN_OF_TEACHER)
        .select((CardRow::as_select(), users::display_name))
        .load(conn)?;
    Ok(rows.into_iter().map(CourseCard::of).collect())
}
