//! What administrators decide about those who want to teach.

use diesel::dsl::now;
use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::accounts::letters::write_to;
use crate::audit::Act;
use crate::config::Config;
use crate::error::{AppError, Result};
use crate::mail::{self, Letter};
use crate::schema::{teacher_applications, users};
use crate::state::App;
use crate::text;
use crate::web::{Admin, Role, UserId, session};

/// In characters.
const REASON_LENGTH: usize = 1000;

/// Grants the application or refuses it with a reason, and tells the person. Whoever is granted it is a teacher when they
/// sign in again (security row S3).
///
/// # Errors
/// [`AppError::NotFound`] if it is decided or taken back by now; [`AppError::Invalid`] for a refusal without a reason.
pub async fn decide(
    app: &App,
    admin: &Admin,
    application: i64,
    is_granted: bool,
    reason: &str,
) -> Result<()> {
    let reason = reason.trim().to_owned();
    let length = reason.chars().count();
    if length > REASON_LENGTH || (!is_granted && length == 0) {
        return Err(AppError::invalid(
            "reason",
            text!("admin-application-reason-length"),
        ));
    }
    let (actor, config) = (admin.0.id, app.config.clone());
    let (person, ended) = app
        .db
        .run(move |conn| {
            conn.transaction(|conn| {
                let person = settle(conn, actor, application, is_granted, &reason)?;
                let ended = match is_granted && promote(conn, person)? {
                    true => session::end_all(conn, person)?,
                    false => Vec::new(),
                };
                write_to(conn, person, &decided_letter(&config, is_granted, reason))?;
                Ok::<_, AppError>((person, ended))
            })
        })
        .await?;
    app.sessions.forget(person, ended);
    Ok(())
}

/// Notes what was decided; whose application it is.
fn settle(
    conn: &mut PgConnection,
    actor: UserId,
    application: i64,
    is_granted: bool,
    reason: &str,
) -> Result<UserId> {
    let open = teacher_applications::table
        .find(application)
        .filter(teacher_applications::decided_at.is_null());
    let person: UserId = diesel::update(open)
        .set((
            teacher_applications::decided_at.eq(now),
            teacher_applications::decided_by.eq(Some(actor)),
            teacher_applications::is_granted.eq(Some(is_granted)),
            teacher_applications::reason.eq(reason),
        ))
        .returning(teacher_applications::user_id)
        .get_result(conn)?;
    let details = serde_json::json!({ "application": application, "granted": is_granted });
    Act::of(actor, "account.teacher_application", "user", person)
        .because(reason)
        .with(details)
        .write(conn)?;
    Ok(person)
}

/// Makes a student a teacher; whether it did. An admin stays one.
fn promote(conn: &mut PgConnection, person: UserId) -> QueryResult<bool> {
    let student = users::table
        .find(person)
        .filter(users::role.eq(Role::Student));
    let promoted = diesel::update(student)
        .set(users::role.eq(Role::Teacher))
        .execute(conn)?;
    Ok(promoted > 0)
}

fn decided_letter(config: &Config, is_granted: bool, reason: String) -> Letter {
    let said = (!reason.is_empty()).then(|| text!("mail-decided-reason", reason = reason));
    let (subject, words, button, path) = match is_granted {
        true => (
            text!("mail-granted-subject"),
            text!("mail-granted-text"),
            text!("mail-granted-button"),
            "/teaching",
        ),
        false => (
            text!("mail-refused-subject"),
            text!("mail-refused-text"),
            text!("mail-refused-button"),
            "/settings/teaching",
        ),
    };
    Letter {
        subject,
        paragraphs: std::iter::once(words).chain(said).collect(),
        action: Some((button, mail::link(config, path))),
    }
}
