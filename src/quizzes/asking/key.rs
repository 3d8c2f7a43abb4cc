//! What may be said of an answer once it is released: marks, the key, feedback.

use bigdecimal::num_traits::Signed;
use bigdecimal::{BigDecimal, Zero};
use i18n_embed_fl::fl;

use super::asked::{Asked, Inputs};
use crate::i18n::Loader;
use crate::markdown::{self, SafeHtml};
use crate::quizzes::grading;
use crate::quizzes::marks;
use crate::quizzes::questions::{
    Accepted, Answer, Arrangement, Body, Choice, Content, Interval, NumericKey,
};
use crate::quizzes::review::Released;

/// Empty for what is not released.
#[derive(Default)]
pub struct Explained {
    /// `right`, `part`, `wrong` or `pending`.
    pub state: &'static str,
    /// 3 of 4 points.
    pub marks: String,
    /// The key in words, a line each.
    pub key: Vec<SafeHtml>,
    pub feedback: Vec<SafeHtml>,
}

impl Explained {
    pub fn is_empty(&self) -> bool {
        self.state.is_empty() && self.key.is_empty() && self.feedback.is_empty()
    }
}

/// The marks of an answer, if somebody has given any.
pub struct Given<'a> {
    pub marks: Option<&'a BigDecimal>,
    pub points: &'a BigDecimal,
}

impl Asked {
    /// The same with what may be said of it.
    pub fn with_key(
        mut self,
        released: Released,
        content: &Content,
        order: &Arrangement,
        answer: &Answer,
        given: Given<'_>,
    ) -> Asked {
        if released.marks {
            self.explained.state = state(&given);
            self.explained.marks = marks_in_words(self.l, &given);
        }
        if released.answers {
            self.explained.key = key(self.l, content);
            self.mark_options(content, order);
        }
        if released.feedback {
            self.explained.feedback = feedback(content, answer);
        }
        self
    }

    /// Marks the options that are right, and those that were chosen and are not.
    fn mark_options(&mut self, content: &Content, order: &Arrangement) {
        let Inputs::Choices { options, .. } = &mut self.inputs else {
            return;
        };
        let choices: Vec<&Choice> = content.choices().iter().collect();
        let choices = order.of(&choices);
        for (at, option) in options.iter_mut().enumerate() {
            let is_right = match &content.body {
                Body::TrueFalse { is_true, .. } => option.value == is_true.to_string(),
                _ => choices.get(at).is_some_and(|choice| choice.is_right()),
            };
            option.mark = match (is_right, option.is_chosen) {
                (true, _) => "right",
                (false, true) => "wrong",
                (false, false) => "",
            };
        }
    }
}

fn state(given: &Given<'_>) -> &'static str {
    match given.marks {
        None => "pending",
        Some(marks) if marks == given.points => "right",
        Some(marks) if marks.is_positive() => "part",
        Some(_) => "wrong",
    }
}

fn marks_in_words(l: Loader, given: &Given<'_>) -> String {
    let points = marks::shown(given.points);
    match given.marks {
        Some(got) => fl!(
            l,
            "quizzes-marks-of",
            marks = marks::shown(got),
            points = points
        ),
        None => fl!(l, "quizzes-marks-pending"),
    }
}

/// Choices are marked where they stand; of everything else the key is told in words.
fn key(l: Loader, content: &Content) -> Vec<SafeHtml> {
    let lines: Vec<String> = match &content.body {
        Body::FillBlank { blanks, .. } => (1..)
            .zip(blanks)
            .map(|(number, blank): (usize, _)| {
                let answers = blank.answers.join(" / ");
                fl!(l, "quizzes-key-blank", number = number, answers = answers)
            })
            .collect(),
        Body::ShortAnswer { answers, .. } => accepted(answers),
        Body::Numeric { answers } => answers.iter().filter_map(number).collect(),
        Body::Matching { pairs, .. } => pairs
            .iter()
            .map(|pair| format!("{} → {}", pair.left, pair.right))
            .collect(),
        Body::Ordering { items, .. } => (1..)
            .zip(items)
            .map(|(at, item): (usize, _)| format!("{at}\\. {item}"))
            .collect(),
        _ => Vec::new(),
    };
    lines.iter().map(|line| markdown::full(line)).collect()
}

fn accepted(answers: &[Accepted]) -> Vec<String> {
    let counts = |answer: &&Accepted| answer.credit.is_positive();
    answers
        .iter()
        .filter(counts)
        .map(|answer| format!("`{}`", answer.text))
        .collect()
}

fn number(answer: &NumericKey) -> Option<String> {
    if !answer.credit.is_positive() {
        return None;
    }
    let plain = |number: &BigDecimal| number.normalized().to_plain_string();
    Some(match &answer.accepted {
        Interval::Near { value, tolerance } if tolerance.is_zero() => plain(value),
        Interval::Near { value, tolerance } => format!("{} ± {}", plain(value), plain(tolerance)),
        Interval::Between { min, max } => format!("{} … {}", plain(min), plain(max)),
        Interval::Any => return None,
    })
}

fn feedback(content: &Content, answer: &Answer) -> Vec<SafeHtml> {
    let outcome = grading::grade(content, answer);
    let parts = outcome.parts().iter().map(|part| part.feedback.as_str());
    parts
        .chain([content.feedback.as_str()])
        .filter(|text| !text.trim().is_empty())
        .map(markdown::full)
        .collect()
}
