//! What an administrator does to accounts, in the page or on the command line.

use chrono::Utc;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::accounts::model::{NewAccount, check_email, check_username};
use crate::accounts::{Hash, insert, password, second_factor};
use crate::error::{AppError, Errors, Result};
use crate::i18n::Locale;
use crate::schema::{audit_log, users};
use crate::state::App;
use crate::web::{Admin, Role, Theme, UserId, session};

/// The first way in: an admin made on the command line.
pub struct NewAdmin {
    pub username: String,
    pub email: String,
    pub password: String,
}

/// Makes an admin's account. `hash` is the password's, made by [`super::hash_blocking`].
///
/// # Errors
/// [`AppError::Invalid`] with what is wrong.
pub fn create_admin(conn: &mut PgConnection, admin: &NewAdmin, hash: Hash) -> Result<UserId> {
    let mut errors = Errors::default();
    check_username(&mut errors, &admin.username);
    check_email(&mut errors, &admin.email);
    password::check(&mut errors, "password", &admin.password, &[&admin.username]);
    errors.into_result()?;
    insert(
        conn,
        &NewAccount {
            username: admin.username.clone(),
            email: admin.email.clone(),
            password: hash,
            display_name: admin.username.clone(),
            role: Role::Admin,
            locale: Locale::ZhCn,
            theme: Theme::System,
            email_confirmed_at: Some(Utc::now()),
        },
    )
}

/// Gives a person another rank and ends their sessions (security row S3).
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::Forbidden`] for one's own account, so that the last admin can't step down by
/// mistake.
pub async fn set_role(app: &App, admin: &Admin, person: UserId, role: Role) -> Result<()> {
    change(app, admin, person, "role", role.name(), move |conn| {
        Ok(diesel::update(users::table.find(person))
            .set(users::role.eq(role))
            .execute(conn)?
            > 0)
    })
    .await
}

/// Shuts a person out, or lets them in again; either way their sessions end.
///
/// # Errors
/// As [`set_role`].
pub async fn set_suspended(
    app: &App,
    admin: &Admin,
    person: UserId,
    suspended: bool,
) -> Result<()> {
    let details = if suspended { "suspended" } else { "restored" };
    change(app, admin, person, "suspension", details, move |conn| {
        Ok(diesel::update(users::table.find(person))
            .set(users::is_suspended.eq(suspended))
            .execute(conn)?
            > 0)
    })
    .await
}

/// Takes the second factor of a person away who has lost it, tells them, and ends their sessions.
///
/// # Errors
/// As [`set_role`]; [`AppError::NotFound`] also if they have none.
pub async fn reset_second_factor(app: &App, admin: &Admin, person: UserId) -> Result<()> {
    change(app, admin, person, "second_factor", "reset", move |conn| {
        second_factor::reset(conn, person)
    })
    .await
}

async fn change(
    app: &App,
    admin: &Admin,
    person: UserId,
    action: &'static str,
    details: &'static str,
    update: impl FnOnce(&mut PgConnection) -> Result<bool> + Send + 'static,
) -> Result<()> {
    if admin.0.id == person {
        return Err(AppError::Forbidden);
    }
    let actor = admin.0.id;
    let ended = app
        .db
        .run(move |conn| {
            conn.transaction(|conn| {
                if !update(conn)? {
                    return Err(AppError::NotFound);
                }
                write_audit(conn, actor, person, action, details)?;
                Ok(session::end_all(conn, person)?)
            })
        })
        .await?;
    app.sessions.forget(person, ended);
    Ok(())
}

fn write_audit(
    conn: &mut PgConnection,
    actor: UserId,
    person: UserId,
    action: &str,
    details: &str,
) -> QueryResult<()> {
    diesel::insert_into(audit_log::table)
        .values((
            audit_log::actor_id.eq(actor),
            audit_log::action.eq(format!("account.{action}")),
            audit_log::subject_type.eq("user"),
            audit_log::subject_id.eq(person.to_string()),
            audit_log::details.eq(serde_json::json!({ action: details })),
        ))
        .execute(conn)
        .map(|_| ())
}
