//! Registering, signing in and out.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use i18n_embed_fl::fl;
use serde::Deserialize;

use crate::accounts::entering::enter;
use crate::accounts::registration::{self, RegistrationForm};
use crate::accounts::sign_in::{self, SignInForm};
use crate::accounts::views::{Register, SignIn};
use crate::accounts::{email, forgotten, second_factor, settings, teaching};
use crate::error::{AppError, Errors, Result};
use crate::state::App;
use crate::web::{Flash, Form, Page, Respond, client, html, html_with, local_path, see_other};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.configure(forgotten::routes)
        .configure(email::routes)
        .configure(settings::routes)
        .configure(second_factor::routes)
        .configure(teaching::routes)
        .route("/register", web::get().to(new_account))
        .route("/register", web::post().to(create_account))
        .route("/login", web::get().to(new_session))
        .route("/login", web::post().to(create_session))
        .route("/logout", web::post().to(end_session));
}

/// Where a form leads afterwards.
#[derive(Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

async fn new_account(page: Page, query: web::Query<Next>) -> Result<HttpResponse> {
    if page.viewer.is_some() {
        return Ok(see_other(local_path(&query.next)));
    }
    let form = RegistrationForm {
        next: query.into_inner().next,
        ..Default::default()
    };
    html(&Register::new(page, form, Errors::default()))
}

async fn create_account(
    app: App,
    page: Page,
    session: Session,
    request: HttpRequest,
    Form(form): Form<RegistrationForm>,
) -> Result<HttpResponse> {
    app.limits.registrations.take(client::address(&request))?;
    match registration::register(&app, &page, form.clone()).await {
        Ok(id) => {
            let welcome = fl!(page.l, "accounts-registered", email = form.email.trim());
            let answer = see_other(local_path(&form.next)).with_flash(Flash::success(welcome));
            enter(&app, &request, &session, id, true, answer).await
        }
        Err(AppError::Invalid(errors)) => invalid(&Register::new(page, form, errors)),
        Err(error) => Err(error),
    }
}

async fn new_session(page: Page, query: web::Query<Next>) -> Result<HttpResponse> {
    if page.viewer.is_some() {
        return Ok(see_other(local_path(&query.next)));
    }
    let form = SignInForm {
        remember: "yes".into(),
        next: query.into_inner().next,
        ..Default::default()
    };
    html(&SignIn::new(page, form, Errors::default()))
}

async fn create_session(
    app: App,
    page: Page,
    session: Session,
    request: HttpRequest,
    Form(form): Form<SignInForm>,
) -> Result<HttpResponse> {
    let is_remembered = !form.remember.is_empty();
    match sign_in::sign_in(&app, client::address(&request), form.clone()).await {
        Ok(known) if known.needs_code => {
            second_factor::ask_for_code(&session, &known, is_remembered, &form.next)
        }
        Ok(known) => {
            let answer = see_other(local_path(&form.next));
            enter(&app, &request, &session, known.id, is_remembered, answer).await
        }
        Err(AppError::Invalid(errors)) => invalid(&SignIn::new(page, form, errors)),
        Err(error) => Err(error),
    }
}

/// Ends the session on the server and has the browser drop what it kept of it (security row S6).
async fn end_session(session: Session) -> HttpResponse {
    session.purge();
    let mut answer = see_other("/");
    client::clear_site_data(&mut answer);
    answer
}

/// The form again, with what is wrong next to each field.
fn invalid(template: &impl askama::Template) -> Result<HttpResponse> {
    html_with(StatusCode::UNPROCESSABLE_ENTITY, template)
}
