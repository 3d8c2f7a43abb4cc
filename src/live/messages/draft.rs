//! A message as its sender's page sends it.

use serde::Deserialize;
use uuid::Uuid;

use crate::danmaku::{Colour, Line, Mode};
use crate::error::Result;

/// The fields of the form.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct MessageForm {
    #[serde(default)]
    pub content: String,
    /// Made by the page for each message, so that sending twice stores once.
    pub nonce: Uuid,
    #[serde(default)]
    pub colour: String,
    #[serde(default)]
    pub mode: String,
    /// What the sender's player says of its picture; empty without one.
    #[serde(default)]
    pub media_time_ms: String,
}

/// What a new message brings.
#[derive(Clone, Debug)]
pub struct Draft {
    pub content: String,
    pub colour: Colour,
    pub mode: Mode,
    pub media_time_ms: Option<i64>,
}

/// The moment may differ: a repeat is sent later.
impl PartialEq for Draft {
    fn eq(&self, other: &Draft) -> bool {
        (&self.content, self.colour, self.mode) == (&other.content, other.colour, other.mode)
    }
}

impl MessageForm {
    /// # Errors
    /// [`AppError::Invalid`](crate::error::AppError::Invalid) for what is empty or too long.
    pub fn check(&self) -> Result<Draft> {
        let line = Line::check(&self.content, &self.colour, &self.mode)?;
        Ok(Draft {
            content: line.content,
            colour: line.colour,
            mode: line.mode,
            media_time_ms: self.media_time_ms.parse().ok(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::danmaku::LONGEST;

    fn form(content: &str) -> MessageForm {
        MessageForm {
            content: content.into(),
            ..MessageForm::default()
        }
    }

    #[test]
    fn a_message_is_one_line() {
        assert_eq!(
            form(" 你好\n\n 世界 ").check().unwrap().content,
            "你好 世界"
        );
    }

    #[test]
    fn empty_and_endless_messages_are_refused() {
        assert!(form(" \n ").check().is_err());
        assert!(form(&"长".repeat(LONGEST)).check().is_ok());
        assert!(form(&"长".repeat(LONGEST + 1)).check().is_err());
    }

    #[test]
    fn what_is_not_offered_falls_back_to_the_usual() {
        let mut odd = form("x");
        odd.colour = "url(x)".into();
        odd.mode = "spin".into();
        odd.media_time_ms = "soon".into();
        let draft = odd.check().unwrap();
        assert_eq!(draft.colour, Colour::White);
        assert_eq!(draft.mode, Mode::Scroll);
        assert_eq!(draft.media_time_ms, None);
    }
}
