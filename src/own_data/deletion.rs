//! Deleting one's account: what stands against it, and doing it.

use std::net::IpAddr;

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Bool};

use super::export;
use crate::accounts::{self, OwnerProof};
use crate::error::{AppError, Errors, Result};
use crate::i18n::Text;
use crate::state::App;
use crate::web::{UserId, Viewer};
use crate::{calendar, chat, courses, mail, notifications, text};

/// What has to be settled first.
#[derive(QueryableByName, Default)]
pub(super) struct Standing {
    /// Courses of theirs that others learn in.
    #[diesel(sql_type = BigInt)]
    courses: i64,
    /// Orders that are neither paid nor given up.
    #[diesel(sql_type = BigInt)]
    orders: i64,
    /// Classes that are on the air.
    #[diesel(sql_type = BigInt)]
    classes: i64,
    #[diesel(sql_type = Bool)]
    is_last_admin: bool,
}

const STANDING: &str = "
    SELECT (SELECT count(*) FROM course_staff s WHERE s.user_id = $1 AND s.role = 'owner'
            AND EXISTS (SELECT FROM enrollments e WHERE e.course_id = s.course_id AND e.user_id <> $1)) AS courses,
        (SELECT count(*) FROM orders o WHERE o.user_id = $1 AND o.status = 'pending') AS orders,
        (SELECT count(*) FROM live_rooms r WHERE r.teacher_id = $1 AND r.status = 'live') AS classes,
        (EXISTS (SELECT FROM users u WHERE u.id = $1 AND u.role = 'admin') AND NOT EXISTS (
            SELECT FROM users u WHERE u.id <> $1 AND u.role = 'admin' AND u.deleted_at IS NULL
                AND NOT u.is_suspended)) AS is_last_admin";

impl Standing {
    pub(super) fn of(conn: &mut PgConnection, person: UserId) -> QueryResult<Standing> {
        sql_query(STANDING)
            .bind::<BigInt, _>(person)
            .get_result(conn)
    }

    /// What is in the way, and what to do about it.
    pub(super) fn words(&self) -> Vec<Text> {
        let mut words = Vec::new();
        if self.courses > 0 {
            words.push(text!("own-data-has-courses", count = self.courses));
        }
        if self.orders > 0 {
            words.push(text!("own-data-has-orders", count = self.orders));
        }
        if self.classes > 0 {
            words.push(text!("own-data-has-classes"));
        }
        if self.is_last_admin {
            words.push(text!("own-data-is-last-admin"));
        }
        words
    }
}

/// Ends the account. Of the last two administrators who both go, one stays.
///
/// # Errors
/// [`AppError::Invalid`] for the password or the code, or with what stands against it.
pub(super) async fn delete(
    app: &App,
    viewer: &Viewer,
    address: Option<IpAddr>,
    proof: OwnerProof,
) -> Result<()> {
    let id = viewer.id;
    accounts::close(app, viewer, address, proof, move |conn, email| {
        refuse_if_needed(conn, id)?;
        chat::forget(conn, id)?;
        calendar::forget(conn, id)?;
        courses::forget(conn, id)?;
        notifications::forget(conn, id)?;
        export::forget(conn, id)?;
        Ok(mail::forget(conn, id, email)?)
    })
    .await
}

fn refuse_if_needed(conn: &mut PgConnection, id: UserId) -> Result<()> {
    // In one order, so that two administrators wait for each other and the second sees that the first is gone.
    sql_query(
        "SELECT id FROM users WHERE id = $1 OR (role = 'admin' AND deleted_at IS NULL) ORDER BY id FOR UPDATE",
    )
    .bind::<BigInt, _>(id)
    .execute(conn)?;
    let mut errors = Errors::default();
    for words in Standing::of(conn, id)?.words() {
        errors.add("", words);
    }
    match errors.is_empty() {
        true => Ok(()),
        false => Err(AppError::Invalid(errors)),
    }
}
