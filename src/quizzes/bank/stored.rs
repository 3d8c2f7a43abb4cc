//! A stored question as the form that would write it.

use super::draft::{Draft, Row};
use super::numbers::percent;
use crate::quizzes::marks;
use crate::quizzes::questions::{Body, Choice, ChoicePolicy, Content, Interval, OrderPolicy};

impl Draft {
    /// The form with what is stored.
    pub fn of(content: &Content, version: i32, tags: &[String]) -> Draft {
        let mut draft = Draft::read(content.question_type(), &[]);
        draft.version = version;
        draft.title.clone_from(&content.title);
        draft.stem.clone_from(&content.stem);
        draft.points = marks::shown(&content.points);
        draft.feedback.clone_from(&content.feedback);
        draft.tags = tags.join(", ");
        draft.fill(&content.body);
        draft
    }

    fn fill(&mut self, body: &Body) {
        match body {
            Body::SingleChoice { options, shuffle } => self.fill_options(options, *shuffle),
            Body::MultipleChoice {
                options,
                policy,
                shuffle,
            }
            | Body::IndeterminateChoice {
                options,
                policy,
                shuffle,
            } => {
                self.fill_options(options, *shuffle);
                self.policy = policy.name().to_owned();
                if let ChoicePolicy::Exam { partial } = policy {
                    self.partial = percent(partial);
                }
            }
            Body::TrueFalse {
                is_true,
                feedback_right,
                feedback_wrong,
            } => {
                self.is_true = *is_true;
                self.feedback_right.clone_from(feedback_right);
                self.feedback_wrong.clone_from(feedback_wrong);
            }
            Body::FillBlank { blanks, match_case } => {
                self.matches_case = *match_case;
                let texts = blanks.iter().map(|blank| blank.answers.join("\n"));
                self.rows = texts.map(Row::of_text).collect();
            }
            Body::ShortAnswer {
                answers,
                match_case,
            } => {
                self.matches_case = *match_case;
                let row = |text: &str, credit, feedback: &str| Row {
                    weight: percent(credit),
                    feedback: feedback.to_owned(),
                    ..Row::of_text(text.to_owned())
                };
                let rows = answers.iter();
                self.rows = rows
                    .map(|answer| row(&answer.text, &answer.credit, &answer.feedback))
                    .collect();
            }
            Body::Numeric { answers } => {
                let rows = answers.iter().map(|answer| Row {
                    weight: percent(&answer.credit),
                    feedback: answer.feedback.clone(),
                    ..Row::of_text(typed(&answer.accepted))
                });
                self.rows = rows.collect();
            }
            Body::Matching { pairs, distractors } => {
                let rows = pairs.iter().map(|pair| Row {
                    second: pair.right.clone(),
                    ..Row::of_text(pair.left.clone())
                });
                self.rows = rows.collect();
                self.distractors = distractors.join("\n");
            }
            Body::Ordering { items, policy } => {
                self.rows = items.iter().cloned().map(Row::of_text).collect();
                self.is_subsequence = *policy == OrderPolicy::Subsequence;
            }
            Body::Essay { guidance } | Body::File { guidance } => {
                self.guidance.clone_from(guidance);
            }
        }
    }

    fn fill_options(&mut self, options: &[Choice], is_shuffled: bool) {
        self.is_shuffled = is_shuffled;
        let row = |option: &Choice| {
            let weight = percent(&option.weight);
            Row {
                is_right: option.is_right(),
                weight: if weight == "0" || weight == "100" {
                    String::new()
                } else {
                    weight
                },
                feedback: option.feedback.clone(),
                ..Row::of_text(option.text.clone())
            }
        };
        self.rows = options.iter().map(row).collect();
    }
}

/// Numbers as a teacher types them.
pub fn typed(accepted: &Interval) -> String {
    match accepted {
        Interval::Near { value, tolerance } if *tolerance == 0 => value.to_plain_string(),
        Interval::Near { value, tolerance } => {
            format!(
                "{} ± {}",
                value.to_plain_string(),
                tolerance.to_plain_string()
            )
        }
        Interval::Between { min, max } => {
            format!("{}..{}", min.to_plain_string(), max.to_plain_string())
        }
        Interval::Any => "*".into(),
    }
}
