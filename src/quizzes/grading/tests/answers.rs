//! What is typed, matched and ordered.

use super::*;
use crate::quizzes::questions::{Accepted, Blank, Interval, NumericKey, OrderPolicy, Pair};

#[test]
fn each_blank_has_its_share() {
    let blank = |answers: &[&str]| Blank {
        answers: answers.iter().map(|answer| (*answer).to_owned()).collect(),
    };
    let content = question(Body::FillBlank {
        blanks: vec![
            blank(&["李白", "李太白"]),
            blank(&["Tang *"]),
            blank(&["701"]),
        ],
        match_case: false,
    });
    let answer = |texts: [&str; 3]| Answer::Blanks {
        texts: texts.map(str::to_owned).to_vec(),
    };
    gives(&content, &answer(["李太白", " tang  * ", "７０１"]), "1");
    gives(&content, &answer(["李白", "", ""]), "0.333333333333");
    gives(&content, &answer(["李", "tang dynasty", "702"]), "0");
    let only_one = Answer::Blanks {
        texts: vec!["李白".into()],
    };
    gives(&content, &only_one, "0.333333333333");
}

#[test]
fn short_answers_are_compared_without_guessing() {
    let accepted = |text: &str, credit: &str| Accepted {
        text: text.into(),
        credit: decimal(credit),
        feedback: format!("took {text}"),
    };
    let answers = vec![
        accepted("Straße", "1"),
        accepted("main * street", "0.5"),
        accepted("2\\*2*", "0.25"),
        accepted("*", "0"),
    ];
    let content = question(Body::ShortAnswer {
        answers: answers.clone(),
        match_case: false,
    });
    for (text, credit) in [
        ("STRASSE", "1"),
        ("ｓｔｒａßｅ", "1"),
        (" strasse\u{3000}", "1"),
        ("Strase", "0"),
        ("Main  old   Street", "0.5"),
        ("Main street", "0"),
        ("2*2 = 4", "0.25"),
        ("2+2", "0"),
    ] {
        gives(&content, &typed(text), credit);
    }
    let strict = question(Body::ShortAnswer {
        answers: answers[..1].to_vec(),
        match_case: true,
    });
    gives(&strict, &typed("Straße"), "1");
    gives(&strict, &typed("straße"), "0");
    gives(&strict, &typed("STRASSE"), "0");
}

#[test]
fn a_wildcard_takes_nothing_twice() {
    let content = |text: &str| {
        question(Body::ShortAnswer {
            answers: vec![Accepted {
                text: text.into(),
                credit: one(),
                feedback: String::new(),
            }],
            match_case: false,
        })
    };
    gives(&content("ab*ba"), &typed("aba"), "0");
    gives(&content("ab*ba"), &typed("abba"), "1");
    gives(&content("*b*c*"), &typed("cb"), "0");
    gives(&content("*b*c*"), &typed("abac"), "1");
    gives(&content("a＊"), &typed("abc"), "0");
}

#[test]
fn numbers_are_decimals_and_bounds_are_included() {
    let key = |accepted: Interval, credit: &str| NumericKey {
        accepted,
        credit: decimal(credit),
        feedback: String::new(),
    };
    let near = Interval::Near {
        value: decimal("0.3"),
        tolerance: decimal("0.1"),
    };
    let between = Interval::Between {
        min: decimal("-2"),
        max: decimal("-1"),
    };
    let content = question(Body::Numeric {
        answers: vec![key(near, "1"), key(between, "0.5"), key(Interval::Any, "0")],
    });
    for (text, credit) in [
        ("0.3", "1"),
        ("0.2", "1"),
        ("0.4", "1"),
        ("0.40000000000000000000000000001", "0"),
        ("０．３", "1"),
        ("3e-1", "1"),
        ("+.3", "1"),
        ("−1.5", "0.5"),
        ("-2", "0.5"),
        ("-1", "0.5"),
        ("-0.99", "0"),
        ("0,3", "0"),
        ("0.3 m", "0"),
        ("1e999999999", "0"),
        ("about", "0"),
    ] {
        gives(&content, &typed(text), credit);
    }
}

#[test]
fn matching_is_the_share_of_right_pairs() {
    let pair = |left: &str, right: &str| Pair {
        left: left.into(),
        right: right.into(),
    };
    let content = question(Body::Matching {
        pairs: vec![pair("狗", "兽"), pair("猫", "兽"), pair("鹰", "鸟")],
        distractors: vec!["鱼".into(), "兽".into()],
    });
    assert_eq!(content.right_sides(), ["兽", "鸟", "鱼"]);
    let rights = |rights: [Option<usize>; 3]| Answer::Matches {
        rights: rights.to_vec(),
    };
    gives(&content, &rights([Some(0), Some(0), Some(1)]), "1");
    gives(
        &content,
        &rights([Some(0), Some(2), Some(1)]),
        "0.666666666667",
    );
    gives(&content, &rights([None, None, Some(7)]), "0");
}

#[test]
fn an_order_is_all_or_the_share_that_is_in_order() {
    let content = |policy| {
        question(Body::Ordering {
            items: ["春", "夏", "秋", "冬"].map(str::to_owned).to_vec(),
            policy,
        })
    };
    let order = |items: &[usize]| Answer::Order {
        items: items.to_vec(),
    };
    for (items, all, share) in [
        (&[0, 1, 2, 3][..], "1", "1"),
        (&[1, 2, 3, 0], "0", "0.75"),
        (&[3, 2, 1, 0], "0", "0.25"),
        (&[0, 1], "0", "0.5"),
        (&[3, 0, 1, 2, 3], "0", "0.75"),
    ] {
        gives(&content(OrderPolicy::AllOrNothing), &order(items), all);
        gives(&content(OrderPolicy::Subsequence), &order(items), share);
    }
}

#[test]
fn people_grade_essays_and_files_but_not_their_absence() {
    let essay = question(Body::Essay {
        guidance: String::new(),
    });
    assert!(grade(&essay, &typed("因为……")).needs_person());
    gives(&essay, &typed(" \n"), "0");
    gives(&essay, &Answer::Empty, "0");
}

#[test]
fn an_answer_to_another_question_is_none() {
    let essay = question(Body::Essay {
        guidance: String::new(),
    });
    gives(&essay, &Answer::TrueFalse { is_true: true }, "0");
    gives(
        &multiple(&["1", "0"], ChoicePolicy::AllOrNothing),
        &Answer::Choice { option: 0 },
        "0",
    );
}
