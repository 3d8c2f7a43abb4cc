//! Code in its colours: each block becomes spans whose classes name what a piece is, for `css/components/prose.css`.
//!
//! The grammars are those of bat (by way of two-face), read once, when the first code is met. Colouring is the dear part
//! of a text and depends on nothing else, so what was coloured is kept.

use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use moka::sync::Cache;
use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

use super::escaped;

/// Of one text, in bytes; what is beyond is shown without colours.
const MOST: usize = 64 * 1024;

/// A longer line is no code that anybody reads.
const LONGEST_LINE: usize = 2_000;

/// No honest block takes so long, whatever else the machine has to do.
const PATIENCE: Duration = Duration::from_secs(3);

/// How many bytes of coloured code are kept.
const KEPT: u64 = 8 * 1024 * 1024;

/// What a piece of code may be.
pub(super) const CLASSES: [&str; 10] = [
    "hl-comment",
    "hl-string",
    "hl-number",
    "hl-keyword",
    "hl-type",
    "hl-function",
    "hl-constant",
    "hl-name",
    "hl-inserted",
    "hl-deleted",
];

/// Which scopes of the grammars are what; the first that fits the innermost scope counts. None is plain.
const RULES: [(&str, Option<&str>); 29] = [
    ("comment", Some("hl-comment")),
    ("punctuation.definition.comment", Some("hl-comment")),
    ("markup.inserted", Some("hl-inserted")),
    ("markup.deleted", Some("hl-deleted")),
    ("constant.character.escape", Some("hl-constant")),
    ("punctuation.definition.string", Some("hl-string")),
    ("string", Some("hl-string")),
    ("constant.numeric", Some("hl-number")),
    ("constant", Some("hl-constant")),
    ("variable.language", Some("hl-constant")),
    ("keyword.operator.word", Some("hl-keyword")),
    ("keyword.operator.logical.python", Some("hl-keyword")),
    ("keyword.operator", None),
    ("keyword", Some("hl-keyword")),
    ("storage", Some("hl-keyword")),
    ("entity.name.function", Some("hl-function")),
    ("support.function", Some("hl-function")),
    ("variable.function", Some("hl-function")),
    ("support.macro", Some("hl-function")),
    ("entity.name.tag", Some("hl-keyword")),
    ("entity.other.attribute-name", Some("hl-name")),
    ("support.type.property-name", Some("hl-name")),
    ("entity.name.section", Some("hl-name")),
    ("entity.other.inherited-class", Some("hl-type")),
    ("entity.name", Some("hl-type")),
    ("support.type", Some("hl-type")),
    ("support.class", Some("hl-type")),
    ("meta.interpolation", None),
    ("meta.preprocessor", Some("hl-keyword")),
];

/// What people write after the fence, where the grammars know it by another name.
const NAMES: [(&str, &str); 9] = [
    ("golang", "go"),
    ("shell", "sh"),
    ("console", "sh"),
    ("zsh", "sh"),
    ("node", "js"),
    ("jsonc", "json"),
    ("postgresql", "sql"),
    ("mysql", "sql"),
    ("docker", "dockerfile"),
];

static GRAMMARS: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// By language and code; none for what has no colours.
type Coloured = Cache<(String, String), Option<Arc<str>>>;

static COLOURED: LazyLock<Coloured> = LazyLock::new(|| {
    Cache::builder()
        .max_capacity(KEPT)
        .weigher(|(_, code): &(String, String), html: &Option<Arc<str>>| {
            let bytes = code.len() + html.as_ref().map_or(0, |html| html.len());
            u32::try_from(bytes).unwrap_or(u32::MAX)
        })
        .build()
});

