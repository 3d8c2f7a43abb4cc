//! A typed form as the content of a question, with words for what can't be read.

use super::draft::{Draft, Row};
use super::numbers::{decimal, hundredth, interval, share};
use crate::error::{Errors, Result};
use crate::quizzes::questions::{
    Accepted, Blank, Body, Choice, ChoicePolicy, Content, Interval, NumericKey, OrderPolicy, Pair,
    QuestionType, TAG_MAX,
};
use crate::text;

/// Enough to file a question under.
const MOST_TAGS: usize = 20;

impl Draft {
    /// What the form says, as far as it can be read; for previews.
    pub fn lenient(&self) -> Content {
        self.content(&mut Errors::default())
    }

    /// What the form says, fit to be stored.
    ///
    /// # Errors
    /// `Invalid` by field, as [`Content::validate`] names them.
    pub fn checked(&self) -> Result<Content> {
        let mut errors = Errors::default();
        let content = self.content(&mut errors);
        errors.into_result()?;
        content.validate()?;
        Ok(content)
    }

    /// The tags, each once, in the order typed; Chinese and Latin commas and line ends part them.
    ///
    /// # Errors
    /// `Invalid` for `tags`.
    pub fn tag_list(&self) -> Result<Vec<String>> {
        let mut tags: Vec<String> = Vec::new();
        for tag in self.tags.split([',', '，', '、', ';', '；', '\n']) {
            let tag = tag.trim();
            if !tag.is_empty() && !tags.iter().any(|known| known == tag) {
                tags.push(tag.to_owned());
            }
        }
        let mut errors = Errors::default();
        let are_short = tags.iter().all(|tag| tag.chars().count() <= TAG_MAX);
        errors.require(
            are_short && tags.len() <= MOST_TAGS,
            "tags",
            text!(
                "bank-tags-wrong",
                most = MOST_TAGS as i64,
                max = TAG_MAX as i64
            ),
        );
        errors.into_result()?;
        Ok(tags)
    }

    fn content(&self, errors: &mut Errors) -> Content {
        let points = decimal(&self.points);
        errors.require(
            points.is_some(),
            "points",
            text!("questions-points-wrong", max = 1000),
        );
        Content {
            title: self.title.clone(),
            stem: self.stem.clone(),
            points: points.unwrap_or_default(),
            feedback: self.feedback.clone(),
            body: self.body(errors),
        }
    }

    fn body(&self, errors: &mut Errors) -> Body {
        match self.kind {
            QuestionType::SingleChoice => Body::SingleChoice {
                options: self.options(errors),
                shuffle: self.is_shuffled,
            },
            QuestionType::MultipleChoice => Body::MultipleChoice {
                options: self.options(errors),
                policy: self.choice_policy(errors),
                shuffle: self.is_shuffled,
            },
            QuestionType::IndeterminateChoice => Body::IndeterminateChoice {
                options: self.options(errors),
                policy: self.choice_policy(errors),
                shuffle: self.is_shuffled,
            },
            QuestionType::TrueFalse => Body::TrueFalse {
                is_true: self.is_true,
                feedback_right: self.feedback_right.clone(),
                feedback_wrong: self.feedback_wrong.clone(),
            },
            QuestionType::FillBlank => Body::FillBlank {
                blanks: self.written().iter().map(blank).collect(),
                match_case: self.matches_case,
            },
            QuestionType::ShortAnswer => Body::ShortAnswer {
                answers: self.accepted(errors),
                match_case: self.matches_case,
            },
            QuestionType::Numeric => Body::Numeric {
                answers: self.numbers(errors),
            },
            QuestionType::Matching => Body::Matching {
                pairs: self.written().iter().map(pair).collect(),
                distractors: lines(&self.distractors),
            },
            QuestionType::Ordering => Body::Ordering {
                items: self
                    .written()
                    .iter()
                    .map(|row| trimmed(&row.text))
                    .collect(),
                policy: match self.is_subsequence {
                    true => OrderPolicy::Subsequence,
                    false => OrderPolicy::AllOrNothing,
                },
            },
            QuestionType::Essay => Body::Essay {
                guidance: self.guidance.clone(),
            },
            QuestionType::File => Body::File {
                guidance: self.guidance.clone(),
            },
        }
    }

    /// The rows without the empty ones at the end, so that the numbers in errors are those of the form.
    fn written(&self) -> &[Row] {
        let end = self.rows.iter().rposition(|row| !row.is_blank());
        &self.rows[..end.map_or(0, |at| at + 1)]
    }

    fn options(&self, errors: &mut Errors) -> Vec<Choice> {
        let mut options = Vec::new();
        for (at, row) in self.written().iter().enumerate() {
            let unless = if row.is_right { "100" } else { "0" };
            options.push(Choice {
                text: trimmed(&row.text),
                weight: share(errors, at, &row.weight, unless),
                feedback: row.feedback.clone(),
            });
        }
        options
    }

    fn accepted(&self, errors: &mut Errors) -> Vec<Accepted> {
        let mut answers = Vec::new();
        for (at, row) in self.written().iter().enumerate() {
            answers.push(Accepted {
                text: trimmed(&row.text),
                credit: share(errors, at, &row.weight, "100"),
                feedback: row.feedback.clone(),
            });
        }
        answers
    }

    fn numbers(&self, errors: &mut Errors) -> Vec<NumericKey> {
        let mut answers = Vec::new();
        for (at, row) in self.written().iter().enumerate() {
            let accepted = interval(&row.text);
            errors.require(
                accepted.is_some(),
                "rows",
                text!("bank-number-wrong", row = at as i64 + 1),
            );
            answers.push(NumericKey {
                accepted: accepted.unwrap_or(Interval::Any),
                credit: share(errors, at, &row.weight, "100"),
                feedback: row.feedback.clone(),
            });
        }
        answers
    }

    fn choice_policy(&self, errors: &mut Errors) -> ChoicePolicy {
        match self.policy.as_str() {
            "exam" => {
                let partial = decimal(&self.partial);
                errors.require(
                    partial.is_some(),
                    "partial",
                    text!("questions-partial-wrong"),
                );
                ChoicePolicy::Exam {
                    partial: hundredth(partial.unwrap_or_default()),
                }
            }
            "right_minus_wrong" => ChoicePolicy::RightMinusWrong,
            "weights" => ChoicePolicy::Weights,
            _ => ChoicePolicy::AllOrNothing,
        }
    }
}

fn blank(row: &Row) -> Blank {
    Blank {
        answers: lines(&row.text),
    }
}

fn pair(row: &Row) -> Pair {
    Pair {
        left: trimmed(&row.text),
        right: trimmed(&row.second),
    }
}

fn trimmed(text: &str) -> String {
    text.trim().to_owned()
}

/// What stands on each line that isn't empty.
fn lines(text: &str) -> Vec<String> {
    let lines = text.lines().map(trimmed);
    lines.filter(|line| !line.is_empty()).collect()
}
