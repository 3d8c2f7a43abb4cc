//! Another password for an account whose owner knows the old one.

use actix_session::Session;
use actix_web::{HttpRequest, HttpResponse, web};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::views::PasswordPage;
use crate::accounts::entering;
use crate::accounts::forgotten;
use crate::accounts::password;
use crate::error::{AppError, Errors, Result};
use crate::schema::users;
use crate::state::App;
use crate::web::session::{self, BRIEF};
use crate::web::{Flash, Form, Page, Reply, Respond, Viewer, html, html_with, see_other};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/settings/password", web::get().to(show_password))
        .route("/settings/password", web::post().to(update_password));
}

#[derive(Deserialize, Default)]
struct PasswordForm {
    #[serde(default)]
    current_password: String,
    #[serde(default)]
    new_password: String,
}

async fn show_password(page: Page, _: Viewer) -> Result<HttpResponse> {
    html(&PasswordPage::new(page, Errors::default()))
}

async fn update_password(
    app: App,
    page: Page,
    viewer: Viewer,
    session: Session,
    request: HttpRequest,
    Form(form): Form<PasswordForm>,
) -> Result<HttpResponse> {
    if let Err(reply) = Reply::sort(change(&app, &viewer, form).await, "")? {
        return html_with(reply.status, &PasswordPage::new(page, reply.errors));
    }
    let done = fl!(page.l, "accounts-password-changed");
    let answer = see_other("/settings/password").with_flash(Flash::success(done));
    let is_remembered = !session.contains_key(BRIEF);
    entering::enter(&app, &request, &session, viewer.id, is_remembered, answer).await
}

/// Changes the password and ends every session of the account; the caller opens a new one for this browser.
///
/// # Errors
/// [`AppError::Invalid`] when the current password is not right, or the new one is not taken.
async fn change(app: &App, viewer: &Viewer, form: PasswordForm) -> Result<()> {
    let mut errors = Errors::default();
    password::check(
        &mut errors,
        "new_password",
        &form.new_password,
        &[&viewer.username],
    );
    errors.into_result()?;
    password::require_current(app, viewer, form.current_password).await?;
    let (id, cost) = (viewer.id, app.config.security.bcrypt_cost);
    let new = password::hash(form.new_password, cost).await?;
    let ended = app
        .db
        .run(move |conn| conn.transaction(|conn| replace(conn, id, &new)))
        .await?;
    app.sessions.forget(id, ended);
    Ok(())
}

fn replace(conn: &mut PgConnection, id: i64, hash: &str) -> Result<Vec<Vec<u8>>, AppError> {
    diesel::update(users::table.find(id))
        .set(users::password.eq(hash))
        .execute(conn)?;
    forgotten::tell_of_change(conn, id)?;
    Ok(session::end_all(conn, id)?)
}
