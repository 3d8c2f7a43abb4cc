//! What others see of a person, and how the pages look to them.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::Deserialize;

use crate::accounts::model::check_display_name;
use crate::error::{AppError, Errors, Result};
use crate::i18n::Locale;
use crate::schema::users;
use crate::state::App;
use crate::text;
use crate::web::{Theme, UserId, Viewer};

/// In characters.
const BIO_LENGTH: usize = 1000;

#[derive(Deserialize, Default, Clone)]
pub struct ProfileForm {
    #[serde(default)]
    pub display_name: String,
    #[serde(default)]
    pub bio: String,
    #[serde(default)]
    pub locale: String,
    #[serde(default)]
    pub theme: String,
    #[serde(default)]
    pub time_zone: String,
}

#[derive(AsChangeset)]
#[diesel(table_name = users)]
struct ProfileChange {
    display_name: String,
    bio: String,
    locale: Locale,
    theme: Theme,
    time_zone: String,
}

impl ProfileForm {
    /// As it stands.
    pub(super) fn of(conn: &mut PgConnection, viewer: &Viewer) -> Result<ProfileForm> {
        let about = users::table.find(viewer.id).select(users::bio);
        Ok(ProfileForm {
            display_name: viewer.display_name.clone(),
            bio: about.first(conn)?,
            locale: viewer.locale.tag().into(),
            theme: viewer.theme.name().into(),
            time_zone: viewer.time_zone.name().into(),
        })
    }

    fn checked(&self) -> Result<ProfileChange> {
        let mut errors = Errors::default();
        let name = self.display_name.trim();
        check_display_name(&mut errors, name);
        let bio = self.bio.replace("\r\n", "\n").trim().to_owned();
        errors.require(
            bio.chars().count() <= BIO_LENGTH,
            "bio",
            text!("accounts-bio-length"),
        );
        let locale = Locale::from_tag(&self.locale);
        let theme = Theme::from_name(&self.theme);
        let zone: Option<chrono_tz::Tz> = self.time_zone.parse().ok();
        errors.require(
            locale.is_some(),
            "locale",
            text!("accounts-settings-choose"),
        );
        errors.require(theme.is_some(), "theme", text!("accounts-settings-choose"));
        errors.require(
            zone.is_some(),
            "time_zone",
            text!("accounts-settings-choose"),
        );
        match (locale, theme, zone) {
            (Some(locale), Some(theme), Some(zone)) if errors.is_empty() => Ok(ProfileChange {
                display_name: name.to_owned(),
                bio,
                locale,
                theme,
                time_zone: zone.name().to_owned(),
            }),
            _ => Err(AppError::Invalid(errors)),
        }
    }
}

/// Saves name, language, theme and time zone.
pub(super) async fn update(app: &App, viewer: &Viewer, form: &ProfileForm) -> Result<()> {
    let change = form.checked()?;
    save(app, viewer, move |id, conn| {
        diesel::update(users::table.find(id))
            .set(&change)
            .execute(conn)
    })
    .await
}

/// Saves the language alone, for the switch in the footer.
pub(super) async fn set_locale(app: &App, viewer: &Viewer, locale: Locale) -> Result<()> {
    save(app, viewer, move |id, conn| {
        diesel::update(users::table.find(id))
            .set(users::locale.eq(locale))
            .execute(conn)
    })
    .await
}

/// Saves the theme alone, for the switch in the menu.
pub(super) async fn set_theme(app: &App, viewer: &Viewer, theme: Theme) -> Result<()> {
    save(app, viewer, move |id, conn| {
        diesel::update(users::table.find(id))
            .set(users::theme.eq(theme))
            .execute(conn)
    })
    .await
}

async fn save(
    app: &App,
    viewer: &Viewer,
    update: impl FnOnce(UserId, &mut PgConnection) -> QueryResult<usize> + Send + 'static,
) -> Result<()> {
    let id = viewer.id;
    app.db
        .run(move |conn| Ok(update(id, conn).map(|_| ())?))
        .await?;
    app.sessions.forget_viewer(id);
    Ok(())
}
