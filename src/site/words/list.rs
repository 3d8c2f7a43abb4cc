//! The list of words: what administrators put on it and take off.

use chrono::{DateTime, Utc};
use diesel::dsl::now;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel::upsert::excluded;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Verdict;
use crate::audit::Act;
use crate::error::{AppError, Errors, Result};
use crate::keyset;
use crate::schema::{site_words, users};
use crate::search;
use crate::text;
use crate::web::Admin;
use crate::web::listing::{Listing, Sort, place};

/// In characters.
const LONGEST: usize = 40;

/// More would cost every message too much.
const MOST: i64 = 2_000;

/// Which words; what is empty asks for nothing. All is as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct WordFilter {
    /// Part of a word.
    pub q: String,
    pub verdict: String,
    pub sort: String,
    pub after: String,
}

impl Listing for WordFilter {
    const PATH: &'static str = "/admin/words";
    const COLUMNS: &'static [Sort] = &[Sort::down("added"), Sort::up("word")];

    fn filters(&self) -> Vec<(&'static str, &str)> {
        vec![("q", &self.q), ("verdict", &self.verdict)]
    }

    fn typed_sort(&self) -> &str {
        &self.sort
    }
}

impl WordFilter {
    /// Where a word stands in the list.
    pub fn place_of(&self, word: &Word) -> String {
        match self.sort().column {
            "word" => format!("{}~{}", word.word, word.id),
            _ => format!("{0}~{0}", word.id),
        }
    }
}

/// A word as the list shows it.
#[derive(Queryable, Debug)]
pub struct Word {
    pub id: i64,
    pub word: String,
    pub verdict: Verdict,
    pub added_at: DateTime<Utc>,
    /// The username of who added it; nobody whose account is gone.
    pub added_by: Option<String>,
}

/// The words that fit, in the order that is asked for.
pub fn list_words(
    conn: &mut PgConnection,
    _: &Admin,
    filter: &WordFilter,
    limit: i64,
) -> Result<Vec<Word>> {
    let mut rows = site_words::table
        .left_join(users::table)
        .limit(limit)
        .select((
            site_words::id,
            site_words::word,
            site_words::verdict,
            site_words::added_at,
            users::username.nullable(),
        ))
        .into_boxed();
    let part = search::fold(filter.q.trim());
    if !part.is_empty() {
        rows = rows.filter(site_words::word.like(search::like_anywhere(&part)));
    }
    if let Some(verdict) = Verdict::from_name(&filter.verdict) {
        rows = rows.filter(site_words::verdict.eq(verdict));
    }
    let (sort, after) = (filter.sort(), filter.after.as_str());
    rows = match sort.column {
        "word" => {
            keyset!(rows, sort, place::<String>(after), "site_words.word": Text, "site_words.id")
        }
        _ => keyset!(rows, sort, place::<i64>(after), "site_words.id": BigInt, "site_words.id"),
    };
    Ok(rows.load(conn)?)
}

/// Adds the words, one a line; one that is there already gets this verdict. How many there were to add.
///
/// # Errors
/// `Invalid` for no word, one that is too long, or more than the list holds.
pub fn add_words(
    conn: &mut PgConnection,
    admin: &Admin,
    typed: &str,
    verdict: Verdict,
) -> Result<usize> {
    let words = read(typed)?;
    conn.transaction(|conn| {
        let rows: Vec<_> = words
            .iter()
            .map(|word| {
                (
                    site_words::word.eq(word),
                    site_words::verdict.eq(verdict),
                    site_words::added_by.eq(admin.0.id),
                )
            })
            .collect();
        let changed: Vec<String> = diesel::insert_into(site_words::table)
            .values(rows)
            .on_conflict(site_words::word)
            .do_update()
            .set((
                site_words::verdict.eq(excluded(site_words::verdict)),
                site_words::added_by.eq(excluded(site_words::added_by)),
                site_words::added_at.eq(now),
            ))
            .returning(site_words::word)
            .get_results(conn)?;
        let count: i64 = site_words::table.count().get_result(conn)?;
        if count > MOST {
            return Err(AppError::invalid(
                "words",
                text!("site-words-many", most = MOST),
            ));
        }
        note(
            conn,
            admin,
            "words.add",
            json!({ "words": changed, "verdict": verdict.name() }),
        )?;
        Ok(changed.len())
    })
}

/// Takes the words off the list, one a line; those that are not on it don't matter. How many were.
///
/// # Errors
/// `Invalid` for no word.
pub fn remove_words(conn: &mut PgConnection, admin: &Admin, typed: &str) -> Result<usize> {
    let words = read(typed)?;
    conn.transaction(|conn| {
        let listed = site_words::table.filter(site_words::word.eq_any(&words));
        let gone: Vec<String> = diesel::delete(listed)
            .returning(site_words::word)
            .get_results(conn)?;
        if !gone.is_empty() {
            note(conn, admin, "words.remove", json!({ "words": gone }))?;
        }
        Ok(gone.len())
    })
}

fn note(conn: &mut PgConnection, admin: &Admin, action: &str, details: Value) -> Result<()> {
    Act::of(admin.0.id, action, "words", "site")
        .with(details)
        .write(conn)
}

fn read(typed: &str) -> Result<Vec<String>> {
    let mut words: Vec<String> = Vec::new();
    for line in typed.lines() {
        let word = search::fold(line.trim());
        if !word.is_empty() && !words.contains(&word) {
            words.push(word);
        }
    }
    let mut errors = Errors::default();
    errors.require(!words.is_empty(), "words", text!("site-words-missing"));
    let long = words.iter().find(|word| word.chars().count() > LONGEST);
    if let Some(word) = long {
        let word = word.clone();
        errors.add(
            "words",
            text!("site-words-long", word = word, most = LONGEST),
        );
    }
    errors.into_result()?;
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_one_a_line_folded_and_once() {
        assert_eq!(
            read(" Spam\r\n\nＳＰＡＭ\n答案\n").unwrap(),
            ["spam", "答案"]
        );
        assert!(read(" \n ").is_err());
        assert!(read(&"长".repeat(LONGEST + 1)).is_err());
    }
}
