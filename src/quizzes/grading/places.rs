//! Things put where they belong: pairs and orders.

use super::{Outcome, Part, one, share, zero};
use crate::quizzes::questions::{OrderPolicy, Pair};

/// The share of right pairs.
pub(super) fn matching(pairs: &[Pair], sides: &[&str], chosen: &[Option<usize>]) -> Outcome {
    let part = |(at, pair): (usize, &Pair)| {
        let side = chosen.get(at).copied().flatten();
        let side = side.and_then(|place| sides.get(place));
        Part {
            at,
            is_right: side.is_some_and(|side| *side == pair.right),
            feedback: String::new(),
        }
    };
    let parts: Vec<Part> = pairs.iter().enumerate().map(part).collect();
    let hits = parts.iter().filter(|part| part.is_right).count();
    Outcome::of(share(hits as u64, pairs.len()), parts)
}

/// Items with the same text may stand for each other.
pub(super) fn ordering(items: &[String], policy: OrderPolicy, order: &[usize]) -> Outcome {
    let given = texts(items, order);
    let credit = match policy {
        OrderPolicy::AllOrNothing if given.iter().copied().eq(items) => one(),
        OrderPolicy::AllOrNothing => zero(),
        OrderPolicy::Subsequence => share(common(items, &given) as u64, items.len()),
    };
    let part = |(at, text): (usize, &&String)| Part {
        at,
        is_right: items.get(at) == Some(*text),
        feedback: String::new(),
    };
    Outcome::of(credit, given.iter().enumerate().map(part).collect())
}

/// The texts in the given order, each item once at most: naming one twice must not gain anything.
fn texts<'a>(items: &'a [String], order: &[usize]) -> Vec<&'a String> {
    let mut named = Vec::new();
    for place in order {
        if *place < items.len() && !named.contains(place) {
            named.push(*place);
        }
    }
    named.into_iter().map(|place| &items[place]).collect()
}

/// The length of the longest common subsequence.
fn common(items: &[String], given: &[&String]) -> usize {
    let mut row = vec![0; given.len() + 1];
    for item in items {
        let mut diagonal = 0;
        for (at, text) in given.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if *text == item {
                diagonal + 1
            } else {
                above.max(row[at])
            };
            diagonal = above;
        }
    }
    row[given.len()]
}
