//! The rows of `users`.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use crate::error::Errors;
use crate::i18n::{DELETED_PERSON, Locale};
use crate::schema::users;
use crate::text;
use crate::web::{Role, Theme, UserId};

/// The longest address that mail can be sent to (RFC 5321, section 4.5.3.1.3, less the angle brackets).
pub const EMAIL_LENGTH: usize = 254;

/// A person as lists show them.
#[derive(Queryable, Selectable, Clone, Debug)]
#[diesel(table_name = users, check_for_backend(diesel::pg::Pg))]
pub struct Person {
    pub id: UserId,
    pub username: String,
    pub email: String,
    pub display_name: String,
    pub role: Role,
    pub is_suspended: bool,
    pub created_at: DateTime<Utc>,
    /// When the suspension ends by itself.
    pub suspended_until: Option<DateTime<Utc>>,
    /// Why they are suspended, in an administrator's words.
    pub suspension_reason: String,
    pub email_confirmed_at: Option<DateTime<Utc>>,
}

/// An account about to be made. The rank is never read from a form (security row A8).
#[derive(Insertable, Clone, Debug)]
#[diesel(table_name = users)]
pub struct NewAccount {
    pub username: String,
    pub email: String,
    /// The hash, never the password.
    pub password: String,
    pub display_name: String,
    pub role: Role,
    pub locale: Locale,
    pub theme: Theme,
    /// Nothing for an address that the person has only typed.
    pub email_confirmed_at: Option<DateTime<Utc>>,
}

/// Adds what is wrong with a username: 2 to 32 letters, digits, `_`, `-` or `.`, in any script.
pub(super) fn check_username(errors: &mut Errors, username: &str) {
    let length = username.chars().count();
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    errors.require(
        (2..=32).contains(&length),
        "username",
        text!("accounts-username-length"),
    );
    errors.require(
        username.chars().all(is_plain),
        "username",
        text!("accounts-username-characters"),
    );
}

/// Adds what is wrong with an email address. Whether it can be reached only a mail can tell.
pub(super) fn check_email(errors: &mut Errors, email: &str) {
    let is_address = match email.split_once('@') {
        Some((mailbox, domain)) => {
            !mailbox.is_empty()
                && domain.contains('.')
                && !domain.starts_with('.')
                && !domain.ends_with('.')
                && !domain.contains('@')
        }
        None => false,
    };
    let is_clean = !email.chars().any(|c| c.is_whitespace() || c.is_control());
    errors.require(
        is_address && is_clean && email.len() <= EMAIL_LENGTH,
        "email",
        text!("accounts-email-malformed"),
    );
}

/// Adds what is wrong with a name that others see: 1 to 64 characters, no control characters.
pub(super) fn check_display_name(errors: &mut Errors, name: &str) {
    let length = name.chars().count();
    errors.require(
        (1..=64).contains(&length) && !name.chars().any(char::is_control),
        "display_name",
        text!("accounts-display-name-length"),
    );
    errors.require(
        name != DELETED_PERSON,
        "display_name",
        text!("accounts-display-name-taken"),
    );
}
