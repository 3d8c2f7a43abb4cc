//! Finding what was said: in the rooms that a person is in now, by words of Chinese and English.
//!
//! A message is recalled by the words of its index, then read again against what was typed, because neighbouring pairs of
//! characters do not make a phrase yet. What has it as a word, is shorter, holds more of it and is more recent comes first,
//! whether it lies in the table or in the archive.

mod handlers;
mod index;
mod queries;
mod views;

pub(super) use handlers::search_messages;
pub use index::IndexMessages;
pub(super) use index::{indexed, words_of};
pub(super) use queries::{MOST, RANKED, Scored, Wanted, score};
