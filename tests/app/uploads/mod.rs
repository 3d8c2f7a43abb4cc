//! Hostile and oversized files at the front door (rows U4–U9): what is refused, how soon, and what it costs.

mod body;
mod bombs;
mod killed;
mod metadata;
mod quota;
mod scripts;

use reqwest::multipart::{Form, Part};

/// A form with one file in the field `file`.
fn form(content: Vec<u8>, name: &str) -> Form {
    Form::new().part("file", Part::bytes(content).file_name(name.to_owned()))
}
