//! The one way in which an administrator changes an account: under a lock, with a line in the log, and with the end of
//! the person's sessions.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::accounts::second_factor;
use crate::audit::Act;
use crate::error::{AppError, Result};
use crate::schema::users;
use crate::state::App;
use crate::web::{Admin, Role, UserId, session};

/// Gives a person another rank and ends their sessions (security row S3).
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::Forbidden`] for one's own account: as only another administrator demotes or
/// suspends one, and only while being one, the last can't be lost.
pub async fn set_role(
    app: &App,
    admin: &Admin,
    person: UserId,
    role: Role,
    reason: String,
) -> Result<()> {
    change(app, admin, person, move |conn, actor| {
        let before: Role = users::table
            .find(person)
            .filter(users::deleted_at.is_null())
            .select(users::role)
            .for_update()
            .first(conn)?;
        diesel::update(users::table.find(person))
            .set(users::role.eq(role))
            .execute(conn)?;
        Act::of(actor, "account.role", "user", person)
            .because(&reason)
            .change(before.name(), role.name())
            .write(conn)
    })
    .await
}

/// Signs a person out everywhere.
///
/// # Errors
/// As [`set_role`].
pub async fn end_sessions(app: &App, admin: &Admin, person: UserId) -> Result<()> {
    change(app, admin, person, move |conn, actor| {
        users::table
            .find(person)
            .select(users::id)
            .first::<UserId>(conn)?;
        Act::of(actor, "account.sessions_ended", "user", person).write(conn)
    })
    .await
}

/// Takes the second factor of a person away who has lost it, tells them, and ends their sessions.
///
/// # Errors
/// As [`set_role`]; [`AppError::NotFound`] also if they have none.
pub async fn reset_second_factor(app: &App, admin: &Admin, person: UserId) -> Result<()> {
    change(app, admin, person, move |conn, actor| {
        if !second_factor::reset(conn, person)? {
            return Err(AppError::NotFound);
        }
        Act::of(actor, "account.second_factor", "user", person)
            .with(serde_json::json!({ "second_factor": "reset" }))
            .write(conn)
    })
    .await
}

/// Does it in a transaction that holds every administrator's row, so that of two who demote each other one is too late;
/// then the person's sessions end, with their sockets, on all nodes.
pub(super) async fn change(
    app: &App,
    admin: &Admin,
    person: UserId,
    act: impl FnOnce(&mut PgConnection, UserId) -> Result<()> + Send + 'static,
) -> Result<()> {
    let actor = admin.0.id;
    if actor == person {
        return Err(AppError::Forbidden);
    }
    let ended = app
        .db
        .run(move |conn| {
            conn.transaction(|conn| {
                hold_administrators(conn, actor)?;
                act(conn, actor)?;
                Ok::<_, AppError>(session::end_all(conn, person)?)
            })
        })
        .await?;
    app.sessions.forget(person, ended);
    Ok(())
}

/// Whoever acts must still be an administrator once everybody else who changes one has finished.
fn hold_administrators(conn: &mut PgConnection, actor: UserId) -> Result<()> {
    let held: Vec<UserId> = users::table
        .filter(users::role.eq(Role::Admin))
        .filter(users::is_suspended.eq(false))
        .filter(users::deleted_at.is_null())
        .order(users::id)
        .select(users::id)
        .for_update()
        .load(conn)?;
    match held.contains(&actor) {
        true => Ok(()),
        false => Err(AppError::NotFound),
    }
}
