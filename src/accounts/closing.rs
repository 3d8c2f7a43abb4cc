//! The end of an account: its row stays, emptied, so that what the person wrote keeps its place.
//!
//! The username and the address are free for others afterwards: what was written by the account carries its id and is shown
//! as of a deleted person, so nobody can pass for its author.

use std::net::IpAddr;

use diesel::dsl::now;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::Deserialize;
use uuid::Uuid;

use crate::accounts::sign_in::note;
use crate::accounts::{password, second_factor, tokens};
use crate::error::{AppError, Result};
use crate::i18n::{DELETED_PERSON, DELETED_USERNAME, Locale};
use crate::mail::{self, Letter};
use crate::schema::{email_changes, known_devices, teacher_applications, users};
use crate::state::App;
use crate::text;
use crate::web::{Role, UserId, Viewer, session};

/// What shows that the owner of an account is asking.
#[derive(Deserialize, Default)]
pub struct OwnerProof {
    #[serde(default)]
    current_password: String,
    /// Of the second factor, where it is on.
    #[serde(default)]
    code: String,
}

/// Closes the viewer's account: `forget` is what other subjects forget of them, in the same transaction, and is handed their
/// address. Every session ends with it, and one last mail says so.
///
/// # Errors
/// [`AppError::Invalid`] for the password or the code; what `forget` returns.
pub async fn close(
    app: &App,
    viewer: &Viewer,
    address: Option<IpAddr>,
    proof: OwnerProof,
    forget: impl FnOnce(&mut PgConnection, &str) -> Result<()> + Send + 'static,
) -> Result<()> {
    password::require_current(app, viewer, proof.current_password).await?;
    app.limits.second_steps.take((viewer.id, address))?;
    let (id, config) = (viewer.id, app.config.clone());
    let ended = app
        .db
        .run(move |conn| {
            conn.transaction(|conn| {
                second_factor::require(conn, &config, id, &proof.code)?;
                let (email, locale, is_confirmed): (String, Locale, bool) = users::table
                    .find(id)
                    .filter(users::deleted_at.is_null())
                    .select((
                        users::email,
                        users::locale,
                        users::email_confirmed_at.is_not_null(),
                    ))
                    .first(conn)?;
                forget(conn, &email)?;
                empty(conn, id)?;
                if is_confirmed {
                    mail::post(conn, &email, locale, &farewell())?;
                }
                Ok::<_, AppError>(session::end_all(conn, id)?)
            })
        })
        .await?;
    app.sessions.forget(id, ended);
    Ok(())
}

fn empty(conn: &mut PgConnection, id: UserId) -> Result<()> {
    note(conn, Some(id), "account.deleted", Some(id))?;
    tokens::forget_all(conn, id)?;
    second_factor::forget(conn, id)?;
    diesel::delete(known_devices::table.filter(known_devices::user_id.eq(id))).execute(conn)?;
    diesel::delete(email_changes::table.filter(email_changes::user_id.eq(id))).execute(conn)?;
    let applications = teacher_applications::table.filter(teacher_applications::user_id.eq(id));
    diesel::delete(applications).execute(conn)?;
    let avatar: Option<Uuid> = users::table.find(id).select(users::avatar_id).first(conn)?;
    diesel::update(users::table.find(id))
        .set((
            // Names and addresses that no form takes.
            users::username.eq(format!("{DELETED_USERNAME}{id}")),
            users::email.eq(format!("deleted-{id}@deleted.invalid")),
            users::email_confirmed_at.eq(None::<chrono::DateTime<chrono::Utc>>),
            users::password.eq("none"),
            users::role.eq(Role::Student),
            users::display_name.eq(DELETED_PERSON),
            users::bio.eq(""),
            users::avatar_id.eq(None::<Uuid>),
            users::time_zone.eq("Asia/Shanghai"),
            users::deleted_at.eq(now),
        ))
        .execute(conn)?;
    avatar.map_or(Ok(()), |avatar| crate::storage::discard(conn, avatar))
}

fn farewell() -> Letter {
    Letter {
        subject: text!("mail-deleted-subject"),
        paragraphs: vec![text!("mail-deleted-text"), text!("mail-deleted-stranger")],
        action: None,
    }
}
