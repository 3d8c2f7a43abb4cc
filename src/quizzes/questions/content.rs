//! One wording of a question with everything that belongs to it: stem, options, key, policy and feedback.

use bigdecimal::BigDecimal;
use bigdecimal::num_bigint::Sign;
use serde::{Deserialize, Serialize};

use super::QuestionType;

/// What `question_versions.content` holds. Stem, options and feedback are Markdown, as written by a teacher.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// A name among teachers; may be empty.
    #[serde(default)]
    pub title: String,
    pub stem: String,
    /// What a full answer is worth unless a quiz says otherwise.
    pub points: BigDecimal,
    /// Shown with every answer, right or wrong.
    #[serde(default)]
    pub feedback: String,
    pub body: Body,
}

/// What is asked for, by type. Credits and weights are shares of the points: 1 is all of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Body {
    /// One option may be chosen; its weight, between 0 and 1, is the credit.
    SingleChoice {
        options: Vec<Choice>,
        #[serde(default)]
        shuffle: bool,
    },
    MultipleChoice {
        options: Vec<Choice>,
        policy: ChoicePolicy,
        #[serde(default)]
        shuffle: bool,
    },
    /// 不定项: one or several options are right, and the learner isn't told how many.
    IndeterminateChoice {
        options: Vec<Choice>,
        policy: ChoicePolicy,
        #[serde(default)]
        shuffle: bool,
    },
    TrueFalse {
        is_true: bool,
        #[serde(default)]
        feedback_right: String,
        #[serde(default)]
        feedback_wrong: String,
    },
    /// The stem marks each blank by three or more underscores, or none at all: then they stand below it.
    FillBlank {
        blanks: Vec<Blank>,
        #[serde(default)]
        match_case: bool,
    },
    /// The first answer that matches counts.
    ShortAnswer {
        answers: Vec<Accepted>,
        #[serde(default)]
        match_case: bool,
    },
    /// The first answer that matches counts.
    Numeric { answers: Vec<NumericKey> },
    Matching {
        pairs: Vec<Pair>,
        /// Right-hand sides that match nothing.
        #[serde(default)]
        distractors: Vec<String>,
    },
    /// The items in their right order.
    Ordering {
        items: Vec<String>,
        policy: OrderPolicy,
    },
    /// `guidance` is for whoever grades it.
    Essay {
        #[serde(default)]
        guidance: String,
    },
    File {
        #[serde(default)]
        guidance: String,
    },
}

/// An option of a choice question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    pub text: String,
    /// More than 0 makes it a part of the key. −1 to 1; under the other policies than weights either 0 or 1.
    pub weight: BigDecimal,
    #[serde(default)]
    pub feedback: String,
}

impl Choice {
    pub fn is_right(&self) -> bool {
        self.weight.sign() == Sign::Plus
    }
}

/// How several chosen options become a credit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "policy", rename_all = "snake_case")]
pub enum ChoicePolicy {
    /// The exact key, or nothing.
    AllOrNothing,
    /// As in Chinese exams: the exact key is all, some of it and nothing else `partial`, anything wrong nothing.
    Exam { partial: BigDecimal },
    /// max(0, hits ÷ right options − wrong ones chosen ÷ wrong options).
    RightMinusWrong,
    /// The sum of the weights, at least 0 and at most 1.
    Weights,
}

impl ChoicePolicy {
    pub const NAMES: [&str; 4] = ["all_or_nothing", "exam", "right_minus_wrong", "weights"];

    /// The name in forms and in stored content.
    pub fn name(&self) -> &'static str {
        match self {
            ChoicePolicy::AllOrNothing => "all_or_nothing",
            ChoicePolicy::Exam { .. } => "exam",
            ChoicePolicy::RightMinusWrong => "right_minus_wrong",
            ChoicePolicy::Weights => "weights",
        }
    }
}

/// A blank with what may stand in it, no wildcards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Blank {
    pub answers: Vec<String>,
}

/// A text that is accepted for a credit from 0 to 1. `*` stands for any characters, `\*` for itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Accepted {
    pub text: String,
    pub credit: BigDecimal,
    #[serde(default)]
    pub feedback: String,
}

/// Numbers that are accepted for a credit from 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NumericKey {
    pub accepted: Interval,
    pub credit: BigDecimal,
    #[serde(default)]
    pub feedback: String,
}

/// Bounds are included.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Interval {
    Near {
        value: BigDecimal,
        tolerance: BigDecimal,
    },
    Between {
        min: BigDecimal,
        max: BigDecimal,
    },
    /// Whatever else was answered: for feedback.
    Any,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    pub left: String,
    pub right: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderPolicy {
    AllOrNothing,
    /// The length of the longest common subsequence ÷ the number of items.
    Subsequence,
}

impl Content {
    pub fn question_type(&self) -> QuestionType {
        match self.body {
            Body::SingleChoice { .. } => QuestionType::SingleChoice,
            Body::MultipleChoice { .. } => QuestionType::MultipleChoice,
            Body::IndeterminateChoice { .. } => QuestionType::IndeterminateChoice,
            Body::TrueFalse { .. } => QuestionType::TrueFalse,
            Body::FillBlank { .. } => QuestionType::FillBlank,
            Body::ShortAnswer { .. } => QuestionType::ShortAnswer,
            Body::Numeric { .. } => QuestionType::Numeric,
            Body::Matching { .. } => QuestionType::Matching,
            Body::Ordering { .. } => QuestionType::Ordering,
            Body::Essay { .. } => QuestionType::Essay,
            Body::File { .. } => QuestionType::File,
        }
    }

    /// The options of a choice question; of others none.
    pub fn choices(&self) -> &[Choice] {
        match &self.body {
            Body::SingleChoice { options, .. }
            | Body::MultipleChoice { options, .. }
            | Body::IndeterminateChoice { options, .. } => options,
            _ => &[],
        }
    }

    /// What a learner picks from in a matching question: every right-hand side once, those of the pairs first.
    pub fn right_sides(&self) -> Vec<&str> {
        let Body::Matching { pairs, distractors } = &self.body else {
            return Vec::new();
        };
        let all = pairs.iter().map(|pair| &pair.right).chain(distractors);
        let mut sides: Vec<&str> = Vec::new();
        for side in all {
            if !sides.contains(&side.as_str()) {
                sides.push(side);
            }
        }
        sides
    }
}
