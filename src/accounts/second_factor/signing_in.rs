//! The second step at the door: whoever has typed the password is asked for a code before a session is theirs.

use std::net::IpAddr;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::views::CodePage;
use super::{take, throttle, wrong};
use crate::accounts::sign_in::{Known, note};
use crate::accounts::{devices, entering};
use crate::db;
use crate::error::{AppError, Errors, Result};
use crate::schema::users;
use crate::state::App;
use crate::web::{Form, Page, client, html, html_with, local_path, see_other};

/// The entry of a session that is nobody's yet.
const PENDING: &str = "pending";

/// How long the code may take, in seconds.
const PATIENCE: i64 = 600;

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/login/code", web::get().to(show_code))
        .route("/login/code", web::post().to(create_session));
}

/// Who has typed the right password.
#[derive(Serialize, Deserialize)]
struct Pending {
    user: i64,
    /// Of the password's hash: another password since then, and this is over.
    mark: String,
    /// When this is over, in seconds since 1970 by the database's clock.
    until: i64,
    is_remembered: bool,
}

/// Notes in a new session who has typed the right password, and leads to the form for the code.
pub(in crate::accounts) fn ask_for_code(
    session: &Session,
    known: &Known,
    is_remembered: bool,
    next: &str,
) -> Result<HttpResponse> {
    let pending = Pending {
        user: known.id,
        mark: mark_of(&known.hash),
        until: known.at.timestamp() + PATIENCE,
        is_remembered,
    };
    session.clear();
    session.renew();
    session
        .insert(PENDING, pending)
        .map_err(|error| AppError::Internal(error.into()))?;
    let next = serde_urlencoded::to_string([("next", local_path(next))]).unwrap_or_default();
    Ok(see_other(&format!("/login/code?{next}")))
}

fn mark_of(hash: &str) -> String {
    let digest = Sha256::digest(hash.as_bytes());
    digest[..16]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Whoever has typed the password, though it may be too long ago.
fn pending(session: &Session) -> Option<Pending> {
    session.get::<Pending>(PENDING).ok().flatten()
}

#[derive(Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

async fn show_code(page: Page, session: Session, query: web::Query<Next>) -> Result<HttpResponse> {
    match pending(&session) {
        Some(_) => html(&CodePage::new(
            page,
            query.into_inner().next,
            Errors::default(),
        )),
        None => Ok(see_other("/login")),
    }
}

#[derive(Deserialize)]
struct CodeForm {
    #[serde(default)]
    code: String,
    #[serde(default)]
    next: String,
}

async fn create_session(
    app: App,
    page: Page,
    session: Session,
    request: HttpRequest,
    Form(form): Form<CodeForm>,
) -> Result<HttpResponse> {
    let Some(pending) = pending(&session) else {
        return Ok(see_other("/login"));
    };
    match check(&app, &request, &pending, form.code).await {
        Ok(()) => {
            session.remove(PENDING);
            let (answer, is_remembered) =
                (see_other(local_path(&form.next)), pending.is_remembered);
            entering::enter(
                &app,
                &request,
                &session,
                pending.user,
                is_remembered,
                answer,
            )
            .await
        }
        Err(AppError::NotFound) => {
            session.purge();
            Ok(see_other("/login"))
        }
        Err(AppError::Invalid(errors)) => {
            let again = CodePage::new(page, form.next, errors);
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &again)
        }
        Err(error) => Err(error),
    }
}

/// # Errors
/// [`AppError::Invalid`] for the code; [`AppError::NotFound`] if it has taken too long, or the account has another password or
/// is shut by now.
async fn check(app: &App, request: &HttpRequest, pending: &Pending, typed: String) -> Result<()> {
    let (id, mark, until) = (pending.user, pending.mark.clone(), pending.until);
    let device = entering::device_of(app, request);
    let (hash, is_known) = app
        .db
        .run(move |conn| {
            if db::clock(conn)?.timestamp() >= until {
                return Err(AppError::NotFound);
            }
            let open = users::is_suspended
                .eq(false)
                .and(users::deleted_at.is_null());
            let account = users::table.find(id).filter(open).select(users::password);
            let hash: String = account.first(conn)?;
            let is_known = match device {
                Some(device) => devices::is_known(conn, id, &device)?,
                None => false,
            };
            Ok((hash, is_known))
        })
        .await?;
    if mark_of(&hash) != mark {
        return Err(AppError::NotFound);
    }
    let address: Option<IpAddr> = client::address(request);
    throttle(app, id, address, is_known)?;
    let config = app.config.clone();
    let is_right = app
        .db
        .run(move |conn| {
            conn.transaction(|conn| {
                let is_right = take(conn, &config, id, &typed)?;
                let action = match is_right {
                    true => "account.second_step",
                    false => "account.second_step_failed",
                };
                note(conn, Some(id).filter(|_| is_right), action, Some(id))?;
                Ok::<_, AppError>(is_right)
            })
        })
        .await?;
    if is_right { Ok(()) } else { Err(wrong()) }
}
