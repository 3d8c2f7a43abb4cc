//! How texts and queries are cut.

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
    assert_eq!(query("a'b").as_deref(), Some("'a' & 'b'"));
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

/// What a ranked vector holds beside the characters, pairs and Latin words of the text.
fn words_alone(text: &str) -> Vec<String> {
    let all = ranked_vector(&[(Weight::A, text)]);
    let marked = all.split(' ').filter_map(|word| word.strip_prefix("'="));
    let word = |word: &str| word.split('\'').next().unwrap_or_default().to_owned();
    marked.map(word).collect()
}

#[test]
fn chinese_words_are_those_of_the_dictionary_long_ones_and_the_words_in_them() {
    assert_eq!(words_alone("线性代数"), ["v2", "代数", "线性", "线性代数"]);
    assert_eq!(words_alone("商品和服务"), ["v2", "商品", "服务"]);
    assert_eq!(words_alone("她穿和服"), ["v2", "和服"]);
    assert_eq!(words_alone("Rust ﬁle 数"), ["v2"]);
    assert_eq!(words_alone(""), ["v2"]);
}

#[test]
fn a_ranked_vector_holds_all_that_finds_a_text_and_says_how_it_was_made() {
    for text in [
        "商品和服务",
        "Ｒｕｓｔ 入门，第 3 课",
        "ひらがな 한국어 𠮷野家",
    ] {
        let ranked = ranked_vector(&[(Weight::A, text)]);
        let plain = vector(&[(Weight::A, text)]);
        let bare = |word: &str| word.split(':').next().unwrap_or_default().to_owned();
        let ranked: Vec<String> = ranked.split(' ').map(bare).collect();
        let missing = plain.split(' ').find(|word| !ranked.contains(&bare(word)));
        assert_eq!(missing, None);
    }
    assert!(IS_OUTDATED.contains(VERSION));
}

#[test]
fn words_rank_before_pairs_and_whole_words_before_beginnings() {
    assert_eq!(
        ranked_vector(&[(Weight::A, "和服 owner"), (Weight::B, "和服")]),
        "'=v2' '=和服':1A 'owner':1A '和':1C '和服':1C '服':1C"
    );
    assert_eq!(
        ranking("和服 owner").as_deref(),
        Some("'和服' | 'owner':* | '=和服' | 'owner'")
    );
    assert_eq!(ranking("的").as_deref(), Some("'的'"));
    assert_eq!(ranking("%_"), None);
}

#[test]
fn a_single_letter_or_digit_is_looked_for_as_a_word() {
    assert_eq!(query("1").as_deref(), Some("'1'"));
    assert_eq!(
        query("Ｃ 语言 12").as_deref(),
        Some("'c' & '语言' & '12':*")
    );
    assert!(has_single_letter("语言 c") && !has_single_letter("语言 c++ 言"));
}
