//! People who are called by `@` and their name, set apart in the text that calls them.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::escaped;

/// Somebody whom a text calls.
#[derive(Debug, Clone)]
pub struct Call<'a> {
    /// What stands behind the `@`, in any case.
    pub name: &'a str,
    /// By which a page finds its reader; 0 for everybody.
    pub id: i64,
    /// Whether it is the reader.
    pub is_own: bool,
}

/// The classes of the elements that calls become.
pub(super) const CALLS: [&str; 2] = ["call", "call call--own"];

/// The events with each call outside of code set apart.
pub(super) fn marked<'a>(
    events: impl Iterator<Item = Event<'a>>,
    calls: &[Call<'_>],
) -> impl Iterator<Item = Event<'a>> {
    let mut names: Vec<(Vec<char>, &Call<'_>)> = calls
        .iter()
        .map(|call| (call.name.to_lowercase().chars().collect(), call))
        .collect();
    // The longest name counts: `@张三丰` does not call 张三.
    names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    let mut in_code = 0;
    events.flat_map(move |event| {
        match &event {
            Event::Start(Tag::CodeBlock(_)) => in_code += 1,
            Event::End(TagEnd::CodeBlock) => in_code -= 1,
            Event::Text(text) if in_code == 0 && !names.is_empty() => return part(text, &names),
            _ => {}
        }
        vec![event]
    })
}

fn part<'a>(text: &str, names: &[(Vec<char>, &Call<'_>)]) -> Vec<Event<'a>> {
    let mut events = Vec::new();
    let mut written = 0;
    for (at, sign) in text.match_indices(['@', '＠']) {
        let begins = !text[..at].ends_with(|before: char| before.is_ascii_alphanumeric());
        if at < written || !begins {
            continue;
        }
        let name_at = at + sign.len();
        let found = names
            .iter()
            .find_map(|(name, call)| Some((length_of(name, &text[name_at..])?, *call)));
        let Some((length, call)) = found else {
            continue;
        };
        let end = name_at + length;
        events.push(Event::Text(text[written..at].to_owned().into()));
        let class = CALLS[usize::from(call.is_own)];
        let words = escaped(&text[at..end]);
        let html = format!(
            "<span class=\"{class}\" data-user=\"{}\">{words}</span>",
            call.id
        );
        events.push(Event::InlineHtml(html.into()));
        written = end;
    }
    events.push(Event::Text(text[written..].to_owned().into()));
    events
}

/// How many bytes of the text are this name, if it begins with it. A Latin name ends where its word ends.
fn length_of(name: &[char], text: &str) -> Option<usize> {
    let mut wanted = name.iter().copied();
    let mut left = name.len();
    for (at, character) in text.char_indices() {
        if left == 0 {
            let is_latin = |c: char| c.is_ascii_alphanumeric();
            let goes_on = is_latin(character) && name.last().copied().is_some_and(is_latin);
            return (!goes_on).then_some(at);
        }
        for lower in character.to_lowercase() {
            if wanted.next() != Some(lower) {
                return None;
            }
            left -= 1;
        }
    }
    (left == 0 && !name.is_empty()).then_some(text.len())
}
