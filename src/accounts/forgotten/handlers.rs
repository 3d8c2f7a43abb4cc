//! Asking for the link, and what the link opens.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::views::{Forgotten, NewPassword};
use crate::error::{AppError, Errors, Result};
use crate::state::App;
use crate::text;
use crate::web::{Flash, Form, Page, Respond, client, html, html_with, see_other};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/password/reset", web::get().to(new_request))
        .route("/password/reset", web::post().to(create_request))
        .route("/password/reset/{token}", web::get().to(edit_password))
        .route("/password/reset/{token}", web::post().to(update_password));
}

#[derive(Deserialize)]
struct RequestForm {
    #[serde(default)]
    login: String,
}

async fn new_request(page: Page) -> Result<HttpResponse> {
    html(&Forgotten::new(page, String::new(), Errors::default()))
}

async fn create_request(
    app: App,
    page: Page,
    request: HttpRequest,
    Form(RequestForm { login }): Form<RequestForm>,
) -> Result<HttpResponse> {
    let key = (login.trim().to_lowercase(), client::address(&request));
    app.limits.resets.take(key)?;
    match super::request(&app, &login).await {
        Ok(()) => {
            let sent = fl!(page.l, "accounts-forgotten-sent");
            Ok(see_other("/login").with_flash(Flash::notice(sent)))
        }
        Err(AppError::Invalid(errors)) => invalid(&Forgotten::new(page, login, errors)),
        Err(error) => Err(error),
    }
}

async fn edit_password(app: App, page: Page, token: web::Path<String>) -> Result<HttpResponse> {
    if super::is_open(&app, &token).await? {
        html(&NewPassword::new(
            page,
            token.into_inner(),
            Errors::default(),
        ))
    } else {
        over(page)
    }
}

#[derive(Deserialize)]
struct PasswordForm {
    #[serde(default)]
    new_password: String,
}

async fn update_password(
    app: App,
    page: Page,
    token: web::Path<String>,
    Form(form): Form<PasswordForm>,
) -> Result<HttpResponse> {
    let token = token.into_inner();
    match super::reset(&app, token.clone(), form.new_password).await {
        Ok(()) => {
            let done = fl!(page.l, "accounts-reset-done");
            Ok(see_other("/login").with_flash(Flash::success(done)))
        }
        Err(AppError::Invalid(errors)) => invalid(&NewPassword::new(page, token, errors)),
        Err(AppError::NotFound) => over(page),
        Err(error) => Err(error),
    }
}

/// The link opens nothing any more: the form for another one.
fn over(page: Page) -> Result<HttpResponse> {
    let errors = Errors::of_field("", text!("accounts-reset-over"));
    html_with(
        StatusCode::NOT_FOUND,
        &Forgotten::new(page, String::new(), errors),
    )
}

fn invalid(template: &impl askama::Template) -> Result<HttpResponse> {
    html_with(StatusCode::UNPROCESSABLE_ENTITY, template)
}
