//! The table of how each type is graded, by examples and by what must hold whatever is answered.

use std::str::FromStr;

use super::*;
use crate::quizzes::questions::{Choice, ChoicePolicy};

mod answers;
mod properties;

fn decimal(text: &str) -> BigDecimal {
    BigDecimal::from_str(text).unwrap()
}

fn question(body: Body) -> Content {
    Content {
        title: String::new(),
        stem: "?".into(),
        points: one(),
        feedback: String::new(),
        body,
    }
}

fn options(weights: &[&str]) -> Vec<Choice> {
    let option = |(at, weight): (usize, &&str)| Choice {
        text: format!("option {at}"),
        weight: decimal(weight),
        feedback: format!("chose {at}"),
    };
    weights.iter().enumerate().map(option).collect()
}

fn multiple(weights: &[&str], policy: ChoicePolicy) -> Content {
    question(Body::MultipleChoice {
        options: options(weights),
        policy,
        shuffle: false,
    })
}

fn choices(chosen: &[usize]) -> Answer {
    Answer::Choices {
        options: chosen.iter().copied().collect(),
    }
}

fn typed(text: &str) -> Answer {
    Answer::Text { text: text.into() }
}

#[track_caller]
fn gives(content: &Content, answer: &Answer, credit: &str) {
    let outcome = grade(content, answer);
    assert_eq!(outcome.credit(), Some(&decimal(credit)), "{answer:?}");
}

#[test]
fn a_single_choice_has_the_weight_of_what_was_chosen() {
    let content = question(Body::SingleChoice {
        options: options(&["0", "1", "0.5", "-0.5"]),
        shuffle: false,
    });
    for (chosen, credit) in [(0, "0"), (1, "1"), (2, "0.5"), (3, "0"), (9, "0")] {
        gives(&content, &Answer::Choice { option: chosen }, credit);
    }
    let outcome = grade(&content, &Answer::Choice { option: 2 });
    assert_eq!(outcome.parts()[0].feedback, "chose 2");
}

#[test]
fn all_or_nothing_takes_the_exact_key_alone() {
    let content = multiple(&["1", "0", "1", "0"], ChoicePolicy::AllOrNothing);
    for (chosen, credit) in [
        (&[0, 2][..], "1"),
        (&[0], "0"),
        (&[0, 1, 2], "0"),
        (&[], "0"),
        (&[0, 2, 9], "0"),
    ] {
        gives(&content, &choices(chosen), credit);
    }
}

#[test]
fn the_exam_rule_gives_the_fixed_part_for_some_of_the_key_and_nothing_wrong() {
    let partial = decimal("0.5");
    let content = multiple(&["1", "1", "1", "0"], ChoicePolicy::Exam { partial });
    for (chosen, credit) in [
        (&[0, 1, 2][..], "1"),
        (&[0], "0.5"),
        (&[1, 2], "0.5"),
        (&[0, 1, 2, 3], "0"),
        (&[0, 3], "0"),
        (&[3], "0"),
        (&[], "0"),
    ] {
        gives(&content, &choices(chosen), credit);
    }
}

#[test]
fn right_minus_wrong_never_falls_below_nothing() {
    let content = multiple(
        &["1", "1", "1", "0", "0", "0"],
        ChoicePolicy::RightMinusWrong,
    );
    for (chosen, credit) in [
        (&[0, 1, 2][..], "1"),
        (&[0, 1], "0.666666666667"),
        (&[0, 3], "0"),
        (&[0, 1, 3], "0.333333333333"),
        (&[3, 4], "0"),
        (&[0, 1, 2, 3, 4, 5], "0"),
    ] {
        gives(&content, &choices(chosen), credit);
    }
    let all_right = multiple(&["1", "1"], ChoicePolicy::RightMinusWrong);
    gives(&all_right, &choices(&[0]), "0.5");
}

#[test]
fn weights_are_summed_and_kept_between_nothing_and_all() {
    let content = multiple(&["0.5", "0.5", "-0.5", "-1"], ChoicePolicy::Weights);
    for (chosen, credit) in [
        (&[0, 1][..], "1"),
        (&[0], "0.5"),
        (&[0, 1, 2], "0.5"),
        (&[0, 3], "0"),
        (&[2], "0"),
    ] {
        gives(&content, &choices(chosen), credit);
    }
}

#[test]
fn true_or_false_tells_the_words_for_either_case() {
    let content = question(Body::TrueFalse {
        is_true: false,
        feedback_right: "yes".into(),
        feedback_wrong: "no".into(),
    });
    gives(&content, &Answer::TrueFalse { is_true: false }, "1");
    gives(&content, &Answer::TrueFalse { is_true: true }, "0");
    let outcome = grade(&content, &Answer::TrueFalse { is_true: true });
    assert_eq!(outcome.parts()[0].feedback, "no");
}
