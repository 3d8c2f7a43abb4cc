//! The formats that a text of Moodle can have, each as Markdown that looks the same.

use super::glyphs::{Piece, text, trimmed};
use super::html;
use super::literal::{broken_lines, literal};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// What a text without a prefix has: HTML in which line ends count.
    Moodle,
    Html,
    Plain,
    Markdown,
}

impl Format {
    /// The text as Markdown, and its format: that of its prefix, or this one.
    pub fn read(self, piece: Piece<'_>) -> (String, Format) {
        let said = text(piece);
        let (format, rest) = self.split(&said);
        let rest = trimmed(rest);
        let read = match format {
            Format::Markdown => rest.to_owned(),
            Format::Html => html::read(rest, false),
            Format::Moodle if rest.contains(['<', '&']) => html::read(rest, true),
            Format::Moodle | Format::Plain => broken_lines(&literal(rest)),
        };
        (read, format)
    }

    /// Words that are compared and not shown: without format, without its prefix.
    pub fn words(self, piece: Piece<'_>) -> String {
        trimmed(self.split(&text(piece)).1).to_owned()
    }

    fn split(self, said: &str) -> (Format, &str) {
        const PREFIXES: [(&str, Format); 4] = [
            ("[moodle]", Format::Moodle),
            ("[html]", Format::Html),
            ("[plain]", Format::Plain),
            ("[markdown]", Format::Markdown),
        ];
        let found = PREFIXES
            .iter()
            .find_map(|(prefix, format)| Some((*format, said.strip_prefix(prefix)?)));
        found.unwrap_or((self, said))
    }
}
