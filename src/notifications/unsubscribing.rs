//! `/notifications/unsubscribe/{token}`: where `List-Unsubscribe` of a mail leads (RFC 2369, RFC 8058).
//!
//! The token is signed and stands for one person and one topic, so it turns off the mails of that topic and nothing else,
//! without a session. Looking changes nothing: programs that read mails before people do follow links. What was turned
//! off is turned on again from the same page.

use actix_web::http::StatusCode;
use actix_web::web::Bytes;
use actix_web::{HttpResponse, web};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::Deserialize;

use super::choices::{self, Choices};
use super::event::Topic;
use super::model::Channel;
use super::views::Unsubscribing;
use crate::error::{AppError, Result};
use crate::mail;
use crate::schema::users;
use crate::state::App;
use crate::web::{Page, UserId, html, see_other};

pub(super) fn routes(cfg: &mut web::ServiceConfig) {
    const PATH: &str = "/notifications/unsubscribe/{token}";
    cfg.route(PATH, web::get().to(show_unsubscribing))
        .route(PATH, web::post().to(unsubscribe));
}

async fn show_unsubscribing(
    app: App,
    page: Page,
    token: web::Path<String>,
) -> Result<HttpResponse> {
    let (person, topic) = opened(&app, &token)?;
    let is_on = app.db.run(move |conn| is_told(conn, person, topic)).await?;
    html(&Unsubscribing::new(page, token.into_inner(), topic, is_on))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Act {
    /// `on` to be told again.
    act: String,
    /// Sent by mail programs (RFC 8058), which want no redirect.
    #[serde(rename = "List-Unsubscribe")]
    one_click: String,
}

/// Mail programs send `multipart/form-data` as well; all that counts there is the token.
async fn unsubscribe(app: App, token: web::Path<String>, body: Bytes) -> Result<HttpResponse> {
    let (person, topic) = opened(&app, &token)?;
    let act: Act = serde_urlencoded::from_bytes(&body).unwrap_or_default();
    let is_on = act.act == "on";
    app.db
        .run(move |conn| set(conn, person, topic, is_on))
        .await?;
    Ok(match act.one_click.is_empty() && !act.act.is_empty() {
        true => see_other(&format!("/notifications/unsubscribe/{token}")),
        false => HttpResponse::build(StatusCode::OK).finish(),
    })
}

/// Whose token this is, and what it turns off.
fn opened(app: &App, token: &str) -> Result<(UserId, Topic)> {
    let (person, topic) = mail::read_token(&app.config, token).ok_or(AppError::NotFound)?;
    Ok((person, Topic::from_name(topic).ok_or(AppError::NotFound)?))
}

fn is_told(conn: &mut PgConnection, person: UserId, topic: Topic) -> Result<bool> {
    find(conn, person)?;
    Ok(Choices::of(conn, person)?.is_on(topic, Channel::Mail))
}

fn set(conn: &mut PgConnection, person: UserId, topic: Topic, is_on: bool) -> Result<()> {
    find(conn, person)?;
    Ok(choices::set(conn, person, (topic, Channel::Mail), is_on)?)
}

/// # Errors
/// [`AppError::NotFound`] if the person is gone.
fn find(conn: &mut PgConnection, person: UserId) -> Result<UserId> {
    let there = users::table
        .find(person)
        .filter(users::deleted_at.is_null());
    Ok(there.select(users::id).first(conn)?)
}
