//! Plain text as Markdown that shows it as it is. Formulas stay formulas, as Moodle draws them too.

/// Longer ones are text, so that many beginnings without an end cost little.
const FORMULA_MAX: usize = 2_000;

/// The text with what Markdown would take for syntax written out. `\(…\)` and `\[…\]` become `$…$` and `$$…$$`, and three
/// or more underscores stay what they are: a gap.
pub(super) fn literal(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(line).collect();
    lines.join("\n")
}

/// Line ends that count, as Markdown says them: an empty line parts paragraphs.
pub(super) fn broken_lines(text: &str) -> String {
    let lines: Vec<&str> = text.split('\n').collect();
    let mut broken = String::new();
    for (at, line) in lines.iter().enumerate() {
        broken.push_str(line);
        match lines.get(at + 1) {
            Some(next) if line.is_empty() || next.is_empty() => broken.push('\n'),
            Some(_) => broken.push_str("\\\n"),
            None => {}
        }
    }
    broken
}

fn line(text: &str) -> String {
    let mut rest = text.trim_start_matches([' ', '\t']);
    let mut shown = String::new();
    if let Some(first) = begin(rest) {
        shown.push_str(&rest[..first]);
        shown.push('\\');
        shown.push_str(&rest[first..=first]);
        rest = &rest[first + 1..];
    }
    while let Some(character) = rest.chars().next() {
        let length = formula(rest, &mut shown)
            .or_else(|| gap(rest, &mut shown))
            .unwrap_or_else(|| {
                if "\\`*_[]<>&$~|".contains(character) {
                    shown.push('\\');
                }
                shown.push(character);
                character.len_utf8()
            });
        rest = &rest[length..];
    }
    shown
}

/// Where a backslash keeps the line from beginning a title, a list, a rule or a fence.
fn begin(line: &str) -> Option<usize> {
    let is_rule = line.starts_with("___") && line.trim_end().bytes().all(|byte| byte == b'_');
    if is_rule || line.starts_with(['#', '+', '-', '=']) {
        return Some(0);
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[digits..];
    let is_numbered = digits > 0 && rest.starts_with(['.', ')']);
    let is_item = is_numbered && rest[1..].chars().next().is_none_or(char::is_whitespace);
    is_item.then_some(digits)
}

/// Copies a formula that begins here; its length.
fn formula(rest: &str, shown: &mut String) -> Option<usize> {
    const MARKS: [(&str, &str, &str); 3] = [
        ("\\(", "\\)", "$"),
        ("\\[", "\\]", "$$"),
        ("$$", "$$", "$$"),
    ];
    let (open, close, mark) = MARKS.iter().find(|(open, ..)| rest.starts_with(open))?;
    let inside = &rest[open.len()..];
    let reach = inside.char_indices().nth(FORMULA_MAX);
    let end = inside[..reach.map_or(inside.len(), |(at, _)| at)].find(close)?;
    let drawn = inside[..end].trim();
    if drawn.is_empty() || drawn.contains('$') {
        return None;
    }
    shown.push_str(mark);
    shown.push_str(drawn);
    shown.push_str(mark);
    Some(open.len() + end + close.len())
}

/// Copies a run of three or more underscores that begins here; its length.
fn gap(rest: &str, shown: &mut String) -> Option<usize> {
    let length = rest.bytes().take_while(|byte| *byte == b'_').count();
    (length >= 3).then(|| {
        shown.push_str(&rest[..length]);
        length
    })
}
