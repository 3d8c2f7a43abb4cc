//! A quick quiz as its maker's page sends it.

use crate::error::{Errors, Result};
use crate::quizzes::questions::QuestionId;
use crate::text;

const LONGEST_TITLE: usize = 120;
const MOST_QUESTIONS: usize = 10;
/// How long it may be open, in seconds.
const LONGEST: i32 = 3600;
const SHORTEST: i32 = 10;
const USUAL: i32 = 60;

/// The fields of the form.
#[derive(Clone, Debug)]
pub struct QuickForm {
    pub title: String,
    pub seconds: String,
    /// In the order of the form.
    pub questions: Vec<QuestionId>,
    /// Whether to open it at once; else it is kept for later.
    pub is_opened: bool,
}

impl Default for QuickForm {
    fn default() -> QuickForm {
        QuickForm {
            title: String::new(),
            seconds: USUAL.to_string(),
            questions: Vec::new(),
            is_opened: false,
        }
    }
}

/// What a new quick quiz brings.
#[derive(Debug)]
pub struct Draft {
    /// Empty: it is called as its first question.
    pub title: String,
    pub seconds: i32,
    pub questions: Vec<QuestionId>,
    pub is_opened: bool,
}

impl QuickForm {
    /// Reads the fields; a question comes as often as one is chosen. What can't be read is not there.
    pub fn read(fields: &[(String, String)]) -> QuickForm {
        let one = |name: &str| {
            let found = fields.iter().find(|(field, _)| field == name);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let questions = fields.iter().filter(|(field, _)| field == "question");
        let mut questions: Vec<QuestionId> = questions
            .filter_map(|(_, value)| value.parse().ok())
            .collect();
        let mut seen = std::collections::HashSet::new();
        questions.retain(|id| seen.insert(*id));
        QuickForm {
            title: one("title"),
            seconds: one("limit"),
            questions,
            is_opened: one("act") == "open",
        }
    }

    /// # Errors
    /// `Invalid`, with words for each field.
    pub fn check(&self) -> Result<Draft> {
        let title: Vec<&str> = self.title.split_whitespace().collect();
        let title = title.join(" ");
        let seconds = self.seconds.trim().parse().unwrap_or(0);
        let mut errors = Errors::default();
        let is_short = title.chars().count() <= LONGEST_TITLE;
        let long = text!("live-quick-title-long", most = LONGEST_TITLE);
        errors.require(is_short, "title", long);
        let count = (1..=MOST_QUESTIONS).contains(&self.questions.len());
        let few = text!("live-quick-questions-wrong", most = MOST_QUESTIONS);
        errors.require(count, "question", few);
        let is_time = (SHORTEST..=LONGEST).contains(&seconds);
        let time = text!("live-quick-seconds-wrong", least = SHORTEST, most = LONGEST);
        errors.require(is_time, "limit", time);
        errors.into_result()?;
        Ok(Draft {
            title,
            seconds,
            questions: self.questions.clone(),
            is_opened: self.is_opened,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(seconds: &str, questions: &[&str]) -> QuickForm {
        let chosen = questions.iter().map(|id| ("question", *id));
        let fields = chosen.chain([("limit", seconds), ("act", "open")]);
        let fields: Vec<(String, String)> = fields
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        QuickForm::read(&fields)
    }

    #[test]
    fn questions_keep_their_order_and_come_once() {
        let draft = form("30", &["5", "2", "5", "x"]).check().unwrap();
        assert_eq!(draft.questions, [5, 2]);
        assert!(draft.is_opened && draft.seconds == 30);
    }

    #[test]
    fn what_is_no_quick_quiz_is_refused() {
        let many = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"];
        assert!(form("30", &[]).check().is_err());
        assert!(form("30", &many).check().is_err());
        for seconds in ["", "9", "3601", "soon"] {
            assert!(form(seconds, &["1"]).check().is_err(), "{seconds}");
        }
    }
}
