//! What a course has earned, month by month.

use chrono::NaiveDate;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Date, Text};

use crate::courses::CourseId;
use crate::error::Result;

/// A month's sales in one currency, in minor units.
#[derive(Clone, Debug, QueryableByName)]
pub struct Month {
    /// Its first day.
    #[diesel(sql_type = Date)]
    pub month: NaiveDate,
    #[diesel(sql_type = Text)]
    pub currency: String,
    #[diesel(sql_type = BigInt)]
    pub sold: i64,
    #[diesel(sql_type = BigInt)]
    pub earned: i64,
    #[diesel(sql_type = BigInt)]
    pub given_back: i64,
}

/// The last two years, newest first, by the month of paying in this time zone.
pub fn by_month(conn: &mut PgConnection, course: CourseId, zone: &str) -> Result<Vec<Month>> {
    let months = sql_query(
        "SELECT date_trunc('month', paid_at AT TIME ZONE $2)::date AS month, currency, count(*) AS sold,
             sum(amount)::bigint AS earned, coalesce(sum(refund_amount), 0)::bigint AS given_back
         FROM orders WHERE course_id = $1 AND paid_at > now() - interval '2 years'
         GROUP BY 1, 2 ORDER BY 1 DESC, 2",
    )
    .bind::<BigInt, _>(course)
    .bind::<Text, _>(zone)
    .load(conn)?;
    Ok(months)
}
