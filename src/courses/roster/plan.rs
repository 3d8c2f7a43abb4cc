//! Whom a list would enrol.

use std::collections::{HashMap, HashSet};

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::reading::{self, Named};
use crate::courses::{Course, CourseId, managed};
use crate::csv::{self, Problems};
use crate::error::{AppError, Result};
use crate::i18n;
use crate::schema::{enrollments, roster_imports, users};
use crate::text;
use crate::web::{UserId, Viewer};

pub(super) type ImportId = i64;

const MOST_LINES: usize = 5_000;

/// Somebody whom a list names.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Listed {
    pub user: UserId,
    /// As the list has it; may be empty.
    pub name: String,
}

diesel::define_sql_function! {
    fn lower(text: Text) -> Text;
}

/// Reads the list and keeps whom it names, to be looked at. Nobody is enrolled yet.
///
/// # Errors
/// `NotFound` for whoever may not change the course; `Invalid` with every problem by its line.
pub(super) fn make(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    table: &[u8],
) -> Result<ImportId> {
    let course = managed(conn, viewer, course)?;
    let lines = csv::read(table, MOST_LINES).map_err(|words| AppError::invalid("file", words))?;
    let mut problems = Problems::default();
    let named = reading::people(&lines, &mut problems);
    let people = identified(conn, named, &mut problems)?;
    require_seats(conn, &course, &people, &mut problems)?;
    problems.into_result("file")?;
    conn.transaction(|conn| {
        // One that was never applied goes as soon as the same person brings the next.
        let before = roster_imports::table
            .filter(roster_imports::course_id.eq(course.id))
            .filter(roster_imports::user_id.eq(viewer.id))
            .filter(roster_imports::applied_at.is_null());
        diesel::delete(before).execute(conn)?;
        Ok(diesel::insert_into(roster_imports::table)
            .values((
                roster_imports::course_id.eq(course.id),
                roster_imports::user_id.eq(viewer.id),
                roster_imports::people.eq(json!(people)),
            ))
            .returning(roster_imports::id)
            .get_result(conn)?)
    })
}

/// The accounts of those named. Whoever has none that is in use is a problem, and so is being named twice.
fn identified(
    conn: &mut PgConnection,
    named: Vec<Named>,
    problems: &mut Problems,
) -> Result<Vec<Listed>> {
    let usernames: Vec<&str> = named.iter().map(|one| one.username.as_str()).collect();
    let emails: Vec<&str> = named.iter().map(|one| one.email.as_str()).collect();
    let accounts: Vec<(UserId, String, String, bool)> = users::table
        .filter(
            lower(users::username)
                .eq_any(usernames)
                .or(lower(users::email)
                    .eq_any(emails)
                    .and(users::email_confirmed_at.is_not_null())),
        )
        .filter(
            users::deleted_at
                .is_null()
                .and(users::is_suspended.eq(false)),
        )
        .select((
            users::id,
            lower(users::username),
            lower(users::email),
            users::email_confirmed_at.is_not_null(),
        ))
        .load(conn)?;
    let by_username: HashMap<&str, UserId> = accounts
        .iter()
        .map(|(id, username, ..)| (username.as_str(), *id))
        .collect();
    // An address that somebody has only typed enrols nobody.
    let by_email: HashMap<&str, UserId> = accounts
        .iter()
        .filter(|(.., is_confirmed)| *is_confirmed)
        .map(|(id, _, email, _)| (email.as_str(), *id))
        .collect();
    let email_of: HashMap<UserId, &str> = accounts
        .iter()
        .map(|(id, _, email, _)| (*id, email.as_str()))
        .collect();
    let (mut seen, mut found) = (HashSet::new(), Vec::new());
    for one in named {
        let (line, called) = (one.line, one.called());
        let user = by_username.get(one.username.as_str());
        let of_email = by_email.get(one.email.as_str());
        let is_theirs = user.is_some_and(|user| email_of.get(user) == Some(&one.email.as_str()));
        let is_one = one.username.is_empty() || one.email.is_empty() || is_theirs;
        match user.or(of_email.filter(|_| one.username.is_empty())) {
            None => problems.add(
                line,
                0,
                text!("roster-no-account", line = line, name = called),
            ),
            Some(_) if !is_one => {
                let (username, email) = (one.username, one.email);
                let words = text!(
                    "roster-two-people",
                    line = line,
                    username = username,
                    email = email
                );
                problems.add(line, 0, words);
            }
            Some(user) if !seen.insert(*user) => {
                problems.add(line, 0, text!("roster-twice", line = line, name = called));
            }
            Some(user) => found.push(Listed {
                user: *user,
                name: one.name,
            }),
        }
    }
    Ok(found)
}

/// The database refuses the one too many at the end; this says so before anybody has looked.
fn require_seats(
    conn: &mut PgConnection,
    course: &Course,
    people: &[Listed],
    problems: &mut Problems,
) -> Result<()> {
    let Some(seats) = course.seats else {
        return Ok(());
    };
    let new = people.len() as i64 - enrolled(conn, course.id, people)?.len() as i64;
    let left = i64::from((seats - course.enrolled_count).max(0));
    if new > left {
        let (new, left) = (i18n::number(new), i18n::number(left));
        problems.add(
            0,
            0,
            text!("roster-too-few-seats", count = new, left = left),
        );
    }
    Ok(())
}

/// Those of them who take the course.
pub(super) fn enrolled(
    conn: &mut PgConnection,
    course: CourseId,
    people: &[Listed],
) -> Result<HashSet<UserId>> {
    let ids = people.iter().map(|one| one.user);
    let enrolled: Vec<UserId> = enrollments::table
        .filter(enrollments::course_id.eq(course))
        .filter(enrollments::user_id.eq_any(ids))
        .select(enrollments::user_id)
        .load(conn)?;
    Ok(enrolled.into_iter().collect())
}

/// A list that the viewer has brought.
pub(super) struct Import {
    pub id: ImportId,
    /// In the order of the list; nobody once it is applied.
    pub people: Vec<Listed>,
    pub is_applied: bool,
    /// How many it has enrolled.
    pub joined: i32,
}

/// # Errors
/// `NotFound` if it is somebody else's, or of another course.
pub(super) fn find(
    conn: &mut PgConnection,
    viewer: &Viewer,
    course: CourseId,
    id: ImportId,
) -> Result<Import> {
    let row = roster_imports::table
        .find(id)
        .filter(roster_imports::course_id.eq(course))
        .filter(roster_imports::user_id.eq(viewer.id))
        .select((
            roster_imports::people,
            roster_imports::applied_at.is_not_null(),
            roster_imports::joined,
        ));
    let (people, is_applied, joined): (Value, bool, i32) = row.first(conn)?;
    Ok(Import {
        id,
        people: serde_json::from_value(people).map_err(|error| AppError::Internal(error.into()))?,
        is_applied,
        joined,
    })
}
