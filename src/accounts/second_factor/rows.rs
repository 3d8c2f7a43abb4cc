//! The rows of `second_factors` and `recovery_codes`.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use diesel::dsl::{IntervalDsl, now};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;

use super::{sealing, totp::Secret};
use crate::error::Result;
use crate::schema::{recovery_codes, second_factors};
use crate::web::{Admin, UserId};

/// How long setting up may take.
const PATIENCE_MINUTES: i32 = 30;

/// Whether a code is asked for when this person signs in.
pub(in crate::accounts) fn is_on(conn: &mut PgConnection, user: UserId) -> QueryResult<bool> {
    let confirmed = second_factors::table
        .find(user)
        .filter(second_factors::confirmed_at.is_not_null());
    diesel::select(diesel::dsl::exists(confirmed)).get_result(conn)
}

/// Which of these people have a second factor.
pub fn those_with(
    conn: &mut PgConnection,
    _: &Admin,
    people: &[UserId],
) -> Result<HashSet<UserId>> {
    let found: Vec<UserId> = second_factors::table
        .filter(second_factors::user_id.eq_any(people))
        .filter(second_factors::confirmed_at.is_not_null())
        .select(second_factors::user_id)
        .load(conn)?;
    Ok(found.into_iter().collect())
}

/// Begins anew with this secret, unless the factor is on already.
pub(super) fn begin(conn: &mut PgConnection, user: UserId, sealed: &[u8]) -> QueryResult<usize> {
    use diesel::query_dsl::methods::FilterDsl;
    let begun = diesel::insert_into(second_factors::table)
        .values((
            second_factors::user_id.eq(user),
            second_factors::sealed.eq(sealed),
        ))
        .on_conflict(second_factors::user_id)
        .do_update()
        .set((
            second_factors::sealed.eq(sealed),
            second_factors::started_at.eq(now),
        ));
    FilterDsl::filter(begun, second_factors::confirmed_at.is_null()).execute(conn)
}

/// The secret that is being set up, while there is time.
pub(super) fn begun(
    conn: &mut PgConnection,
    master: &[u8],
    user: UserId,
) -> Result<Option<Secret>> {
    let earliest = now.into_sql::<Timestamptz>() - PATIENCE_MINUTES.minutes();
    let sealed: Option<Vec<u8>> = second_factors::table
        .find(user)
        .filter(second_factors::confirmed_at.is_null())
        .filter(second_factors::started_at.gt(earliest))
        .select(second_factors::sealed)
        .first(conn)
        .optional()?;
    sealed.map_or(Ok(None), |sealed| sealing::unseal(master, user, &sealed))
}

/// The secret of a factor that is on.
pub(super) fn secret(
    conn: &mut PgConnection,
    master: &[u8],
    user: UserId,
) -> Result<Option<Secret>> {
    let sealed: Option<Vec<u8>> = second_factors::table
        .find(user)
        .filter(second_factors::confirmed_at.is_not_null())
        .select(second_factors::sealed)
        .first(conn)
        .optional()?;
    sealed.map_or(Ok(None), |sealed| sealing::unseal(master, user, &sealed))
}

/// Turns the factor on with the code of this step; whether nobody else has in the meantime.
pub(super) fn turn_on(conn: &mut PgConnection, user: UserId, step: i64) -> QueryResult<bool> {
    let begun = second_factors::table
        .find(user)
        .filter(second_factors::confirmed_at.is_null());
    let turned = diesel::update(begun)
        .set((
            second_factors::confirmed_at.eq(now),
            second_factors::last_step.eq(step),
        ))
        .execute(conn)?;
    Ok(turned > 0)
}

/// Uses the code of this step; whether neither it nor a later one was used before.
pub(super) fn use_step(conn: &mut PgConnection, user: UserId, step: i64) -> QueryResult<bool> {
    let unused = second_factors::table
        .find(user)
        .filter(second_factors::last_step.lt(step));
    let used = diesel::update(unused)
        .set(second_factors::last_step.eq(step))
        .execute(conn)?;
    Ok(used > 0)
}

/// Uses a recovery code; whether it is one that was not used before.
pub(super) fn use_recovery(
    conn: &mut PgConnection,
    user: UserId,
    hash: &[u8],
) -> QueryResult<bool> {
    let unused = recovery_codes::table
        .find((user, hash))
        .filter(recovery_codes::used_at.is_null());
    let used = diesel::update(unused)
        .set(recovery_codes::used_at.eq(now))
        .execute(conn)?;
    Ok(used > 0)
}

/// How many recovery codes are left.
pub(super) fn recovery_left(conn: &mut PgConnection, user: UserId) -> QueryResult<i64> {
    recovery_codes::table
        .filter(recovery_codes::user_id.eq(user))
        .filter(recovery_codes::used_at.is_null())
        .count()
        .get_result(conn)
}

/// Puts new recovery codes in place of all that there were.
pub(super) fn replace_recovery(
    conn: &mut PgConnection,
    user: UserId,
    hashes: Vec<Vec<u8>>,
) -> QueryResult<()> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq(user))).execute(conn)?;
    let rows: Vec<_> = hashes
        .into_iter()
        .map(|hash| {
            (
                recovery_codes::user_id.eq(user),
                recovery_codes::code_hash.eq(hash),
            )
        })
        .collect();
    diesel::insert_into(recovery_codes::table)
        .values(rows)
        .execute(conn)
        .map(|_| ())
}

/// Takes the factor away with its recovery codes; whether it was on.
pub(in crate::accounts) fn forget(conn: &mut PgConnection, user: UserId) -> QueryResult<bool> {
    let was_on: Option<Option<DateTime<Utc>>> = diesel::delete(second_factors::table.find(user))
        .returning(second_factors::confirmed_at)
        .get_result(conn)
        .optional()?;
    Ok(was_on.flatten().is_some())
}

/// Takes a factor away that was begun at this time or later.
pub(in crate::accounts) fn forget_since(
    conn: &mut PgConnection,
    user: UserId,
    time: DateTime<Utc>,
) -> QueryResult<usize> {
    let young = second_factors::table
        .find(user)
        .filter(second_factors::started_at.ge(time));
    diesel::delete(young).execute(conn)
}
