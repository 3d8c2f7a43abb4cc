//! What is typed about a course, and what of it can be stored.

use serde::Deserialize;

use crate::error::{AppError, Errors, Result};
use crate::text;

/// The longest comment and the longest reply, in characters.
pub const LONGEST: usize = 4_000;

/// The longest reason, in characters.
pub const LONGEST_REASON: usize = 500;

/// The form of a review, as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReviewForm {
    pub rating: String,
    pub comment: String,
}

impl ReviewForm {
    /// The stars and the words.
    ///
    /// # Errors
    /// [`AppError::Invalid`] without one to five stars, or with too long a comment.
    pub fn check(&self) -> Result<(i16, String)> {
        let mut errors = Errors::default();
        let rating: Option<i16> = self.rating.parse().ok();
        let rating = rating.filter(|rating| (1..=5).contains(rating));
        errors.require(rating.is_some(), "rating", text!("reviews-stars-missing"));
        let comment = lines(&self.comment);
        errors.require(
            comment.chars().count() <= LONGEST,
            "comment",
            text!("reviews-too-long", most = LONGEST),
        );
        errors.into_result()?;
        Ok((rating.unwrap_or_default(), comment))
    }
}

/// The form of a reply.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReplyForm {
    pub reply: String,
    /// The page that asks; the course's reviews if it does not say.
    pub next: String,
}

impl ReplyForm {
    /// # Errors
    /// [`AppError::Invalid`] for an empty one or too long a one.
    pub fn check(&self) -> Result<String> {
        let reply = lines(&self.reply);
        bounded(&reply, "reply", LONGEST)?;
        Ok(reply)
    }
}

/// The form that asks why.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReasonForm {
    pub reason: String,
    /// The page that asks; the course's reviews if it does not say.
    pub next: String,
}

impl ReasonForm {
    /// On one line.
    ///
    /// # Errors
    /// [`AppError::Invalid`] for none or too long a one.
    pub fn check(&self) -> Result<String> {
        checked_reason(&self.reason)
    }
}

/// A reason, on one line.
///
/// # Errors
/// [`AppError::Invalid`] for none or too long a one.
pub fn checked_reason(typed: &str) -> Result<String> {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let reason = words.join(" ");
    bounded(&reason, "reason", LONGEST_REASON)?;
    Ok(reason)
}

fn lines(typed: &str) -> String {
    typed.replace("\r\n", "\n").trim().to_owned()
}

fn bounded(words: &str, field: &'static str, most: usize) -> Result<()> {
    if words.is_empty() {
        return Err(AppError::invalid(field, text!("reviews-words-missing")));
    }
    if words.chars().count() > most {
        return Err(AppError::invalid(
            field,
            text!("reviews-too-long", most = most),
        ));
    }
    Ok(())
}
