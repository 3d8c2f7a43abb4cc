//! The settings that administrators change while the site runs. What needs a restart is in the environment instead.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::upsert::excluded;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::audit::Act;
use crate::error::{Errors, Result};
use crate::i18n::Locale;
use crate::schema::site_settings;
use crate::text;
use crate::web::Admin;

const KEY: &str = "site";

/// In characters.
const NAME_LENGTH: usize = 40;
const CONTACT_LENGTH: usize = 300;
const INVITATION_LENGTHS: std::ops::RangeInclusive<usize> = 8..=64;

/// Who may make an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Registration {
    #[default]
    Open,
    /// Who knows the invitation.
    Invited,
    Closed,
}

/// Who may open groups in chat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupRooms {
    #[default]
    Teachers,
    Admins,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The site's name in Chinese and in English; empty for the program's own.
    pub name: String,
    pub name_en: String,
    pub registration: Registration,
    /// What the invited have been told.
    pub invitation: String,
    pub group_rooms: GroupRooms,
    /// For guests whose browser asks for neither language.
    pub language: Locale,
    /// Who runs the site, at the foot of every page.
    pub contact: String,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            name: String::new(),
            name_en: String::new(),
            registration: Registration::default(),
            invitation: String::new(),
            group_rooms: GroupRooms::default(),
            language: Locale::ZhCn,
            contact: String::new(),
        }
    }
}

impl Settings {
    /// The site's own name in this language, if it has been given one.
    pub fn name_in(&self, locale: Locale) -> Option<&str> {
        let name = match locale {
            Locale::ZhCn => &self.name,
            Locale::En => &self.name_en,
        };
        (!name.is_empty()).then_some(name)
    }

    fn check(&self) -> Result<()> {
        let mut errors = Errors::default();
        for (field, name) in [("name", &self.name), ("name_en", &self.name_en)] {
            let is_plain = !name.chars().any(char::is_control);
            let is_short = name.chars().count() <= NAME_LENGTH;
            errors.require(
                is_plain && is_short,
                field,
                text!("admin-settings-name-long", most = NAME_LENGTH),
            );
        }
        let is_short = self.contact.chars().count() <= CONTACT_LENGTH;
        errors.require(
            is_short,
            "contact",
            text!("admin-settings-contact-long", most = CONTACT_LENGTH),
        );
        let length = self.invitation.chars().count();
        errors.require(
            self.registration != Registration::Invited || INVITATION_LENGTHS.contains(&length),
            "invitation",
            text!("admin-settings-invitation-length"),
        );
        errors.into_result()
    }
}

/// The settings as they are; those that nobody has changed have their defaults.
pub fn current(conn: &mut PgConnection) -> Result<Settings> {
    let stored: Option<Value> = site_settings::table
        .find(KEY)
        .select(site_settings::value)
        .first(conn)
        .optional()?;
    // What a newer version has written and this one can't read is as if it had not been set.
    Ok(stored
        .and_then(|value| serde_json::from_value(value).ok())
        .unwrap_or_default())
}

/// Changes them, with a line in the audit log for each that is another than before. Follow it with
/// `realtime::tell_site_changed`.
///
/// # Errors
/// `Invalid` with words for each field.
pub fn save(conn: &mut PgConnection, admin: &Admin, settings: &Settings) -> Result<()> {
    settings.check()?;
    conn.transaction(|conn| {
        // Two who save at once come one after the other.
        diesel::sql_query("LOCK TABLE site_settings IN SHARE ROW EXCLUSIVE MODE").execute(conn)?;
        let before = current(conn)?;
        diesel::insert_into(site_settings::table)
            .values((
                site_settings::key.eq(KEY),
                site_settings::value.eq(written(settings)?),
            ))
            .on_conflict(site_settings::key)
            .do_update()
            .set(site_settings::value.eq(excluded(site_settings::value)))
            .execute(conn)?;
        note(conn, admin, &written(&before)?, &written(settings)?)
    })
}

fn written(settings: &Settings) -> Result<Value> {
    serde_json::to_value(settings).map_err(|error| anyhow::Error::from(error).into())
}

fn note(conn: &mut PgConnection, admin: &Admin, before: &Value, after: &Value) -> Result<()> {
    let Value::Object(fields) = after else {
        return Ok(());
    };
    for (field, value) in fields {
        if before[field] == *value {
            continue;
        }
        let act = Act::of(admin.0.id, "setting.change", "setting", field);
        // The invitation is a secret.
        match field.as_str() {
            "invitation" => act.write(conn)?,
            _ => act
                .change(before[field].clone(), value.clone())
                .write(conn)?,
        }
    }
    Ok(())
}
