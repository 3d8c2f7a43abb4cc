//! The page of settings.

use actix_web::{HttpResponse, web};
use i18n_embed_fl::fl;
use serde::Deserialize;

use super::views::SettingsPage;
use crate::error::{AppError, Errors, Result};
use crate::i18n::Locale;
use crate::realtime;
use crate::site::{self, GroupRooms, Registration, Settings};
use crate::state::App;
use crate::text;
use crate::web::{Admin, Flash, Form, Page, Reply, Respond, html_with, see_other};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.route("/admin/settings", web::get().to(show_settings))
        .route("/admin/settings", web::post().to(update_settings));
}

/// What was chosen and typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct SettingsForm {
    pub site_name: String,
    pub site_name_en: String,
    pub registration: String,
    pub invitation: String,
    pub group_rooms: String,
    pub language: String,
    pub contact: String,
}

impl SettingsForm {
    pub fn of(settings: &Settings) -> SettingsForm {
        let name = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let written = serde_json::to_value(settings).unwrap_or_default();
        SettingsForm {
            site_name: settings.name.clone(),
            site_name_en: settings.name_en.clone(),
            registration: name(&written["registration"]),
            invitation: settings.invitation.clone(),
            group_rooms: name(&written["group_rooms"]),
            language: settings.language.tag().to_owned(),
            contact: settings.contact.clone(),
        }
    }

    fn read(&self) -> Result<Settings> {
        let mut errors = Errors::default();
        let registration: Option<Registration> = chosen(&self.registration);
        let group_rooms: Option<GroupRooms> = chosen(&self.group_rooms);
        let language = Locale::from_tag(&self.language);
        for (field, is_known) in [
            ("registration", registration.is_some()),
            ("group_rooms", group_rooms.is_some()),
            ("language", language.is_some()),
        ] {
            errors.require(is_known, field, text!("admin-settings-choice-missing"));
        }
        match (registration, group_rooms, language) {
            (Some(registration), Some(group_rooms), Some(language)) => Ok(Settings {
                name: self.site_name.trim().to_owned(),
                name_en: self.site_name_en.trim().to_owned(),
                registration,
                invitation: self.invitation.trim().to_owned(),
                group_rooms,
                language,
                contact: self.contact.trim().to_owned(),
            }),
            _ => Err(AppError::Invalid(errors)),
        }
    }
}

fn chosen<T: serde::de::DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}

async fn show_settings(app: App, page: Page, _: Admin) -> Result<HttpResponse> {
    let settings = app.db.run(site::current).await?;
    let reply = Reply::ok();
    html_with(
        reply.status,
        &SettingsPage::new(page, SettingsForm::of(&settings), reply.errors),
    )
}

async fn update_settings(
    app: App,
    page: Page,
    admin: Admin,
    Form(form): Form<SettingsForm>,
) -> Result<HttpResponse> {
    let typed = form.clone();
    let save = move |conn: &mut _| site::save(conn, &admin, &typed.read()?);
    match Reply::sort(app.db.run(save).await, "")? {
        Ok(()) => {
            realtime::tell_site_changed(&app).await;
            let done = Flash::success(fl!(page.l, "admin-settings-saved"));
            Ok(see_other("/admin/settings").with_flash(done))
        }
        Err(reply) => html_with(reply.status, &SettingsPage::new(page, form, reply.errors)),
    }
}
