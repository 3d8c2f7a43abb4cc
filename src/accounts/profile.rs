//! What a person may change about their own account.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::Deserialize;

use crate::accounts::forgotten;
use crate::accounts::model::check_display_name;
use crate::accounts::password;
use crate::error::{AppError, Errors, Result};
use crate::i18n::Locale;
use crate::schema::users;
use crate::state::App;
use crate::text;
use crate::web::{Theme, UserId, Viewer, session};

#[derive(Deserialize, Default, Clone)]
pub struct ProfileForm {
    #[serde(default)]
    pub display_name: String,
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
    locale: Locale,
    theme: Theme,
    time_zone: String,
}

impl ProfileForm {
    pub(super) fn of(viewer: &Viewer) -> ProfileForm {
        ProfileForm {
            display_name: viewer.display_name.clone(),
            locale: viewer.locale.tag().into(),
            theme: viewer.theme.name().into(),
            time_zone: viewer.time_zone.name().into(),
        }
    }

    fn checked(&self) -> Result<ProfileChange> {
        let mut errors = Errors::default();
        let name = self.display_name.trim();
        check_display_name(&mut errors, name);
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

#[derive(Deserialize, Default)]
pub struct PasswordForm {
    #[serde(default)]
    pub current_password: String,
    #[serde(default)]
    pub new_password: String,
}

/// Changes the password and ends every session of the account; the caller opens a new one for this browser.
///
/// # Errors
/// [`AppError::Invalid`] when the current password is not right, or the new one is not taken.
pub(super) async fn change_password(app: &App, viewer: &Viewer, form: PasswordForm) -> Result<()> {
    app.limits
        .sign_ins
        .take((viewer.username.to_lowercase(), None))?;
    let (id, cost) = (viewer.id, app.config.security.bcrypt_cost);
    let mut errors = Errors::default();
    password::check(
        &mut errors,
        "new_password",
        &form.new_password,
        &[&viewer.username],
    );
    errors.into_result()?;
    let old = app
        .db
        .run(move |conn| {
            Ok(users::table
                .find(id)
                .select(users::password)
                .first::<String>(conn)?)
        })
        .await?;
    if !password::verify(form.current_password, Some(old), cost).await? {
        return Err(AppError::invalid(
            "current_password",
            text!("accounts-password-wrong"),
        ));
    }
    let new = password::hash(form.new_password, cost).await?;
    let ended = app
        .db
        .run(move |conn| conn.transaction(|conn| replace(conn, id, &new)))
        .await?;
    app.sessions.forget(id, ended);
    Ok(())
}

fn replace(conn: &mut PgConnection, id: i64, hash: &str) -> Result<Vec<Vec<u8>>> {
    diesel::update(users::table.find(id))
        .set(users::password.eq(hash))
        .execute(conn)?;
    forgotten::tell_of_change(conn, id)?;
    Ok(session::end_all(conn, id)?)
}
