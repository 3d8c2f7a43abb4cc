//! People named by their usernames.

use diesel::dsl::sql;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::error::{AppError, Result};
use crate::schema::users;
use crate::text;
use crate::web::UserId;

/// How many people one act brings in.
const MOST_ADDED: usize = 30;

/// The usernames of a field, in lower case: parted by blanks, commas or lines, with or without an `@`.
fn usernames(typed: &str) -> Vec<String> {
    let parts = typed.split(|c: char| c.is_whitespace() || ",，、;；".contains(c));
    let mut names: Vec<String> = Vec::new();
    for part in parts {
        let name = part.trim_start_matches(['@', '＠']).to_lowercase();
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Id, username and name of the people who are named in a field.
///
/// # Errors
/// `Invalid` for none or too many, and with the usernames that nobody has.
pub fn people(conn: &mut PgConnection, typed: &str) -> Result<Vec<(UserId, String, String)>> {
    let names = usernames(typed);
    if names.is_empty() || names.len() > MOST_ADDED {
        return Err(AppError::invalid(
            "username",
            text!("chat-add-missing", most = MOST_ADDED),
        ));
    }
    let found: Vec<(UserId, String, String)> = users::table
        .filter(sql::<Text>("lower(users.username)").eq_any(&names))
        .filter(users::deleted_at.is_null())
        .filter(users::is_suspended.eq(false))
        .select((users::id, users::username, users::display_name))
        .load(conn)?;
    let is_found = |name: &&String| found.iter().any(|one| one.1.to_lowercase() == **name);
    let unknown: Vec<&str> = names
        .iter()
        .filter(|name| !is_found(name))
        .map(String::as_str)
        .collect();
    if !unknown.is_empty() {
        let names = unknown.join(" ");
        return Err(AppError::invalid(
            "username",
            text!("chat-add-unknown", names = names),
        ));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usernames_are_parted_by_blanks_commas_and_lines() {
        let names = usernames(" @Wang，li、zhang;root\nwang ＠小");
        assert_eq!(names, ["wang", "li", "zhang", "root", "小"]);
        assert!(usernames(" ,， ").is_empty());
    }
}
