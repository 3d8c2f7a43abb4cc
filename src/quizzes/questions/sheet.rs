//! What a learner gets to see of a question, and how their answer is read from a form.

use super::blanks::numbered;
use super::{Answer, Arrangement, Body, Choice, Content};
use crate::markdown::{self, SafeHtml};

/// A question without its key: nothing in here tells what is right, not even the order.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    pub stem: SafeHtml,
    pub asks: Asks,
}

/// What there is to fill in. Options, right-hand sides and items stand in the learner's order.
#[derive(Clone, Debug, PartialEq)]
pub enum Asks {
    OneOf(Vec<SafeHtml>),
    SomeOf(Vec<SafeHtml>),
    TrueFalse,
    /// How many.
    Blanks(usize),
    Words,
    Number,
    /// The right-hand sides are plain text, as they are picked from a list.
    Matching {
        lefts: Vec<SafeHtml>,
        rights: Vec<String>,
    },
    Order(Vec<SafeHtml>),
    Essay,
    Files,
}

impl Content {
    /// What a learner may see, in their order.
    pub fn without_key(&self, order: &Arrangement) -> Sheet {
        let is_cloze = matches!(self.body, Body::FillBlank { .. });
        let stem = match is_cloze {
            true => markdown::full(&numbered(&self.stem)),
            false => markdown::full(&self.stem),
        };
        Sheet {
            stem,
            asks: self.asks(order),
        }
    }

    fn asks(&self, order: &Arrangement) -> Asks {
        match &self.body {
            Body::SingleChoice { options, .. } => Asks::OneOf(texts(options, order)),
            Body::MultipleChoice { options, .. } | Body::IndeterminateChoice { options, .. } => {
                Asks::SomeOf(texts(options, order))
            }
            Body::TrueFalse { .. } => Asks::TrueFalse,
            Body::FillBlank { blanks, .. } => Asks::Blanks(blanks.len()),
            Body::ShortAnswer { .. } => Asks::Words,
            Body::Numeric { .. } => Asks::Number,
            Body::Matching { pairs, .. } => {
                let rights = order.of(&self.right_sides());
                Asks::Matching {
                    lefts: pairs
                        .iter()
                        .map(|pair| markdown::full(&pair.left))
                        .collect(),
                    rights: rights.into_iter().map(markdown::plain).collect(),
                }
            }
            Body::Ordering { items, .. } => {
                let items: Vec<&str> = items.iter().map(String::as_str).collect();
                Asks::Order(order.of(&items).into_iter().map(markdown::full).collect())
            }
            Body::Essay { .. } => Asks::Essay,
            Body::File { .. } => Asks::Files,
        }
    }

    /// Reads an answer to this question, as a learner saw it, from the fields of a form; counts as it is stored. Files
    /// don't come in fields, so a file question is always empty here.
    pub fn read_answer(
        &self,
        order: &Arrangement,
        prefix: &str,
        fields: &[(String, String)],
    ) -> Answer {
        order.stored(self.without_key(order).read(prefix, fields))
    }
}

fn texts(options: &[Choice], order: &Arrangement) -> Vec<SafeHtml> {
    let texts: Vec<&str> = options.iter().map(|option| option.text.as_str()).collect();
    order.of(&texts).into_iter().map(markdown::full).collect()
}

impl Sheet {
    /// Reads an answer from the fields of a form, counting as shown. The field is called `prefix`, or `prefix-0`,
    /// `prefix-1`, … where there are several. Whatever can't be read is not answered.
    pub fn read(&self, prefix: &str, fields: &[(String, String)]) -> Answer {
        let fields = Fields { prefix, fields };
        let answer = match &self.asks {
            Asks::OneOf(options) => match fields.places(options.len()).next() {
                Some(option) => Answer::Choice { option },
                None => Answer::Empty,
            },
            Asks::SomeOf(options) => Answer::Choices {
                options: fields.places(options.len()).collect(),
            },
            Asks::TrueFalse => match fields.sole() {
                Some("true") => Answer::TrueFalse { is_true: true },
                Some("false") => Answer::TrueFalse { is_true: false },
                _ => Answer::Empty,
            },
            Asks::Blanks(count) => Answer::Blanks {
                texts: (0..*count).map(|at| fields.at(at).to_owned()).collect(),
            },
            Asks::Words | Asks::Number | Asks::Essay => Answer::Text {
                text: fields.sole().unwrap_or_default().to_owned(),
            },
            Asks::Matching { lefts, rights } => Answer::Matches {
                rights: (0..lefts.len())
                    .map(|at| place(fields.at(at), rights.len()))
                    .collect(),
            },
            Asks::Order(items) => Answer::Order {
                items: fields.ranked(items.len()),
            },
            Asks::Files => Answer::Empty,
        };
        if answer.is_empty() {
            Answer::Empty
        } else {
            answer
        }
    }
}

struct Fields<'a> {
    prefix: &'a str,
    fields: &'a [(String, String)],
}

impl<'a> Fields<'a> {
    fn named<'n>(&self, name: &'n str) -> impl Iterator<Item = &'a str> + use<'a, 'n> {
        let named = self.fields.iter().filter(move |(field, _)| field == name);
        named.map(|(_, value)| value.as_str())
    }

    fn sole(&self) -> Option<&'a str> {
        self.named(self.prefix).next()
    }

    fn at(&self, at: usize) -> &'a str {
        let name = format!("{}-{at}", self.prefix);
        self.named(&name).next().unwrap_or_default()
    }

    fn places(&self, count: usize) -> impl Iterator<Item = usize> {
        self.named(self.prefix)
            .filter_map(move |value| place(value, count))
    }

    /// The items by the ranks given to them (from 1); those without one are left out, and of the same rank the upper
    /// one comes first.
    fn ranked(&self, count: usize) -> Vec<usize> {
        let rank = |at: usize| self.at(at).parse::<usize>().ok().map(|rank| (rank, at));
        let mut ranked: Vec<(usize, usize)> = (0..count).filter_map(rank).collect();
        ranked.sort_unstable();
        ranked.into_iter().map(|(_, at)| at).collect()
    }
}

fn place(value: &str, count: usize) -> Option<usize> {
    value.parse().ok().filter(|place| *place < count)
}
