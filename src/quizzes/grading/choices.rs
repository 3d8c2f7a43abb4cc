//! Choices and true or false.

use std::collections::BTreeSet;

use bigdecimal::BigDecimal;

use super::{Outcome, Part, one, share, zero};
use crate::quizzes::questions::{Choice, ChoicePolicy};

pub(super) fn single(options: &[Choice], chosen: usize) -> Outcome {
    match options.get(chosen) {
        Some(option) => Outcome::of(option.weight.clone(), vec![part(chosen, option)]),
        None => Outcome::nothing(),
    }
}

pub(super) fn several(
    options: &[Choice],
    policy: &ChoicePolicy,
    chosen: &BTreeSet<usize>,
) -> Outcome {
    if chosen.iter().any(|place| *place >= options.len()) {
        return Outcome::nothing();
    }
    let tally = Tally::of(options, chosen);
    let credit = match policy {
        ChoicePolicy::AllOrNothing if tally.is_exact() => one(),
        ChoicePolicy::AllOrNothing => zero(),
        ChoicePolicy::Exam { .. } if tally.is_exact() => one(),
        ChoicePolicy::Exam { partial } if tally.misses == 0 && tally.hits > 0 => partial.clone(),
        ChoicePolicy::Exam { .. } => zero(),
        ChoicePolicy::RightMinusWrong => tally.right_minus_wrong(),
        ChoicePolicy::Weights => chosen.iter().map(|place| &options[*place].weight).sum(),
    };
    let parts = chosen.iter().map(|place| part(*place, &options[*place]));
    Outcome::of(credit, parts.collect())
}

pub(super) fn true_false(is_right: bool, right: &str, wrong: &str) -> Outcome {
    let (credit, feedback) = if is_right {
        (one(), right)
    } else {
        (zero(), wrong)
    };
    let part = Part {
        at: 0,
        is_right,
        feedback: feedback.to_owned(),
    };
    Outcome::of(credit, vec![part])
}

fn part(at: usize, option: &Choice) -> Part {
    Part {
        at,
        is_right: option.is_right(),
        feedback: option.feedback.clone(),
    }
}

/// How many of the right and of the wrong options were chosen.
struct Tally {
    right: usize,
    wrong: usize,
    hits: usize,
    misses: usize,
}

impl Tally {
    fn of(options: &[Choice], chosen: &BTreeSet<usize>) -> Tally {
        let right = options.iter().filter(|option| option.is_right()).count();
        let is_hit = |place: &&usize| options[**place].is_right();
        let hits = chosen.iter().filter(is_hit).count();
        Tally {
            right,
            wrong: options.len() - right,
            hits,
            misses: chosen.len() - hits,
        }
    }

    fn is_exact(&self) -> bool {
        self.hits == self.right && self.misses == 0
    }

    /// One division at the end, so that what cancels out is exactly 0.
    fn right_minus_wrong(&self) -> BigDecimal {
        if self.wrong == 0 {
            return share(self.hits as u64, self.right);
        }
        let gained = (self.hits * self.wrong) as i64;
        let lost = (self.misses * self.right) as i64;
        share(gained - lost, self.right * self.wrong)
    }
}
