//! What the teachers' forms share: how typed text is cleaned, and how a form notices that what it was filled from has
//! changed since.

use std::ops::RangeInclusive;

use sha2::{Digest, Sha256};

use crate::error::{AppError, Errors, Result};
use crate::text;

/// How long a title may be, in characters, as the tables have it.
const TITLE: RangeInclusive<usize> = 1..=120;

/// What was typed into a one-line field: any run of blanks, line ends and control characters becomes one space, and
/// none stays at the ends.
pub(super) fn one_line(typed: &str) -> String {
    typed
        .split(|character: char| character.is_whitespace() || character.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// What was typed into a text area: line ends as `\n`, no empty lines around it. Blanks that begin the first line stay,
/// since they mean something in Markdown.
pub(in crate::courses) fn many_lines(typed: &str) -> String {
    let lines = typed.replace("\r\n", "\n").replace('\r', "\n");
    lines.trim_start_matches('\n').trim_end().to_owned()
}

/// The title in its clean form.
///
/// # Errors
/// Adds a problem with `field` when nothing is left or too much.
pub(in crate::courses) fn checked_title(
    errors: &mut Errors,
    field: &'static str,
    typed: &str,
) -> String {
    let title = one_line(typed);
    errors.require(!title.is_empty(), field, text!("teaching-title-missing"));
    require_at_most(errors, field, &title, *TITLE.end());
    title
}

/// The title of a form that has nothing else.
pub(super) fn sole_title(typed: &str) -> Result<String> {
    let mut errors = Errors::default();
    let title = checked_title(&mut errors, "title", typed);
    errors.into_result()?;
    Ok(title)
}

/// Adds a problem when the text has more characters than that.
pub(in crate::courses) fn require_at_most(
    errors: &mut Errors,
    field: &'static str,
    text: &str,
    max: usize,
) {
    let length = text.chars().count();
    errors.require(
        length <= max,
        field,
        text!(
            "teaching-too-long",
            max = max as i64,
            length = length as i64
        ),
    );
}

/// A name for what a form shows. It rides in the form as a hidden field, so that saving can tell whether somebody else
/// has saved since. Made of the fields themselves: a change elsewhere in the course is no conflict.
pub(super) fn version(fields: &[&str]) -> String {
    let mut hash = Sha256::new();
    for field in fields {
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field.as_bytes());
    }
    let hash = hash.finalize();
    hash[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Lets a save through unless the form was filled from something older. A second click on the same button finds its
/// own words stored, which is no conflict.
pub(super) fn require_current(filled_from: &str, stored: &str, wanted: &str) -> Result<()> {
    if filled_from == stored || wanted == stored {
        Ok(())
    } else {
        Err(AppError::Conflict(text!("teaching-conflict")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_one_line() {
        assert_eq!(one_line("  线性 \t\r\n代数\u{7} "), "线性 代数");
        assert_eq!(one_line("\u{3000}\n"), "");
    }

    #[test]
    fn a_text_keeps_its_first_indent() {
        assert_eq!(many_lines("\r\n    code\r\nend \r\n\r\n"), "    code\nend");
    }

    #[test]
    fn moving_a_letter_between_fields_is_another_version() {
        assert_ne!(version(&["ab", "c"]), version(&["a", "bc"]));
    }

    #[test]
    fn only_what_somebody_else_saved_is_a_conflict() {
        assert!(require_current("a", "a", "b").is_ok());
        assert!(require_current("a", "b", "b").is_ok());
        assert!(require_current("a", "b", "c").is_err());
    }
}
