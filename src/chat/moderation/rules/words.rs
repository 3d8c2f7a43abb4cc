//! Words that are not said in a room, or that wait for a moderator.

use super::Listed;
use crate::search;

/// The first of these words that the text holds, in any case and width, also with blanks between its characters.
pub fn found(content: &str, words: &Listed) -> Option<String> {
    if words.is_empty() {
        return None;
    }
    let text: String = search::fold(content);
    let dense: String = text
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect();
    words
        .iter()
        .flatten()
        .find(|word| text.contains(word.as_str()) || dense.contains(word.as_str()))
        .cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_in_any_case_and_width_and_with_blanks_in_it() {
        let words = vec![Some("答案".to_owned()), Some("spam".to_owned())];
        for content in ["卖答案", "答 案", "ＳＰＡＭ", "Spam!"] {
            assert!(found(content, &words).is_some(), "{content}");
        }
        assert_eq!(found("回答得好", &words), None);
        assert_eq!(found("答案", &Vec::new()), None);
    }
}
