//! Search in Chinese and English: the words of a text as a `tsvector`, and what a person typed as a `tsquery`.
//!
//! Postgres can't tell where a Chinese word ends, so the program writes the vectors itself: every CJK character and
//! every pair of neighbours is a word, and so is every run of Latin letters and digits. A query asks for all pairs (or
//! the one character), and for Latin words by their beginning. Both sides go through [`words`], so they can't disagree.
//! Words are quoted, so nothing that a person types is read as an operator.

mod highlight;

use std::collections::BTreeMap;
use std::fmt::Write;

use unicode_normalization::UnicodeNormalization;

pub use highlight::{Piece, excerpt, highlight};

/// How much a word weighs in ranking, after the part of the text that it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    A,
    B,
    C,
    D,
}

/// Different words of one text; more are left out, as a `tsvector` holds at most a megabyte.
const MOST_WORDS: usize = 20_000;

/// Words of a query; more would only make it slow.
const MOST_ASKED: usize = 16;

/// In characters. Longer runs are no words, and Postgres refuses very long ones.
const LONGEST_WORD: usize = 64;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Word {
    /// One or two CJK characters.
    Cjk(String),
    Latin(String),
}

/// The literal of a `tsvector` with the words of these texts: bind it as text and cast it (`$1::tsvector`).
pub fn vector(parts: &[(Weight, &str)]) -> String {
    let mut weights: BTreeMap<String, Weight> = BTreeMap::new();
    for (weight, text) in parts {
        for run in runs(text) {
            for word in run.indexed() {
                if weights.len() < MOST_WORDS || weights.contains_key(&word) {
                    let known = weights.entry(word).or_insert(*weight);
                    *known = (*known).min(*weight);
                }
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

/// The literal of a `tsquery` for what a person typed (`$1::tsquery`); none if there is no word in it.
pub fn query(typed: &str) -> Option<String> {
    let mut asked: Vec<String> = Vec::new();
    for word in runs(typed).iter().flat_map(Run::asked) {
        let term = match word {
            Word::Cjk(word) => quoted(&word),
            Word::Latin(word) => format!("{}:*", quoted(&word)),
        };
        if !asked.contains(&term) && asked.len() < MOST_ASKED {
            asked.push(term);
        }
    }
    (!asked.is_empty()).then(|| asked.join(" & "))
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

/// Characters of one script without a gap.
#[derive(Debug)]
enum Run {
    Cjk(Vec<char>),
    Latin(String),
}

impl Run {
    /// The words under which a text with this run is found.
    fn indexed(&self) -> Vec<String> {
        match self {
            Run::Latin(word) => vec![word.clone()],
            Run::Cjk(characters) => {
                let single = characters.iter().map(|character| character.to_string());
                single.chain(pairs(characters)).collect()
            }
        }
    }

    /// The words that a query with this run asks for.
    fn asked(&self) -> Vec<Word> {
        match self {
            Run::Latin(word) => vec![Word::Latin(word.clone())],
            Run::Cjk(characters) if characters.len() == 1 => {
                vec![Word::Cjk(characters.iter().collect())]
            }
            Run::Cjk(characters) => pairs(characters).map(Word::Cjk).collect(),
        }
    }
}

fn pairs(characters: &[char]) -> impl Iterator<Item = String> + '_ {
    characters.windows(2).map(|pair| pair.iter().collect())
}

/// The text as texts are compared: full-width and compatibility forms made plain, lower case.
pub fn fold(text: &str) -> String {
    folded(text).collect()
}

/// As words are compared: full-width and compatibility forms made plain (NFKC), lower case.
fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    text.nfkc().flat_map(char::to_lowercase)
}

/// Cuts a text into runs.
fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut is_open = false;
    for character in folded(text) {
        if !is_part_of_word(character, &runs, is_open) {
            is_open = false;
            continue;
        }
        match (runs.last_mut().filter(|_| is_open), is_cjk(character)) {
            (Some(Run::Cjk(run)), true) => run.push(character),
            (Some(Run::Latin(run)), false) => run.push(character),
            (_, true) => runs.push(Run::Cjk(vec![character])),
            (_, false) => runs.push(Run::Latin(character.to_string())),
        }
        is_open = true;
    }
    runs.retain(|run| !matches!(run, Run::Latin(word) if word.chars().count() > LONGEST_WORD));
    runs
}

/// Letters and digits; `+` and `#` after a letter, for C++ and C#.
fn is_part_of_word(character: char, runs: &[Run], is_open: bool) -> bool {
    character.is_alphanumeric()
        || (matches!(character, '+' | '#') && is_open && matches!(runs.last(), Some(Run::Latin(_))))
}

fn is_cjk(character: char) -> bool {
    matches!(character,
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\\', "\\\\").replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_found_by_characters_and_pairs() {
        assert_eq!(
            vector(&[(Weight::A, "线性代数")]),
            "'代':1A '代数':1A '性':1A '性代':1A '数':1A '线':1A '线性':1A"
        );
        assert_eq!(query("线性 代数").as_deref(), Some("'线性' & '代数'"));
        assert_eq!(query("数").as_deref(), Some("'数'"));
    }

    #[test]
    fn latin_words_are_found_by_their_beginning_in_any_case_and_width() {
        assert_eq!(query("Ｒｕｓｔ入门").as_deref(), Some("'rust':* & '入门'"));
        assert_eq!(
            vector(&[(Weight::B, "C++ & C# (v2)")]),
            "'c#':1B 'c++':1B 'v2':1B"
        );
    }

    #[test]
    fn a_word_keeps_its_best_weight() {
        assert_eq!(
            vector(&[(Weight::C, "rust go"), (Weight::A, "Rust")]),
            "'go':1C 'rust':1A"
        );
    }

    #[test]
    fn nothing_typed_is_an_operator() {
        assert_eq!(query("' | ! & <-> :* ( \\ %_"), None);
        assert_eq!(query("a'b").as_deref(), Some("'a':* & 'b':*"));
        assert_eq!(query("\0").as_deref(), None);
        assert_eq!(like_anywhere("50%_\\"), "%50\\%\\_\\\\%");
    }

    #[test]
    fn a_phrase_is_more_than_its_pairs() {
        assert!(holds("今天讲Ｌ线性代数", "线性代数 l"));
        assert!(!holds("线性的性代与代数", "线性代数"));
        assert!(!holds("矩阵", "行列式"));
    }

    #[test]
    fn what_would_be_too_much_is_left_out() {
        assert_eq!(query(&"x".repeat(65)), None);
        let many: String = (0..100).map(|n| format!("w{n} ")).collect();
        assert_eq!(
            query(&many).map(|asked| asked.matches('&').count()),
            Some(MOST_ASKED - 1)
        );
    }
}
