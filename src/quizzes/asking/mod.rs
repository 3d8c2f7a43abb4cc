//! A question on a page, with what was answered and, where it may be shown, with what it came to.
//!
//! An [`Asked`] is made of a sheet, which has no place for the key; only [`Asked::with_key`] puts it in, for pages that
//! may show it.

mod asked;
mod key;

pub use asked::{Asked, Inputs};
pub use key::Given;

use serde_json::Value;

use super::questions::{Answer, Body, Content};
use crate::error::{AppError, Result};

pub fn content_of(stored: &Value) -> Result<Content> {
    Content::from_json(stored.clone())
}

pub fn answer_of(stored: &Value) -> Result<Answer> {
    serde_json::from_value(stored.clone()).map_err(|error| AppError::Internal(error.into()))
}

/// What is stored; nothing for an empty answer.
pub fn to_json(answer: &Answer) -> Result<Option<Value>> {
    if answer.is_empty() {
        return Ok(None);
    }
    let stored = serde_json::to_value(answer);
    stored
        .map(Some)
        .map_err(|error| AppError::Internal(error.into()))
}

pub fn takes_file(content: &Content) -> bool {
    matches!(content.body, Body::File { .. })
}
