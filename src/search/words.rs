//! The words of Chinese, as the dictionary of jieba cuts them in its search mode: long words, and the words within them.
//!
//! 和服 stands in 商品和服务 as a pair of characters, but only in 她穿和服 as a word. Words are written into a vector beside the
//! pairs, with a mark that no word of a text can begin with, so that the one is told from the other.

use std::sync::LazyLock;

use jieba_rs::Jieba;

use super::runs::{LONGEST_WORD, Run};

/// Some tens of megabytes, loaded in a fraction of a second by the first text that has Chinese words in it: not at start, and
/// on the thread of the blocking pool that writes or searches.
static DICTIONARY: LazyLock<Jieba> = LazyLock::new(Jieba::new);

/// The words of this run of two and more characters, each with its mark; a Latin run is a word without any.
pub(super) fn words(run: &Run) -> Vec<String> {
    let text: String = match run {
        Run::Latin(word) => return vec![word.clone()],
        Run::Cjk(characters) if characters.len() < 2 => return Vec::new(),
        Run::Cjk(characters) => characters.iter().collect(),
    };
    let found = DICTIONARY.cut_for_search(&text, true).into_iter();
    found
        .filter(|token| (2..=LONGEST_WORD).contains(&(token.end - token.start)))
        .map(|token| format!("={}", token.word))
        .collect()
}
