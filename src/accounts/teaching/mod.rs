//! Asking to teach: a student says what they want to teach, an administrator grants it or says why not.

mod deciding;
mod handlers;
mod list;
mod views;

use chrono::{DateTime, Utc};
use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::accounts::letters::write_to;
use crate::config::Config;
use crate::error::{AppError, Result, broken_constraint};
use crate::mail::{self, Letter};
use crate::schema::{teacher_applications, users};
use crate::state::App;
use crate::text;
use crate::web::{Role, UserId, Viewer};

pub use deciding::decide;
pub use handlers::routes;
pub use list::{Application, ApplicationFilter, list_applications};

/// In characters.
const LENGTH: usize = 2000;

/// How many administrators are told.
const TOLD: i64 = 20;

/// The latest that somebody has asked, as they see it.
#[derive(Queryable, Selectable)]
#[diesel(table_name = teacher_applications, check_for_backend(diesel::pg::Pg))]
struct Latest {
    words: String,
    created_at: DateTime<Utc>,
    is_granted: Option<bool>,
    reason: String,
}

fn latest(conn: &mut PgConnection, user: UserId) -> QueryResult<Option<Latest>> {
    teacher_applications::table
        .filter(teacher_applications::user_id.eq(user))
        .order(teacher_applications::id.desc())
        .select(Latest::as_select())
        .first(conn)
        .optional()
}

/// Puts the viewer's words before the administrators, who are told by mail.
///
/// # Errors
/// [`AppError::Invalid`] for the words, or while their address is not confirmed; [`AppError::Conflict`] if they teach, or have
/// asked, already.
async fn apply(app: &App, viewer: &Viewer, words: &str) -> Result<()> {
    let words = words.replace("\r\n", "\n").trim().to_owned();
    if !(1..=LENGTH).contains(&words.chars().count()) {
        return Err(AppError::invalid(
            "words",
            text!("accounts-teaching-length"),
        ));
    }
    if viewer.unconfirmed_email.is_some() {
        return Err(AppError::invalid(
            "",
            text!("accounts-teaching-unconfirmed"),
        ));
    }
    if viewer.is_teacher() {
        return Err(AppError::Conflict(text!("accounts-teaching-already")));
    }
    app.limits.applications.take(viewer.id)?;
    let (id, name, config) = (viewer.id, viewer.display_name.clone(), app.config.clone());
    app.db
        .run(move |conn| {
            conn.transaction(|conn| {
                insert(conn, id, &words)?;
                tell_admins(conn, &config, &name)
            })
        })
        .await
}

fn insert(conn: &mut PgConnection, user: UserId, words: &str) -> Result<()> {
    diesel::insert_into(teacher_applications::table)
        .values((
            teacher_applications::user_id.eq(user),
            teacher_applications::words.eq(words),
        ))
        .execute(conn)
        .map_err(|error| match broken_constraint(&error) {
            Some("teacher_applications_open_key") => {
                AppError::Conflict(text!("accounts-teaching-asked"))
            }
            _ => error.into(),
        })?;
    Ok(())
}

fn tell_admins(conn: &mut PgConnection, config: &Config, name: &str) -> Result<()> {
    let admins: Vec<UserId> = users::table
        .filter(users::role.eq(Role::Admin))
        .filter(
            users::is_suspended
                .eq(false)
                .and(users::deleted_at.is_null()),
        )
        .order(users::id)
        .limit(TOLD)
        .select(users::id)
        .load(conn)?;
    let letter = Letter {
        subject: text!("mail-applied-subject"),
        paragraphs: vec![text!("mail-applied-text", name = name.to_owned())],
        action: Some((
            text!("mail-applied-button"),
            mail::link(config, "/admin/applications"),
        )),
    };
    admins
        .into_iter()
        .try_for_each(|admin| write_to(conn, admin, &letter))
}

/// Takes the viewer's open application back, if there is one.
async fn withdraw(app: &App, viewer: &Viewer) -> Result<()> {
    let id = viewer.id;
    app.db
        .run(move |conn| {
            let own = teacher_applications::table.filter(teacher_applications::user_id.eq(id));
            let open = own.filter(teacher_applications::decided_at.is_null());
            Ok(diesel::delete(open).execute(conn)?)
        })
        .await?;
    Ok(())
}
