//! A text cut into runs: characters of one script without a gap, as texts are compared.

use unicode_normalization::UnicodeNormalization;

/// In characters. Longer runs are no words, and Postgres refuses very long ones.
pub(super) const LONGEST_WORD: usize = 64;

/// Characters of one script without a gap.
#[derive(Debug)]
pub(super) enum Run {
    Cjk(Vec<char>),
    Latin(String),
}

impl Run {
    /// The characters and pairs, or the word, under which a text with this run is found.
    pub(super) fn found_by(&self) -> Vec<String> {
        match self {
            Run::Latin(word) => vec![word.clone()],
            Run::Cjk(characters) => {
                let single = characters.iter().map(|character| character.to_string());
                single.chain(pairs(characters)).collect()
            }
        }
    }

    /// A letter or a digit that stands alone.
    pub(super) fn is_single_letter(&self) -> bool {
        matches!(self, Run::Latin(word) if word.chars().nth(1).is_none())
    }
}

pub(super) fn pairs(characters: &[char]) -> impl Iterator<Item = String> + '_ {
    characters.windows(2).map(|pair| pair.iter().collect())
}

/// As words are compared: full-width and compatibility forms made plain (NFKC), lower case.
pub(super) fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    text.nfkc().flat_map(char::to_lowercase)
}

/// Cuts a text into runs.
pub(super) fn runs(text: &str) -> Vec<Run> {
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

pub(super) fn is_cjk(character: char) -> bool {
    matches!(character,
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}
