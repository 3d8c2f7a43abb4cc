//! A poll as its maker's page sends it.

use serde::Deserialize;

use crate::error::{Errors, Result};
use crate::text;

const LONGEST_QUESTION: usize = 300;
const LONGEST_OPTION: usize = 120;
const MOST_OPTIONS: usize = 10;
/// The longest a poll may be open by itself, in seconds.
const LONGEST: i32 = 3600;
const SHORTEST: i32 = 10;

/// The fields of the form.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct PollForm {
    #[serde(default)]
    pub question: String,
    /// One a line.
    #[serde(default)]
    pub options: String,
    /// `on` where several may be chosen.
    #[serde(default)]
    pub is_multiple: String,
    #[serde(default)]
    pub may_change: String,
    /// Empty for a poll that is closed by hand.
    #[serde(default)]
    pub seconds: String,
    /// `open` to open it at once; else it is kept for later.
    #[serde(default)]
    pub act: String,
}

/// What a new poll brings.
#[derive(Debug)]
pub struct Draft {
    pub question: String,
    pub options: Vec<String>,
    pub is_multiple: bool,
    pub may_change: bool,
    pub seconds: Option<i32>,
    pub is_opened: bool,
}

impl PollForm {
    /// # Errors
    /// `Invalid`, with words for each field.
    pub fn check(&self) -> Result<Draft> {
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let question = words(&self.question);
        let options: Vec<String> = self.options.lines().map(words).collect();
        let options: Vec<String> = options.into_iter().filter(|one| !one.is_empty()).collect();
        let seconds = self.seconds.trim().parse().ok();
        let mut errors = Errors::default();
        let has_question = !question.is_empty() && question.chars().count() <= LONGEST_QUESTION;
        let missing = text!("live-poll-question-wrong", most = LONGEST_QUESTION);
        errors.require(has_question, "question", missing);
        let count = (2..=MOST_OPTIONS).contains(&options.len());
        let few = text!("live-poll-options-wrong", most = MOST_OPTIONS);
        errors.require(count, "options", few);
        let are_short = options
            .iter()
            .all(|one| one.chars().count() <= LONGEST_OPTION);
        let long = text!("live-poll-option-long", most = LONGEST_OPTION);
        errors.require(are_short, "options", long);
        let is_time = self.seconds.trim().is_empty()
            || seconds.is_some_and(|seconds| (SHORTEST..=LONGEST).contains(&seconds));
        let time = text!("live-poll-seconds-wrong", least = SHORTEST, most = LONGEST);
        errors.require(is_time, "seconds", time);
        errors.into_result()?;
        Ok(Draft {
            question,
            options,
            is_multiple: self.is_multiple == "on",
            may_change: self.may_change == "on",
            seconds,
            is_opened: self.act == "open",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(options: &str, seconds: &str) -> PollForm {
        PollForm {
            question: "懂了吗？".into(),
            options: options.into(),
            seconds: seconds.into(),
            ..PollForm::default()
        }
    }

    #[test]
    fn an_option_is_a_line_that_says_something() {
        let draft = form(" 懂了 \n\n 没 懂\n", "").check().unwrap();
        assert_eq!(draft.options, ["懂了", "没 懂"]);
        assert!(draft.seconds.is_none() && !draft.is_opened && !draft.is_multiple);
        assert_eq!(form("a\nb", "60").check().unwrap().seconds, Some(60));
    }

    #[test]
    fn what_is_no_poll_is_refused() {
        for (options, seconds) in [
            ("只有一个", ""),
            ("", ""),
            ("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11", ""),
            ("a\nb", "9"),
            ("a\nb", "3601"),
            ("a\nb", "soon"),
        ] {
            assert!(
                form(options, seconds).check().is_err(),
                "{options} {seconds}"
            );
        }
        let long = format!("a\n{}", "长".repeat(121));
        assert!(form(&long, "").check().is_err());
        let mut silent = form("a\nb", "");
        silent.question = "  ".into();
        assert!(silent.check().is_err());
    }
}
