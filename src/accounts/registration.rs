//! Making an account.

use diesel::pg::PgConnection;
use diesel::prelude::*;
use serde::Deserialize;
use subtle::ConstantTimeEq;

use crate::accounts::model::{NewAccount, check_display_name, check_email, check_username};
use crate::accounts::{email, password};
use crate::error::{AppError, Errors, Result, broken_constraint};
use crate::schema::users;
use crate::state::App;
use crate::text;
use crate::web::{Page, Role, UserId};

/// What the form sends; anything else that is sent along is ignored.
#[derive(Deserialize, Default, Clone)]
pub struct RegistrationForm {
    #[serde(default)]
    pub username: String,
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub display_name: String,
    #[serde(default)]
    pub password: String,
    /// Asked for where accounts are by invitation.
    #[serde(default)]
    pub invitation: String,
    #[serde(default)]
    pub next: String,
}

impl RegistrationForm {
    fn checked(&self) -> Result<()> {
        let mut errors = Errors::default();
        check_username(&mut errors, self.username.trim());
        check_email(&mut errors, self.email.trim());
        if !self.display_name.trim().is_empty() {
            check_display_name(&mut errors, self.display_name.trim());
        }
        password::check(
            &mut errors,
            "password",
            &self.password,
            &[&self.username, &self.email],
        );
        errors.into_result()
    }

    fn shown_name(&self) -> String {
        let name = if self.display_name.trim().is_empty() {
            &self.username
        } else {
            &self.display_name
        };
        name.trim().to_owned()
    }
}

/// Makes a student's account in the language of the page, and has the address asked. That another account has this
/// address is told to whoever reads its mail, and to nobody else (security row A3): this account is made all the same,
/// and never gets the address.
///
/// # Errors
/// [`AppError::Invalid`] with the fields that need another look, a taken name among them.
pub(super) async fn register(app: &App, page: &Page, form: RegistrationForm) -> Result<UserId> {
    check_invited(page, &form)?;
    form.checked()?;
    let account = NewAccount {
        password: password::hash(form.password.clone(), app.config.security.bcrypt_cost).await?,
        username: form.username.trim().to_owned(),
        email: form.email.trim().to_owned(),
        display_name: form.shown_name(),
        role: Role::Student,
        locale: page.locale,
        theme: page.theme,
        email_confirmed_at: None,
    };
    app.db
        .run(move |conn| {
            conn.transaction(|conn| {
                let id = insert(conn, &account)?;
                email::ask(conn, id, &account.email)?;
                Ok(id)
            })
        })
        .await
}

/// Whether the site takes new people, and this one.
fn check_invited(page: &Page, form: &RegistrationForm) -> Result<()> {
    let invitation = &page.site.settings.invitation;
    let is_invited = || {
        form.invitation
            .trim()
            .as_bytes()
            .ct_eq(invitation.as_bytes())
    };
    if page.is_registration_closed() {
        return Err(AppError::invalid("", text!("accounts-registration-closed")));
    }
    if page.is_by_invitation() && !bool::from(is_invited()) {
        return Err(AppError::invalid(
            "invitation",
            text!("accounts-invitation-wrong"),
        ));
    }
    Ok(())
}

/// Writes the row, turning a taken username or email into words at the field.
pub fn insert(conn: &mut PgConnection, account: &NewAccount) -> Result<UserId> {
    diesel::insert_into(users::table)
        .values(account)
        .returning(users::id)
        .get_result(conn)
        .map_err(|error| match broken_constraint(&error) {
            Some("users_username_key") => {
                AppError::invalid("username", text!("accounts-username-taken"))
            }
            Some("users_email_key") => AppError::invalid("email", text!("accounts-email-taken")),
            _ => error.into(),
        })
}
