//! What the page of an attempt sends: answers by place, each with the number of its save, and what is to be done.

use std::collections::BTreeMap;

use super::attempt::AttemptId;
use crate::error::{AppError, Result};
use crate::text;

/// Longer than any answer; keeps one row one row.
const LONGEST_ANSWER: usize = 100_000;

/// What the button says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Act {
    Save,
    /// On to the page that asks whether to hand in.
    Finish,
    Flag(i32),
    /// The answer is final, and what is released at once may be seen.
    Check(i32),
}

impl Act {
    /// Where it leads on an attempt whose answers are stored.
    pub fn leads_to(self, attempt: AttemptId) -> String {
        match self {
            Act::Save => format!("/attempts/{attempt}"),
            Act::Finish => format!("/attempts/{attempt}/submission"),
            Act::Flag(place) | Act::Check(place) => {
                format!("/attempts/{attempt}#question-{place}")
            }
        }
    }
}

/// A page's answers as they were sent.
#[derive(Clone, Debug, PartialEq)]
pub struct AttemptForm {
    pub act: Act,
    /// By place: one more than the number of the save which the page was filled from.
    pub sequences: BTreeMap<i32, i64>,
    /// What was chosen and typed, as it came: see [`field`].
    pub fields: Vec<(String, String)>,
    /// Whether it is one answer by itself, and not the whole page.
    pub is_one: bool,
}

/// What the fields of the answer at a place are called, or begin with.
pub fn field(place: i32) -> String {
    format!("answer-{place}")
}

impl AttemptForm {
    /// Reads `act`, `sequence-{place}` and `answer-{place}`. A place counts by its sequence, so that boxes which were
    /// all left empty are an answer too.
    ///
    /// # Errors
    /// `Invalid` for anything else.
    pub fn read(fields: Vec<(String, String)>) -> Result<AttemptForm> {
        let (mut act, mut sequences) = (Act::Save, BTreeMap::new());
        let mut answers = Vec::new();
        for (name, value) in fields {
            if name == "act" {
                act = read_act(&value).ok_or_else(unreadable)?;
            } else if let Some(place) = place_in(&name, "sequence-") {
                let sequence = value.parse::<i64>().ok().filter(|number| *number > 0);
                sequences.insert(place, sequence.ok_or_else(unreadable)?);
            } else if name.starts_with("answer-") {
                require_short(&value)?;
                answers.push((name, value));
            } else {
                return Err(unreadable());
            }
        }
        Ok(AttemptForm {
            act,
            sequences,
            fields: answers,
            is_one: false,
        })
    }

    /// The same, if it is this one answer and nothing else.
    pub fn only(self, place: i32) -> Result<AttemptForm> {
        let is_only = self.act == Act::Save && self.sequences.keys().eq([&place]);
        is_only
            .then_some(AttemptForm {
                is_one: true,
                ..self
            })
            .ok_or_else(unreadable)
    }
}

fn unreadable() -> AppError {
    AppError::invalid("", text!("errors-form-unreadable"))
}

fn require_short(value: &str) -> Result<()> {
    if value.len() <= LONGEST_ANSWER {
        Ok(())
    } else {
        Err(AppError::invalid("", text!("quizzes-answer-too-long")))
    }
}

fn read_act(value: &str) -> Option<Act> {
    match value {
        "save" => Some(Act::Save),
        "finish" => Some(Act::Finish),
        _ => None
            .or_else(|| place_in(value, "flag-").map(Act::Flag))
            .or_else(|| place_in(value, "check-").map(Act::Check)),
    }
}

fn place_in(name: &str, prefix: &str) -> Option<i32> {
    name.strip_prefix(prefix)?
        .parse()
        .ok()
        .filter(|place| *place > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(fields: &[(&str, &str)]) -> Option<AttemptForm> {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        AttemptForm::read(fields.iter().map(owned).collect()).ok()
    }

    #[test]
    fn boxes_left_empty_are_an_answer() {
        let form = read(&[("sequence-1", "4"), ("sequence-2", "1"), ("answer-2", "a")]).unwrap();
        assert_eq!(form.sequences, BTreeMap::from([(1, 4), (2, 1)]));
        assert_eq!(form.fields, [("answer-2".to_owned(), "a".to_owned())]);
    }

    #[test]
    fn what_is_not_of_the_page_is_refused() {
        for wrong in [
            ("sequence-x", "1"),
            ("sequence-1", "-1"),
            ("sequence-1", "0"),
            ("act", "cheat"),
            ("score", "100"),
            ("sequence-0", "1"),
        ] {
            assert_eq!(read(&[wrong]), None, "{wrong:?}");
        }
        assert_eq!(read(&[("act", "check-3")]).unwrap().act, Act::Check(3));
    }

    #[test]
    fn one_answer_is_no_more_than_one() {
        let one = read(&[("sequence-1", "1"), ("answer-1", "a")]).unwrap();
        assert!(one.clone().only(1).is_ok() && one.only(2).is_err());
        let two = read(&[("sequence-1", "1"), ("sequence-2", "1")]).unwrap();
        assert!(two.only(1).is_err());
    }

    #[test]
    fn an_answer_has_an_end() {
        let long = "长".repeat(LONGEST_ANSWER);
        assert_eq!(read(&[("sequence-1", "1"), ("answer-1", &long)]), None);
    }
}
