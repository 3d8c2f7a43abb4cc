//! A question as a learner sees and answers it: the one place that renders one, for attempts and previews alike.

use askama::Template;
use askama::filters::HtmlSafe;
use i18n_embed_fl::fl;

use super::{Answer, Arrangement, Asks, Content, Sheet};
use crate::i18n::Loader;

/// The fields of one question, to stand in any form; [`Content::read_answer`] reads them back under the same prefix.
#[derive(Template)]
#[template(path = "quizzes/_question.html")]
pub struct ShownQuestion {
    pub l: Loader,
    sheet: Sheet,
    /// Counts as shown.
    answer: Answer,
    /// The name of its field, or what their names begin with.
    prefix: String,
    is_locked: bool,
}

/// Its template has escaped what it had to.
impl HtmlSafe for ShownQuestion {}

impl ShownQuestion {
    /// The question in this order with a stored answer filled in. `prefix` is a word for forms, never from a person.
    pub fn new(
        l: Loader,
        content: &Content,
        order: &Arrangement,
        answer: &Answer,
        prefix: &str,
    ) -> ShownQuestion {
        ShownQuestion {
            l,
            sheet: content.without_key(order),
            answer: order.shown(answer.clone()),
            prefix: prefix.to_owned(),
            is_locked: false,
        }
    }

    /// Shows the answer without letting it be changed.
    pub fn locked(mut self) -> ShownQuestion {
        self.is_locked = true;
        self
    }

    /// The blanks, or the ranks that an item can have.
    fn places(&self) -> std::ops::Range<usize> {
        match &self.sheet.asks {
            Asks::Blanks(count) => 0..*count,
            Asks::Order(items) => 0..items.len(),
            _ => 0..0,
        }
    }

    fn is_chosen(&self, place: &usize) -> bool {
        match &self.answer {
            Answer::Choice { option } => option == place,
            Answer::Choices { options } => options.contains(place),
            _ => false,
        }
    }

    fn said(&self, is_true: bool) -> bool {
        self.answer == Answer::TrueFalse { is_true }
    }

    fn text(&self) -> &str {
        match &self.answer {
            Answer::Text { text } => text,
            _ => "",
        }
    }

    fn blank(&self, place: &usize) -> &str {
        match &self.answer {
            Answer::Blanks { texts } => texts.get(*place).map_or("", String::as_str),
            _ => "",
        }
    }

    fn blank_label(&self, place: &usize) -> String {
        fl!(self.l, "questions-blank", number = ((place + 1) as i64))
    }

    fn is_matched(&self, left: &usize, right: &usize) -> bool {
        matches!(&self.answer, Answer::Matches { rights } if rights.get(*left) == Some(&Some(*right)))
    }

    fn is_ranked(&self, item: &usize, rank: &usize) -> bool {
        matches!(&self.answer, Answer::Order { items } if items.get(*rank) == Some(item))
    }
}
