//! Where a stem leaves blanks: every run of three or more underscores is one.

use crate::markdown;

const SHORTEST: usize = 3;

/// How many blanks a stem marks.
pub fn stem_blanks(stem: &str) -> usize {
    pieces(stem).filter(|piece| is_blank(piece)).count()
}

/// The stem with its blanks numbered, as Markdown that shows the underscores as they are. Nothing changes in a stem
/// with a single blank but that.
pub(super) fn numbered(stem: &str) -> String {
    let mut number = 0;
    let shown = |piece: &str| {
        if !is_blank(piece) {
            return piece.to_owned();
        }
        number += 1;
        let line = "\\_".repeat(4);
        format!("{line}({number}){line}")
    };
    pieces(stem).map(shown).collect()
}

/// Stands for a blank while Markdown is read: underscores could be emphasis, and escaped they would show in code.
const MARK: &str = "\u{fffc}";

/// The words of a stem on one line, with its blanks as lines without numbers.
pub fn plain(stem: &str) -> String {
    let marked: String = pieces(stem)
        .map(|piece| if is_blank(piece) { MARK } else { piece })
        .collect();
    markdown::plain(&marked).replace(MARK, "____")
}

fn is_blank(piece: &str) -> bool {
    piece.len() >= SHORTEST && piece.bytes().all(|byte| byte == b'_')
}

/// Runs of underscores and what stands between them.
fn pieces(stem: &str) -> impl Iterator<Item = &str> {
    let mut rest = stem;
    std::iter::from_fn(move || {
        let is_line = rest.starts_with('_');
        let end = rest
            .find(|character| (character == '_') != is_line)
            .unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_runs_of_underscores() {
        assert_eq!(stem_blanks("a_b __init__"), 0);
        assert_eq!(stem_blanks("___水____火"), 2);
        assert_eq!(
            numbered("水的沸点是 _____ ℃"),
            "水的沸点是 \\_\\_\\_\\_(1)\\_\\_\\_\\_ ℃"
        );
        let summary = plain("三原色是 ____、_____ 和 `f(___)`。");
        assert_eq!(summary, "三原色是 ____、____ 和 f(____)。");
    }
}
