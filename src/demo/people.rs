//! The people of the demo data.

use chrono::Utc;
use diesel::pg::PgConnection;

use crate::accounts::{self, NewAccount};
use crate::demo::People;
use crate::error::Result;
use crate::i18n::Locale;
use crate::web::{Role, Theme};

/// The accounts that are printed at start, and what each shows.
pub const ACCOUNTS: [(&str, &str); 4] = [
    ("student", "learns, chats, watches"),
    ("teacher", "writes courses, goes live"),
    ("assistant", "moderates"),
    ("admin", "administers"),
];

/// Username, display name, role, language.
const PEOPLE: [(&str, &str, Role, Locale); 14] = [
    ("admin", "管理员", Role::Admin, Locale::ZhCn),
    ("teacher", "周明远", Role::Teacher, Locale::ZhCn),
    ("assistant", "陈可", Role::Student, Locale::ZhCn),
    ("student", "林小满", Role::Student, Locale::ZhCn),
    ("linan", "李南", Role::Teacher, Locale::ZhCn),
    ("suwan", "苏晚", Role::Teacher, Locale::ZhCn),
    ("amara", "Amara Oyelaran", Role::Teacher, Locale::En),
    ("haoran", "浩然", Role::Student, Locale::ZhCn),
    ("yuchen", "雨辰", Role::Student, Locale::ZhCn),
    ("mingyue", "明月", Role::Student, Locale::ZhCn),
    ("jonas", "Jonas Weber", Role::Student, Locale::En),
    ("priya", "Priya Nair", Role::Student, Locale::En),
    ("dashan", "大山", Role::Student, Locale::ZhCn),
    ("qingqing", "青青", Role::Student, Locale::ZhCn),
];

/// Writes everybody, all with the password of this hash.
pub(super) fn insert(conn: &mut PgConnection, hash: &str) -> Result<People> {
    PEOPLE
        .into_iter()
        .map(|(username, display_name, role, locale)| {
            let account = NewAccount {
                username: username.into(),
                email: format!("{username}@lectern.example"),
                password: hash.into(),
                display_name: display_name.into(),
                role,
                locale,
                theme: Theme::System,
                email_confirmed_at: Some(Utc::now()),
            };
            Ok((username, accounts::insert(conn, &account)?))
        })
        .collect()
}
