//! Search in Chinese and English: the words of a text as a `tsvector`, and what a person typed as a `tsquery`.
//!
//! Postgres can't tell where a Chinese word ends, so the program writes the vectors itself. What finds a text: every CJK
//! character, every pair of neighbours, every run of Latin letters and digits. A query asks for all pairs (or the one
//! character), and for Latin words by their beginning; a single letter or digit is looked for as a word, since half of all
//! words may begin with it. Both sides are cut by [`runs`], so they can't disagree. Words are quoted, so nothing that a
//! person types is read as an operator.
//!
//! What ranks a text, where there is a ranking ([`ranked_vector`], [`ranking`]), is also the [words](words) of Chinese. They
//! find nothing that the pairs do not, because a dictionary cuts the same characters differently in other company.

mod highlight;
mod runs;
mod words;

use std::collections::BTreeMap;
use std::fmt::Write;

use runs::{Run, folded, pairs, runs};

pub use highlight::{Piece, excerpt, highlight};

/// How much a word weighs in ranking, after the part of the text that it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    A,
    B,
    C,
    D,
}

impl Weight {
    /// Of the characters and pairs of a part, which may stand there by chance.
    fn of_pairs(self) -> Weight {
        match self {
            Weight::A => Weight::C,
            _ => Weight::D,
        }
    }
}

/// Different words of one text; more are left out, as a `tsvector` holds at most a megabyte.
const MOST_WORDS: usize = 20_000;

/// Words of a query; more would only make it slow.
const MOST_ASKED: usize = 16;

/// A word of every [`ranked_vector`], by which it is told from those that were made before there were Chinese words in them.
/// Whoever changes what such a vector holds changes this, and with it the partial indexes of what is out of date.
const VERSION: &str = "=v2";

/// Whether a [`ranked_vector`] is to be made anew, as SQL that begins with `(` and the name of its column: it is missing, or
/// of an older version. The partial indexes have exactly this condition.
pub const IS_OUTDATED: &str = " @@ '''=v2'''::tsquery) IS NOT TRUE";

/// The literal of a `tsvector` with what finds these texts: bind it as text and cast it (`$1::tsvector`).
pub fn vector(parts: &[(Weight, &str)]) -> String {
    literal(parts, |run, weight| weighed(run.found_by(), weight))
}

/// The same, and what ranks them: the words have the weight of their part, and Chinese characters and pairs a lower one.
pub fn ranked_vector(parts: &[(Weight, &str)]) -> String {
    let all = |run: &Run, weight: Weight| {
        let mut all = weighed(words::words(run), weight);
        all.extend(weighed(run.found_by(), weight.of_pairs()));
        all
    };
    let words = literal(parts, all);
    format!("{} {words}", quoted(VERSION)).trim_end().to_owned()
}

fn weighed(words: Vec<String>, weight: Weight) -> Vec<(String, Weight)> {
    words.into_iter().map(|word| (word, weight)).collect()
}

/// Each word with the best of its weights.
fn literal(
    parts: &[(Weight, &str)],
    words: impl Fn(&Run, Weight) -> Vec<(String, Weight)>,
) -> String {
    let mut weights: BTreeMap<String, Weight> = BTreeMap::new();
    for (weight, text) in parts {
        for (word, weight) in runs(text).iter().flat_map(|run| words(run, *weight)) {
            if weights.len() < MOST_WORDS || weights.contains_key(&word) {
                let known = weights.entry(word).or_insert(weight);
                *known = (*known).min(weight);
            }
        }
    }
    let mut literal = String::new();
    for (word, weight) in weights {
        let _ = write!(literal, "{}:1{weight:?} ", quoted(&word));
    }
    literal.truncate(literal.trim_end().len());
    literal
}

/// The literal of a `tsquery` that recalls what a person typed (`$1::tsquery`); none if there is no word in it.
pub fn query(typed: &str) -> Option<String> {
    let asked = asked(typed);
    (!asked.is_empty()).then(|| asked.join(" & "))
}

/// The literal of a `tsquery` that ranks the texts which a [`query`] recalls: all that was asked for, in any number, and the
/// words in it, of Chinese those of the dictionary, of English whole ones. None if there is no word in it.
pub fn ranking(typed: &str) -> Option<String> {
    let mut all = asked(typed);
    let words = runs(typed);
    for word in words.iter().flat_map(words::words).take(MOST_ASKED) {
        let term = quoted(&word);
        if !all.contains(&term) {
            all.push(term);
        }
    }
    (!all.is_empty()).then(|| all.join(" | "))
}

/// The different terms of a query.
fn asked(typed: &str) -> Vec<String> {
    let mut asked: Vec<String> = Vec::new();
    for term in runs(typed).iter().flat_map(terms_of) {
        if !asked.contains(&term) && asked.len() < MOST_ASKED {
            asked.push(term);
        }
    }
    asked
}

fn terms_of(run: &Run) -> Vec<String> {
    match run {
        Run::Latin(word) if run.is_single_letter() => vec![quoted(word)],
        Run::Latin(word) => vec![format!("{}:*", quoted(word))],
        Run::Cjk(characters) if characters.len() == 1 => {
            vec![quoted(&characters.iter().collect::<String>())]
        }
        Run::Cjk(characters) => pairs(characters).map(|pair| quoted(&pair)).collect(),
    }
}

/// Whether a single letter or digit was typed among the rest, which is looked for as a word only.
pub fn has_single_letter(typed: &str) -> bool {
    runs(typed).iter().any(Run::is_single_letter)
}

/// The runs that a query is made of, as they are compared: what a text holds that it finds.
pub fn terms(typed: &str) -> Vec<String> {
    let term = |run: Run| match run {
        Run::Cjk(characters) => characters.iter().collect(),
        Run::Latin(word) => word,
    };
    runs(typed).into_iter().take(MOST_ASKED).map(term).collect()
}

/// Whether the text holds every run that was typed: words recall a text that has the pairs of a phrase but not the phrase.
pub fn holds(text: &str, typed: &str) -> bool {
    let text = fold(text);
    terms(typed).iter().all(|term| text.contains(term.as_str()))
}

/// The text as texts are compared: full-width and compatibility forms made plain, lower case.
pub fn fold(text: &str) -> String {
    folded(text).collect()
}

/// The pattern for `LIKE` that finds this text literally, anywhere.
pub fn like_anywhere(text: &str) -> String {
    let mut pattern = String::from("%");
    for character in text.chars().filter(|character| *character != '\0') {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}

fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\\', "\\\\").replace('\'', "''"))
}

#[cfg(test)]
mod tests;
