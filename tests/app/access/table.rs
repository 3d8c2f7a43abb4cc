//! `tests/access.txt`: which routes there are, and who gets in. `tests/architecture.rs` sees to it that none is missing.

#![allow(dead_code)]

const TABLE: &str = include_str!("../../access.txt");

/// The letters of the table: guest, somebody signed in, a learner whose enrolment has ended, enrolled, assistant,
/// teacher, admin.
pub const LETTERS: &str = "goxeatA";

/// A line of the table.
pub struct Line {
    /// `GET` or `POST`.
    pub method: &'static str,
    pub pattern: &'static str,
    /// Who gets in, or the file of the test that knows.
    pub who: &'static str,
}

/// A placeholder of a route: what stands before it, and its name.
pub type Placeholder = (&'static str, &'static str);

impl Line {
    pub fn all() -> Vec<Line> {
        let lines = TABLE.lines().filter(|line| line.starts_with(['G', 'P']));
        lines
            .map(|line| {
                let (method, rest) = line.split_once(' ').expect("a method");
                let (pattern, who) = rest.trim().split_once(' ').expect("who gets in");
                Line {
                    method,
                    pattern,
                    who: who.trim(),
                }
            })
            .collect()
    }

    /// Those that the walks ask.
    pub fn walked() -> Vec<Line> {
        let lines = Line::all().into_iter();
        lines.filter(|line| !line.who.starts_with("by ")).collect()
    }

    pub fn is_read(&self) -> bool {
        self.method == "GET"
    }

    pub fn lets_in(&self, who: char) -> bool {
        self.who.contains(who) || who == 'x' && self.who.contains('o')
    }

    pub fn placeholders(&self) -> Vec<Placeholder> {
        let mut found = Vec::new();
        let mut rest = self.pattern;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = end_of_placeholder(after);
            found.push((before, name.split(':').next().unwrap_or(name)));
            rest = after;
        }
        found
    }

    /// Whether this is the page of the thing that the other line changes: `/live/{room:[0-9]+}` of `/live/{room}/edit`.
    pub fn is_page_of(&self, other: &Line) -> bool {
        let is_whole = self.pattern.ends_with('}');
        is_whole && self.placeholders() == other.placeholders()
    }

    /// The address with these ids, one for each placeholder.
    pub fn path(&self, ids: &[String]) -> String {
        let mut path = String::new();
        let mut rest = self.pattern;
        for id in ids {
            let (before, after) = rest.split_once('{').expect("a placeholder for each id");
            path = path + before + id;
            rest = end_of_placeholder(after).1;
        }
        path + rest
    }
}

/// Its name, and what follows: `[0-9]{1,20}` has braces of its own.
fn end_of_placeholder(text: &'static str) -> (&'static str, &'static str) {
    let mut depth = 1;
    let end = text.find(|letter| {
        depth += match letter {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        depth == 0
    });
    let end = end.expect("a whole placeholder");
    (&text[..end], &text[end + 1..])
}