/// The events of a text with each block of code as its HTML.
pub(super) fn coloured<'a>(
    events: impl Iterator<Item = Event<'a>>,
) -> impl Iterator<Item = Event<'a>> {
    let mut left = MOST;
    let mut open: Option<(String, String)> = None;
    events.filter_map(move |event| {
        if let Event::Start(Tag::CodeBlock(kind)) = &event {
            open = Some((language_of(kind), String::new()));
            return None;
        }
        let Some((language, code)) = &mut open else {
            return Some(event);
        };
        match event {
            Event::Text(text) => code.push_str(&text),
            Event::End(TagEnd::CodeBlock) => {
                let html = block(language, code, &mut left);
                open = None;
                return Some(Event::Html(html.into()));
            }
            _ => {}
        }
        None
    })
}

/// The first word after the fence.
fn language_of(kind: &CodeBlockKind<'_>) -> String {
    let info = match kind {
        CodeBlockKind::Fenced(info) => info.as_ref(),
        CodeBlockKind::Indented => "",
    };
    let end = info.find([' ', ',', '\t', '{']).unwrap_or(info.len());
    info[..end].to_ascii_lowercase()
}

fn block(language: &str, code: &str, left: &mut usize) -> String {
    let is_within = code.len() <= *left;
    *left = left.saturating_sub(code.len());
    let colours = is_within.then(|| kept(language, code)).flatten();
    let html = colours.unwrap_or_else(|| escaped(code).into());
    let class = match language {
        "" => String::new(),
        _ => format!(" class=\"language-{}\"", escaped(language).replace('"', "")),
    };
    format!("<pre tabindex=\"0\"><code{class}>{html}</code></pre>\n")
}

fn kept(language: &str, code: &str) -> Option<Arc<str>> {
    let grammar = grammar_of(language)?;
    let key = (language.to_owned(), code.to_owned());
    COLOURED.get_with(key, || colour(grammar, code).map(Arc::from))
}

fn grammar_of(language: &str) -> Option<&'static SyntaxReference> {
    let known = NAMES.iter().find(|(name, _)| *name == language);
    let name = known.map_or(language, |(_, name)| name);
    let grammar = (!name.is_empty()).then(|| GRAMMARS.find_syntax_by_token(name))??;
    (grammar.name != "Plain Text").then_some(grammar)
}

fn colour(grammar: &SyntaxReference, code: &str) -> Option<String> {
    let started = Instant::now();
    let (mut state, mut scopes) = (ParseState::new(grammar), ScopeStack::new());
    let mut pieces = Pieces::default();
    for line in LinesWithEndings::from(code) {
        if line.len() > LONGEST_LINE || started.elapsed() > PATIENCE {
            return None;
        }
        let mut at = 0;
        for (index, change) in state.parse_line(line, &GRAMMARS).ok()? {
            pieces.add(&line[at..index], class_of(&scopes));
            at = index;
            scopes.apply(&change).ok()?;
        }
        pieces.add(&line[at..], class_of(&scopes));
    }
    Some(pieces.finished())
}

fn class_of(scopes: &ScopeStack) -> Option<&'static str> {
    static SCOPES: LazyLock<Vec<(Scope, Option<&str>)>> = LazyLock::new(|| {
        let read = |(name, class)| Some((Scope::new(name).ok()?, class));
        RULES.into_iter().filter_map(read).collect()
    });
    let rule_of = |scope: &Scope| SCOPES.iter().find(|(rule, _)| rule.is_prefix_of(*scope));
    let innermost = scopes.scopes.iter().rev().find_map(rule_of);
    innermost.and_then(|(_, class)| *class)
}

/// HTML under way: pieces of one class after another are one span.
#[derive(Default)]
struct Pieces {
    html: String,
    open: Option<&'static str>,
}

impl Pieces {
    fn add(&mut self, text: &str, class: Option<&'static str>) {
        if text.is_empty() {
            return;
        }
        // Blanks have no colour, and keep a run together.
        if class != self.open && !text.trim().is_empty() {
            self.close();
            if let Some(class) = class {
                self.html += &format!("<span class=\"{class}\">");
            }
            self.open = class;
        }
        self.html += &escaped(text);
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.html += "</span>";
        }
    }

    fn finished(mut self) -> String {
        self.close();
        self.html
    }
}
