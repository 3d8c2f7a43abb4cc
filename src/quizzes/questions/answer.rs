//! What a learner answered.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An answer as it is stored. Numbers are places in the question's content, from 0, in whatever order they were shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Answer {
    /// Nothing was answered.
    #[default]
    Empty,
    Choice {
        option: usize,
    },
    Choices {
        options: BTreeSet<usize>,
    },
    TrueFalse {
        is_true: bool,
    },
    /// One text for each blank; those left empty are empty.
    Blanks {
        texts: Vec<String>,
    },
    /// Of a short answer, a numeric question or an essay: as it was typed.
    Text {
        text: String,
    },
    /// For each left-hand side the place of the chosen one among the right-hand sides.
    Matches {
        rights: Vec<Option<usize>>,
    },
    /// The items in the learner's order.
    Order {
        items: Vec<usize>,
    },
    Files {
        media: Vec<Uuid>,
    },
}

impl Answer {
    /// Whether there is nothing in it that could be graded.
    pub fn is_empty(&self) -> bool {
        match self {
            Answer::Empty => true,
            Answer::Choice { .. } | Answer::TrueFalse { .. } => false,
            Answer::Choices { options } => options.is_empty(),
            Answer::Blanks { texts } => texts.iter().all(|text| text.trim().is_empty()),
            Answer::Text { text } => text.trim().is_empty(),
            Answer::Matches { rights } => rights.iter().all(Option::is_none),
            Answer::Order { items } => items.is_empty(),
            Answer::Files { media } => media.is_empty(),
        }
    }
}
