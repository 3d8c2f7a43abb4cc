//! Registering, signing in and out, settings.

use actix_session::Session;
use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use i18n_embed_fl::fl;
use serde::Deserialize;

use crate::accounts::forgotten;
use crate::accounts::profile::{self, PasswordForm, ProfileForm};
use crate::accounts::registration::{self, RegistrationForm};
use crate::accounts::sign_in::{self, SignInForm};
use crate::accounts::views::{Register, Settings, SignIn};
use crate::error::{AppError, Errors, Result};
use crate::i18n::Locale;
use crate::state::App;
use crate::storage::Usage;
use crate::web::{
    Flash, Form, Page, Respond, Theme, Viewer, client, html, html_with, local_path, see_other,
};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.configure(forgotten::routes)
        .route("/register", web::get().to(new_account))
        .route("/register", web::post().to(create_account))
        .route("/login", web::get().to(new_session))
        .route("/login", web::post().to(create_session))
        .route("/logout", web::post().to(end_session))
        .route("/settings", web::get().to(show_settings))
        .route("/settings", web::post().to(update_settings))
        .route("/settings/password", web::post().to(update_password))
        .route("/settings/language", web::post().to(update_language))
        .route("/settings/theme", web::post().to(update_theme));
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
            sign_in::open_session(&session, id)?;
            let welcome = fl!(page.l, "accounts-registered", name = form.username.as_str());
            Ok(see_other(local_path(&form.next)).with_flash(Flash::success(welcome)))
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
    match sign_in::sign_in(&app, client::address(&request), form.clone()).await {
        Ok(id) => {
            sign_in::open_session(&session, id)?;
            Ok(see_other(local_path(&form.next)))
        }
        Err(AppError::Invalid(errors)) => invalid(&SignIn::new(page, form, errors)),
        Err(error) => Err(error),
    }
}

/// Ends the session on the server and has the browser drop what it kept of it (security row S6).
async fn end_session(session: Session) -> HttpResponse {
    session.purge();
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, "/"))
        .insert_header(("Clear-Site-Data", "\"cache\", \"storage\""))
        .finish()
}

async fn show_settings(app: App, page: Page, viewer: Viewer) -> Result<HttpResponse> {
    let (form, usage) = (ProfileForm::of(&viewer), usage(&app, &viewer).await?);
    html(&Settings::new(page, form, Errors::default(), usage))
}

async fn usage(app: &App, viewer: &Viewer) -> Result<Usage> {
    let (quotas, id) = (app.config.quotas.clone(), viewer.id);
    app.db.run(move |conn| Usage::of(conn, &quotas, id)).await
}

async fn update_settings(
    app: App,
    page: Page,
    viewer: Viewer,
    Form(form): Form<ProfileForm>,
) -> Result<HttpResponse> {
    match profile::update(&app, &viewer, &form).await {
        Ok(()) => Ok(saved(
            "/settings",
            Locale::from_tag(&form.locale).unwrap_or(page.locale),
        )),
        Err(AppError::Invalid(errors)) => {
            let usage = usage(&app, &viewer).await?;
            invalid(&Settings::new(page, form, errors, usage))
        }
        Err(error) => Err(error),
    }
}

async fn update_password(
    app: App,
    page: Page,
    viewer: Viewer,
    session: Session,
    Form(form): Form<PasswordForm>,
) -> Result<HttpResponse> {
    match profile::change_password(&app, &viewer, form).await {
        Ok(()) => {
            sign_in::open_session(&session, viewer.id)?;
            let done = fl!(page.l, "accounts-password-changed");
            Ok(see_other("/settings").with_flash(Flash::success(done)))
        }
        Err(AppError::Invalid(errors)) => {
            let (form, usage) = (ProfileForm::of(&viewer), usage(&app, &viewer).await?);
            invalid(&Settings::new(page, form, errors, usage))
        }
        Err(error) => Err(error),
    }
}

#[derive(Deserialize)]
struct LanguageForm {
    locale: String,
    #[serde(default)]
    next: String,
}

async fn update_language(
    app: App,
    viewer: Option<Viewer>,
    Form(form): Form<LanguageForm>,
) -> Result<HttpResponse> {
    let locale = Locale::from_tag(&form.locale).ok_or(AppError::NotFound)?;
    if let Some(viewer) = viewer {
        profile::set_locale(&app, &viewer, locale).await?;
    }
    Ok(with_choice(
        see_other(local_path(&form.next)),
        "locale",
        locale.tag(),
    ))
}

#[derive(Deserialize)]
struct ThemeForm {
    theme: String,
    #[serde(default)]
    next: String,
}

async fn update_theme(
    app: App,
    viewer: Option<Viewer>,
    Form(form): Form<ThemeForm>,
) -> Result<HttpResponse> {
    let theme = Theme::from_name(&form.theme).ok_or(AppError::NotFound)?;
    if let Some(viewer) = viewer {
        profile::set_theme(&app, &viewer, theme).await?;
    }
    Ok(with_choice(
        see_other(local_path(&form.next)),
        "theme",
        theme.name(),
    ))
}

/// The form again, with what is wrong next to each field.
fn invalid(template: &impl askama::Template) -> Result<HttpResponse> {
    html_with(StatusCode::UNPROCESSABLE_ENTITY, template)
}

fn saved(path: &str, locale: Locale) -> HttpResponse {
    see_other(path).with_flash(Flash::success(fl!(
        locale.loader(),
        "accounts-settings-saved"
    )))
}

/// Remembers a guest's choice in this browser for a year.
fn with_choice(mut answer: HttpResponse, name: &'static str, value: &'static str) -> HttpResponse {
    let cookie = Cookie::build(name, value)
        .path("/")
        .same_site(SameSite::Lax)
        .max_age(Duration::days(365))
        .finish();
    // Without the cookie the choice lasts for this page; nothing else depends on it.
    let _ = answer.add_cookie(&cookie);
    answer
}
