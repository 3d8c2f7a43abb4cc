//! Markdown as people write it, as HTML that cannot hurt whoever reads it.
//!
//! Two locks: HTML in the source is shown as the text it is, and what was rendered still goes through an allow-list that
//! knows no script, style, form, frame, SVG, MathML, id or `hx-*`. Pictures come from this site alone, so reading a text
//! tells nobody. [`SafeHtml`] is the only thing that templates print unescaped, and only this module makes it.
//!
//! Code is coloured here; formulas stay what was typed until `static/js/math.js` draws them in the browser.

mod allow_list;
mod calls;
mod code;
mod formulas;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::LazyLock;

use ammonia::Builder;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, TextMergeStream};

use allow_list::allow_list;
pub use calls::Call;

/// HTML that has gone through the allow-list; templates print it as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeHtml(String);

impl fmt::Display for SafeHtml {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for SafeHtml {}

impl SafeHtml {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Deeper nesting is flattened: no reader needs it, and every later step would pay for it.
const DEEPEST: usize = 12;

/// What a whole text may have.
const FULL: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_MATH);

/// Everything: for lessons and descriptions.
pub fn full(source: &str) -> SafeHtml {
    static ALLOWED: LazyLock<Builder<'static>> = LazyLock::new(|| {
        allow_list(&[
            "h2", "h3", "h4", "h5", "h6", "hr", "img", "table", "thead", "tbody", "tr", "th", "td",
            "div", "span",
        ])
    });
    let source = formulas::without_prices(source, FULL);
    let events = flattened(Parser::new_ext(&source, FULL))
        .map(lower_headings)
        .map(formulas::as_code);
    sanitised(code::coloured(events), &ALLOWED)
}

/// What a message may have.
const CHAT: Options = Options::ENABLE_STRIKETHROUGH.union(Options::ENABLE_MATH);

/// For messages: emphasis, code, formulas, links, lists and quotes; a line break is one. Titles, tables and pictures stay
/// text.
pub fn chat(source: &str) -> SafeHtml {
    chat_with_calls(source, &[])
}

/// The same with the people whom it calls set apart.
pub fn chat_with_calls(source: &str, calls: &[Call<'_>]) -> SafeHtml {
    static ALLOWED: LazyLock<Builder<'static>> = LazyLock::new(|| allow_list(&["span"]));
    let source = formulas::without_prices(source, CHAT);
    let events = flattened(Parser::new_ext(&source, CHAT)).map(|event| match event {
        Event::SoftBreak => Event::HardBreak,
        Event::Start(Tag::Heading { .. }) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::Heading(_)) => Event::End(TagEnd::Paragraph),
        event => event,
    });
    let events = TextMergeStream::new(events).map(formulas::as_code);
    sanitised(calls::marked(events, calls), &ALLOWED)
}

/// What is said outside code and formulas, a line for each piece: what may call somebody.
pub fn spoken(source: &str) -> String {
    let source = formulas::without_prices(source, CHAT);
    let mut words = String::new();
    let mut in_code = 0;
    for event in Parser::new_ext(&source, CHAT) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code += 1,
            Event::End(TagEnd::CodeBlock) => in_code -= 1,
            Event::Text(text) if in_code == 0 => words.push_str(&text),
            Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::SoftBreak
            | Event::HardBreak => words.push('\n'),
            Event::End(end) if ends_block(end) => words.push('\n'),
            _ => {}
        }
    }
    words
}

/// Where the links of a text lead, as they are written in it.
pub fn links(source: &str) -> Vec<String> {
    let source = formulas::without_prices(source, CHAT);
    let link = |event: Event<'_>| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
            Some(dest_url.into_string())
        }
        _ => None,
    };
    Parser::new_ext(&source, CHAT).filter_map(link).collect()
}

/// The words alone, on one line: for previews, notifications and search.
pub fn plain(source: &str) -> String {
    let source = formulas::without_prices(source, FULL);
    let mut words = String::new();
    for event in Parser::new_ext(&source, FULL) {
        match event {
            Event::Text(text)
            | Event::Code(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            Event::End(end) if ends_block(end) => words.push(' '),
            _ => {}
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is emphasised or linked goes on in the middle of a sentence: Chinese has no blank there.
fn ends_block(end: TagEnd) -> bool {
    !matches!(
        end,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link
    )
}

/// HTML becomes text, and what is nested too deeply loses its wrapping.
fn flattened<'a>(events: Parser<'a>) -> impl Iterator<Item = Event<'a>> {
    let mut depth = 0;
    events.filter_map(move |event| match event {
        Event::Html(html) | Event::InlineHtml(html) => Some(Event::Text(html)),
        Event::Start(Tag::HtmlBlock) => Some(Event::Start(Tag::Paragraph)),
        Event::End(TagEnd::HtmlBlock) => Some(Event::End(TagEnd::Paragraph)),
        Event::Start(_) => {
            depth += 1;
            (depth <= DEEPEST).then_some(event)
        }
        Event::End(_) => {
            depth -= 1;
            (depth < DEEPEST).then_some(event)
        }
        event => Some(event),
    })
}

/// The page has a title of its own, so those of a text start one below.
fn lower_headings(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Start(Tag::Heading { level, .. }) => Event::Start(Tag::Heading {
            level: lower(level),
            id: None,
            classes: Vec::new(),
            attrs: Vec::new(),
        }),
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
        event => event,
    }
}

fn lower(level: HeadingLevel) -> HeadingLevel {
    HeadingLevel::try_from(level as usize + 1).unwrap_or(HeadingLevel::H6)
}

fn sanitised<'a>(events: impl Iterator<Item = Event<'a>>, allowed: &Builder<'_>) -> SafeHtml {
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, events);
    SafeHtml(allowed.clean(&with_scrolling_tables(html)).to_string())
}

/// A wide table scrolls in a box of its own, by keyboard too, and says by class what the renderer says by style, which
/// the policy of our pages refuses. Elements of the source are text by now, so these are the renderer's alone.
fn with_scrolling_tables(html: String) -> String {
    if !html.contains("<table>") {
        return html;
    }
    let html = html
        .replace(
            "<table>",
            "<div class=\"table-scroll\" tabindex=\"0\"><table>",
        )
        .replace("</table>", "</table></div>");
    ["left", "center", "right"].iter().fold(html, |html, side| {
        let style = format!(" style=\"text-align: {side}\"");
        html.replace(&style, &format!(" class=\"{side}\""))
    })
}

/// The text with the characters that mean something in HTML written out.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
