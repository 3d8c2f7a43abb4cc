//! Formulas: `$…$` within a line and `$$…$$` on their own, as TeX that the browser draws.
//!
//! What a dollar sign begins is told by pandoc's rule: `$` opens before a character that is no blank, and closes after
//! one, unless a digit follows. So "$20 to $30" are prices.

use std::borrow::Cow;

use pulldown_cmark::{Event, Options, Parser};

use super::escaped;

/// The classes of the elements that `js/math.js` looks for.
pub(super) const FORMULAS: [&str; 2] = ["math", "math math--block"];

/// A sign that is escaped may make two others a pair; after so many rounds nothing in the text is a formula.
const MOST_ROUNDS: usize = 16;

/// The source with a backslash before each sign that would open a formula whose end is followed by a digit: the parser
/// does not know that part of the rule.
pub(super) fn without_prices(source: &str, options: Options) -> Cow<'_, str> {
    let mut source = Cow::Borrowed(source);
    for _ in 0..MOST_ROUNDS {
        let signs = signs_of_prices(&source, options);
        if signs.is_empty() {
            return source;
        }
        source = Cow::Owned(with_backslashes(&source, &signs));
    }
    Cow::Owned(source.replace('$', "\\$"))
}

/// Where the first sign of each such pair stands.
fn signs_of_prices(source: &str, options: Options) -> Vec<usize> {
    if !source.contains('$') {
        return Vec::new();
    }
    let is_digit = |at: usize| source.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    Parser::new_ext(source, options)
        .into_offset_iter()
        .filter(|(event, range)| matches!(event, Event::InlineMath(_)) && is_digit(range.end))
        .map(|(_, range)| range.start)
        .collect()
}

fn with_backslashes(source: &str, before: &[usize]) -> String {
    let mut escaped = String::with_capacity(source.len() + before.len());
    let mut written = 0;
    for at in before {
        escaped.push_str(&source[written..*at]);
        escaped.push('\\');
        written = *at;
    }
    escaped + &source[written..]
}

/// A formula as the code it is, which anybody can read who has no script.
pub(super) fn as_code(event: Event<'_>) -> Event<'_> {
    let (class, tex) = match &event {
        Event::InlineMath(tex) => (FORMULAS[0], tex),
        Event::DisplayMath(tex) => (FORMULAS[1], tex),
        _ => return event,
    };
    let html = format!("<code class=\"{class}\">{}</code>", escaped(tex.trim()));
    Event::InlineHtml(html.into())
}
