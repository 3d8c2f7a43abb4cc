//! Words that are said nowhere on the site, or wait for a moderator: the administrators' list, beside those of the rooms.
//!
//! It is read from the database whenever something is said, so a change holds at once, whichever node served it.

mod list;

use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::error::{AppError, Result};
use crate::schema::site_words;
use crate::search;
use crate::text;

pub use list::{Word, WordFilter, add_words, list_words, remove_words};

crate::pg_enum! {
    /// What becomes of a message with the word.
    pub enum Verdict : crate::schema::sql_types::SiteWordVerdict {
        Blocked = "blocked",
        /// Waits for a moderator; where there is none, refused.
        Held = "held",
    }
}

impl Verdict {
    pub const ALL: [Verdict; 2] = [Verdict::Blocked, Verdict::Held];
}

/// The first of these words, all folded, that the text holds: in any case and width, also with blanks between its
/// characters.
pub fn first_in<'a>(content: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut words = words.into_iter().peekable();
    words.peek()?;
    let text = search::fold(content);
    let dense: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    words.find(|word| text.contains(word) || dense.contains(word))
}

/// All words, as they are when they are read.
#[derive(Debug, Default)]
pub struct Words(Vec<(String, Verdict)>);

impl Words {
    pub fn read(conn: &mut PgConnection) -> Result<Words> {
        let words = site_words::table
            .order(site_words::id)
            .select((site_words::word, site_words::verdict))
            .load(conn)?;
        Ok(Words(words))
    }

    /// The first word with this verdict that the text holds.
    pub fn found(&self, content: &str, verdict: Verdict) -> Option<&str> {
        let words = self.0.iter().filter(|(_, of)| *of == verdict);
        first_in(content, words.map(|(word, _)| word.as_str()))
    }

    /// Refuses what holds any of them, where nothing can wait for a moderator.
    ///
    /// # Errors
    /// [`AppError::Invalid`], with words, at `content`.
    pub fn refuse(&self, content: &str) -> Result<()> {
        let found = Verdict::ALL.into_iter();
        let mut found = found.filter_map(|verdict| self.found(content, verdict));
        match found.next() {
            Some(word) => Err(refusal(word)),
            None => Ok(()),
        }
    }
}

/// What somebody is told whose words hold this one.
pub fn refusal(word: &str) -> AppError {
    let word = word.to_owned();
    AppError::invalid("content", text!("site-word-refused", word = word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_in_any_case_and_width_and_with_blanks_in_it() {
        let words = ["答案", "spam"];
        for content in ["卖答案", "答 案", "ＳＰＡＭ", "Spam!"] {
            assert!(first_in(content, words).is_some(), "{content}");
        }
        assert_eq!(first_in("回答得好", words), None);
        assert_eq!(first_in("答案", []), None);
    }
}
