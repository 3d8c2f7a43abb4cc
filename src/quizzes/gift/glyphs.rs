//! The text of a question with its escapes resolved: each character knows whether it may be syntax.

/// A character, where it stood, and whether it was written without a backslash.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    pub character: char,
    pub is_bare: bool,
    /// Counting from 1.
    pub line: usize,
}

pub type Piece<'a> = &'a [Glyph];

/// What Moodle trims: spaces of other scripts, as before a Chinese paragraph, stay.
const BLANKS: [char; 6] = [' ', '\t', '\n', '\r', '\0', '\u{b}'];

/// The lines as one text. A backslash takes `: # = { } ~` out of the syntax and makes a line end of `n`; before anything
/// else but itself it is only a backslash.
pub fn glyphs(lines: &[(usize, &str)]) -> Vec<Glyph> {
    let mut glyphs = Vec::new();
    for (line, text) in lines {
        if let Some(last) = glyphs.last() {
            let Glyph { line, .. } = *last;
            glyphs.push(bare('\n', line));
        }
        let mut rest = text.chars();
        while let Some(character) = rest.next() {
            let escaped = match (character, rest.clone().next()) {
                ('\\', Some('n')) => Some('\n'),
                ('\\', Some(next)) if "\\:#={}~".contains(next) => Some(next),
                _ => None,
            };
            match escaped {
                Some(character) => {
                    rest.next();
                    let is_bare = false;
                    let line = *line;
                    glyphs.push(Glyph {
                        character,
                        is_bare,
                        line,
                    });
                }
                None => glyphs.push(bare(character, *line)),
            }
        }
    }
    glyphs
}

fn bare(character: char, line: usize) -> Glyph {
    Glyph {
        character,
        is_bare: true,
        line,
    }
}

/// The first place of this mark, written without backslashes.
pub fn find(piece: Piece<'_>, mark: &str) -> Option<usize> {
    (0..piece.len()).find(|at| begins(&piece[*at..], mark))
}

/// The last place of this mark.
pub fn rfind(piece: Piece<'_>, mark: &str) -> Option<usize> {
    (0..piece.len())
        .rev()
        .find(|at| begins(&piece[*at..], mark))
}

pub fn begins(piece: Piece<'_>, mark: &str) -> bool {
    let mut glyphs = piece.iter();
    mark.chars().all(|character| {
        let next = glyphs.next();
        next.is_some_and(|glyph| glyph.is_bare && glyph.character == character)
    })
}

/// What stands before the first of these marks, and after it if there is one.
pub fn split_once<'a>(piece: Piece<'a>, mark: &str) -> (Piece<'a>, Option<Piece<'a>>) {
    match find(piece, mark) {
        Some(at) => (&piece[..at], Some(&piece[at + mark.chars().count()..])),
        None => (piece, None),
    }
}

/// The piece cut before each of these marks, which stay at the begin of their part. A first part without anything in it
/// is none.
pub fn cut<'a>(piece: Piece<'a>, marks: &str) -> Vec<Piece<'a>> {
    let is_mark = |glyph: &Glyph| glyph.is_bare && marks.contains(glyph.character);
    let mut starts: Vec<usize> = (0..piece.len()).filter(|at| is_mark(&piece[*at])).collect();
    let first = starts.first().copied().unwrap_or(piece.len());
    if !trim(&piece[..first]).is_empty() {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([piece.len()]);
    let parts = starts.iter().zip(ends);
    parts.map(|(start, end)| &piece[*start..end]).collect()
}

/// Without blanks at either end; those written `\n` stay until the text is read.
pub fn trim(piece: Piece<'_>) -> Piece<'_> {
    let is_ink = |glyph: &Glyph| !glyph.is_bare || !BLANKS.contains(&glyph.character);
    let Some(start) = piece.iter().position(is_ink) else {
        return &[];
    };
    let end = piece.iter().rposition(is_ink).unwrap_or(start);
    &piece[start..=end]
}

pub fn text(piece: Piece<'_>) -> String {
    piece.iter().map(|glyph| glyph.character).collect()
}

/// A text as Moodle trims it.
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(BLANKS)
}
