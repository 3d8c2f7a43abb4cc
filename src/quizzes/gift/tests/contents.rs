//! Questions of every type, full of what means something in GIFT or in Markdown.

use bigdecimal::BigDecimal;
use proptest::prelude::*;
use proptest::sample::select;

use crate::quizzes::questions::{
    Accepted, Blank, Body, Choice, ChoicePolicy, Content, Interval, NumericKey, OrderPolicy, Pair,
};

/// Texts full of everything that means something in GIFT or in Markdown.
fn text() -> impl Strategy<Value = String> {
    let pieces = [
        "水",
        "a",
        "B2",
        " ",
        "  ",
        "\n",
        "\t",
        ":",
        "::",
        "#",
        "####",
        "=",
        "~",
        "{",
        "}",
        "\\",
        "\\\\",
        "\\n",
        "%50%",
        "%",
        "->",
        "[html]",
        "[",
        "]",
        "//",
        "$CATEGORY:",
        "*",
        "_____",
        "$x$",
        "T",
        "..",
        "3.14",
        "<b>",
        "&amp;",
        "`",
        "|",
        "\u{3000}",
        "。",
        "\r",
    ];
    prop::collection::vec(select(pieces.to_vec()), 1..8)
        .prop_map(|pieces| pieces.concat())
        .prop_filter("blank", |text| !text.trim().is_empty())
}

fn maybe() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), text()]
}

fn share(least: i32) -> impl Strategy<Value = BigDecimal> {
    (least * 1000..=1000).prop_map(|thousandths| BigDecimal::new(thousandths.into(), 3))
}

fn number() -> impl Strategy<Value = BigDecimal> {
    (-9_999_999i64..9_999_999, 0i64..6)
        .prop_map(|(digits, scale)| BigDecimal::new(digits.into(), scale))
}

fn choices() -> impl Strategy<Value = Vec<Choice>> {
    let option = (text(), share(-1), maybe()).prop_map(|(text, weight, feedback)| Choice {
        text,
        weight,
        feedback,
    });
    (prop::collection::vec(option, 2..6), 0usize..2).prop_map(|(mut options, full)| {
        options[full].weight = BigDecimal::from(1);
        options
    })
}

/// Options that are right by halves or whole and wrong, as the other policies have them.
fn plain_choices() -> impl Strategy<Value = Vec<Choice>> {
    choices().prop_map(|mut options| {
        for option in &mut options {
            let is_right = option.is_right();
            option.weight = BigDecimal::from(i32::from(is_right));
        }
        options
    })
}

fn policy() -> impl Strategy<Value = ChoicePolicy> {
    let partial = BigDecimal::new(5.into(), 1);
    select(vec![
        ChoicePolicy::AllOrNothing,
        ChoicePolicy::Exam { partial },
        ChoicePolicy::RightMinusWrong,
    ])
}

fn weighted_choices() -> impl Strategy<Value = Vec<Choice>> {
    choices().prop_map(|mut options| {
        for option in &mut options {
            if option.is_right() {
                option.weight = BigDecimal::from(0);
            }
        }
        options[0].weight = BigDecimal::new(25.into(), 2);
        options[1].weight = BigDecimal::new(75.into(), 2);
        options
    })
}

fn accepted() -> impl Strategy<Value = Vec<Accepted>> {
    let answer = (text(), share(0), maybe()).prop_map(|(text, credit, feedback)| Accepted {
        text,
        credit,
        feedback,
    });
    prop::collection::vec(answer, 1..4).prop_map(|mut answers| {
        answers[0].credit = BigDecimal::from(1);
        answers
    })
}

fn numbers() -> impl Strategy<Value = Vec<NumericKey>> {
    let interval = prop_oneof![
        (number(), 0i64..999).prop_map(|(value, tolerance)| Interval::Near {
            value,
            tolerance: BigDecimal::new(tolerance.into(), 4),
        }),
        (number(), number()).prop_map(|(one, other)| Interval::Between {
            min: one.clone().min(other.clone()),
            max: one.max(other),
        }),
        Just(Interval::Any),
    ];
    let key = (interval, share(0), maybe()).prop_map(|(accepted, credit, feedback)| NumericKey {
        accepted,
        credit,
        feedback,
    });
    prop::collection::vec(key, 1..4).prop_map(|mut keys| {
        keys[0].credit = BigDecimal::from(1);
        if keys[0].accepted == Interval::Any {
            let (value, tolerance) = (BigDecimal::from(7), BigDecimal::from(0));
            keys[0].accepted = Interval::Near { value, tolerance };
        }
        keys
    })
}

fn body() -> impl Strategy<Value = Body> {
    let pair = (text(), text()).prop_map(|(left, right)| Pair { left, right });
    let blank = prop::collection::vec(text(), 1..3).prop_map(|answers| Blank { answers });
    prop_oneof![
        (choices(), any::<bool>())
            .prop_map(|(options, shuffle)| Body::SingleChoice { options, shuffle }),
        (weighted_choices(), any::<bool>()).prop_map(|(options, shuffle)| Body::MultipleChoice {
            options,
            policy: ChoicePolicy::Weights,
            shuffle
        }),
        (plain_choices(), policy()).prop_map(|(options, policy)| Body::IndeterminateChoice {
            options,
            policy,
            shuffle: true
        }),
        (any::<bool>(), maybe(), maybe()).prop_map(|(is_true, feedback_right, feedback_wrong)| {
            Body::TrueFalse {
                is_true,
                feedback_right,
                feedback_wrong,
            }
        }),
        (accepted(), any::<bool>()).prop_map(|(answers, match_case)| Body::ShortAnswer {
            answers,
            match_case
        }),
        (prop::collection::vec(blank, 1..3), any::<bool>())
            .prop_map(|(blanks, match_case)| Body::FillBlank { blanks, match_case }),
        numbers().prop_map(|answers| Body::Numeric { answers }),
        (
            prop::collection::vec(pair, 2..5),
            prop::collection::vec(text(), 0..3)
        )
            .prop_map(|(pairs, distractors)| Body::Matching { pairs, distractors }),
        prop::collection::vec(text(), 2..4).prop_map(|items| Body::Ordering {
            items,
            policy: OrderPolicy::Subsequence
        }),
        maybe().prop_map(|guidance| Body::Essay { guidance }),
        maybe().prop_map(|guidance| Body::File { guidance }),
    ]
}

pub fn content() -> impl Strategy<Value = Content> {
    let points = select(vec![BigDecimal::from(1), BigDecimal::from(2)]);
    let title = maybe().prop_map(|title| title.chars().take(120).collect());
    (title, text(), points, maybe(), body())
        .prop_map(|(title, stem, points, feedback, body)| Content {
            title,
            stem,
            points,
            feedback,
            body,
        })
        .prop_filter("invalid", |content: &Content| content.validate().is_ok())
}

pub fn tags() -> impl Strategy<Value = Vec<String>> {
    let tag = select(vec![
        "第一章",
        "a]b",
        "x/y",
        "[tag:z]",
        "<i>",
        "// c",
        "$a$",
    ]);
    prop::collection::btree_set(tag, 0..4)
        .prop_map(|tags| tags.into_iter().map(str::to_owned).collect())
}
