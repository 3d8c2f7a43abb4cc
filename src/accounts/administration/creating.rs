//! The first way in: an admin made on the command line.

use diesel::pg::PgConnection;

use crate::accounts::model::{NewAccount, check_email, check_username};
use crate::accounts::{Hash, insert, password};
use crate::db;
use crate::error::{Errors, Result};
use crate::i18n::Locale;
use crate::web::{Role, Theme, UserId};

/// An admin about to be made.
pub struct NewAdmin {
    pub username: String,
    pub email: String,
    pub password: String,
}

/// Makes an admin's account. `hash` is the password's, made by [`crate::accounts::hash_blocking`].
///
/// # Errors
/// [`AppError::Invalid`] with what is wrong.
pub fn create_admin(conn: &mut PgConnection, admin: &NewAdmin, hash: Hash) -> Result<UserId> {
    let mut errors = Errors::default();
    check_username(&mut errors, &admin.username);
    check_email(&mut errors, &admin.email);
    password::check(&mut errors, "password", &admin.password, &[&admin.username]);
    errors.into_result()?;
    let now = db::clock(conn)?;
    insert(
        conn,
        &NewAccount {
            username: admin.username.clone(),
            email: admin.email.clone(),
            password: hash,
            display_name: admin.username.clone(),
            role: Role::Admin,
            locale: Locale::ZhCn,
            theme: Theme::System,
            email_confirmed_at: Some(now),
        },
    )
}
