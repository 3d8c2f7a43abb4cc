//! The order in which a learner sees what can be ordered: options, right-hand sides, items.

use rand::seq::SliceRandom;
use serde::{Deserialize, Serialize};

use super::{Answer, Body, Content};

/// A permutation: the place shown first, second, … of what the content lists. Drawn once and kept with an attempt.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Arrangement(Vec<usize>);

impl Arrangement {
    /// As the content has it. Never to be shown for ordering and matching: their content is the key.
    pub fn as_written(content: &Content) -> Arrangement {
        Arrangement((0..content.arranged()).collect())
    }

    /// Draws an order: options as they are written unless the question or the quiz wants them shuffled; right-hand
    /// sides and items always shuffled.
    pub fn draw(content: &Content, shuffle_options: bool, rng: &mut impl rand::Rng) -> Arrangement {
        let mut order = Arrangement::as_written(content);
        if content.is_shuffled(shuffle_options) {
            order.0.shuffle(rng);
        }
        order
    }

    /// Puts the items in the order in which they are shown. What the permutation doesn't name is left out.
    pub fn of<'a, T: ?Sized>(&self, items: &[&'a T]) -> Vec<&'a T> {
        let named = self.0.iter().filter_map(|place| items.get(*place));
        named.copied().collect()
    }

    /// An answer as the learner gave it, counting from what they saw, as it is stored.
    pub fn stored(&self, answer: Answer) -> Answer {
        translated(answer, |shown| self.0.get(shown).copied())
    }

    /// A stored answer, counting from what the learner sees.
    pub fn shown(&self, answer: Answer) -> Answer {
        translated(answer, |stored| {
            self.0.iter().position(|place| *place == stored)
        })
    }
}

/// What has no counterpart is dropped.
fn translated(answer: Answer, place: impl Fn(usize) -> Option<usize>) -> Answer {
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
                .map(|right| right.and_then(&place))
                .collect(),
        },
        Answer::Order { items } => Answer::Order {
            items: items.into_iter().filter_map(place).collect(),
        },
        other => other,
    }
}

impl Content {
    /// How many things an [`Arrangement`] of this question orders.
    fn arranged(&self) -> usize {
        match &self.body {
            Body::Matching { .. } => self.right_sides().len(),
            Body::Ordering { items, .. } => items.len(),
            _ => self.choices().len(),
        }
    }

    fn is_shuffled(&self, shuffle_options: bool) -> bool {
        match &self.body {
            Body::Matching { .. } | Body::Ordering { .. } => true,
            Body::SingleChoice { shuffle, .. }
            | Body::MultipleChoice { shuffle, .. }
            | Body::IndeterminateChoice { shuffle, .. } => *shuffle || shuffle_options,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_comes_back_as_it_was_seen() {
        let order = Arrangement(vec![2, 0, 1]);
        let seen = Answer::Matches {
            rights: vec![Some(0), None, Some(2)],
        };
        let stored = order.stored(seen.clone());
        assert_eq!(
            stored,
            Answer::Matches {
                rights: vec![Some(2), None, Some(1)]
            }
        );
        assert_eq!(order.shown(stored), seen);
    }

    #[test]
    fn a_place_that_does_not_exist_is_no_answer() {
        let order = Arrangement(vec![1, 0]);
        assert_eq!(order.stored(Answer::Choice { option: 7 }), Answer::Empty);
    }
}
