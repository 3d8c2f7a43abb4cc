//! What must hold whatever is asked and answered.

use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

use super::*;
use crate::quizzes::questions::{Accepted, Interval, NumericKey, OrderPolicy};

fn any_policy() -> impl Strategy<Value = ChoicePolicy> {
    prop_oneof![
        Just(ChoicePolicy::AllOrNothing),
        (0..=100u32).prop_map(|percent| ChoicePolicy::Exam {
            partial: BigDecimal::new(percent.into(), 2),
        }),
        Just(ChoicePolicy::RightMinusWrong),
        Just(ChoicePolicy::Weights),
    ]
}

proptest! {
    #[test]
    fn a_credit_lies_between_nothing_and_all(
        weights in vec(-100..=100i32, 2..8),
        policy in any_policy(),
        chosen in btree_set(0..9usize, 0..9),
    ) {
        let options = weights.iter().map(|percent| Choice {
            text: percent.to_string(),
            weight: BigDecimal::new((*percent).into(), 2),
            feedback: String::new(),
        });
        let body = Body::IndeterminateChoice { options: options.collect(), policy, shuffle: true };
        let outcome = grade(&question(body), &Answer::Choices { options: chosen });
        let credit = outcome.credit().unwrap();
        prop_assert!(*credit >= zero() && *credit <= one());
    }

    #[test]
    fn the_exact_key_is_always_all(keys in vec(any::<bool>(), 2..8), policy in any_policy()) {
        prop_assume!(keys.contains(&true) && policy != ChoicePolicy::Weights);
        let weights: Vec<&str> = keys.iter().map(|key| if *key { "1" } else { "0" }).collect();
        let right: Vec<usize> = (0..keys.len()).filter(|at| keys[*at]).collect();
        let outcome = grade(&multiple(&weights, policy), &choices(&right));
        prop_assert!(outcome.is_full());
    }

    #[test]
    fn choosing_one_wrong_more_never_helps(
        keys in vec(any::<bool>(), 3..8),
        policy in any_policy(),
        chosen in btree_set(0..8usize, 0..8),
    ) {
        let weights: Vec<&str> = keys.iter().map(|key| if *key { "1" } else { "0" }).collect();
        let content = multiple(&weights, policy);
        let chosen: Vec<usize> = chosen.into_iter().filter(|at| *at < keys.len()).collect();
        let before = grade(&content, &choices(&chosen)).credit().cloned();
        for wrong in (0..keys.len()).filter(|at| !keys[*at] && !chosen.contains(at)) {
            let more: Vec<usize> = chosen.iter().copied().chain([wrong]).collect();
            prop_assert!(grade(&content, &choices(&more)).credit().cloned() <= before);
        }
    }

    #[test]
    fn whatever_is_typed_is_graded(text in any::<String>(), pattern in any::<String>()) {
        let answers = vec![Accepted { text: pattern, credit: one(), feedback: String::new() }];
        let short = question(Body::ShortAnswer { answers, match_case: false });
        prop_assert!(grade(&short, &typed(&text)).credit().is_some());
        let accepted = Interval::Near { value: one(), tolerance: zero() };
        let answers = vec![NumericKey { accepted, credit: one(), feedback: String::new() }];
        let numeric = question(Body::Numeric { answers });
        prop_assert!(grade(&numeric, &typed(&text)).credit().is_some());
    }

    #[test]
    fn a_wildcard_takes_whatever_stands_between(start in "[a-z]{1,4}", between in "[ a-z]{0,9}", end in "[a-z]{1,4}") {
        let answers = vec![Accepted { text: format!("{start}*{end}"), credit: one(), feedback: String::new() }];
        let content = question(Body::ShortAnswer { answers, match_case: true });
        let outcome = grade(&content, &typed(&format!("{start}{between}{end}")));
        prop_assert!(outcome.is_full());
    }

    #[test]
    fn only_the_right_order_is_all(order in Just((0..5usize).collect::<Vec<_>>()).prop_shuffle()) {
        let items: Vec<String> = (0..5).map(|item| item.to_string()).collect();
        let is_right = order.is_sorted();
        let answer = Answer::Order { items: order };
        for policy in [OrderPolicy::AllOrNothing, OrderPolicy::Subsequence] {
            let body = Body::Ordering { items: items.clone(), policy };
            prop_assert_eq!(grade(&question(body), &answer).is_full(), is_right);
        }
    }
}
