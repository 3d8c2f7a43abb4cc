//! What has happened on each of the last days, one query a kind, whatever their number.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use chrono_tz::Tz;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Date, Integer, Text};

use crate::error::Result;

/// The last days, today among them, as the reader's clock has them.
#[derive(Clone, Copy)]
pub struct Span {
    pub days: i32,
    pub zone: Tz,
}

impl Span {
    pub const CHOICES: [i32; 3] = [7, 30, 90];

    pub fn of(typed: &str, zone: Tz) -> Span {
        let days = typed
            .parse()
            .ok()
            .filter(|days| Span::CHOICES.contains(days));
        Span {
            days: days.unwrap_or(30),
            zone,
        }
    }
}

/// One day.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Day {
    pub people: i64,
    pub enrolments: i64,
    /// Lessons that somebody has completed.
    pub lessons: i64,
    /// Of classes that have ended or go on, by the day they began.
    pub live_minutes: i64,
}

/// What has come in, and not gone back, in one currency.
#[derive(QueryableByName, Debug, Clone)]
pub struct Revenue {
    #[diesel(sql_type = Text)]
    pub currency: String,
    #[diesel(sql_type = BigInt)]
    pub minor: i64,
}

pub struct Found {
    /// Every day of the span, the first first.
    pub days: Vec<(NaiveDate, Day)>,
    /// Learners who have opened a lesson.
    pub active: i64,
    pub revenue: Vec<Revenue>,
    /// Of each day, in the currency with the most.
    pub revenue_days: Vec<i64>,
    /// Everybody with an account.
    pub people: i64,
}

#[derive(QueryableByName)]
struct OfDay {
    #[diesel(sql_type = Date)]
    day: NaiveDate,
    #[diesel(sql_type = BigInt)]
    n: i64,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// When the span begins.
const SINCE: &str =
    "(date_trunc('day', now() AT TIME ZONE $1) - make_interval(days => $2 - 1)) AT TIME ZONE $1";

const INCOME: &str = "sum(amount - coalesce(refund_amount, 0))::bigint";

/// Where a day keeps a figure.
type Place = fn(&mut Day) -> &mut i64;

pub fn figures(conn: &mut PgConnection, span: Span) -> Result<Found> {
    let mut days = all_days(conn, span)?;
    let kinds: [(&str, &str, &str, Place); 4] = [
        ("users", "created_at", "count(*)", |day| &mut day.people),
        ("enrollments", "enrolled_at", "count(*)", |day| {
            &mut day.enrolments
        }),
        ("progress", "completed_at", "count(*)", |day| {
            &mut day.lessons
        }),
        (
            "live_rooms",
            "started_at",
            "(sum(extract(epoch FROM coalesce(end_time, now()) - started_at)) / 60)::bigint",
            |day| &mut day.live_minutes,
        ),
    ];
    for (table, at, what, place) in kinds {
        for OfDay { day, n } in by_day(conn, span, table, at, what)? {
            if let Some(found) = days.get_mut(&day) {
                *place(found) = n;
            }
        }
    }
    let revenue = revenue(conn, span)?;
    let revenue_days = revenue_days(conn, span, &days, revenue.first())?;
    Ok(Found {
        active: number(
            conn,
            span,
            &format!(
                "SELECT count(DISTINCT user_id) AS n FROM progress WHERE last_accessed_at >= {SINCE}"
            ),
        )?,
        people: number(
            conn,
            span,
            &format!(
                "SELECT count(*) AS n FROM users WHERE deleted_at IS NULL AND {SINCE} IS NOT NULL"
            ),
        )?,
        days: days.into_iter().collect(),
        revenue,
        revenue_days,
    })
}

fn all_days(conn: &mut PgConnection, span: Span) -> Result<BTreeMap<NaiveDate, Day>> {
    let rows: Vec<OfDay> = sql_query(
        "SELECT day::date AS day, 0::bigint AS n FROM generate_series(
             date_trunc('day', now() AT TIME ZONE $1) - make_interval(days => $2 - 1),
             date_trunc('day', now() AT TIME ZONE $1), interval '1 day') AS day",
    )
    .bind::<Text, _>(span.zone.name())
    .bind::<Integer, _>(span.days)
    .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|row| (row.day, Day::default()))
        .collect())
}

/// The names come from this file alone.
fn by_day(
    conn: &mut PgConnection,
    span: Span,
    table: &str,
    at: &str,
    what: &str,
) -> Result<Vec<OfDay>> {
    Ok(sql_query(format!(
        "SELECT ({at} AT TIME ZONE $1)::date AS day, {what} AS n FROM {table} WHERE {at} >= {SINCE} GROUP BY 1"
    ))
    .bind::<Text, _>(span.zone.name())
    .bind::<Integer, _>(span.days)
    .load(conn)?)
}

fn number(conn: &mut PgConnection, span: Span, sql: &str) -> Result<i64> {
    let row: Number = sql_query(sql)
        .bind::<Text, _>(span.zone.name())
        .bind::<Integer, _>(span.days)
        .get_result(conn)?;
    Ok(row.n)
}

fn revenue(conn: &mut PgConnection, span: Span) -> Result<Vec<Revenue>> {
    Ok(sql_query(format!(
        "SELECT currency, {INCOME} AS minor FROM orders
         WHERE paid_at >= {SINCE} AND status IN ('paid', 'refunded') GROUP BY currency ORDER BY minor DESC, currency"
    ))
    .bind::<Text, _>(span.zone.name())
    .bind::<Integer, _>(span.days)
    .load(conn)?)
}

fn revenue_days(
    conn: &mut PgConnection,
    span: Span,
    days: &BTreeMap<NaiveDate, Day>,
    most: Option<&Revenue>,
) -> Result<Vec<i64>> {
    let Some(most) = most else {
        return Ok(vec![0; days.len()]);
    };
    let rows: Vec<OfDay> = sql_query(format!(
        "SELECT (paid_at AT TIME ZONE $1)::date AS day, {INCOME} AS n FROM orders
         WHERE paid_at >= {SINCE} AND status IN ('paid', 'refunded') AND currency = $3 GROUP BY 1"
    ))
    .bind::<Text, _>(span.zone.name())
    .bind::<Integer, _>(span.days)
    .bind::<Text, _>(&most.currency)
    .load(conn)?;
    let found: BTreeMap<NaiveDate, i64> = rows.into_iter().map(|row| (row.day, row.n)).collect();
    Ok(days
        .keys()
        .map(|day| found.get(day).copied().unwrap_or(0))
        .collect())
}
