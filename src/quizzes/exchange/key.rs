//! The key of a question in a few words, for the teacher who is about to import it.

use i18n_embed_fl::fl;

use crate::i18n::Loader;
use crate::markdown;
use crate::quizzes::bank::{numbers::percent, typed};
use crate::quizzes::questions::{Accepted, Body, Choice, Content, NumericKey, Pair};

/// What is right, each part with its share where that isn't all.
pub fn key(l: Loader, content: &Content) -> Vec<String> {
    let whole = percent(&1.into());
    let shared = |share: String, text: String| match share == whole {
        true => text,
        false => format!("{share}% {text}"),
    };
    let options = |options: &[Choice]| -> Vec<String> {
        let counted = options.iter().filter(|option| option.weight != 0);
        let line = |option: &Choice| shared(percent(&option.weight), markdown::plain(&option.text));
        counted.map(line).collect()
    };
    match &content.body {
        Body::SingleChoice { .. }
        | Body::MultipleChoice { .. }
        | Body::IndeterminateChoice { .. } => options(content.choices()),
        Body::TrueFalse { is_true: true, .. } => vec![fl!(l, "questions-true")],
        Body::TrueFalse { .. } => vec![fl!(l, "questions-false")],
        Body::ShortAnswer { answers, .. } => {
            let line = |answer: &Accepted| shared(percent(&answer.credit), answer.text.clone());
            answers.iter().map(line).collect()
        }
        Body::Numeric { answers } => {
            let line = |key: &NumericKey| shared(percent(&key.credit), typed(&key.accepted));
            answers.iter().map(line).collect()
        }
        Body::Matching { pairs, .. } => {
            let line = |pair: &Pair| {
                let (left, right) = (markdown::plain(&pair.left), markdown::plain(&pair.right));
                format!("{left} → {right}")
            };
            pairs.iter().map(line).collect()
        }
        // GIFT brings no others.
        _ => Vec::new(),
    }
}
