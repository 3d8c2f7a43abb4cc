//! A file as blocks: the lines between empty lines, comments taken out.

use super::glyphs::trimmed;

/// What makes one question, a category or a description.
#[derive(Debug, Default)]
pub struct Block<'a> {
    /// Each with its number, counting from 1.
    pub lines: Vec<(usize, &'a str)>,
    /// What `[tag:…]` in its comments says.
    pub tags: Vec<String>,
}

/// Lines may end as on any system; a byte order mark is no part of the first.
pub fn blocks(source: &str) -> Vec<Block<'_>> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let end = if source.contains('\n') { '\n' } else { '\r' };
    let mut blocks = vec![Block::default()];
    for (at, line) in source.split(end).enumerate() {
        let line = trimmed(line);
        let last = blocks.len() - 1;
        if line.is_empty() {
            blocks.push(Block::default());
        } else if let Some(comment) = line.strip_prefix("//") {
            blocks[last].tags.extend(tags(comment));
        } else {
            blocks[last].lines.push((at + 1, line));
        }
    }
    blocks.retain(|block| !block.lines.is_empty());
    blocks
}

/// `[tag:one] [tag:two]`, where `\]` is a bracket in a tag.
fn tags(comment: &str) -> Vec<String> {
    let mut tags = Vec::new();
    let mut rest = comment;
    while let Some((_, after)) = rest.split_once("[tag:") {
        let ends = after.match_indices(']').map(|(at, _)| at);
        let Some(end) = ends.into_iter().find(|at| !after[..*at].ends_with('\\')) else {
            break;
        };
        tags.push(trimmed(&after[..end].replace("\\]", "]")).to_owned());
        rest = &after[end..];
    }
    tags
}
