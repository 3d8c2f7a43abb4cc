//! The reviews of a course as a reader sees them, a page at a time.

use chrono::{DateTime, Utc};
use diesel::dsl::count_star;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Bool, Integer, Nullable, SmallInt, Text, Timestamptz};

use super::order::{Cursor, Sort};
use super::{ReviewId, rating};
use crate::courses::model::CourseId;
use crate::error::Result;
use crate::schema::reviews;
use crate::web::{UserId, Viewer};

pub const PAGE: usize = 20;

#[derive(Clone, Debug, QueryableByName)]
pub struct Review {
    #[diesel(sql_type = BigInt)]
    pub id: ReviewId,
    #[diesel(sql_type = BigInt)]
    pub course_id: CourseId,
    #[diesel(sql_type = BigInt)]
    pub user_id: UserId,
    #[diesel(sql_type = Text)]
    pub author: String,
    /// 1 to 5 stars.
    #[diesel(sql_type = SmallInt)]
    pub rating: i16,
    /// Markdown.
    #[diesel(sql_type = Text)]
    pub comment: String,
    #[diesel(sql_type = Timestamptz)]
    pub created_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub edited_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Integer)]
    pub useful_count: i32,
    /// Markdown; empty without a reply.
    #[diesel(sql_type = Text)]
    pub reply: String,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub replied_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Text>)]
    pub replier: Option<String>,
    /// Why a moderator has hidden it; empty if none has.
    #[diesel(sql_type = Text)]
    pub hidden_reason: String,
    /// Whether whoever looks finds it useful.
    #[diesel(sql_type = Bool)]
    pub is_voted: bool,
    /// Whether whoever looks has reported it as it is now.
    #[diesel(sql_type = Bool)]
    pub is_reported: bool,
}

impl Review {
    pub fn is_hidden(&self) -> bool {
        !self.hidden_reason.is_empty()
    }

    /// Which of the five stars are given.
    pub fn stars(&self) -> [bool; 5] {
        rating::stars(self.rating)
    }

    /// Where what is done with it is sent.
    pub fn path(&self) -> String {
        format!("/courses/{}/reviews/{}", self.course_id, self.id)
    }
}

/// The columns of [`Review`]; $1 is whoever looks.
pub const SELECT: &str = "SELECT r.id, r.course_id, r.user_id, u.display_name AS author, r.rating, r.comment, r.created_at,
        r.edited_at, r.useful_count, r.reply, r.replied_at, t.display_name AS replier, r.hidden_reason,
        EXISTS (SELECT FROM review_votes v WHERE v.review_id = r.id AND v.user_id = $1) AS is_voted,
        EXISTS (
            SELECT FROM review_reports p WHERE p.review_id = r.id AND p.reporter_id = $1
                AND (p.settled_at IS NULL OR r.edited_at IS NULL OR p.settled_at >= r.edited_at)
        ) AS is_reported
    FROM reviews r JOIN users u ON u.id = r.user_id LEFT JOIN users t ON t.id = r.replied_by";

/// Which reviews of a course are asked for, and by whom.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    pub viewer: Option<&'a Viewer>,
    pub course: CourseId,
    /// Hidden ones too: for the staff of the course and moderators alone.
    pub with_hidden: bool,
}

impl Wanted<'_> {
    /// At most `limit` of them.
    pub fn page(
        self,
        conn: &mut PgConnection,
        sort: Sort,
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Vec<Review>> {
        let after = after.unwrap_or_else(|| sort.start());
        let (beyond, order) = sort.clauses();
        let shown = self.shown();
        Ok(sql_query(format!(
            "{SELECT} WHERE r.course_id = $2 {shown} AND {beyond} ORDER BY {order} LIMIT {limit}"
        ))
        .bind::<BigInt, _>(self.viewer.map_or(0, |viewer| viewer.id))
        .bind::<BigInt, _>(self.course)
        .bind::<BigInt, _>(after.key)
        .bind::<BigInt, _>(after.id)
        .load(conn)?)
    }

    /// The one of this id, if it is among them.
    pub fn one(self, conn: &mut PgConnection, id: ReviewId) -> Result<Option<Review>> {
        let shown = self.shown();
        Ok(sql_query(format!(
            "{SELECT} WHERE r.course_id = $2 {shown} AND r.id = $3"
        ))
        .bind::<BigInt, _>(self.viewer.map_or(0, |viewer| viewer.id))
        .bind::<BigInt, _>(self.course)
        .bind::<BigInt, _>(id)
        .get_result(conn)
        .optional()?)
    }

    fn shown(self) -> &'static str {
        match self.with_hidden {
            true => "",
            false => "AND r.hidden_at IS NULL",
        }
    }
}

/// The viewer's own review, hidden or not.
pub fn own(
    conn: &mut PgConnection,
    viewer: Option<&Viewer>,
    course: CourseId,
) -> Result<Option<Review>> {
    let Some(viewer) = viewer else {
        return Ok(None);
    };
    Ok(sql_query(format!(
        "{SELECT} WHERE r.user_id = $1 AND r.course_id = $2"
    ))
    .bind::<BigInt, _>(viewer.id)
    .bind::<BigInt, _>(course)
    .get_result(conn)
    .optional()?)
}

/// How many of those that count gave how many stars.
pub fn distribution(conn: &mut PgConnection, course: CourseId) -> Result<Vec<(i16, i64)>> {
    Ok(reviews::table
        .filter(reviews::course_id.eq(course))
        .filter(reviews::hidden_at.is_null())
        .group_by(reviews::rating)
        .select((reviews::rating, count_star()))
        .load(conn)?)
}
