//! Where in a text stands what a person searched for.

use super::runs::{Run, folded, is_cjk, runs};

/// A piece of a text, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    /// Whether it was searched for.
    pub is_match: bool,
}

/// Cuts a text at the words that were typed. Chinese is found as the run that was typed, or else by its pairs; Latin
/// words by their beginning, a single letter as a word; all in any case and width, as the search itself finds them.
pub fn highlight(text: &str, typed: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    for (start, end) in places(text, typed) {
        push(&mut pieces, &text[at..start], false);
        push(&mut pieces, &text[start..end], true);
        at = end;
    }
    push(&mut pieces, &text[at..], false);
    pieces
}

/// About so many characters around the first match, cut at the same places; nothing where there is none.
pub fn excerpt(text: &str, typed: &str, around: usize) -> Option<Vec<Piece>> {
    let (start, _) = places(text, typed).into_iter().next()?;
    let before = text[..start].char_indices().rev().nth(around / 3);
    let from = before.map_or(0, |(at, _)| at);
    let to = text[start..].char_indices().nth(around * 2 / 3);
    let to = to.map_or(text.len(), |(at, _)| start + at);
    let mut pieces = highlight(&text[from..to], typed);
    if from > 0 {
        pieces.insert(0, plain("…"));
    }
    if to < text.len() {
        pieces.push(plain("…"));
    }
    Some(pieces)
}

fn plain(text: &str) -> Piece {
    Piece {
        text: text.to_owned(),
        is_match: false,
    }
}

fn push(pieces: &mut Vec<Piece>, text: &str, is_match: bool) {
    if !text.is_empty() {
        pieces.push(Piece {
            text: text.to_owned(),
            is_match,
        });
    }
}

/// A character as it is compared, with the bytes of the text that it stands for.
struct Folded {
    character: char,
    start: usize,
    end: usize,
}

/// The byte ranges of what was typed, in order and apart.
fn places(text: &str, typed: &str) -> Vec<(usize, usize)> {
    let folded: Vec<Folded> = text
        .char_indices()
        .flat_map(|(start, original)| {
            let end = start + original.len_utf8();
            let single = original.to_string();
            let characters: Vec<char> = folded(&single).collect();
            characters.into_iter().map(move |character| Folded {
                character,
                start,
                end,
            })
        })
        .collect();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for run in &runs(typed) {
        match run {
            Run::Latin(word) if run.is_single_letter() => {
                found.extend(occurrences(&folded, word, Place::Word));
            }
            Run::Latin(word) => found.extend(occurrences(&folded, word, Place::Beginning)),
            Run::Cjk(characters) => {
                let whole: String = characters.iter().collect();
                let of_whole = occurrences(&folded, &whole, Place::Anywhere);
                if of_whole.is_empty() && characters.len() > 2 {
                    let pairs = characters.windows(2).map(|pair| pair.iter().collect());
                    let places = |pair: String| occurrences(&folded, &pair, Place::Anywhere);
                    found.extend(pairs.flat_map(places));
                }
                found.extend(of_whole);
            }
        }
    }
    merged(found)
}

/// Where something is looked for.
#[derive(Clone, Copy)]
enum Place {
    Anywhere,
    /// At the beginning of a word.
    Beginning,
    /// As a whole word.
    Word,
}

fn occurrences(text: &[Folded], word: &str, place: Place) -> Vec<(usize, usize)> {
    let word: Vec<char> = word.chars().collect();
    let is_word = |window: &[Folded]| {
        window
            .iter()
            .map(|one| one.character)
            .eq(word.iter().copied())
    };
    let begins = |at: usize| at == 0 || !is_latin(text[at - 1].character);
    let ends = |at: usize| text.get(at).is_none_or(|next| !is_latin(next.character));
    let fits = |at: usize| match place {
        Place::Anywhere => true,
        Place::Beginning => begins(at),
        Place::Word => begins(at) && ends(at + word.len()),
    };
    text.windows(word.len())
        .enumerate()
        .filter(|(at, window)| is_word(window) && fits(*at))
        .filter_map(|(_, window)| Some((window.first()?.start, window.last()?.end)))
        .collect()
}

fn is_latin(character: char) -> bool {
    character.is_alphanumeric() && !is_cjk(character)
}

fn merged(mut ranges: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    ranges.sort_unstable();
    let mut apart: Vec<(usize, usize)> = Vec::new();
    for (start, end) in ranges {
        match apart.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => apart.push((start, end)),
        }
    }
    apart
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With the matches in brackets.
    fn shown(pieces: &[Piece]) -> String {
        let shown = |piece: &Piece| match piece.is_match {
            true => format!("[{}]", piece.text),
            false => piece.text.clone(),
        };
        pieces.iter().map(shown).collect()
    }

    #[test]
    fn what_was_typed_is_found_in_any_case_and_width() {
        assert_eq!(
            shown(&highlight("线性代数与几何", "代数")),
            "线性[代数]与几何"
        );
        assert_eq!(
            shown(&highlight("Ｒｕｓｔ 入门", "rust 门")),
            "[Ｒｕｓｔ] 入[门]"
        );
        assert_eq!(
            shown(&highlight("Trust in RUSTaceans", "rust")),
            "Trust in [RUST]aceans"
        );
        assert_eq!(shown(&highlight("C++ & C#", "c++")), "[C++] & C#");
        assert_eq!(shown(&highlight("学C语言 cc", "c")), "学[C]语言 cc");
    }

    #[test]
    fn overlapping_and_absent_matches_do_no_harm() {
        assert_eq!(shown(&highlight("线性代数", "线性代 性代数")), "[线性代数]");
        assert_eq!(shown(&highlight("<b>&amp;", "%_' \\")), "<b>&amp;");
        assert_eq!(shown(&highlight("ﬁne ﬁle", "fi")), "[ﬁ]ne [ﬁ]le");
        assert_eq!(highlight("", "x"), []);
    }

    #[test]
    fn an_excerpt_shows_the_first_match_with_what_stands_around_it() {
        let text = "很长的开头".repeat(20) + "向量空间" + &"很长的结尾".repeat(20);
        let found = excerpt(&text, "向量", 30).unwrap();
        let shown = shown(&found);
        assert!(shown.contains("[向量]空间") && shown.starts_with('…') && shown.ends_with('…'));
        assert!(shown.chars().count() < 40);
        assert_eq!(excerpt("没有", "向量", 30), None);
    }
}
