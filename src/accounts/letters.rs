//! Mail to the owner of an account.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::error::Result;
use crate::i18n::Locale;
use crate::mail::{self, Letter};
use crate::schema::users;
use crate::web::UserId;

/// Writes to a person, in their language. To an address that is not confirmed nothing is written: whoever reads it may
/// be somebody else.
pub(super) fn write_to(conn: &mut PgConnection, id: UserId, letter: &Letter) -> Result<()> {
    let receiver: Option<(String, Locale)> = users::table
        .find(id)
        .filter(
            users::email_confirmed_at
                .is_not_null()
                .and(users::deleted_at.is_null()),
        )
        .select((users::email, users::locale))
        .first(conn)
        .optional()?;
    match receiver {
        Some((email, locale)) => mail::post(conn, &email, locale, letter),
        None => Ok(()),
    }
}
