//! What has changed from one text to another, line by line, with the lines around it.

use std::time::Duration;

use similar::{ChangeTag, TextDiff};

/// Unchanged lines that are shown around a change.
const AROUND: usize = 3;

/// Beyond this the difference is made coarser instead of better.
const PATIENCE: Duration = Duration::from_millis(300);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Same,
    Added,
    Removed,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub change: Change,
    /// From 1, in the text that has it; in the newer one if both do.
    pub number: usize,
    pub text: String,
}

/// The places where two texts differ.
pub(super) fn between(old: &str, new: &str) -> Vec<Vec<Line>> {
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(old, new);
    let lines_of = |group: &Vec<similar::DiffOp>| {
        let changes = group.iter().flat_map(|op| diff.iter_changes(op));
        changes
            .map(|change| Line {
                change: match change.tag() {
                    ChangeTag::Equal => Change::Same,
                    ChangeTag::Insert => Change::Added,
                    ChangeTag::Delete => Change::Removed,
                },
                number: change.new_index().or(change.old_index()).unwrap_or(0) + 1,
                text: change.value().trim_end_matches(['\r', '\n']).to_owned(),
            })
            .collect()
    };
    diff.grouped_ops(AROUND).iter().map(lines_of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_shown_with_the_lines_around_it() {
        let old: String = (1..=40).map(|n| format!("行 {n}\n")).collect();
        let new = old.replace("行 20\n", "行 二十\n");
        let places = between(&old, &new);
        assert_eq!(places.len(), 1);
        let changed: Vec<_> = places[0]
            .iter()
            .filter(|line| line.change != Change::Same)
            .map(|line| (line.change, line.number, line.text.as_str()))
            .collect();
        assert_eq!(
            changed,
            [
                (Change::Removed, 20, "行 20"),
                (Change::Added, 20, "行 二十")
            ]
        );
        assert_eq!(places[0].len(), 2 * AROUND + 2);
        assert!(between(&old, &old).is_empty());
    }
}
