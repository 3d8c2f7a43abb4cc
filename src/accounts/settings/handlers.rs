//! The page of one's profile, and the switches for language and theme.

use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::{HttpResponse, web};
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::profile::{self, ProfileForm};
use super::views::ProfilePage;
use crate::error::{AppError, Result};
use crate::i18n::Locale;
use crate::state::App;
use crate::storage::Usage;
use crate::web::{
    Flash, Form, Page, Reply, Respond, Theme, Viewer, html_with, local_path, see_other,
};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/settings", web::get().to(show_settings))
        .route("/settings", web::post().to(update_settings))
        .route("/settings/language", web::post().to(update_language))
        .route("/settings/theme", web::post().to(update_theme));
}

async fn show_settings(app: App, page: Page, viewer: Viewer) -> Result<HttpResponse> {
    show(&app, page, &viewer, None, Reply::ok()).await
}

/// The page with what was typed, or with the profile as it stands.
pub(super) async fn show(
    app: &App,
    page: Page,
    viewer: &Viewer,
    typed: Option<ProfileForm>,
    reply: Reply,
) -> Result<HttpResponse> {
    let (quotas, viewer) = (app.config.quotas.clone(), viewer.clone());
    let (form, usage) = app
        .db
        .run(move |conn| {
            let form = typed.map_or_else(|| ProfileForm::of(conn, &viewer), Ok)?;
            Ok((form, Usage::of(conn, &quotas, viewer.id)?))
        })
        .await?;
    let template = ProfilePage::new(page, form, reply.errors, usage);
    html_with(reply.status, &template)
}

async fn update_settings(
    app: App,
    page: Page,
    viewer: Viewer,
    Form(form): Form<ProfileForm>,
) -> Result<HttpResponse> {
    match Reply::sort(profile::update(&app, &viewer, &form).await, "")? {
        Ok(()) => {
            let locale = Locale::from_tag(&form.locale).unwrap_or(page.locale);
            let done = fl!(locale.loader(), "accounts-settings-saved");
            Ok(see_other("/settings").with_flash(Flash::success(done)))
        }
        Err(reply) => show(&app, page, &viewer, Some(form), reply).await,
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
