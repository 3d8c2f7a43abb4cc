//! What a page shows of a question.

use i18n_embed_fl::fl;

use super::key::Explained;
use crate::i18n::Loader;
use crate::markdown::{self, SafeHtml};
use crate::quizzes::questions::{Answer, Arrangement, Asks, Content, QuestionType};

/// A question as it stands on a page, with what was answered so far.
pub struct Asked {
    pub l: Loader,
    pub place: i32,
    pub question_type: QuestionType,
    pub stem: SafeHtml,
    pub inputs: Inputs,
    /// Only where it may be shown.
    pub explained: Explained,
}

/// What can be chosen or typed.
pub enum Inputs {
    Choices {
        is_multiple: bool,
        options: Vec<ShownOption>,
    },
    Blanks(Vec<String>),
    Line {
        text: String,
        is_number: bool,
    },
    Matching {
        pairs: Vec<ShownPair>,
        rights: Vec<String>,
    },
    Ordering(Vec<ShownItem>),
    Essay(String),
    File,
}

pub struct ShownOption {
    pub value: String,
    pub text: SafeHtml,
    pub is_chosen: bool,
    /// `right` or `wrong`, once the key may be shown; empty before.
    pub mark: &'static str,
}

pub struct ShownPair {
    pub left: SafeHtml,
    pub chosen: Option<usize>,
}

pub struct ShownItem {
    pub text: SafeHtml,
    /// From 1.
    pub rank: Option<usize>,
}

impl ShownPair {
    pub fn has_chosen(&self, right: &usize) -> bool {
        self.chosen == Some(*right)
    }
}

impl ShownItem {
    pub fn has_rank(&self, rank: &usize) -> bool {
        self.rank == Some(*rank)
    }
}

impl Asked {
    /// Without the key.
    pub fn of(
        l: Loader,
        place: i32,
        content: &Content,
        order: &Arrangement,
        answer: Option<Answer>,
    ) -> Asked {
        let shown = order.shown(answer.unwrap_or_default());
        let sheet = content.without_key(order);
        Asked {
            l,
            place,
            question_type: content.question_type(),
            stem: sheet.stem,
            inputs: inputs(l, sheet.asks, &shown),
            explained: Explained::default(),
        }
    }

    pub fn type_label(&self) -> String {
        self.question_type.label(self.l)
    }

    pub fn blank_label(&self, at: &usize) -> String {
        let number = *at + 1;
        fl!(self.l, "quizzes-blank", number = number)
    }
}

fn inputs(l: Loader, asks: Asks, shown: &Answer) -> Inputs {
    let text = || match shown {
        Answer::Text { text } => text.clone(),
        _ => String::new(),
    };
    match asks {
        Asks::OneOf(options) => Inputs::Choices {
            is_multiple: false,
            options: options_of(options, shown),
        },
        Asks::SomeOf(options) => Inputs::Choices {
            is_multiple: true,
            options: options_of(options, shown),
        },
        Asks::TrueFalse => Inputs::Choices {
            is_multiple: false,
            options: [true, false].map(|is_true| truth(l, is_true, shown)).into(),
        },
        Asks::Blanks(count) => {
            let texts = match shown {
                Answer::Blanks { texts } => texts.as_slice(),
                _ => &[],
            };
            let text = |at: usize| texts.get(at).cloned().unwrap_or_default();
            Inputs::Blanks((0..count).map(text).collect())
        }
        Asks::Words => Inputs::Line {
            text: text(),
            is_number: false,
        },
        Asks::Number => Inputs::Line {
            text: text(),
            is_number: true,
        },
        Asks::Matching { lefts, rights } => {
            let chosen = match shown {
                Answer::Matches { rights } => rights.as_slice(),
                _ => &[],
            };
            let pair = |(at, left): (usize, SafeHtml)| ShownPair {
                left,
                chosen: chosen.get(at).copied().flatten(),
            };
            Inputs::Matching {
                pairs: lefts.into_iter().enumerate().map(pair).collect(),
                rights,
            }
        }
        Asks::Order(items) => Inputs::Ordering(items_of(items, shown)),
        Asks::Essay => Inputs::Essay(text()),
        Asks::Files => Inputs::File,
    }
}

fn options_of(options: Vec<SafeHtml>, shown: &Answer) -> Vec<ShownOption> {
    let is_chosen = |at: usize| match shown {
        Answer::Choice { option } => *option == at,
        Answer::Choices { options } => options.contains(&at),
        _ => false,
    };
    let option = |(at, text): (usize, SafeHtml)| ShownOption {
        value: at.to_string(),
        text,
        is_chosen: is_chosen(at),
        mark: "",
    };
    options.into_iter().enumerate().map(option).collect()
}

fn truth(l: Loader, is_true: bool, shown: &Answer) -> ShownOption {
    let words = if is_true {
        fl!(l, "quizzes-true")
    } else {
        fl!(l, "quizzes-false")
    };
    ShownOption {
        value: is_true.to_string(),
        text: markdown::full(&words),
        is_chosen: *shown == Answer::TrueFalse { is_true },
        mark: "",
    }
}

fn items_of(items: Vec<SafeHtml>, shown: &Answer) -> Vec<ShownItem> {
    let ranked = match shown {
        Answer::Order { items } => items.as_slice(),
        _ => &[],
    };
    let item = |(at, text): (usize, SafeHtml)| ShownItem {
        text,
        rank: ranked.iter().position(|item| *item == at).map(|at| at + 1),
    };
    items.into_iter().enumerate().map(item).collect()
}
