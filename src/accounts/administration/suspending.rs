//! Shutting a person out, for a time or until somebody lets them in again.

use diesel::dsl::{IntervalDsl, now};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;

use super::changing::change;
use crate::audit::Act;
use crate::error::{AppError, Result};
use crate::schema::users;
use crate::state::App;
use crate::text;
use crate::web::{Admin, UserId};

/// In characters.
const REASON_LENGTH: usize = 500;

/// What a suspension is: why, and for how many days; without days, until it is lifted.
pub struct Suspension {
    pub reason: String,
    pub days: Option<i32>,
}

impl Suspension {
    /// The longest that is not for good.
    const MOST_DAYS: i32 = 3650;

    fn check(&self) -> Result<()> {
        let length = self.reason.chars().count();
        if length == 0 || length > REASON_LENGTH {
            return Err(AppError::invalid(
                "reason",
                text!("admin-suspension-reason-length"),
            ));
        }
        if self
            .days
            .is_some_and(|days| !(1..=Self::MOST_DAYS).contains(&days))
        {
            return Err(AppError::invalid(
                "days",
                text!("admin-suspension-days-wrong"),
            ));
        }
        Ok(())
    }
}

/// Shuts a person out: they can't sign in, their sessions and sockets end, what they broadcast is dropped.
///
/// # Errors
/// As [`super::set_role`]; [`AppError::Invalid`] without a reason.
pub async fn suspend(
    app: &App,
    admin: &Admin,
    person: UserId,
    suspension: Suspension,
) -> Result<()> {
    suspension.check()?;
    change(app, admin, person, move |conn, actor| {
        let before = is_suspended(conn, person)?;
        let until = now.into_sql::<Timestamptz>() + suspension.days.unwrap_or(0).days();
        diesel::update(users::table.find(person))
            .set((
                users::is_suspended.eq(true),
                users::suspension_reason.eq(&suspension.reason),
                users::suspended_until.eq(None::<chrono::DateTime<chrono::Utc>>),
            ))
            .execute(conn)?;
        if suspension.days.is_some() {
            diesel::update(users::table.find(person))
                .set(users::suspended_until.eq(until.nullable()))
                .execute(conn)?;
        }
        Act::of(actor, "account.suspension", "user", person)
            .because(&suspension.reason)
            .with(serde_json::json!({ "days": suspension.days }))
            .change(state(before), state(true))
            .write(conn)
    })
    .await
}

/// Lets a person in again.
///
/// # Errors
/// As [`super::set_role`].
pub async fn restore(app: &App, admin: &Admin, person: UserId, reason: String) -> Result<()> {
    change(app, admin, person, move |conn, actor| {
        let before = is_suspended(conn, person)?;
        diesel::update(users::table.find(person))
            .set(lifted())
            .execute(conn)?;
        Act::of(actor, "account.suspension", "user", person)
            .because(&reason)
            .change(state(before), state(false))
            .write(conn)
    })
    .await
}

/// Ends the suspensions whose time is over, by the database's clock.
pub fn lift_due(conn: &mut PgConnection) -> Result<()> {
    conn.transaction(|conn| {
        let due = users::table
            .filter(users::is_suspended)
            .filter(users::suspended_until.le(now));
        let lifted: Vec<UserId> = diesel::update(due)
            .set(lifted())
            .returning(users::id)
            .get_results(conn)?;
        for person in lifted {
            Act::of(None, "account.suspension", "user", person)
                .change(state(true), state(false))
                .write(conn)?;
        }
        Ok(())
    })
}

type Lifted = (
    diesel::dsl::Eq<users::is_suspended, bool>,
    diesel::dsl::Eq<users::suspension_reason, &'static str>,
    diesel::dsl::Eq<users::suspended_until, Option<chrono::DateTime<chrono::Utc>>>,
);

fn lifted() -> Lifted {
    (
        users::is_suspended.eq(false),
        users::suspension_reason.eq(""),
        users::suspended_until.eq(None),
    )
}

fn is_suspended(conn: &mut PgConnection, person: UserId) -> Result<bool> {
    Ok(users::table
        .find(person)
        .filter(users::deleted_at.is_null())
        .select(users::is_suspended)
        .for_update()
        .first(conn)?)
}

fn state(is_suspended: bool) -> &'static str {
    match is_suspended {
        true => "suspended",
        false => "active",
    }
}
