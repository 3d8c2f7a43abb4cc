//! HTML as Markdown, as far as a question needs it: paragraphs, emphasis, code, lists, links and pictures.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::Builder;

use super::literal::literal;

/// What is left of the HTML of others before it is read. Everything else loses its tags and keeps its words, but for
/// scripts and styles.
static KEPT: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from([
            "p", "div", "br", "b", "strong", "i", "em", "code", "ul", "ol", "li", "h1", "h2", "h3",
            "h4", "h5", "h6", "a", "img", "pre", "tr", "td", "th",
        ]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("img", HashSet::from(["src", "alt"])),
        ]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .clean_content_tags(HashSet::from(["script", "style"]))
        .link_rel(None);
    builder
});

/// Stands for a line end that counts while the text around it is put together.
const BREAK: char = '\u{b}';

/// Reads HTML. In some of Moodle's texts line ends count.
pub(super) fn read(source: &str, do_lines_count: bool) -> String {
    let source = match do_lines_count {
        true => source.replace('\n', "<br>"),
        false => source.replace('\n', " "),
    };
    let clean = KEPT.clean(&source).to_string();
    let mut markdown = Markdown::default();
    let mut rest = clean.as_str();
    while let Some((text, after)) = rest.split_once('<') {
        markdown.text(text);
        let (tag, after) = after.split_once('>').unwrap_or((after, ""));
        markdown.tag(tag);
        rest = after;
    }
    markdown.text(rest);
    markdown.finish()
}

#[derive(Default)]
struct Markdown {
    written: String,
    /// The lists around, each with the number of its last item if it counts.
    lists: Vec<Option<u32>>,
    /// Where the links around lead.
    links: Vec<String>,
}

impl Markdown {
    fn text(&mut self, html: &str) {
        let text = decoded(html);
        let is_at_begin = self.written.is_empty() || self.written.ends_with(['\n', BREAK]);
        let text = if is_at_begin {
            text.trim_start()
        } else {
            &text
        };
        // A letter before, so that only what begins a line is read as its begin.
        let shown = match is_at_begin {
            true => literal(text),
            false => literal(&format!("x{text}"))[1..].to_owned(),
        };
        self.written.push_str(&shown);
    }

    fn tag(&mut self, tag: &str) {
        let name = tag.split_whitespace().next().unwrap_or_default();
        match name {
            "b" | "strong" | "/b" | "/strong" => self.written.push_str("**"),
            "i" | "em" | "/i" | "/em" => self.written.push('*'),
            "code" | "/code" => self.written.push('`'),
            "br" => self.written.push(BREAK),
            "td" | "th" => self.written.push(' '),
            "ul" => self.lists.push(None),
            "ol" => self.lists.push(Some(0)),
            "/ul" | "/ol" => {
                self.lists.pop();
                self.part();
            }
            "li" => self.item(),
            "img" => {
                let picture = format!("![{}]({})", value(tag, "alt"), address(tag, "src"));
                self.written.push_str(&picture);
            }
            "a" => {
                self.links.push(address(tag, "href"));
                self.written.push('[');
            }
            "/a" => {
                let link = self.links.pop().unwrap_or_default();
                self.written.push_str(&format!("]({link})"));
            }
            "/li" => {}
            _ => self.part(),
        }
    }

    fn item(&mut self) {
        if !self.written.is_empty() && !self.written.ends_with('\n') {
            self.written.push('\n');
        }
        match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                let number = *number;
                self.written.push_str(&format!("{number}. "));
            }
            _ => self.written.push_str("- "),
        }
    }

    /// Ends a paragraph.
    fn part(&mut self) {
        if !self.written.is_empty() && !self.written.ends_with("\n\n") {
            self.written.push_str("\n\n");
        }
    }

    fn finish(self) -> String {
        let text = self.written.replace(" \n", "\n");
        let text = text.trim_matches(|end: char| end == BREAK || end.is_ascii_whitespace());
        let pair = format!("{BREAK}{BREAK}");
        text.replace(&pair, "\n\n")
            .replace(&format!("{BREAK}\n"), "\n")
            .replace(&format!("\n{BREAK}"), "\n")
            .replace(BREAK, "\\\n")
    }
}

/// An address that can't end its place in Markdown.
fn address(tag: &str, name: &str) -> String {
    value(tag, name)
        .replace(' ', "%20")
        .replace('(', "%28")
        .replace(')', "%29")
}

/// What an attribute says; empty if it isn't there.
fn value(tag: &str, name: &str) -> String {
    let found = tag.split(&format!(" {name}=\"")).nth(1);
    let value = found.and_then(|rest| rest.split('"').next());
    decoded(value.unwrap_or_default()).replace(['[', ']'], "")
}

/// The text of clean HTML, which knows these entities alone.
fn decoded(html: &str) -> String {
    html.replace("&nbsp;", " ")
        .replace(BREAK, " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}
