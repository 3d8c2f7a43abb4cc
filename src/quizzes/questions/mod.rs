//! Questions: what they ask, what answers to them look like, and what of them a learner may see.
//!
//! [`Content`] is one wording of a question with its key. [`Content::without_key`] makes a [`Sheet`] of it, in the order
//! of an [`Arrangement`]; a sheet can't hold keys. [`Answer`]s count from the places in the content, whatever order a
//! learner saw; [`Arrangement::shown`] and [`Arrangement::stored`] translate.

mod answer;
mod arrangement;
mod blanks;
mod checks;
mod content;
mod model;
mod sheet;
mod shown;
mod validation;

pub use answer::Answer;
pub use arrangement::Arrangement;
pub use blanks::{plain, stem_blanks};
pub use content::{
    Accepted, Blank, Body, Choice, ChoicePolicy, Content, Interval, NumericKey, OrderPolicy, Pair,
};
pub use model::{NewVersion, Question, QuestionId, QuestionType, TAG_MAX};
pub use sheet::{Asks, Sheet};
pub use shown::ShownQuestion;
