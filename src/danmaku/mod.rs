//! Danmaku: a line that is written over a picture, whether of a live class or of a video lesson. What one may be is
//! here; the tables and the rights are their subjects'.

mod colour;

use crate::error::{Errors, Result};
use crate::text;

pub use colour::Colour;

/// A line over the picture has to be read in passing.
pub const LONGEST: usize = 200;

crate::pg_enum! {
    /// How a line crosses the picture.
    pub enum Mode : crate::schema::sql_types::DanmakuMode {
        Scroll = "scroll",
        Top = "top",
        Bottom = "bottom",
    }
}

/// What somebody writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub content: String,
    pub colour: Colour,
    pub mode: Mode,
}

impl Line {
    /// The line as it was typed, made one; what is not offered falls back to the usual.
    ///
    /// # Errors
    /// [`AppError::Invalid`](crate::error::AppError::Invalid) for what is empty or too long.
    pub fn check(content: &str, colour: &str, mode: &str) -> Result<Line> {
        // A break would be one in the overlay.
        let words: Vec<&str> = content.split_whitespace().collect();
        let content = words.join(" ");
        let mut errors = Errors::default();
        errors.require(
            !content.is_empty(),
            "content",
            text!("live-message-missing"),
        );
        errors.require(
            content.chars().count() <= LONGEST,
            "content",
            text!("live-message-long", most = LONGEST),
        );
        errors.into_result()?;
        Ok(Line {
            content,
            colour: Colour::from_name(colour).unwrap_or_default(),
            mode: Mode::from_name(mode).unwrap_or(Mode::Scroll),
        })
    }
}
