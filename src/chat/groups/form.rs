//! What is said of a group.

use serde::Deserialize;

use crate::chat::model::Room;
use crate::error::{Errors, Result};
use crate::text;

/// In characters, as the table has it.
const LONGEST_NAME: usize = 120;
const LONGEST_DESCRIPTION: usize = 500;

/// The fields as they were typed.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct GroupForm {
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub description: String,
    /// `open`: everybody may find and join it.
    #[serde(default)]
    pub access: String,
}

/// The fields as they are stored.
#[derive(Debug, PartialEq)]
pub struct Facts {
    pub name: String,
    pub description: String,
    pub is_open: bool,
}

impl GroupForm {
    pub fn of(room: &Room) -> GroupForm {
        GroupForm {
            name: room.name.clone(),
            description: room.description.clone(),
            access: if room.is_open { "open" } else { "closed" }.into(),
        }
    }

    pub fn is_open(&self) -> bool {
        self.access == "open"
    }

    /// # Errors
    /// `Invalid` with words for each field.
    pub fn check(&self) -> Result<Facts> {
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        let description = self.description.replace("\r\n", "\n").trim().to_owned();
        let length = name.chars().count();
        let mut errors = Errors::default();
        errors.require(length > 0, "name", text!("chat-group-name-missing"));
        errors.require(
            length <= LONGEST_NAME,
            "name",
            text!("chat-group-name-long", most = LONGEST_NAME),
        );
        errors.require(
            description.chars().count() <= LONGEST_DESCRIPTION,
            "description",
            text!("chat-group-description-long", most = LONGEST_DESCRIPTION),
        );
        errors.into_result()?;
        Ok(Facts {
            name,
            description,
            is_open: self.is_open(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_has_a_name_of_one_line_and_is_closed_unless_said_otherwise() {
        let form = |name: &str, description: &str, access: &str| GroupForm {
            name: name.into(),
            description: description.into(),
            access: access.into(),
        };
        let facts = form(" 读书\n会 ", " 每周三 \r\n", "").check().unwrap();
        assert_eq!(facts.name, "读书 会");
        assert_eq!(facts.description, "每周三");
        assert!(!facts.is_open);
        assert!(form("a", "", "open").check().unwrap().is_open);
        assert!(form(" ", "", "").check().is_err());
        assert!(form(&"字".repeat(121), "", "").check().is_err());
        assert!(form("a", &"字".repeat(501), "").check().is_err());
    }
}
