//! Markdown as people write it, as HTML that cannot hurt whoever reads it.
//!
//! Two locks: HTML in the source is shown as the text it is, and what was rendered still goes through an allow-list that
//! knows no script, style, form, frame, SVG, MathML, id or `hx-*`. Pictures come from this site alone, so reading a text
//! tells nobody. [`SafeHtml`] is the only thing that templates print unescaped, and only this module makes it.

mod allow_list;

use std::fmt;
use std::sync::LazyLock;

use ammonia::Builder;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use allow_list::allow_list;

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

/// Everything: for lessons and descriptions.
pub fn full(source: &str) -> SafeHtml {
    static ALLOWED: LazyLock<Builder<'static>> = LazyLock::new(|| {
        allow_list(&[
            "h2", "h3", "h4", "h5", "h6", "hr", "img", "table", "thead", "tbody", "tr", "th", "td",
        ])
    });
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let events = flattened(Parser::new_ext(source, options)).map(lower_headings);
    sanitised(events, &ALLOWED)
}

/// For messages: emphasis, code, links, lists and quotes; a line break is one. Titles, tables and pictures stay text.
pub fn chat(source: &str) -> SafeHtml {
    static ALLOWED: LazyLock<Builder<'static>> = LazyLock::new(|| allow_list(&[]));
    let events =
        flattened(Parser::new_ext(source, Options::ENABLE_STRIKETHROUGH)).map(
            |event| match event {
                Event::SoftBreak => Event::HardBreak,
                Event::Start(Tag::Heading { .. }) => Event::Start(Tag::Paragraph),
                Event::End(TagEnd::Heading(_)) => Event::End(TagEnd::Paragraph),
                event => event,
            },
        );
    sanitised(events, &ALLOWED)
}

/// The words alone, on one line: for previews, notifications and search.
pub fn plain(source: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut words = String::new();
    for event in Parser::new_ext(source, options) {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(_) => words.push(' '),
            _ => {}
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
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
    SafeHtml(allowed.clean(&html).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_markdown_is_rendered() {
        let html =
            full("# 题\n\n**b** ~~d~~ `c`\n\n|a|b|\n|-|-|\n|1|2|\n\n```rust\nfn x() {}\n```");
        assert!(html.as_str().starts_with("<h2>题</h2>"), "{html}");
        for part in [
            "<strong>b</strong>",
            "<del>d</del>",
            "<code>c</code>",
            "<td>1</td>",
            "class=\"language-rust\"",
        ] {
            assert!(html.as_str().contains(part), "{part} in {html}");
        }
        assert_eq!(chat("a\nb").as_str(), "<p>a<br>\nb</p>\n");
        assert_eq!(chat("# a").as_str(), "<p>a</p>\n");
        assert_eq!(plain("# a\n\n*b*\nc `d`"), "a b c d");
    }

    #[test]
    fn html_in_the_source_is_text() {
        for source in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "<svg><style><img src=x onerror=alert(1)></style></svg>",
            "<form action=/logout><button>x</button></form>",
            "<div hx-post=/logout hx-trigger=load id=main style='position:fixed'>x</div>",
            "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
            "<iframe src=/login></iframe>",
        ] {
            for html in [full(source), chat(source)] {
                let elements: Vec<&str> = html
                    .as_str()
                    .match_indices('<')
                    .map(|(at, _)| &html.as_str()[at..])
                    .collect();
                assert!(
                    elements
                        .iter()
                        .all(|element| element.starts_with("<p>") || element.starts_with("</p>")),
                    "{source} became {html}"
                );
            }
        }
    }

    #[test]
    fn links_lead_to_the_web_or_to_this_site() {
        for bad in [
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](data:text/html,x)",
            "[x](//evil.example)",
            "[x](&#x6a;avascript:alert(1))",
            "[x](vbscript:x)",
            "[x](relative)",
            "<javascript:alert(1)>",
        ] {
            assert!(
                !full(bad).as_str().contains("href"),
                "{bad} became {}",
                full(bad)
            );
        }
        assert_eq!(
            chat("[x](https://example.org/a?b=c)").as_str(),
            "<p><a href=\"https://example.org/a?b=c\" rel=\"nofollow noopener\">x</a></p>\n"
        );
        // An encoded backslash is no slash to anybody.
        assert!(chat("[x](/\\evil)").as_str().contains("href=\"/%5Cevil\""));
        assert!(
            full("[x](/courses/1)")
                .as_str()
                .contains("href=\"/courses/1\"")
        );
    }

    #[test]
    fn pictures_come_from_this_site() {
        for bad in [
            "![x](https://evil.example/p.png)",
            "![x](//evil.example/p.png)",
            "![x](/logout)",
            "![x](/media/../logout)",
        ] {
            assert!(
                !full(bad).as_str().contains("src"),
                "{bad} became {}",
                full(bad)
            );
        }
        assert!(
            full("![x](/media/1/x.png)")
                .as_str()
                .contains("src=\"/media/1/x.png\"")
        );
        assert!(!chat("![x](/media/1/x.png)").as_str().contains("<img"));
    }

    #[test]
    fn deep_nesting_is_flattened() {
        let html = full(&"> ".repeat(5_000));
        assert!(html.as_str().matches("<blockquote>").count() <= DEEPEST);
        let html = full(&format!(
            "{}x{}",
            "*a _b ".repeat(2_000),
            "_*".repeat(2_000)
        ));
        assert!(
            html.as_str().matches("<em>").count() <= 2 * DEEPEST,
            "{}",
            html.as_str().matches("<em>").count()
        );
    }
}
