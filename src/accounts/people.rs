//! People as others need them: the profile of one, and the time as somebody reads it.

use chrono::{DateTime, Utc};
use diesel::dsl::{AsExprOf, sql};
use diesel::expression::{SqlLiteral, UncheckedBind};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use uuid::Uuid;

use crate::error::Result;
use crate::i18n::{Locale, full_date_time};
use crate::schema::users;
use crate::web::UserId;

/// What a person shows of themselves.
#[derive(Queryable, Selectable)]
#[diesel(table_name = users, check_for_backend(diesel::pg::Pg))]
pub struct Profile {
    pub id: UserId,
    pub username: String,
    pub display_name: String,
    pub bio: String,
    #[diesel(column_name = avatar_id)]
    pub avatar: Option<Uuid>,
    pub created_at: DateTime<Utc>,
}

/// The profile of this person, unless suspended or deleted.
pub fn profile(conn: &mut PgConnection, id: UserId) -> Result<Profile> {
    Ok(users::table
        .find(id)
        .filter(
            users::is_suspended
                .eq(false)
                .and(users::deleted_at.is_null()),
        )
        .select(Profile::as_select())
        .first(conn)?)
}

/// Whether somebody, a row of `users`, may be called so: every pair of letters that was typed stands somewhere in the username,
/// the name or the address. An index answers it, for two characters of Chinese as for a word, so it goes before a look for
/// the text itself (`ILIKE`), which reads everybody.
pub fn may_be_called(
    typed: &str,
) -> SqlLiteral<Bool, UncheckedBind<SqlLiteral<Bool>, AsExprOf<String, Text>>> {
    sql::<Bool>("letters(users.username || ' ' || users.display_name || ' ' || users.email) @> letters_asked(")
        .bind::<Text, _>(typed.replace('\0', ""))
        .sql(")")
}

/// The time it is now, as this person reads it.
pub(super) fn time_for(conn: &mut PgConnection, id: UserId) -> Result<String> {
    let (locale, zone): (Locale, String) = users::table
        .find(id)
        .select((users::locale, users::time_zone))
        .first(conn)?;
    let zone = zone.parse().unwrap_or(chrono_tz::Asia::Shanghai);
    Ok(full_date_time(locale, Utc::now(), zone))
}
