//! From one version of a question to another that asks the same: pure.

use serde_json::json;

use crate::quizzes::questions::{Answer, Arrangement, Body, Content};

/// Where each option, right-hand side or item of the older version stands in the newer one.
#[derive(Debug, PartialEq)]
pub struct Moving(Vec<usize>);

impl Moving {
    /// None where an answer to the older version means nothing in the newer one: another type, other options, other
    /// left-hand sides, another number of blanks. Key, weights, policy and feedback may differ, and so may the order.
    pub fn between(old: &Content, new: &Content) -> Option<Moving> {
        let is_same = match (&old.body, &new.body) {
            (Body::FillBlank { blanks: old, .. }, Body::FillBlank { blanks: new, .. }) => {
                old.len() == new.len()
            }
            (Body::Matching { pairs: old, .. }, Body::Matching { pairs: new, .. }) => {
                let lefts = new.iter().map(|pair| &pair.left);
                old.iter().map(|pair| &pair.left).eq(lefts)
            }
            _ => old.question_type() == new.question_type(),
        };
        let (from, to) = (parts(old), parts(new));
        if !is_same || from.len() != to.len() {
            return None;
        }
        let place = |part: &&str| {
            let mut fitting = to.iter().enumerate().filter(|(_, other)| *other == part);
            let found = fitting.next().map(|(at, _)| at);
            // Two of the same words can't be told apart.
            found.filter(|_| fitting.next().is_none())
        };
        let places: Option<Vec<usize>> = from.iter().map(place).collect();
        let mut sorted = places.clone()?;
        sorted.sort_unstable();
        sorted.dedup();
        (sorted.len() == from.len()).then_some(Moving(places?))
    }

    pub fn answer(&self, answer: Answer) -> Answer {
        let place = |at: usize| self.0.get(at).copied();
        match answer {
            Answer::Choice { option } => match place(option) {
                Some(option) => Answer::Choice { option },
                None => Answer::Empty,
            },
            Answer::Choices { options } => Answer::Choices {
                options: options.into_iter().filter_map(place).collect(),
            },
            Answer::Matches { rights } => Answer::Matches {
                rights: rights
                    .into_iter()
                    .map(|right| right.and_then(place))
                    .collect(),
            },
            Answer::Order { items } => Answer::Order {
                items: items.into_iter().filter_map(place).collect(),
            },
            other => other,
        }
    }

    /// The same page over the newer version.
    pub fn arrangement(&self, stands: &Arrangement) -> Arrangement {
        let places: Vec<usize> = serde_json::from_value(json!(stands)).unwrap_or_default();
        let moved: Vec<usize> = places
            .into_iter()
            .filter_map(|at| self.0.get(at).copied())
            .collect();
        serde_json::from_value(json!(moved)).unwrap_or_default()
    }
}

/// What an arrangement orders.
fn parts(content: &Content) -> Vec<&str> {
    match &content.body {
        Body::Matching { .. } => content.right_sides(),
        Body::Ordering { items, .. } => items.iter().map(String::as_str).collect(),
        _ => {
            let choices = content.choices().iter();
            choices.map(|choice| choice.text.as_str()).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quizzes::questions::OrderPolicy;

    fn ordering(items: &[&str]) -> Content {
        Content {
            title: String::new(),
            stem: "?".into(),
            points: 1.into(),
            feedback: String::new(),
            body: Body::Ordering {
                items: items.iter().map(|item| (*item).to_owned()).collect(),
                policy: OrderPolicy::AllOrNothing,
            },
        }
    }

    #[test]
    fn an_answer_keeps_its_words_when_the_key_puts_them_in_another_order() {
        let moving = Moving::between(&ordering(&["a", "b", "c"]), &ordering(&["b", "c", "a"]));
        let moving = moving.unwrap();
        // c, a, b as the old version counts, and as the new one does.
        let items = vec![2, 0, 1];
        let moved = moving.answer(Answer::Order { items });
        assert_eq!(
            moved,
            Answer::Order {
                items: vec![1, 2, 0]
            }
        );
    }

    #[test]
    fn other_words_or_words_that_come_twice_are_another_question() {
        let old = ordering(&["a", "b"]);
        assert_eq!(Moving::between(&old, &ordering(&["a", "x"])), None);
        assert_eq!(Moving::between(&old, &ordering(&["a", "b", "c"])), None);
        assert_eq!(
            Moving::between(&ordering(&["a", "a"]), &ordering(&["a", "a"])),
            None
        );
    }
}
