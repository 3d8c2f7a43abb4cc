//! Words that are not said in a room, or that wait for a moderator.

use super::Listed;
use crate::site;

/// The first of these words that the text holds, as [`site::first_in`] finds it.
pub fn found(content: &str, words: &Listed) -> Option<String> {
    let words = words.iter().flatten().map(String::as_str);
    site::first_in(content, words).map(str::to_owned)
}
